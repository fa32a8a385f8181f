"""The pages that keep a child's record: who may, what is saved and told, and what a second person sees."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from markupsafe import escape

from casework.access.choices import Role
from casework.cases.models import ChronologyEntry
from casework.people.choices import EnrolmentStatus, StatusKind
from casework.people.models import Child, ChildUserObjectPermission, StatusFact
from casework.people.rules import upn_check_letter
from casework.people.services.rows import version_of
from tests.factories import people
from tests.factories.access import ENTRY_IN_THE_LOG, TeamFactory, administrator, holding, officer, senior
from tests.factories.cases import deadline_of
from tests.factories.exclusions import permanent_exclusion, school_with_terms
from tests.factories.schools import LocalAuthorityFactory, SchoolFactory
from tests.naughty import NUL, STRINGS

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
UPN = upn_check_letter("X801200001001") + "801200001001"
TOKEN = re.compile(r'value="\w{64}"|X-CSRFToken[^}]*}')


@pytest.fixture(autouse=True)
def _friday(clock_stands_at):
    clock_stands_at(FRIDAY)


@pytest.fixture
def who():
    return officer()


@pytest.fixture
def child(who):
    return people.child(by=who, surname="Jones", address="1 Street", postcode="OX1 1ND")


def text_of(response) -> str:
    return " ".join(TOKEN.sub("", response.content.decode()).split())


def day(name: str, value: date) -> dict:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def typed(row=None, **answers) -> dict:
    version = row.version if isinstance(row, Child) else version_of(row) if row else 0
    data = {"token": str(uuid4()), "version": version}
    for name, value in answers.items():
        data |= day(name, value) if isinstance(value, date) else {name: value}
    return data


def page_of(name: str, child: Child, *parts) -> str:
    return reverse(f"desk:{name}", args=[child.public_id, *parts])


def address_typed(**changes) -> dict:
    return typed(
        **{"address": "2 Road", "postcode": "ox1 2nd", "starts_on": date(2026, 10, 1), "source": "Mother"}
        | changes
    )


# Everything there is to add, correct, review and remove: the page, and answers it accepts.
MAY = date(2026, 5, 4)
IDENTITY = {"forenames": "Amelia", "surname": "Jones", "date_of_birth": date(2013, 5, 14)}
ENROLMENT = {"elsewhere": "The hospital school", "status": "C", "starts_on": MAY, "source": "School"}
ALERT = {"kind": "DOG", "text": "Two dogs", "starts_on": MAY, "review_on": date(2027, 5, 4), "source": "I"}
ADDING = {
    "correct_child": IDENTITY | {"name_because": "MISTYPED"},
    "change_upn": {"upn": UPN},
    "child_died": {"died_on": MAY, "source": "The hospital"},
    "add_child_name": {"kind": "OTHER", "forenames": "Ash", "source": "School"},
    "add_child_number": {"kind": "ULN", "value": "9276 308686", "source": "School"},
    "move_child": {"address": "2 Road", "postcode": "ox1 2nd", "starts_on": date(2026, 10, 1), "source": "I"},
    "add_child_address": {"address": "9 Lane", "starts_on": MAY, "ends_on": date(2026, 8, 31), "source": "I"},
    "add_enrolment": ENROLMENT,
    "add_alert": ALERT,
}
CHANGING = {
    "correct_child_name": ("other_names", {"kind": "OTHER", "forenames": "Ashley", "source": "School"}),
    "correct_child_number": ("identifiers", {"kind": "LOCAL", "value": "L-18", "source": "School"}),
    "correct_child_address": ("addresses", {"address": "11 Street", "starts_on": MAY, "source": "School"}),
    "correct_enrolment": ("enrolments", ENROLMENT),
    "end_enrolment": ("enrolments", {"ends_on": FRIDAY, "leaving_reason": "Moved"}),
    "correct_fact": ("status_facts", {"value": "S", "starts_on": MAY, "source": "School"}),
    "review_fact": ("status_facts", {"still_holds": "yes", "source": "School"}),
    "correct_alert": ("alerts", ALERT),
    "review_alert": ("alerts", {"still_holds": "yes", "review_on": date(2027, 1, 4)}),
    "remove_child_name": ("other_names", {"reason": "Wrong child"}),
    "remove_child_number": ("identifiers", {"reason": "Wrong child"}),
    "remove_child_address": ("addresses", {"reason": "Wrong child"}),
    "remove_enrolment": ("enrolments", {"reason": "Wrong child"}),
    "remove_fact": ("status_facts", {"reason": "Wrong child"}),
    "remove_alert": ("alerts", {"reason": "Wrong child"}),
}


def address_and_answers(name: str, child: Child) -> tuple[str, dict]:
    if name in ADDING:
        return page_of(name, child), typed(child, **ADDING[name])
    relation, answers = CHANGING[name]
    row = getattr(child, relation).first() or people.row_of(child, relation)
    return page_of(name, child, row.pk), typed(row, **answers)


EVERY_PAGE = sorted(ADDING | CHANGING)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_change_is_saved_told_in_the_chronology_and_done_once(signed_in, child, who, name):
    client, (address, answers) = signed_in(who), address_and_answers(name, child)
    assert client.get(address).status_code == 200
    before = ChronologyEntry.objects.filter(child=child).count()

    first = client.post(address, answers)
    again = client.post(address, answers)

    assert first.status_code == 302, text_of(first)
    assert first.url == child.get_absolute_url()
    # What was removed is not there any more; anything else answers a second press as it did the first.
    assert again.status_code == 404 if name.startswith("remove") else again.url == first.url
    entries = ChronologyEntry.objects.filter(child=child)
    assert entries.count() == before + 1
    assert entries.first().by == who
    assert client.get(first.url).status_code == 200


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_who_may_not_change_a_child_is_refused_and_a_restricted_child_does_not_exist(signed_in, name):
    child = people.child(address="1 Street", postcode="OX1 1ND")
    address, answers = address_and_answers(name, child)
    for refused in (holding(Role.AUDITOR), administrator()):
        assert signed_in(refused).get(address).status_code == 403
        assert signed_in(refused).post(address, answers).status_code == 403

    people.restricted(child)
    named = officer()
    ChildUserObjectPermission.objects.assign_perm("view_child", named, child)

    assert signed_in(senior()).get(address).status_code == 404
    assert signed_in(senior()).post(address, answers).status_code == 404
    assert signed_in(named).get(address).status_code == 200


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_a_row_of_another_child_is_not_there(signed_in, child, who, name):
    relation, answers = CHANGING[name]
    row = people.row_of(people.child(), relation)

    assert signed_in(who).post(page_of(name, child, row.pk), typed(row, **answers)).status_code == 404


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_the_forms_ask_the_database_little(signed_in, child, who, name, django_assert_max_num_queries):
    client, (address, answers) = signed_in(who), address_and_answers(name, child)

    with django_assert_max_num_queries(8 + ENTRY_IN_THE_LOG):
        client.get(address)
    with django_assert_max_num_queries(28):
        client.post(address, answers)


@pytest.mark.parametrize(
    "name", ["correct_child", "change_upn", *sorted(each for each in CHANGING if each.startswith("correct"))]
)
def test_the_second_of_two_people_sees_both_versions_and_loses_nothing(signed_in, child, who, name):
    address, answers = address_and_answers(name, child)
    row = child if name in ADDING else getattr(child, CHANGING[name][0]).first()
    row.refresh_from_db()
    if isinstance(row, Child):
        row.version += 1
        row.surname, row.upn = "Fromelsewhere", ""
    else:
        row.source = "Fromelsewhere"
    row.save()
    client = signed_in(who)

    both = client.post(address, answers)

    page = text_of(both)
    assert both.status_code == 200
    assert "Somebody else changed this while you were writing" in page
    if name != "change_upn":
        assert "Fromelsewhere" in page
    version = re.search(r'name="version" value="(\d+)"', both.content.decode())[1]
    assert client.post(address, answers | {"version": version}).status_code == 302


def test_saving_what_somebody_else_saved_already_is_no_conflict(signed_in, child, who):
    address, answers = address_and_answers("correct_child", child)
    signed_in(officer()).post(address, answers)

    assert signed_in(who).post(address, answers | {"token": str(uuid4())}).url == child.get_absolute_url()


# Identity


def test_a_changed_name_asks_why(signed_in, child, who):
    address = page_of("correct_child", child)
    answers = typed(child, **IDENTITY | {"forenames": child.forenames, "surname": "Smith"})

    asked = signed_in(who).post(address, answers)
    assert "Select whether the name changed or was written down wrongly" in text_of(asked)

    signed_in(who).post(address, answers | {"name_because": "CHANGED"} | day("former_until", MAY))
    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "Former legal name" in page
    assert "Used until 4 May 2026" in page


def test_an_estimated_date_of_birth_says_so(signed_in, child, who):
    answers = typed(child, **IDENTITY | {"forenames": child.forenames, "is_date_of_birth_estimated": "on"})

    signed_in(who).post(page_of("correct_child", child), answers)

    assert "14 May 2013 (estimated), aged 13" in text_of(signed_in(who).get(child.get_absolute_url()))


def test_a_changed_upn_asks_why_and_a_bad_one_is_refused(signed_in, who):
    child = people.child(by=who, upn=UPN)
    address, client = page_of("change_upn", child), signed_in(who)
    other = upn_check_letter("X801200001002") + "801200001002"

    assert "Select whether the UPN changed or was mistyped" in text_of(
        client.post(address, typed(child, upn=other))
    )
    assert "does not fit the numbers" in text_of(client.post(address, typed(child, upn="A801200005001")))
    assert "you have entered a UPN" in text_of(
        client.post(address, typed(child, upn=UPN, no_upn_reason="UN2"))
    )

    client.post(address, typed(child, upn=other, upn_because="CHANGED"))
    page = text_of(client.get(child.get_absolute_url()))
    assert other in page
    assert "Former UPN" in page


def test_a_reason_for_having_no_upn_is_shown(signed_in, child, who):
    signed_in(who).post(page_of("change_upn", child), typed(child, upn="", no_upn_reason="UN2"))

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "Not recorded<br>Never at a state school in England" in page


def test_a_bad_number_that_is_stored_is_flagged(signed_in, child, who):
    people.row_of(child, "identifiers", kind="ULN", value="9999999999")

    assert "Check this number. The last number does not fit" in text_of(
        signed_in(who).get(child.get_absolute_url())
    )


# Death


def test_a_death_is_shown_told_to_case_owners_and_changes_no_clock(signed_in, child, who):
    holder = officer(telephone="01865 111111")
    case = permanent_exclusion(child=child, officer_=holder)
    due = deadline_of(case).due_on

    signed_in(who).post(page_of("child_died", child), typed(child, died_on=MAY, source="The hospital"))

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "This child died on 4 May 2026" in page
    assert "Died 4 May 2026" in page
    action = case.actions.get()
    assert action.owner == holder
    assert "The child died on 4 May 2026" in action.text
    assert deadline_of(case).due_on == due


def test_a_death_recorded_by_mistake_is_taken_away(signed_in, child, who):
    client = signed_in(who)
    client.post(page_of("child_died", child), typed(child, died_on=MAY, source="The hospital"))
    child.refresh_from_db()
    assert "take it away" in text_of(client.get(page_of("child_died", child)))

    client.post(page_of("child_not_died", child), typed(child, reason="Another child"))

    child.refresh_from_db()
    assert child.died_on is None
    assert client.get(page_of("child_not_died", child)).url == child.get_absolute_url()


# Places


def test_a_move_keeps_the_address_before(signed_in, child, who):
    signed_in(who).post(page_of("move_child", child), address_typed())

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "2 Road<br>OX1 2ND" in page
    assert "1 address from before" in page
    assert "1 September 2026 to 30 September 2026" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_on": date(2026, 12, 1)}, "Record the move once the child has moved"),
        ({"starts_on": date(2026, 8, 1)}, "Another address is recorded from 1 September 2026"),
        ({"address": "", "postcode": ""}, "Enter the address or the postcode"),
        ({"postcode": "Oxford"}, "Enter a full postcode"),
        ({"source": ""}, "Enter who says so"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_nothing_typed_is_lost(signed_in, child, who, changes, said):
    answer = signed_in(who).post(
        page_of("move_child", child), address_typed(**{"address": "<2> Road"} | changes)
    )

    page = text_of(answer)
    assert said in page
    assert "<title>Error:" in page
    assert ("&lt;2&gt; Road" in page) == (changes.get("address") != "")
    assert child.addresses.count() == 1


def test_the_chronology_does_not_tell_an_address(signed_in, child, who):
    signed_in(who).post(page_of("move_child", child), address_typed(address="Secret Cottage"))
    row = child.addresses.first()
    signed_in(who).post(
        page_of("correct_child_address", child, row.pk),
        typed(row, address="Secret Barn", starts_on=row.starts_on, source="Mother"),
    )

    told = str(list(ChronologyEntry.objects.filter(child=child).values_list("text", "details")))
    assert "Secret" not in told


def test_a_school_is_found_by_typing_and_keeps_the_name_it_had(signed_in, child, who):
    school = SchoolFactory(name="Old Oak School", status="CLOSED")
    answers = typed(
        school=school.urn, school_text="", status="C", starts_on=MAY, ends_on=FRIDAY, source="School"
    )

    signed_in(who).post(page_of("add_enrolment", child), answers)

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "At Old Oak School" in page
    assert EnrolmentStatus.CURRENT.label in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (ENROLMENT | {"elsewhere": ""}, "Choose a school, or name another place"),
        (ENROLMENT | {"ends_on": date(2026, 5, 3)}, "The last day must be the first day or later"),
        (ENROLMENT | {"school_text": "Nowhere School"}, "No school matches"),
    ],
)
def test_a_school_that_cannot_be_is_refused(signed_in, child, who, answers, said):
    assert said in text_of(signed_in(who).post(page_of("add_enrolment", child), typed(**answers)))
    assert not child.enrolments.exists()


# Needs and status


@pytest.mark.parametrize("kind", list(StatusKind))
def test_every_kind_of_fact_has_a_form_that_asks_what_it_needs(signed_in, child, who, kind):
    LocalAuthorityFactory()
    client, address = signed_in(who), page_of("add_fact", child, kind.lower().replace("_", "-"))
    values = {
        "SOCIAL_CARE": "cpp",
        "SEN_NEED": "ASD",
        "FREE_MEALS": "TFSM",
        "YOUNG_CARER": "P",
        "ETHNICITY": "WBRI",
        "LANGUAGE": "POL",
        "INTERPRETER": "POL",
        "YEAR_GROUP": "8",
        "PREVIOUSLY_LOOKED_AFTER": "A",
    }
    answers = typed(starts_on=MAY, source="School", value=values.get(kind, ""), authority="931")

    assert address in text_of(client.get(page_of("choose_fact", child)))
    assert client.get(address).status_code == 200
    client.post(address, answers)

    fact = StatusFact.objects.get(child=child, kind=kind)
    assert fact.value == values.get(kind, "")
    assert client.get(page_of("correct_fact", child, fact.pk)).status_code == 200
    assert "Since 4 May 2026" in text_of(client.get(child.get_absolute_url()))


def test_an_unknown_kind_of_fact_is_not_there(signed_in, child, who):
    assert signed_in(who).get(page_of("add_fact", child, "nothing")).status_code == 404


def test_a_child_taught_out_of_year_group_shows_both(signed_in, child, who):
    people.row_of(child, "status_facts", kind=StatusKind.YEAR_GROUP, value="8")

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "Year 8 (by age Year 9)" in page
    assert "Taught out of year group: Year 8" in page


@pytest.mark.parametrize(("since", "said"), [(date(2026, 9, 21), False), (date(2026, 9, 20), True)])
def test_social_care_that_nobody_confirmed_says_so(signed_in, child, who, since, said):
    row = people.row_of(child, "status_facts", kind=StatusKind.SOCIAL_CARE, value="cin", confirmed_on=since)

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert ("Not confirmed for 61 days: check it" in page) is said

    address = page_of("review_fact", child, row.pk)
    signed_in(who).post(address, typed(row, still_holds="yes", source="Social worker"))
    assert "Not confirmed" not in text_of(signed_in(who).get(child.get_absolute_url()))


def test_a_fact_that_ended_is_behind_a_click(signed_in, child, who):
    row = people.row_of(child, "status_facts")

    signed_in(who).post(
        page_of("review_fact", child, row.pk),
        typed(row, still_holds="no", ends_on=date(2026, 11, 19), source="School"),
    )

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "1 fact from before" in page
    assert "1 September 2026 to 19 November 2026" in page


# Alerts


def test_an_alert_stands_at_the_top_and_says_when_its_review_is_overdue(signed_in, child, who):
    people.row_of(child, "alerts", review_on=date(2026, 11, 19))

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "Dog at the address (review overdue)" in page
    assert "Review was due on 19 November 2026" in page


def test_an_alert_that_is_over_is_not_at_the_top(signed_in, child, who):
    row = people.row_of(child, "alerts")

    signed_in(who).post(
        page_of("review_alert", child, row.pk),
        typed(row, still_holds="no", ends_on=date(2026, 11, 19), reason="The dog has gone"),
    )

    page = text_of(signed_in(who).get(child.get_absolute_url()))
    assert "1 alert from before" in page
    assert "The dog has gone" in page
    assert "No alert is in force" in page


# Who is involved


def test_whoever_may_not_read_a_case_sees_whom_to_ring_and_no_more(signed_in, child):
    team = TeamFactory(name="North")
    case = permanent_exclusion(
        child=child, team=team, officer_=officer(team, name="Kim Lee", telephone="01865 222222")
    )
    hidden = permanent_exclusion(child=child, team=TeamFactory(name="Quiet"), decision_on=date(2026, 9, 14))
    hidden.is_restricted = True
    hidden.save()

    page = text_of(signed_in(officer()).get(child.get_absolute_url()))

    assert "North" in page
    assert "Kim Lee" in page
    assert "01865 222222" in page
    assert case.reference not in page
    assert "Quiet" not in page


# The page as a whole


@pytest.mark.parametrize("rows", [10, 100])
def test_the_record_asks_as_often_for_many_rows(signed_in, who, rows, django_assert_num_queries):
    team = TeamFactory()
    holder = officer(team)
    child = people.child(by=holder)
    permanent_exclusion(child=child, school=school_with_terms(), officer_=holder, team=team)
    for n in range(rows):
        for relation, fields in (
            ("other_names", {"forenames": f"Name{n}"}),
            ("identifiers", {"value": f"L-{n}"}),
            ("addresses", {"starts_on": date(1990, 1, 1), "ends_on": date(1990, 1, 1)}),
            ("enrolments", {"school": SchoolFactory() if n < 3 else None, "elsewhere": "" if n < 3 else "X"}),
            ("status_facts", {"kind": StatusKind.SOCIAL_CARE, "value": "cin"}),
            ("alerts", {"owner": holder}),
        ):
            people.row_of(child, relation, **fields)
    client = signed_in(holder)

    with django_assert_num_queries(13 + ENTRY_IN_THE_LOG):
        client.get(child.get_absolute_url())


# Text that breaks other people's software


TEXT_FIELDS = [
    ("correct_child", "forenames"),
    ("correct_child", "surname"),
    ("correct_child", "known_as"),
    ("add_child_name", "forenames"),
    ("add_child_name", "surname"),
    ("add_child_name", "source"),
    ("move_child", "address"),
    ("move_child", "source"),
    ("add_enrolment", "elsewhere"),
    ("add_enrolment", "source"),
    ("add_alert", "text"),
    ("add_alert", "source"),
]


@pytest.mark.slow
@pytest.mark.parametrize("text", STRINGS)
def test_text_comes_back_as_it_was_typed(signed_in, child, who, text):
    """Some seventy strings, through every field that takes words."""
    client = signed_in(who)
    for name in ("correct_child", "add_child_name", "move_child", "add_enrolment", "add_alert"):
        address, answers = address_and_answers(name, child)
        fields = {field: text for page, field in TEXT_FIELDS if page == name}

        answer = client.post(address, answers | fields)

        assert answer.status_code == 302, text_of(answer)
        child.refresh_from_db()
    page = client.get(child.get_absolute_url()).content.decode()
    assert page.count(str(escape(text))) >= len(TEXT_FIELDS)
    kept = [
        child.surname,
        child.known_as,
        child.address,
        child.alerts.get().text,
        child.enrolments.get().elsewhere,
    ]
    assert kept == [text] * len(kept)


@pytest.mark.parametrize(("name", "field"), TEXT_FIELDS)
def test_a_hidden_character_is_refused_in_words(signed_in, child, who, name, field):
    address, answers = address_and_answers(name, child)

    answer = signed_in(who).post(address, answers | {field: NUL})

    assert answer.status_code == 200
    assert "has a hidden character in it that cannot be kept" in text_of(answer)
