"""The words a child is found by, kept in step with the names."""

from datetime import date

import pytest
from django.core.management import call_command

from casework.people.choices import NameKind
from casework.people.finding.words import sound_of, words_of
from casework.people.models import Child, ChildName, ChildWord, Word
from casework.people.services import correct_child, keep_words, keep_words_of_many
from tests.factories import people
from tests.factories.access import officer


def words_of_child(child) -> set:
    return set(Word.objects.filter(children__child=child).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("O’Neill", {"oneill", "o", "neill"}),
        ("O Neill", {"oneill", "o", "neill"}),
        ("Oneill", {"oneill"}),
        ("Smith-Jones", {"smith", "jones", "smithjones"}),
        ("Anne Marie Rose", {"anne", "marie", "rose", "annemarie", "marierose", "annemarierose"}),
        ("Zoë", {"zoe"}),
        ("Łukasz", {"lukasz"}),
        ("محمد", {"محمد"}),
        ("  ", set()),
        ("x" * 100, {"x" * 60}),
    ],
)
def test_a_name_is_kept_as_every_word_somebody_may_type(name, words):
    assert words_of([name]) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stephen", "steven"),
        ("philip", "filip"),
        ("shaun", "sean"),
        ("catherine", "kathryn"),
        ("mohammed", "muhammad"),
        ("reilly", "riley"),
    ],
)
def test_names_that_sound_alike_share_a_sound(one, other):
    assert sound_of(one) == sound_of(other) != ""


@pytest.mark.parametrize("word", ["", "محمد", "1234", "黄"])
def test_what_is_not_in_plain_letters_has_no_sound(word):
    assert sound_of(word) == ""


@pytest.mark.django_db
class TestKept:
    def test_a_child_is_found_by_the_words_of_legal_and_preferred_names(self):
        child = people.child(forenames="Seán", surname="O’Neill", known_as="Shay")

        assert words_of_child(child) == {"sean", "oneill", "o", "neill", "shay"}

    def test_a_corrected_name_takes_the_old_words_away(self):
        child, who = people.child(forenames="Amelai", surname="Jones"), officer()

        correct_child(
            child=child,
            details=people.DetailsFactory(forenames="Amelia", surname="Jones"),
            by=who,
            on=people.ON,
        )

        assert words_of_child(child) == {"amelia", "jones"}

    def test_a_former_name_is_kept_beside_the_present_one(self):
        child = people.child(forenames="Amelia", surname="Jones")
        ChildName.objects.create(child=child, kind=NameKind.FORMER_LEGAL, surname="Smith-Lee")

        keep_words(child)

        assert words_of_child(child) == {"amelia", "jones", "smith", "lee", "smithlee"}

    def test_many_are_kept_with_few_questions(self, django_assert_max_num_queries):
        who = officer()
        children = [people.child(by=who) for _ in range(20)]
        ChildWord.objects.all().delete()
        Word.objects.all().delete()

        with django_assert_max_num_queries(7):
            keep_words_of_many(children)

        assert all(words_of_child(each) == words_of([each.forenames, each.surname]) for each in children)

    def test_keeping_again_writes_nothing(self, django_assert_num_queries):
        child = people.child()

        # The names beside the present ones, and the words that are kept.
        with django_assert_num_queries(2):
            keep_words(child)

    def test_the_search_is_written_again_by_a_command(self, capsys):
        child = people.child(forenames="Amelia", surname="Jones")
        ChildWord.objects.all().delete()
        Word.objects.create(text="nobody")

        call_command("rebuild_search")

        assert words_of_child(child) == {"amelia", "jones"}
        assert not Word.objects.filter(text="nobody").exists()
        assert "1 children" not in capsys.readouterr().out

    def test_the_migration_fills_the_words_of_those_who_are_here(self):
        from importlib import import_module

        from django.apps import apps

        child = people.child(forenames="Anne-Marie", surname="Jones", date_of_birth=date(2014, 1, 1))
        ChildWord.objects.all().delete()
        Word.objects.all().delete()

        import_module("casework.people.migrations.0009_fill_the_words").fill_words(apps, None)

        assert words_of_child(child) == {"anne", "marie", "annemarie", "jones"}
        assert Word.objects.get(text="anne").sound == sound_of("anne")
        assert Child.objects.count() == 1
