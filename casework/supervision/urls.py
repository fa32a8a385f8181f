from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.Supervision.as_view(), name="officers"),
    path("officers/<int:pk>/begin/", views.BeginSession.as_view(), name="begin"),
    path("<uuid:public_id>/", views.SessionSheet.as_view(), name="session"),
    path("<uuid:public_id>/print/", views.PrintSheet.as_view(), name="print"),
    path("<uuid:public_id>/cases/<reference:reference>/", views.Discuss.as_view(), name="discuss"),
    path("<uuid:public_id>/finish/", views.FinishSession.as_view(), name="finish"),
    path("<uuid:public_id>/sign/", views.SignSession.as_view(), name="sign"),
]
