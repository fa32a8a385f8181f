"""What every page knows: the product, the council, and the way round."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from casework.ui.navigation import items_for


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "council_name": settings.COUNCIL_NAME,
        "is_demonstration": settings.DEMONSTRATION,
        "navigation": items_for(request),
    }
