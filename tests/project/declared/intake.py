"""Bringing in a caseload."""

ON_A_PAGE = {}
