from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from casework.ui import fields
from casework.ui.fields.dates import Typed


def message(field, value):
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


class TestWords:
    def test_text_is_trimmed_and_kept_on_one_line(self):
        assert fields.TextField(label="Name").clean("  Zoë\r\nO'Neill 🌱 שלום ") == "Zoë O'Neill 🌱 שלום"

    def test_several_lines_keep_their_ends(self):
        assert fields.TextareaField(label="Notes").clean("one\r\ntwo\rthree") == "one\ntwo\nthree"

    @pytest.mark.parametrize("field", [fields.TextField, fields.TextareaField, fields.PasswordField])
    def test_nothing_typed_is_asked_for(self, field):
        assert message(field(label="Name of school"), "") == "Enter the name of school"

    def test_a_question_asks_for_an_answer(self):
        assert message(fields.TextField(label="Who telephoned?"), "") == "Enter an answer"

    def test_an_abbreviation_keeps_its_capitals(self):
        assert message(fields.TextField(label="UPN"), "") == "Enter the UPN"
        assert message(fields.TextField(label="DfE number"), "") == "Enter the DfE number"

    def test_hidden_characters_are_refused_in_plain_words(self):
        assert message(fields.TextField(label="Name"), "a\x00b") == (
            "Name has a hidden character in it that cannot be kept. Type it again"
        )

    def test_text_that_is_too_long_says_how_long_it_may_be(self):
        field = fields.TextField(label="Name", max_length=5)

        assert field.clean("12345") == "12345"
        assert message(field, "123456") == "Name must be 5 characters or fewer"

    def test_an_email_address_shows_the_format(self):
        field = fields.EmailField(label="Email address")

        assert field.clean(" a@example.com ") == "a@example.com"
        assert message(field, "a@b") == "Enter an email address in the correct format, like name@example.com"


class TestNumbers:
    @pytest.mark.parametrize(("typed", "number"), [("7", 7), (" 1,250 ", 1250), ("-3", -3)])
    def test_a_whole_number_is_read(self, typed, number):
        assert fields.IntegerField(label="Sessions").clean(typed) == number

    @pytest.mark.parametrize("typed", ["1.5", "1_0", "1e3", "seven", "NaN", "--1", "\x00", "٣"])
    def test_what_is_no_whole_number_is_refused(self, typed):
        assert message(fields.IntegerField(label="Sessions"), typed) == "Sessions must be a whole number"

    def test_numbers_outside_the_bounds_say_the_bounds(self):
        field = fields.IntegerField(label="Sessions", min_value=1, max_value=90)

        assert message(field, "0") == "Sessions must be 1 or more"
        assert message(field, "91") == "Sessions must be 90 or less"

    @pytest.mark.parametrize("typed", ["9" * 12, "9" * 5000])
    def test_a_number_no_table_can_hold_is_refused(self, typed):
        assert message(fields.IntegerField(label="Sessions"), typed).startswith("Sessions must be")

    def test_an_amount_is_read(self):
        assert fields.DecimalField(label="Amount").clean("1,250.50") == Decimal("1250.50")

    @pytest.mark.parametrize("typed", ["1.234", "NaN", "Infinity", "1e400", "9" * 40])
    def test_an_amount_that_is_none_is_refused(self, typed):
        assert message(fields.DecimalField(label="Amount"), typed).startswith("Amount must")


class TestDates:
    field = fields.DateField(label="When?", called="date the notice was received")

    @pytest.mark.parametrize(
        "typed",
        [("21", "9", "2026"), ("21", "Sept", "2026"), ("21", "september", "2026"), ("21", "09", "2026")],
    )
    def test_a_date_is_read_with_its_month_in_figures_or_words(self, typed):
        assert self.field.clean(Typed(*typed)) == date(2026, 9, 21)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (("", "", ""), "Enter the date the notice was received"),
            (("21", "9", ""), "Date the notice was received must include a year"),
            (("", "", "2026"), "Date the notice was received must include a day and month"),
            (("31", "9", "2026"), "Date the notice was received must be a real date"),
            (("29", "2", "2027"), "Date the notice was received must be a real date"),
            (("1", "13", "2026"), "Date the notice was received must be a real date"),
            (("0", "1", "2026"), "Date the notice was received must be a real date"),
            (("x", "9", "2026"), "Date the notice was received must be a real date"),
            (("1", "ma", "2026"), "Date the notice was received must be a real date"),
            (("١", "9", "2026"), "Date the notice was received must be a real date"),
            (("9" * 5000, "9", "2026"), "Date the notice was received must be a real date"),
            (("1\x00", "9", "2026"), "Date the notice was received must be a real date"),
            (("21", "9", "26"), "Year must include 4 numbers"),
            (("21", "9", "0000"), "Year must be between 1900 and 2100"),
            (("21", "9", "9999"), "Year must be between 1900 and 2100"),
        ],
    )
    def test_what_is_no_date_is_refused_in_plain_words(self, typed, said):
        assert message(self.field, Typed(*typed)) == said

    def test_a_leap_day_is_a_date(self):
        assert self.field.clean(Typed("29", "2", "2028")) == date(2028, 2, 29)

    def test_bounds_take_the_day_itself_and_no_other_side(self):
        field = fields.DateField(
            label="Date",
            earliest=date(2026, 9, 2),
            latest=date(2026, 9, 3),
            latest_message="Not after 100% today",
        )

        assert message(field, Typed("1", "9", "2026")) == "Date must be on or after 2 September 2026"
        assert field.clean(Typed("2", "9", "2026")) == date(2026, 9, 2)
        assert field.clean(Typed("3", "9", "2026")) == date(2026, 9, 3)
        assert message(field, Typed("4", "9", "2026")) == "Not after 100% today"

    def test_an_optional_date_may_be_left_out(self):
        assert fields.DateField(label="Date", required=False).clean(Typed()) is None


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("2:10pm", time(14, 10)),
            ("14:10", time(14, 10)),
            ("2.10 PM", time(14, 10)),
            ("2pm", time(14)),
            ("12am", time(0)),
            ("12:30pm", time(12, 30)),
            ("9:05 a.m.", time(9, 5)),
            ("noon", time(12)),
            ("00:00", time(0)),
        ],
    )
    def test_a_time_is_read_as_people_type_it(self, typed, read):
        assert fields.TimeField(label="Time").clean(typed) == read

    @pytest.mark.parametrize("typed", ["14", "25:00", "13pm", "0am", "2:60pm", "soon", "2:10m", "2:10pmpm"])
    def test_what_is_no_time_is_refused(self, typed):
        assert message(fields.TimeField(label="Time of meeting"), typed) == (
            "Time of meeting must be a time, like 2:10pm or 14:10"
        )


class TestChoices:
    choices = (("EMAIL", "Email"), ("POST", "Post"))

    @pytest.mark.parametrize("typed", ["", "FAX", "\x00"])
    @pytest.mark.parametrize("field", [fields.ChoiceField, fields.SelectField])
    def test_a_choice_that_is_not_offered_is_asked_for_again(self, field, typed):
        assert message(field(label="Method", choices=self.choices), typed) == "Select the method"

    def test_a_choice_is_coerced(self):
        assert fields.SelectField(label="Officer", choices=[("7", "Priya")], coerce=int).clean("7") == 7

    def test_an_optional_choice_left_out_is_none(self):
        assert fields.ChoiceField(label="Method", choices=self.choices, required=False).clean("") is None

    @pytest.mark.parametrize(("typed", "answer"), [("yes", True), ("no", False)])
    def test_yes_and_no_are_true_and_false(self, typed, answer):
        assert fields.YesNoField(label="Agreed?").clean(typed) is answer

    def test_an_unanswered_question_is_neither(self):
        assert fields.YesNoField(label="Agreed?", required=False).clean("") is None
        assert message(fields.YesNoField(label="Agreed?"), "") == "Select yes or no"

    def test_several_choices_make_a_list(self):
        field = fields.MultipleChoiceField(label="Methods", choices=self.choices)

        assert field.clean(["EMAIL", "POST"]) == ["EMAIL", "POST"]
        assert message(field, []) == "Select the methods"
        assert message(field, ["FAX"]) == "Select the methods"

    def test_a_hidden_value_is_coerced_or_refused(self):
        field = fields.HiddenField(coerce=int)

        assert field.clean("7") == 7
        assert field.clean("") is None
        assert message(field, "x") == "Something in this page was not understood. Open the page again"
