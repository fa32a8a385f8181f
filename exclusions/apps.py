from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "exclusions"
    verbose_name = "Exclusions"

    def ready(self) -> None:
        from casework.deadlines.registry import register
        from exclusions.rules import RULE_SET

        register(RULE_SET)
