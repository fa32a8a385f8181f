from django.urls import include, path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.cases.views import allocation, deadlines, lifecycle, settings

app_name = "cases"

one_deadline = [
    path("", deadlines.DeadlineDetail.as_view(), name="deadline"),
    path("meet/", deadlines.MeetDeadline.as_view(), name="meet_deadline"),
    path("pause/", deadlines.PauseDeadline.as_view(), name="pause_deadline"),
    path("resume/", deadlines.ResumeDeadline.as_view(), name="resume_deadline"),
    path("extend/", deadlines.ExtendDeadline.as_view(), name="extend_deadline"),
    path("not-applicable/", deadlines.ProposeNotApplicable.as_view(), name="propose_not_applicable"),
    path("decide/", deadlines.DecideNotApplicable.as_view(), name="decide_not_applicable"),
    path("reopen/", deadlines.ReopenDeadline.as_view(), name="reopen_deadline"),
]

urlpatterns = [
    path("calendar/", include("casework.cases.calendar_urls")),
    path("settings/<int:pk>/approve/", settings.ApproveSetting.as_view(), name="approve_setting"),
    path("<reference:reference>/allocate/", allocation.AllocateCase.as_view(), name="allocate"),
    path("<reference:reference>/close/", lifecycle.CloseCase.as_view(), name="close"),
    path("<reference:reference>/reopen/", lifecycle.ReopenCase.as_view(), name="reopen"),
    path("<reference:reference>/deadlines/<int:pk>/", include(one_deadline)),
]
