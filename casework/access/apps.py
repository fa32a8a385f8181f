from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casework.access"
    label = "access"
    verbose_name = "Users, teams and who may see what"

    def ready(self) -> None:
        from casework.access.choices import Verb
        from casework.access.permissions import may
        from casework.ui.navigation import NavItem, register

        register(
            NavItem(
                text="People and roles",
                url_name="access:people",
                order=90,
                is_shown_to=lambda user: may(user, Verb.READ_USERS),
            )
        )
