from django.urls import path

from casework.deadlines import views

app_name = "deadlines"
urlpatterns = [
    path("calculator/", views.CalculatorPage.as_view(), name="calculator"),
    path("settings/", views.Settings.as_view(), name="settings"),
    path("settings/<slug:key>/propose/", views.ProposeSetting.as_view(), name="propose_setting"),
    path("settings/proposals/<int:pk>/decline/", views.DeclineSetting.as_view(), name="decline_setting"),
]
