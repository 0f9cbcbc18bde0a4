"""The pages and the API, for granian's WSGI workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.base")
application = get_wsgi_application()
