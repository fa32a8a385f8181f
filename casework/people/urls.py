from django.urls import path

from casework.people import views

app_name = "people"
urlpatterns = [
    path("", views.FindChild.as_view(), name="find"),
    path("searches/<uuid:public_id>/", views.SearchResult.as_view(), name="search"),
    path("add/", views.AddChild.as_view(), name="add"),
]
