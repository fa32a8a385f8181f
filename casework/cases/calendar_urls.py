"""Addresses of the pages that change calendars, included under the name of the cases room."""

from django.urls import path, register_converter

from casework.cases import calendar_views


class OwnerKind:
    """Whose calendar it is."""

    regex = "school|authority"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OwnerKind, "calendar_owner")

urlpatterns = [
    path(
        "<calendar_owner:kind>/<str:key>/terms/<int:begins_in>/",
        calendar_views.ChangeTerms.as_view(),
        name="change_terms",
    ),
    path(
        "<calendar_owner:kind>/<str:key>/terms/<int:begins_in>/remove/",
        calendar_views.RemoveTerms.as_view(),
        name="remove_terms",
    ),
    path(
        "<calendar_owner:kind>/<str:key>/closures/add/",
        calendar_views.AddClosure.as_view(),
        name="add_closure",
    ),
    path("closures/<int:pk>/remove/", calendar_views.RemoveClosure.as_view(), name="remove_closure"),
]
