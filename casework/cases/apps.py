from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casework.cases"
    label = "cases"
    verbose_name = "Cases and their deadlines"

    def ready(self) -> None:
        from casework.cases.finding import CASE_REFERENCE
        from casework.cases.standards import RULE_SET
        from casework.deadlines.registry import register
        from casework.people.finding import register_way

        register(RULE_SET)
        register_way(CASE_REFERENCE)
