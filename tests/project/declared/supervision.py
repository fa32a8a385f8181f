"""Supervision."""

ON_A_PAGE = {}
