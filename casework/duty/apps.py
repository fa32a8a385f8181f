from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "casework.duty"
    label = "duty"
    verbose_name = "Duty and enquiries"
