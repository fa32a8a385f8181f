"""Where people, roles and teams are kept."""

from django.urls import path

from casework.access import views

app_name = "access"
urlpatterns = [
    path("", views.People.as_view(), name="people"),
    path("add/", views.AddPerson.as_view(), name="add_person"),
    path("teams/", views.Teams.as_view(), name="teams"),
    path("teams/add/", views.AddTeam.as_view(), name="add_team"),
    path("teams/<int:pk>/", views.ChangeTeam.as_view(), name="change_team"),
    path("<int:pk>/", views.Person.as_view(), name="person"),
    path("<int:pk>/give-role/", views.GiveRole.as_view(), name="give_role"),
    path("<int:pk>/roles/<int:membership>/end/", views.EndRole.as_view(), name="end_role"),
    path("<int:pk>/deactivate/", views.Deactivate.as_view(), name="deactivate"),
    path("<int:pk>/reactivate/", views.Reactivate.as_view(), name="reactivate"),
    path("<int:pk>/new-password/", views.ResetSignIn.as_view(), name="reset_sign_in"),
]
