from dataclasses import dataclass

import pytest

from casework.ui import fields
from casework.ui.forms import Form

pytestmark = pytest.mark.urls("tests.casework.ui.urls")


@dataclass
class School:
    pk: int
    name: str

    def __str__(self):
        return f"{self.name} (open)"


SCHOOLS = [School(1, "Cherwell"), School(2, "Cheney"), School(3, "The <b>Oxford</b> School")]


def resolve(text):
    return [(school.pk, str(school)) for school in SCHOOLS if text.lower() in str(school).lower()]


def load(value):
    return next((school for school in SCHOOLS if str(school.pk) == value), None)


class SchoolForm(Form):
    school = fields.TypeaheadField(label="School", suggest_url_name="suggest", resolve=resolve, load=load)


class OptionalForm(Form):
    school = fields.TypeaheadField(
        label="School", suggest_url_name="suggest", resolve=resolve, load=load, required=False
    )


def test_what_was_chosen_is_loaded():
    form = SchoolForm({"school": "2", "school_text": "Cheney (open)", "school_for": "Cheney (open)"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is SCHOOLS[1]


def test_a_value_alone_is_enough():
    form = SchoolForm({"school": "2"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is SCHOOLS[1]


def test_text_that_means_one_thing_is_resolved_without_javascript():
    form = SchoolForm({"school": "", "school_text": " cherwell ", "school_for": ""})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is SCHOOLS[0]


def test_text_that_means_several_things_offers_them():
    form = SchoolForm({"school": "", "school_text": "che", "school_for": ""})
    html = str(form)

    assert form.errors["school"] == ["Select the school from the list"]
    assert form.error_summary == [{"text": "Select the school from the list", "href": "#id_school-choice"}]
    assert 'id="id_school-choice" name="school" type="radio" value="1"' in html
    assert "Cheney (open)" in html
    assert 'value="che"' in html


def test_one_of_those_offered_is_taken():
    form = SchoolForm({"school": "1", "school_text": "che", "school_for": "che"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is SCHOOLS[0]


def test_typing_something_else_undoes_the_choice():
    form = SchoolForm({"school": "1", "school_text": "cheney", "school_for": "che"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is SCHOOLS[1]


def test_emptying_the_text_undoes_the_choice():
    form = OptionalForm({"school": "1", "school_text": "", "school_for": "Cherwell (open)"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is None


def test_text_that_matches_nothing_is_kept_and_named():
    form = SchoolForm({"school": "", "school_text": "100% <x>", "school_for": ""})
    html = str(form)

    assert form.errors["school"] == ["Nothing matches “100% <x>”. Check the spelling or type less of it"]
    assert 'value="100% &lt;x&gt;"' in html
    assert "<x>" not in html


@pytest.mark.parametrize("given", [{}, {"school": "99"}, {"school_text": "  "}])
def test_nothing_usable_is_asked_for(given):
    assert SchoolForm(given).errors["school"] == ["Enter the school"]


def test_an_optional_one_may_be_left_out():
    form = OptionalForm({"school": "", "school_text": "", "school_for": ""})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] is None


def test_a_value_out_of_reach_is_never_taken_for_nothing():
    assert "school" in OptionalForm({"school": "99"}).errors


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 201, "School must be 200 characters or fewer"),
        ("a\x00b", "School has a hidden character in it that cannot be kept. Type it again"),
    ],
)
def test_text_no_search_could_take_is_refused(text, said):
    assert SchoolForm({"school_text": text}).errors["school"] == [said]


def test_the_script_finds_where_to_ask_and_where_to_keep_the_answer():
    html = str(SchoolForm(initial={"school": SCHOOLS[2]}))

    assert 'data-suggest-url="/suggest/"' in html
    assert '<input type="hidden" name="school" value="3">' in html
    assert 'name="school_for" value="The &lt;b&gt;Oxford&lt;/b&gt; School (open)"' in html
