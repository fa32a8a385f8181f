"""What can be wrong with what was typed about people."""


class CannotSaveChild(Exception):
    """What was typed about the child cannot be right; the message says why."""
