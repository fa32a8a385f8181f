from uuid import UUID

import pytest
from django.core.exceptions import BadRequest

from casework.access.models import HandledForm, Team
from casework.access.services import handle_once
from tests.factories.access import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

TOKEN = UUID("11111111-1111-4111-8111-111111111111")


def test_a_form_sent_twice_is_handled_once_and_answers_the_same():
    user, done = UserFactory(), []

    def do():
        done.append("done")
        return f"/cases/{len(done)}/"

    first = handle_once(token=TOKEN, by=user, do=do)
    second = handle_once(token=TOKEN, by=user, do=do)

    assert first == second == "/cases/1/"
    assert done == ["done"]


def test_what_was_refused_may_be_sent_again_with_the_same_token():
    user = UserFactory()

    def refuse():
        TeamFactory(name="Half made")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any refusal does
        handle_once(token=TOKEN, by=user, do=refuse)

    assert not Team.objects.filter(name="Half made").exists()
    assert not HandledForm.objects.exists()
    assert handle_once(token=TOKEN, by=user, do=lambda: "/done/") == "/done/"


def test_a_token_of_somebody_else_gives_nothing_away():
    handle_once(token=TOKEN, by=UserFactory(), do=lambda: "/cases/EXC-2026-00001/")

    with pytest.raises(BadRequest):
        handle_once(token=TOKEN, by=UserFactory(), do=lambda: "/other/")
