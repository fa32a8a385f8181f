"""Where everything is. Addresses read as places; none holds a child's name or number."""

from allauth.socialaccount.views import login_cancelled, login_error
from django.conf import settings
from django.urls import include, path

from casework.health import health

urlpatterns = [
    path("", include("casework.desk.urls")),
    path("account/", include("casework.access.sign_in_urls")),
    path("people-and-roles/", include("casework.access.urls")),
    path("schools/", include("casework.schools.urls")),
    path("children/", include("casework.people.urls")),
    path("bring-in/", include("casework.intake.urls")),
    path("cases/", include("casework.cases.urls")),
    path("supervision/", include("casework.supervision.urls")),
    path("clocks/", include("casework.deadlines.urls")),
    path("duty/", include("casework.duty.urls")),
    path("exclusions/", include("exclusions.urls")),
    path("health/", health, name="health"),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("account/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
        path("account/failed/", login_error, name="socialaccount_login_error"),
    ]

handler400 = "casework.ui.views.bad_request"
handler403 = "casework.ui.views.permission_denied"
handler404 = "casework.ui.views.page_not_found"
handler500 = "casework.ui.views.server_error"
