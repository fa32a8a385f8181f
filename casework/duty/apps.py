from typing import TYPE_CHECKING

from django.apps import AppConfig

from casework.access.choices import Verb
from casework.access.permissions import may

if TYPE_CHECKING:
    from casework.access.models import User


class DutyConfig(AppConfig):
    name = "casework.duty"
    label = "duty"
    verbose_name = "Duty and enquiries"

    def ready(self) -> None:
        # The navigation knows users, whose model is not loaded before this.
        from casework.deadlines.registry import register as register_rules
        from casework.duty.rule_set import RULE_SET
        from casework.ui.navigation import NavItem, register

        register_rules(RULE_SET)
        register(NavItem(text="Duty", url_name="duty:today", order=18, is_shown_to=takes_enquiries))


def takes_enquiries(user: "User") -> bool:
    return may(user, Verb.TAKE_ENQUIRY)
