"""Referrals, consultations, attended meetings and the restricted chronology."""
