"""The web application, as a server loads it."""

import os

from django.core.wsgi import get_wsgi_application

from casework.env import require_secret_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
require_secret_key()
application = get_wsgi_application()
