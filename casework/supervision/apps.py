from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "casework.supervision"
    label = "supervision"
    verbose_name = "Supervision"

    def ready(self) -> None:
        from casework.access.choices import Verb
        from casework.access.permissions import may
        from casework.deadlines.registry import register as register_rules
        from casework.deadlines.registry import settings_alone
        from casework.supervision.rule_settings import SETTINGS
        from casework.ui.navigation import NavItem, register

        register_rules(settings_alone("supervision", SETTINGS))
        register(
            NavItem(
                text="Supervision",
                url_name="supervision:officers",
                order=16,
                is_shown_to=lambda user: may(user, Verb.SUPERVISE),
            )
        )
