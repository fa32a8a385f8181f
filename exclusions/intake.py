"""Open permanent exclusions from a file: what a row says of one, whether it can be right, and its case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices

from casework.access.models import User
from casework.cases.choices import CaseStatus
from casework.cases.kinds import Arrival, Intake, IntakeColumn
from casework.cases.models import Case
from casework.intake import rules as cells
from casework.people.choices import StatusKind
from casework.people.models import Child
from casework.schools.models import LocalAuthority
from exclusions.choices import Basis, BoardOutcome, NoticeMethod, Party, StartPoint
from exclusions.details import Circumstances, ExclusionDetails
from exclusions.models import PermanentExclusion, ReasonCode
from exclusions.queries import KIND, Surroundings, facts_from
from exclusions.rules import checks
from exclusions.rules.checks import CannotRecord
from exclusions.services.log import AlreadyRecorded, check_exclusion, log_permanent_exclusion
from exclusions.services.record import record_facts
from exclusions.services.writing import circumstances_on, write_details

# Fields of the exclusion that a file may have beside what the school reported, by the code of the column.
FACTS = (
    *("provider", "provision_starts_on", "provision_started_on"),
    *("gb_meeting_on", "gb_papers_sent_on", "la_statement_sent_on", "gb_met_on", "gb_outcome"),
    *("reinstated_on", "gb_notice_on", "gb_notice_method"),
    *("irp_waived_on", "irp_application_on", "irp_application_method", "irp_hearing_on"),
    *("off_roll_on", "placed_on", "placed_at"),
)
REASON_COLUMNS = ("reason_1", "reason_2", "reason_3")
TOLD = {
    "told_parent": Party.PARENT,
    "told_governing_board": Party.GOVERNING_BOARD,
    "told_local_authority": Party.LOCAL_AUTHORITY,
}
CHILD_IS = {
    "looked_after": StatusKind.LOOKED_AFTER,
    "social_worker": StatusKind.SOCIAL_WORKER,
    "sen_support": StatusKind.SEN_SUPPORT,
    "ehc_plan": StatusKind.EHC_PLAN,
}
# What the headteacher is called where a file does not say who decided.
HEADTEACHER = "The headteacher"
LONGEST = {"decided_by": 120, "provider": 160, "placed_at": 160, "circumstances": 10_000}
BETWEEN_REASONS = re.compile(r"\s*[,;|\n]\s*")
BROUGHT_IN = "What happened before it was brought in"


def one_of(choices: type[TextChoices], also: Mapping[str, str], *, called: str) -> Callable[[str], str]:
    """Return a reader of one answer of a list, by its code, its words, or how else people put it."""
    known = {each.casefold(): str(each) for each in choices.values} | {
        label.casefold(): str(value) for value, label in choices.choices
    }
    known |= also

    def read(text: str) -> str:
        word = cells.read_line(text).casefold()
        if word and word not in known:
            answers = ", ".join(f"“{label}”" for label in choices.labels)
            raise ValueError(f"“{cells.quoted(word)}” is not {called}. Write one of {answers}")
        return known.get(word, "")

    return read


def day(code: str, label: str, *other_headings: str, is_required: bool = False) -> IntakeColumn:
    return IntakeColumn(code, label, is_required, cells.read_day, other_headings)


def text(code: str, label: str, *other_headings: str) -> IntakeColumn:
    def read(cell: str) -> str:
        written = cells.read_text(cell)
        if len(written) > LONGEST[code]:
            raise ValueError(f"longer than {LONGEST[code]:,} characters")
        return written

    return IntakeColumn(code, label, False, read, other_headings)


def yes_or_no(code: str, label: str, *other_headings: str) -> IntakeColumn:
    return IntakeColumn(code, label, False, cells.read_yes_or_no, other_headings)


def read_reasons(cell: str) -> list[str]:
    """Return the reasons a cell names, by code or in words: a code has two letters."""
    written = cells.read_text(cell)
    if re.fullmatch(r"[A-Za-z]{2}(\s+[A-Za-z]{2})+", written):
        return written.upper().split()
    return [part for part in BETWEEN_REASONS.split(written) if part]


read_method = one_of(
    NoticeMethod,
    {
        "post": NoticeMethod.FIRST_CLASS_POST,
        "first class": NoticeMethod.FIRST_CLASS_POST,
        "by hand": NoticeMethod.DELIVERED,
        "hand": NoticeMethod.DELIVERED,
        "delivered": NoticeMethod.DELIVERED,
        "e-mail": NoticeMethod.EMAIL,
    },
    called="a way a notice goes",
)
read_point = one_of(
    StartPoint,
    {
        "am": StartPoint.START_OF_DAY,
        "morning": StartPoint.START_OF_DAY,
        "pm": StartPoint.BEFORE_AFTERNOON_SESSION,
        "afternoon": StartPoint.BEFORE_AFTERNOON_SESSION,
    },
    called="a point of the day",
)
read_basis = one_of(
    Basis,
    {"single incident": Basis.SINGLE, "one-off": Basis.SINGLE, "persistent": Basis.PERSISTENT},
    called="what the headteacher relied on",
)
read_outcome = one_of(
    BoardOutcome,
    {
        "upheld": BoardOutcome.DECLINE,
        "declined": BoardOutcome.DECLINE,
        "declined to reinstate": BoardOutcome.DECLINE,
        "not reinstated": BoardOutcome.DECLINE,
        "reinstated": BoardOutcome.REINSTATE_NOW,
        "reinstate": BoardOutcome.REINSTATE_NOW,
    },
    called="a decision of governors",
)

COLUMNS = (
    IntakeColumn(
        *("school", "School that excluded (URN or DfE number)", True, cells.read_line),
        (
            *("School URN", "URN", "Excluding school", "Excluding school URN", "DfE number", "LAESTAB"),
            *("School", "School DfE number", "Establishment URN", "School number"),
        ),
    ),
    day(
        *("decision_on", "Date of the decision", "Decision date", "Date decided", "Exclusion date"),
        *("Date of exclusion", "Date excluded", "Permanent exclusion date", "PEX date", "Excluded on"),
        is_required=True,
    ),
    day(
        *("start_on", "First day out of school", "First day out", "Start date", "First day of exclusion"),
        *("Exclusion start date", "Date from", "Start on", "Effective date"),
        is_required=True,
    ),
    IntakeColumn("start_point", "Point of that day", False, read_point, ("Session", "From which session")),
    IntakeColumn(
        *("reason_1", "Main reason, or all reasons", True, read_reasons),
        (
            *("Reason", "Reasons", "Reason 1", "Reason code", "Reason codes", "Primary reason"),
            *("Main reason", "Exclusion reason", "Reason for exclusion"),
        ),
    ),
    IntakeColumn("reason_2", "Second reason", False, read_reasons, ("Reason 2", "Secondary reason")),
    IntakeColumn("reason_3", "Third reason", False, read_reasons, ("Reason 3",)),
    IntakeColumn("basis", "Single breach or persistent", False, read_basis, ("Basis", "Single/persistent")),
    text("decided_by", "Who decided", "Headteacher", "Decided by", "Head teacher"),
    text("circumstances", "What happened", "Circumstances", "Details", "Description", "Incident"),
    day("told_parent", "Parent told", "Parent told on", "Parents notified", "Date parent told"),
    day(
        *("told_governing_board", "Governors got the notice", "Governors told", "Governors notified"),
        *("Governing board told", "Date governors told"),
    ),
    day("told_local_authority", "Council told", "LA told", "LA notified", "Notified on", "Date notified"),
    yes_or_no("looked_after", "Looked after", "CLA", "LAC", "Looked after child", "Child looked after"),
    yes_or_no("social_worker", "Has a social worker", "Social worker", "CIN", "CIN/CP"),
    yes_or_no("sen_support", "SEN support", "SEN", "SEND support"),
    yes_or_no("ehc_plan", "Education, health and care plan", "EHCP", "EHC plan", "EHC"),
    IntakeColumn(
        *("home_authority", "Authority the child lives in (DfE code)", False, cells.read_line),
        ("Home authority", "Home LA", "Home LA code", "LA of residence", "Home local authority"),
    ),
    text("provider", "Who provides education from Day 6", "Provider", "AP provider", "Day 6 provider"),
    day(
        *("provision_starts_on", "Provision arranged to start", "Provision start date", "Day 6 start date"),
        *("Provision starts", "AP start date"),
    ),
    day("provision_started_on", "First attendance there", "Provision started", "First attendance"),
    day(
        *("gb_meeting_on", "Governors’ meeting arranged", "Governors meeting", "Governors meeting date"),
        *("GDC date", "Governor meeting", "GDP date", "Governors' meeting date"),
    ),
    day("gb_papers_sent_on", "Papers to governors sent", "Papers sent"),
    day("la_statement_sent_on", "Council’s statement sent", "LA statement sent", "Statement sent"),
    day("gb_met_on", "Day the governors met", "Governors met", "Governors met on", "Governors decision date"),
    IntakeColumn(
        *("gb_outcome", "Governors’ decision", False, read_outcome),
        ("Governors outcome", "Governors decision", "GDC outcome", "Governor outcome", "GDP outcome"),
    ),
    day("reinstated_on", "Day of return", "Reinstated on", "Return date", "Date reinstated"),
    day("gb_notice_on", "Decision notice sent", "Governors notice sent", "Decision letter sent"),
    IntakeColumn(
        *("gb_notice_method", "How the decision notice went", False, read_method),
        ("Notice method", "Decision letter method"),
    ),
    day("irp_waived_on", "Parent will not apply for a review", "IRP waived", "Review waived"),
    day("irp_application_on", "Review applied for", "IRP application", "IRP requested", "IRP request date"),
    IntakeColumn(
        *("irp_application_method", "How the application came", False, read_method),
        ("IRP application method",),
    ),
    day("irp_hearing_on", "Review hearing arranged", "IRP date", "IRP hearing", "Hearing date"),
    day("off_roll_on", "Name deleted from the roll", "Off roll", "Off roll date", "Date off roll"),
    day("placed_on", "On roll at the next school", "Placed on", "New school start date"),
    text("placed_at", "Next school or setting", "New school", "Placed at", "Next school"),
)


def check(values: Mapping[str, Any], date_of_birth: date, on: date) -> list[str]:
    """Say in words everything that cannot be right about an exclusion as a row has it."""
    faults: list[str] = []
    reasons = _reasons(values, faults)
    home = _home_authority(values, faults)
    details = _details(values, reasons, _circumstances(values, Circumstances(), home))
    found: dict[str, str] = {}
    try:
        check_exclusion(details, child=Child(date_of_birth=date_of_birth), told=details.told, on=on)
    except CannotRecord as error:
        found |= error.errors
        if faults:
            found = {name: said for name, said in found.items() if not name.startswith("reason_")}
    for name, said in _what_followed(values, details, date_of_birth, on).items():
        found.setdefault(name, said)
    return [*faults, *dict.fromkeys(found.values())]


def open_exclusion(arrival: Arrival) -> Case:
    """Log the exclusion of a row and record what has happened since. Raises ValueError, in words."""
    values = arrival.values
    faults: list[str] = []
    reasons, home = _reasons(values, faults), _home_authority(values, faults)
    if faults:
        raise ValueError("; ".join(faults))
    # What a file does not say of a child who is here stays as it is stated.
    stated = circumstances_on(arrival.child, values["decision_on"])
    try:
        case = log_permanent_exclusion(
            child=arrival.child,
            details=_details(values, reasons, _circumstances(values, stated, home)),
            team=arrival.team,
            officer=arrival.officer,
            by=arrival.by,
            on=arrival.on,
        )
        if facts := _facts(values):
            record_facts(
                case=case,
                facts=facts,
                told={},
                event=BROUGHT_IN,
                by=arrival.by,
                version=case.version,
                on=arrival.on,
            )
    except CannotRecord as error:
        raise ValueError("; ".join(error.errors.values())) from error
    except AlreadyRecorded as error:
        raise ValueError(f"The exclusion is here already: {error}") from error
    except PermissionDenied as error:
        raise ValueError(
            "You may open this case, but not record what has happened since: leave those columns out"
        ) from error
    return case


def already_here(child: Child, values: Mapping[str, Any], viewer: User) -> Case | None:
    """Return the child's exclusion decided on the day, ended or not, among those the viewer may know of."""
    same = Case.objects.filter(
        kind=KIND, child=child, permanent_exclusion__decision_on=values["decision_on"]
    ).exclude(status=CaseStatus.RECORDED_IN_ERROR)
    known = (
        case
        for case in same.order_by("pk")
        if not case.is_restricted or Case.objects.visible_to(viewer).filter(pk=case.pk).exists()
    )
    return next(known, None)


def _details(values: Mapping[str, Any], reasons: list[str], child_is: Circumstances) -> ExclusionDetails:
    return ExclusionDetails(
        school=values["school"],
        decision_on=values["decision_on"],
        decided_by=values.get("decided_by") or HEADTEACHER,
        start_on=values["start_on"],
        start_point=values.get("start_point") or StartPoint.START_OF_DAY,
        reasons=reasons,
        basis=values.get("basis") or "",
        circumstances=values.get("circumstances") or "",
        told={party: values[code] for code, party in TOLD.items() if values.get(code)},
        child_is=child_is,
    )


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    facts = {code: values[code] for code in FACTS if values.get(code)}
    # A meeting that was held had been arranged.
    if "gb_met_on" in facts:
        facts.setdefault("gb_meeting_on", facts["gb_met_on"])
    return facts


def _reasons(values: Mapping[str, Any], faults: list[str]) -> list[str]:
    """Return the codes of the reasons a row names, in its order; what is no reason is added to the faults."""
    codes = {}
    for each in ReasonCode.objects.all():
        codes[each.code.casefold()] = codes[each.description.casefold()] = each.code
    found = []
    for column in REASON_COLUMNS:
        for named in values.get(column) or []:
            code = codes.get(named.casefold())
            if code is None:
                faults.append(f"“{cells.quoted(named)}” is not a reason for exclusion, by code or in words")
            elif code not in found:
                found.append(code)
    return found


def _home_authority(values: Mapping[str, Any], faults: list[str]) -> LocalAuthority | None:
    """Return the authority a child lives in where it is not the school's own."""
    code = values.get("home_authority") or ""
    if not code:
        return None
    authority = LocalAuthority.objects.filter(code=code.zfill(3)).first()
    if authority is None:
        faults.append(f"“{cells.quoted(code)}” is not the DfE code of an authority, such as 931")
    elif authority.pk == values["school"].authority_id:
        return None
    return authority


def _circumstances(
    values: Mapping[str, Any], stated: Circumstances, home: LocalAuthority | None
) -> Circumstances:
    said = {
        code: getattr(stated, code) if values.get(code) is None else bool(values[code]) for code in CHILD_IS
    }
    return Circumstances(
        **said, home_authority=home if values.get("home_authority") else stated.home_authority
    )


def _what_followed(
    values: Mapping[str, Any], details: ExclusionDetails, date_of_birth: date, on: date
) -> dict[str, str]:
    """Return what cannot be right about the facts since the exclusion, by field."""
    facts = _facts(values)
    row = PermanentExclusion()
    write_details(row, details)
    for name, value in facts.items():
        setattr(row, name, value)
    try:
        checks.check_whole(vars(row))
        around = Surroundings(
            date_of_birth=date_of_birth,
            school=details.school,
            holding=details.child_is.holding,
            told=details.told,
        )
        checks.check_sequence(facts_from(row, around), changed=facts.keys(), on=on)
    except CannotRecord as error:
        return error.errors
    return {}


INTAKE = Intake(columns=COLUMNS, check=check, open=open_exclusion, already_here=already_here)
