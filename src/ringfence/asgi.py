"""The live stream, for granian's one ASGI process; pages are served by `ringfence.wsgi`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.base")
application = get_asgi_application()
