"""What can be wrong with what was typed about people."""


class CannotSaveChild(Exception):
    """What was typed about the child cannot be right; the message says why."""


class CannotSaveContact(Exception):
    """What was typed about a contact cannot be right; the message says why."""


class CannotLinkSiblings(Exception):
    """Two children cannot be stated as siblings; the message says why."""
