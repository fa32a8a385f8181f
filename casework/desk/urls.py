from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.desk.views import calendar_feed, case, child, my_work

app_name = "desk"
urlpatterns = [
    path("my-calendar/", calendar_feed.MyCalendar.as_view(), name="my_calendar"),
    path("my-calendar/stop/", calendar_feed.RevokeFeed.as_view(), name="revoke_feed"),
    path("feeds/<str:secret>.ics", calendar_feed.Feed.as_view(), name="feed"),
    path("", my_work.MyWork.as_view(), name="my_work"),
    path("actions/<int:pk>/done/", my_work.FinishAction.as_view(), name="finish_action"),
    path("cases/<reference:reference>/", case.CaseRecord.as_view(), name="case"),
    path("children/<uuid:public_id>/", child.ChildRecord.as_view(), name="child"),
    path("children/<uuid:public_id>/correct/", child.CorrectChild.as_view(), name="correct_child"),
]
