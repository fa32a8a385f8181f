"""Who looked, who may see, and who stands in for whom."""

from django.urls import include, path

from casework.desk.views import access_log, cover, restriction

of_a_child = [
    path("who-looked/", access_log.ChildAccessLog.as_view(), name="child_access_log"),
    path("restriction/", restriction.ShowChildRestriction.as_view(), name="show_child_restriction"),
    path("restriction/ask/", restriction.AskChildRestriction.as_view(), name="ask_child_restriction"),
    path(
        "restriction/decide/", restriction.DecideChildRestriction.as_view(), name="decide_child_restriction"
    ),
    path("restriction/keep/", restriction.KeepChildRestriction.as_view(), name="keep_child_restriction"),
    path("restriction/lift/", restriction.LiftChildRestriction.as_view(), name="lift_child_restriction"),
]
of_a_case = [
    path("who-looked/", access_log.CaseAccessLog.as_view(), name="case_access_log"),
    path("restriction/", restriction.ShowCaseRestriction.as_view(), name="show_case_restriction"),
    path("restriction/ask/", restriction.AskCaseRestriction.as_view(), name="ask_case_restriction"),
    path("restriction/decide/", restriction.DecideCaseRestriction.as_view(), name="decide_case_restriction"),
    path("restriction/keep/", restriction.KeepCaseRestriction.as_view(), name="keep_case_restriction"),
    path("restriction/lift/", restriction.LiftCaseRestriction.as_view(), name="lift_case_restriction"),
]
urlpatterns = [
    path("children/<uuid:public_id>/", include(of_a_child)),
    path("cases/<reference:reference>/", include(of_a_case)),
    path("what-you-looked-at/", access_log.OwnAccessLog.as_view(), name="own_access_log"),
    path("cover/", cover.CoverList.as_view(), name="cover"),
    path("cover/arrange/", cover.ArrangeCover.as_view(), name="arrange_cover"),
    path("cover/<int:pk>/end/", cover.EndCover.as_view(), name="end_cover"),
]
