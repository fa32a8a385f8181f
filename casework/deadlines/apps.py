from typing import Any

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "casework.deadlines"
    label = "deadlines"
    verbose_name = "The clockwork"

    def ready(self) -> None:
        from casework.access.choices import Verb
        from casework.access.permissions import may
        from casework.ui.navigation import NavItem, register

        def reads_schools(user: Any) -> bool:
            return may(user, Verb.READ_SCHOOL)

        def reads_settings(user: Any) -> bool:
            return may(user, Verb.READ_SETTINGS)

        register(
            NavItem(
                text="Deadline calculator",
                url_name="deadlines:calculator",
                order=40,
                is_shown_to=reads_schools,
            )
        )
        register(
            NavItem(text="Rule settings", url_name="deadlines:settings", order=60, is_shown_to=reads_settings)
        )
