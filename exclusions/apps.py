from django.apps import AppConfig


class ExclusionsConfig(AppConfig):
    name = "exclusions"
    verbose_name = "Exclusions"

    def ready(self) -> None:
        from dataclasses import replace

        from casework.cases.kinds import register_kind
        from casework.deadlines.registry import register
        from exclusions.forms.calculators import CALCULATORS
        from exclusions.kinds import PERMANENT_EXCLUSION
        from exclusions.rules import RULE_SET

        register(replace(RULE_SET, calculators=CALCULATORS))
        register_kind(PERMANENT_EXCLUSION)
