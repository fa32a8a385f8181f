"""A permanent exclusion as it is told to the services, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from casework.people.choices import StatusKind
from casework.schools.models import LocalAuthority, School
from exclusions.choices import Party


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What holds for the child on the day of the decision, as far as clocks and duties turn on it.

    `home_authority` is stated only for a child who lives outside the area of the school's authority.
    """

    looked_after: bool = False
    social_worker: bool = False
    sen_support: bool = False
    ehc_plan: bool = False
    home_authority: LocalAuthority | None = None

    @property
    def stated(self) -> Mapping[StatusKind, bool]:
        return {
            StatusKind.LOOKED_AFTER: self.looked_after,
            StatusKind.SOCIAL_WORKER: self.social_worker,
            StatusKind.SEN_SUPPORT: self.sen_support,
            StatusKind.EHC_PLAN: self.ehc_plan,
            StatusKind.HOME_AUTHORITY: self.home_authority is not None,
        }

    @property
    def holding(self) -> frozenset[StatusKind]:
        return frozenset(kind for kind, holds in self.stated.items() if holds)


@dataclass(frozen=True, kw_only=True)
class AsReported:
    """What the school says it did."""

    school: School
    decision_on: date
    decided_by: str
    start_on: date
    start_point: str
    reasons: Sequence[str]
    decision_at: time | None = None
    basis: str = ""
    circumstances: str = ""


@dataclass(frozen=True, kw_only=True)
class ExclusionDetails(AsReported):
    """A permanent exclusion as it is first logged, with what is known of the child and who was told."""

    next_exam_on: date | None = None
    year11_no_exams_left: bool = False
    ehcp_hours_met: bool = False
    told: Mapping[Party, date] = field(default_factory=dict)
    child_is: Circumstances = field(default_factory=Circumstances)
