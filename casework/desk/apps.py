from typing import TYPE_CHECKING

from django.apps import AppConfig

from casework.access.choices import Verb
from casework.access.permissions import may

if TYPE_CHECKING:
    from casework.access.models import User


class DeskConfig(AppConfig):
    name = "casework.desk"
    label = "desk"
    verbose_name = "The officer's desk"

    def ready(self) -> None:
        # The navigation knows users, whose model is not loaded before this.
        from casework.access import leaving
        from casework.deadlines.registry import register as register_settings
        from casework.desk.presenters.caseload import held_by
        from casework.desk.record_settings import RECORD_SETTINGS
        from casework.ui.navigation import NavItem, register

        leaving.register(held_by)

        register_settings(RECORD_SETTINGS)
        register(NavItem(text="My work", url_name="desk:my_work", order=10, is_shown_to=may_use_casework))
        register(NavItem(text="Caseload", url_name="desk:caseload", order=15, is_shown_to=may_carry_cases))
        register(
            NavItem(
                text="Caseloads", url_name="desk:team_caseload", order=15, is_shown_to=may_only_read_caseloads
            )
        )
        register(
            NavItem(text="Find a child", url_name="people:find", order=20, is_shown_to=may_find_children)
        )
        register(NavItem(text="Cover", url_name="desk:cover", order=45, is_shown_to=may_arrange_for_others))


def may_use_casework(user: "User") -> bool:
    return may(user, Verb.USE_CASEWORK)


def may_find_children(user: "User") -> bool:
    return may(user, Verb.FIND_CHILD)


def may_carry_cases(user: "User") -> bool:
    return may(user, Verb.WRITE_CASE)


def may_only_read_caseloads(user: "User") -> bool:
    return may(user, Verb.READ_CASELOAD) and not may_carry_cases(user)


def may_arrange_for_others(user: "User") -> bool:
    return bool(user.standing.scope(Verb.ARRANGE_COVER).team_ids)
