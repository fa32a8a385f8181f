"""Addresses for the tests of this room: the sign-in pages, one page of each layout, and pages that fail."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

handler400 = "casework.ui.views.bad_request"
handler403 = "casework.ui.views.permission_denied"
handler404 = "casework.ui.views.page_not_found"
handler500 = "casework.ui.views.server_error"


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("the child's name must not be shown")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("the child's name must not be shown")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "layouts/list.html", {"title": "Cases"})


urlpatterns = [
    path("account/", include("casework.access.sign_in_urls")),
    path("suggest/", lambda request: JsonResponse([], safe=False), name="suggest"),
    path("refused/", refused, name="refused"),
    path("missing/", missing, name="missing"),
    path("broken/", broken, name="broken"),
    path("cases/", plain, name="cases"),
    path("cases/late/", plain, name="late"),
    path("", plain, name="home"),
]
