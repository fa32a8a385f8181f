from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "casework.schools"
    label = "schools"
    verbose_name = "Schools and their calendars"
