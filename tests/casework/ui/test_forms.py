from datetime import date

import pytest
from django import forms as django_forms

from casework.ui import fields
from casework.ui.forms import FilterForm, Form, top_fields


class NoticeForm(Form):
    received_on = fields.DateField(label="When was it received?", called="date it was received")
    method = fields.ChoiceField(
        label="How did it reach us?",
        choices=[("EMAIL", "Email"), ("POST", "Post"), ("NONE", "It has not")],
        required_message="Select how it reached us",
        hints={"POST": "First or second class"},
        divider_before={"NONE": "or"},
        reveals={"EMAIL": ["sender", "was_forwarded"]},
    )
    sender = fields.EmailField(label="Who sent it?", called="sender's email address")
    was_forwarded = fields.YesNoField(label="Was it forwarded?", reveals={"yes": ["forwarded_by"]})
    forwarded_by = fields.TextareaField(label="Forwarded by")
    token = fields.HiddenField()


def answers(**changed):
    given = {
        "received_on_day": "21",
        "received_on_month": "9",
        "received_on_year": "2026",
        "method": "POST",
        "token": "t1",
    }
    return {**given, **changed}


class TestQuestionsThatDependOnAnAnswer:
    def test_are_not_asked_without_the_answer(self):
        form = NoticeForm(answers(method="POST", sender="not an address", was_forwarded="perhaps"))

        assert form.is_valid(), form.errors
        assert form.cleaned_data["sender"] == ""
        assert form.cleaned_data["was_forwarded"] is None

    def test_are_required_with_the_answer(self):
        form = NoticeForm(answers(method="EMAIL"))

        assert form.errors["sender"] == ["Enter the sender's email address"]
        assert form.errors["was_forwarded"] == ["Select yes or no"]
        assert "forwarded_by" not in form.errors

    def test_may_ask_others_in_turn(self):
        form = NoticeForm(answers(method="EMAIL", sender="a@example.com", was_forwarded="yes"))

        assert set(form.errors) == {"forwarded_by"}

    def test_ask_nothing_in_turn_when_they_are_not_asked_themselves(self):
        form = NoticeForm(answers(method="POST", was_forwarded="yes", forwarded_by="Tom"))

        assert form.is_valid(), form.errors
        assert form.cleaned_data["forwarded_by"] == ""

    def test_are_drawn_inside_the_answer_and_nowhere_else(self):
        html = str(NoticeForm())

        assert html.count('name="sender"') == 1
        assert (
            html.index('id="conditional-id_method"')
            < html.index('name="sender"')
            < html.index('value="POST"')
        )

    def test_of_a_checkbox_follow_its_tick(self):
        class AgreedForm(Form):
            is_agreed = fields.BooleanField(label="Agreed", reveals=["agreed_on"])
            agreed_on = fields.DateField(label="Date agreed")

        assert AgreedForm({}).is_valid()
        assert set(AgreedForm({"is_agreed": "on"}).errors) == {"agreed_on"}


class TestWhatIsWrong:
    def test_is_listed_in_order_and_leads_to_the_input_to_mend(self):
        form = NoticeForm(answers(received_on_year="", method=""))
        form.add_error(None, "The notice is already recorded")

        assert form.error_summary == [
            {"text": "The notice is already recorded"},
            {"text": "Date it was received must include a year", "href": "#id_received_on-year"},
            {"text": "Select how it reached us", "href": "#id_method"},
        ]

    def test_leads_to_inputs_of_a_form_with_a_prefix(self):
        form = NoticeForm({}, prefix="first")
        html = str(form)

        for item in form.error_summary:
            assert f'id="{item["href"][1:]}"' in html

    def test_keeps_what_was_typed_and_marks_the_part_in_error(self):
        html = str(NoticeForm(answers(received_on_day="31"))["received_on"].as_field_group())

        assert 'value="31"' in html
        assert html.count("govuk-input--error") == 1
        assert html.index("govuk-input--error") < html.index("id_received_on-month")

    def test_in_a_hidden_field_has_no_link(self):
        class OnceForm(Form):
            token = fields.HiddenField(required=True, required_message="Open the page again")

        assert OnceForm({}).error_summary == [{"text": "Open the page again"}]

    def test_is_escaped(self):
        class OneForm(Form):
            name = fields.TextField(label="<b>Name</b>", hint="<i>")

        form = OneForm({"name": '"><script>alert(1)</script>'})
        form.add_error("name", "<script>alert(2)</script>")
        html = str(form)

        assert "<script" not in html
        assert "<b>" not in html
        assert "<i>" not in html


class TestDrawing:
    def test_hint_and_error_describe_the_input(self):
        class OneForm(Form):
            name = fields.TextField(label="Name", hint="As the parent writes it")

        html = str(OneForm({"name": ""}))

        assert 'aria-describedby="id_name-hint id_name-error"' in html

    def test_an_optional_field_says_so_except_over_a_list(self):
        class OneForm(Form):
            name = fields.TextField(label="Name", required=False)

        class NarrowForm(FilterForm):
            name = fields.TextField(label="Name", required=False)

        assert "Name (optional)" in str(OneForm())
        assert "(optional)" not in str(NarrowForm())

    def test_initial_values_are_shown(self):
        html = str(NoticeForm(initial={"received_on": date(2026, 9, 21), "method": "POST"}))

        assert 'value="21"' in html
        assert 'value="9"' in html
        assert 'value="2026"' in html
        assert html.count(" checked") == 1

    def test_the_once_only_token_is_carried(self):
        assert '<input type="hidden" name="token" value="t9" id="id_token">' in str(
            NoticeForm(initial={"token": "t9"})
        )

    def test_lines_typed_in_a_question_inside_an_answer_gain_no_spaces(self):
        class OneForm(Form):
            is_known = fields.YesNoField(label="Known?", reveals={"yes": ["notes"]})
            notes = fields.TextareaField(label="Notes")

        html = str(OneForm({"is_known": "yes", "notes": "one\n  two <b>"}))

        assert ">one&#10;  two &lt;b&gt;</textarea>" in html

    def test_a_line_end_as_browsers_send_it_is_shown_as_one_line_end(self):
        class OneForm(Form):
            notes = fields.TextareaField(label="Notes")

        assert ">one&#10;two&#10;three</textarea>" in str(OneForm({"notes": "one\r\ntwo\rthree"}))

    def test_a_page_heading_label_is_the_h1(self):
        class OneForm(Form):
            name = fields.TextField(label="Name", is_page_heading=True)
            born_on = fields.DateField(label="Date of birth", label_size="m")

        html = str(OneForm())

        assert '<h1 class="govuk-label-wrapper">' in html
        assert "govuk-label--l" in html
        assert "govuk-fieldset__legend--m" in html

    @pytest.mark.parametrize(
        ("field", "mark"),
        [
            (
                fields.TextareaField(label="Notes", count_characters=True, max_length=50),
                'data-maxlength="50"',
            ),
            (fields.IntegerField(label="Sessions", suffix="sessions"), "govuk-input__suffix"),
            (fields.DecimalField(label="Amount", prefix="£"), "govuk-input__prefix"),
            (fields.PasswordField(label="Password"), "govuk-password-input"),
            (fields.TimeField(label="Time"), "govuk-input--width-5"),
            (
                fields.SelectField(label="Officer", choices=[("1", "Priya")]),
                '<option value="1">Priya</option>',
            ),
            (
                fields.MultipleChoiceField(label="Needs", choices=[("A", "Autism")], small=True),
                "checkboxes--small",
            ),
            (fields.BooleanField(label="I have checked"), 'type="checkbox" value="on"'),
            (fields.ChoiceField(label="Way", choices=[("A", "One")], inline=True), "govuk-radios--inline"),
        ],
    )
    def test_each_field_draws_its_own_component(self, field, mark):
        class OneForm(Form):
            only = field

        html = str(OneForm())

        assert mark in html
        assert 'id="id_only"' in html

    def test_answers_stand_under_each_other_where_one_opens_a_question(self):
        class SeenForm(Form):
            was_seen = fields.YesNoField(label="Was the child seen?", reveals={"yes": ["alone"]})
            alone = fields.YesNoField(label="Alone?", required=False)

        html = str(SeenForm())

        assert html.count("govuk-radios--inline") == 1
        assert html.index('name="was_seen"') < html.index("govuk-radios--inline")

    def test_a_typed_password_is_not_sent_back(self):
        class OneForm(Form):
            password = fields.PasswordField(label="Password")

        assert "hunter2" not in str(OneForm({"password": "hunter2"}))

    def test_another_library_s_form_looks_the_same(self):
        class TheirForm(django_forms.Form):
            code = django_forms.CharField(
                label="Code",
                help_text="Six figures",
                widget=django_forms.TextInput(attrs={"placeholder": "Code", "autocomplete": "one-time-code"}),
            )
            secret = django_forms.CharField(widget=django_forms.PasswordInput)
            remember = django_forms.BooleanField(required=False)
            country = django_forms.ChoiceField(choices=[("GB", "United Kingdom")])
            notes = django_forms.CharField(widget=django_forms.Textarea)

        html = str(TheirForm({}))

        assert "placeholder" not in html
        assert 'autocomplete="one-time-code"' in html
        assert html.count("govuk-form-group--error") == 4
        assert "govuk-checkboxes" in html
        assert "govuk-select" in html
        assert "govuk-textarea" in html

    def test_a_revealed_field_is_not_at_the_top(self):
        assert [bound.name for bound in top_fields(NoticeForm())] == ["received_on", "method"]
