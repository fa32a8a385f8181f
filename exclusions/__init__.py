"""Suspensions, permanent exclusions and the way back to a school."""
