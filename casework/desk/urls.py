from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.MyWork.as_view(), name="my_work"),
    path("actions/<int:pk>/done/", views.FinishAction.as_view(), name="finish_action"),
    path("cases/<reference:reference>/", views.CaseRecord.as_view(), name="case"),
    path("children/<uuid:public_id>/", views.ChildRecord.as_view(), name="child"),
    path("children/<uuid:public_id>/correct/", views.CorrectChild.as_view(), name="correct_child"),
]
