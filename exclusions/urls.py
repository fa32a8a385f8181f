from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from exclusions import views

app_name = "exclusions"
urlpatterns = [
    path("permanent/log/", views.StartLog.as_view(), name="start_log"),
    path(
        "permanent/log/<uuid:child>/", views.LogPermanentExclusion.as_view(), name="log_permanent_exclusion"
    ),
    path("permanent/<reference:reference>/<slug:page>/", views.RecordEvent.as_view(), name="record"),
]
