from django.apps import AppConfig


class HomeEducationConfig(AppConfig):
    name = "home_education"
    verbose_name = "Home education"
