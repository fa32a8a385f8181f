"""Duty and enquiries."""

ON_A_PAGE = {}
