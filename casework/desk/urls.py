from django.urls import include, path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.desk.views import (
    allocation,
    board,
    calendar_feed,
    case,
    caseload,
    child,
    my_work,
    saved_filters,
)

app_name = "desk"

caseloads = [
    path("", caseload.Caseload.as_view(), name="caseload"),
    path("team/", caseload.TeamCaseload.as_view(), name="team_caseload"),
    path("without-education/", board.WithoutEducation.as_view(), name="without_education"),
    path("export/<slug:whose>.<slug:extension>", caseload.ExportCaseload.as_view(), name="export_caseload"),
    path("give-to-others/", allocation.Reallocate.as_view(), name="reallocate"),
    path("needing-an-owner/", allocation.NeedingOwner.as_view(), name="needing_owner"),
    path("filters/", saved_filters.SavedFilters.as_view(), name="saved_filters"),
    path("filters/rename/", saved_filters.RenameFilter.as_view(), name="rename_filter"),
    path("filters/delete/", saved_filters.DeleteFilter.as_view(), name="delete_filter"),
    path("filters/<slug:whose>/save/", saved_filters.SaveFilter.as_view(), name="save_filter"),
]

urlpatterns = [
    path("", include("casework.desk.oversight_urls")),
    path("", include("casework.desk.chronology_urls")),
    path("caseload/", include(caseloads)),
    path("my-calendar/", calendar_feed.MyCalendar.as_view(), name="my_calendar"),
    path("my-calendar/stop/", calendar_feed.RevokeFeed.as_view(), name="revoke_feed"),
    path("feeds/<str:secret>.ics", calendar_feed.Feed.as_view(), name="feed"),
    path("", my_work.MyWork.as_view(), name="my_work"),
    path("also-waiting/", my_work.AlsoWaiting.as_view(), name="also_waiting"),
    path("actions/<int:pk>/done/", my_work.FinishAction.as_view(), name="finish_action"),
    path("cases/<reference:reference>/", case.CaseRecord.as_view(), name="case"),
    path("children/<uuid:public_id>/", child.ChildRecord.as_view(), name="child"),
    path("children/<uuid:public_id>/", include("casework.desk.record_urls")),
    path("children/<uuid:public_id>/", include("casework.desk.family_urls")),
]
