"""What other rooms have to say before somebody leaves: this room knows no cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.access.models import User

Question = Callable[["User", date], str]

_questions: list[Question] = []


def register(question: Question) -> None:
    """Add a question asked before somebody's sign-in or role ends: it answers in a sentence, or with ""."""
    if question not in _questions:
        _questions.append(question)


def said_before(user: User, *, on: date) -> str:
    return " ".join(said for question in _questions if (said := question(user, on)))
