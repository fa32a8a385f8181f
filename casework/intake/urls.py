from django.urls import path

from casework.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.Start.as_view(), name="start"),
    path("<uuid:public_id>/", views.Run.as_view(), name="run"),
    path("<uuid:public_id>/columns/", views.Match.as_view(), name="match"),
    path("<uuid:public_id>/rows/<slug:shown>/", views.Rows.as_view(), name="rows"),
    path("<uuid:public_id>/settle/", views.Settle.as_view(), name="settle"),
    path("<uuid:public_id>/settle/many/", views.SettleMany.as_view(), name="settle_many"),
    path("<uuid:public_id>/cannot-be-brought-in.csv", views.Faults.as_view(), name="faults"),
    path("<uuid:public_id>/abandon/", views.Abandon.as_view(), name="abandon"),
]
