from typing import TYPE_CHECKING

from django.apps import AppConfig

from casework.access.choices import Verb
from casework.access.permissions import may

if TYPE_CHECKING:
    from casework.access.models import User


class SchoolsConfig(AppConfig):
    name = "casework.schools"
    label = "schools"
    verbose_name = "Schools and their calendars"

    def ready(self) -> None:
        # The navigation knows users, whose model is not loaded before this.
        from casework.ui.navigation import NavItem, register

        register(NavItem(text="Schools", url_name="schools:search", order=50, is_shown_to=may_read_schools))


def may_read_schools(user: "User") -> bool:
    return may(user, Verb.READ_SCHOOL)
