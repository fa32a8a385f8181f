from django.urls import path

from casework.schools import views

app_name = "schools"
urlpatterns = [
    path("", views.Search.as_view(), name="search"),
    path("suggest/", views.Suggest.as_view(), name="suggest"),
    path("authorities/<str:code>/", views.AuthorityCalendar.as_view(), name="authority"),
    path("<str:urn>/", views.SchoolPage.as_view(), name="school"),
    path("<str:urn>/link-officer/", views.ChangeLinkOfficer.as_view(), name="change_link_officer"),
]
