"""The pages and the API, for granian's WSGI workers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.settings.base")
application = get_wsgi_application()
assert get_resolver().url_patterns  # every page is loaded now, and not while the first reader waits

from ringfence.faces import memory  # noqa: E402  (after Django is ready)

memory.settle()
