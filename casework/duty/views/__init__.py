"""Duty: the day, the enquiries and the rota."""
