from django.urls import path

import casework.cases.converters  # noqa: F401 - the addresses below name its converter
from casework.duty.views import day, enquiries, rota

app_name = "duty"
urlpatterns = [
    path("", day.Today.as_view(), name="today"),
    path("hand-over/", day.HandOver.as_view(), name="hand_over"),
    path("enquiries/", enquiries.EnquiryList.as_view(), name="enquiries"),
    path("enquiries/take/", enquiries.TakeEnquiry.as_view(), name="take"),
    path("enquiries/<reference:reference>/", enquiries.EnquiryRecord.as_view(), name="enquiry"),
    path("enquiries/<reference:reference>/answer/", enquiries.AnswerEnquiry.as_view(), name="answer"),
    path("enquiries/<reference:reference>/correct/", enquiries.ChangeEnquiry.as_view(), name="change"),
    path("enquiries/<reference:reference>/give/", enquiries.GiveEnquiry.as_view(), name="give"),
    path("rota/", rota.Rota.as_view(), name="rota"),
    path("rota/teams/<int:pk>/", rota.PlanWeek.as_view(), name="plan"),
    path("rota/turns/<int:pk>/swap/", rota.SwapTurn.as_view(), name="swap"),
]
