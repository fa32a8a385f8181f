from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "casework.desk"
    label = "desk"
    verbose_name = "The officer's desk"
