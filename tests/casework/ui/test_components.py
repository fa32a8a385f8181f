from datetime import date

import pytest
from django.utils.html import strip_tags
from jinja2 import UndefinedError

from casework.ui.calendars import DayMark, days_in_order, months_between


def text_of(html):
    return " ".join(strip_tags(html).split())


STATES = {
    "OVERDUE": "Overdue",
    "DUE_TODAY": "Due today",
    "DUE_SOON": "Due in 2 school days",
    "DUE": "Due in 2 school days",
    "MET": "Met",
    "MET_LATE": "Met late",
    "PAUSED": "Paused",
    "NOT_APPLICABLE": "Not applicable",
    "CANCELLED": "Cancelled",
    "NOT_BEFORE": "Not before",
    "WAITING_FOR_TERM_DATES": "Waiting for term dates",
    "RECALCULATING": "Being recalculated",
}


@pytest.mark.parametrize(("state", "said"), STATES.items())
def test_every_state_of_a_deadline_is_said_in_words(draw, state, said):
    html = draw(
        '{% from "components/tags.html" import deadline_tag %}{{ deadline_tag(state, 2) }}', state=state
    )

    assert text_of(html) == said


def test_a_rule_tag_is_red_only_when_a_must_is_missed(draw):
    source = '{% from "components/tags.html" import rule_tag %}{{ rule_tag(status, state) }}'

    assert "govuk-tag--red" in draw(source, status="MUST", state="OVERDUE")
    assert "govuk-tag--red" not in draw(source, status="MUST", state="DUE")
    assert "govuk-tag--red" not in draw(source, status="SHOULD", state="OVERDUE")
    assert text_of(draw(source, status="LOCAL", state="")) == "Local target, set here"


def test_a_deadline_needs_only_title_due_and_state(draw):
    html = draw(
        '{% from "components/deadlines.html" import deadline_list %}{{ deadline_list(deadlines) }}',
        deadlines=[{"title": "Meet <soon>", "due": "Friday 9 October 2026", "state": "DUE"}],
    )

    assert text_of(html) == "Meet &lt;soon&gt; Friday 9 October 2026 Due"


def test_a_deadline_shows_who_owes_and_who_watches_it(draw):
    html = draw(
        '{% from "components/deadlines.html" import deadline_row %}{{ deadline_row(deadline) }}',
        deadline={
            "title": "Meet",
            "due": "",
            "state": "OVERDUE",
            "rule_status": "MUST",
            "owed_by": "the governing board",
            "owner": "Priya Raman",
            "href": "/deadlines/1/",
            "actions": [{"text": "Mark as met", "href": "/deadlines/1/met/"}],
        },
    )

    assert "For the governing board to do" in html
    assert "Watched by Priya Raman" in html
    assert "Mark as met: Meet" in text_of(html)


def test_a_summary_takes_values_lines_links_and_actions(draw):
    html = draw(
        '{% from "components/summary.html" import summary %}{{ summary(rows, "About") }}',
        rows=[
            {"key": "School", "value": "Cherwell", "actions": [{"text": "Change", "href": "/s/"}]},
            {"key": "Address", "lines": ["1 High Street", "Oxford"]},
            {"key": "Child", "value": "<b>", "href": "/c/"},
        ],
    )

    assert "Change school" in text_of(html)
    assert "1 High Street<br>Oxford" in html
    assert "&lt;b&gt;</a>" in html


def test_a_chronology_is_an_ordered_list(draw):
    html = draw(
        '{% from "components/chronology.html" import chronology %}{{ chronology(entries) }}',
        entries=[{"title": "Opened", "when": "Monday", "by": "Priya Raman", "text": "one\n<i>two"}],
    )

    assert "<ol" in html
    assert "Monday, Priya Raman" in html
    assert "one\n&lt;i&gt;two" in html


def test_a_table_names_each_cell_for_a_phone(draw):
    html = draw(
        '{% from "components/tables.html" import table %}{{ table("Cases", columns, rows) }}',
        columns=[{"text": "Child"}, {"text": "Days", "numeric": True}],
        rows=[
            [{"text": "Amara", "href": "/c/", "note": "Year 8"}, "3"],
            ["<i>", {"tag": "Late", "colour": "red"}],
        ],
    )

    assert 'data-label="Days"' in html
    assert "govuk-table__cell--numeric" in html
    assert "&lt;i&gt;" in html
    assert "govuk-tag--red" in html


def test_an_empty_table_says_so(draw):
    html = draw(
        '{% from "components/tables.html" import table %}{{ table("Cases", [], [], empty="No cases") }}'
    )

    assert text_of(html) == "No cases"


def test_pages_by_key_show_only_the_ways_there_are(draw):
    source = '{% from "components/pagination.html" import by_key %}{{ by_key(previous, next) }}'

    assert text_of(draw(source, previous="", next="?after=1")) == "Next page"
    assert draw(source, previous="", next="").strip() == ""


def test_filters_work_by_get_and_are_replaced_by_htmx_where_a_target_is_named(draw):
    source = (
        '{% from "components/filters.html" import filter_panel %}'
        '{% call filter_panel(action="/cases/", clear_href="/cases/", target=target) %}fields{% endcall %}'
    )

    assert 'method="get" action="/cases/"' in draw(source, target="")
    assert "hx-" not in draw(source, target="")
    assert 'hx-target="#results"' in draw(source, target="results")


def test_navigation_marks_where_one_is(draw):
    html = draw(
        '{% from "components/navigation.html" import side_navigation, sub_navigation %}'
        '{{ side_navigation(items, "Case") }}{{ sub_navigation(items, "Case") }}',
        items=[
            {"text": "Overview", "href": "/o/", "current": True},
            {"text": "Notes", "href": "/n/", "count": 0},
        ],
    )

    assert html.count('aria-current="page"') == 2
    assert html.count('<span class="app-badge">0</span>') == 2


def test_an_empty_state_says_what_would_be_here(draw):
    html = draw(
        '{% from "components/empty.html" import empty_state %}{{ empty_state("No cases", "They come.") }}'
    )

    assert text_of(html) == "No cases They come."


COUNTED = [(1, date(2026, 9, 25)), (2, date(2026, 9, 28))]
SKIPPED = [(date(2026, 9, 26), "WEEKEND", "weekend"), (date(2026, 9, 27), "weekend")]


def test_days_counted_and_passed_over_stand_in_order(draw):
    html = draw(
        '{% from "components/days.html" import day_list %}{{ day_list(counted, skipped) }}',
        counted=COUNTED,
        skipped=SKIPPED,
    )

    assert text_of(html) == (
        "Days counted Days counted Date Day Why "
        "Fri 25 Sep 2026 1 Sat 26 Sep 2026 not counted weekend "
        "Sun 27 Sep 2026 not counted weekend Mon 28 Sep 2026 2"
    )


def test_days_are_read_from_a_kept_explanation_too():
    kept = days_in_order(
        [{"n": 1, "date": "2026-09-25"}, {"n": 2, "date": "2026-09-28"}],
        [
            {"date": "2026-09-26", "kind": "WEEKEND", "reason": "weekend"},
            {"date": "2026-09-27", "kind": "WEEKEND", "reason": "weekend"},
        ],
    )

    assert kept == days_in_order(COUNTED, SKIPPED)


def kind_of(day):
    if day == date(2026, 12, 25):
        return DayMark("BANK_HOLIDAY", "bank holiday: Christmas Day")
    return DayMark("WEEKEND", "weekend") if day.weekday() > 4 else DayMark("SCHOOL_DAY", "school day")


def test_a_year_has_twelve_months_that_begin_on_monday():
    months = months_between(date(2026, 9, 1), date(2027, 8, 31), kind_of)

    assert [month.name for month in months][::11] == ["September 2026", "August 2027"]
    assert len(months) == 12
    assert [cell and cell.number for cell in months[0].weeks[0]] == [None, 1, 2, 3, 4, 5, 6]


def test_every_day_of_the_calendar_says_its_kind_without_colour(draw):
    html = draw(
        '{% from "components/year_calendar.html" import year_calendar %}{{ year_calendar(months) }}',
        months=months_between(date(2026, 12, 1), date(2026, 12, 31), kind_of),
    )

    assert html.count('class="govuk-visually-hidden">') == 31 + 7
    assert "25, bank holiday: Christmas Day" in html
    assert '<span class="app-calendar__letter">B</span>' in html
    assert "<caption" in html


def test_a_missing_name_fails_in_our_templates(draw):
    with pytest.raises(UndefinedError):
        draw("{{ no_such_name }}")
    with pytest.raises(UndefinedError):
        draw("{{ given.no_such_value }}", given={})


def test_the_design_system_s_macros_may_miss_parameters(draw):
    html = draw(
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        '{{ govukButton({"text": "Save <now>"}) }}'
    )

    assert "Save &lt;now&gt;" in html
