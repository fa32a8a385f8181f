"""Whether this process and its database answer, for load balancers and people on call."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def health(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"web": "ok", "database": "not answering"}, status=503)
    return JsonResponse({"web": "ok", "database": "ok"})
