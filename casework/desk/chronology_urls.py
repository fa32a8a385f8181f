from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.desk.views import chronology

urlpatterns = [
    path(
        "cases/<reference:reference>/chronology/", chronology.CaseChronology.as_view(), name="case_chronology"
    ),
    path(
        "cases/<reference:reference>/chronology/print/",
        chronology.PrintCaseChronology.as_view(),
        name="print_case_chronology",
    ),
    path(
        "children/<uuid:public_id>/chronology/",
        chronology.ChildChronology.as_view(),
        name="child_chronology",
    ),
    path(
        "children/<uuid:public_id>/chronology/print/",
        chronology.PrintChildChronology.as_view(),
        name="print_child_chronology",
    ),
]
