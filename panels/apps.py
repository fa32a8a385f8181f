from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "panels"
    verbose_name = "Panels"

    def ready(self) -> None:
        from casework.deadlines.registry import register
        from panels.rules import RULE_SET

        register(RULE_SET)
