from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "casework.ui"
    label = "ui"
    verbose_name = "Pages and forms"
