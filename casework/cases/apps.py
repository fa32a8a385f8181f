from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casework.cases"
    label = "cases"
    verbose_name = "Cases and their deadlines"

    def ready(self) -> None:
        from casework.cases.standards import RULE_SET
        from casework.deadlines.registry import register

        register(RULE_SET)
