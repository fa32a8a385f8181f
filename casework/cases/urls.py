from django.urls import include, path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.cases.views import actions, allocation, deadlines, lifecycle, links, notes, settings

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

one_note = [
    path("", notes.NoteDetail.as_view(), name="note"),
    path("write/", notes.EditNote.as_view(), name="edit_note"),
    path("discard/", notes.DiscardNote.as_view(), name="discard_note"),
    path("add/", notes.AddToNote.as_view(), name="add_to_note"),
]

one_action = [
    path("change/", actions.ChangeAction.as_view(), name="change_action"),
    path("done/", actions.FinishAction.as_view(), name="finish_action"),
]

urlpatterns = [
    path("calendar/", include("casework.cases.calendar_urls")),
    path("settings/<int:pk>/approve/", settings.ApproveSetting.as_view(), name="approve_setting"),
    path("<reference:reference>/allocations/", allocation.Allocations.as_view(), name="allocations"),
    path("<reference:reference>/allocate/", allocation.AllocateCase.as_view(), name="allocate"),
    path("<reference:reference>/close/", lifecycle.CloseCase.as_view(), name="close"),
    path("<reference:reference>/reopen/", lifecycle.ReopenCase.as_view(), name="reopen"),
    path("<reference:reference>/notes/write/", notes.WriteNote.as_view(), name="write_note"),
    path("<reference:reference>/notes/<int:pk>/", include(one_note)),
    path("<reference:reference>/actions/add/", actions.AddAction.as_view(), name="add_action"),
    path(
        "<reference:reference>/actions/<int:pk>/change/", actions.ChangeAction.as_view(), name="change_action"
    ),
    path(
        "<reference:reference>/actions/<int:pk>/done/", actions.FinishAction.as_view(), name="finish_action"
    ),
    path("<reference:reference>/links/add/", links.LinkCase.as_view(), name="link"),
    path("<reference:reference>/links/<int:pk>/remove/", links.UnlinkCase.as_view(), name="unlink"),
    path("<reference:reference>/deadlines/<int:pk>/", include(one_deadline)),
]
