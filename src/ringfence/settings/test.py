"""The settings under which tests run: the same product, a throw-away database, quick passwords."""

import os
import secrets
import tempfile
from pathlib import Path

# One folder for a whole test run; its parallel workers inherit the variable and share the server.
# Said empty is as good as not said: the folder is deleted in the end, and an empty one would be the folder one stands in.
if not os.environ.get("RINGFENCE_TEST_HOME"):
    own = Path(tempfile.gettempdir()) / f"ringfence-test-{os.getpid()}-{secrets.token_hex(4)}"
    os.environ["RINGFENCE_TEST_HOME"] = str(own)
os.environ.setdefault("RINGFENCE_SECRET_KEY", "only-for-tests")
os.environ["RINGFENCE_HOME"] = os.environ["RINGFENCE_TEST_HOME"]

from ringfence.faces.jobs.embedded_postgres import APPLICATION_USER  # noqa: E402

from .base import *  # noqa: E402, F403
from .base import HOME  # noqa: E402
from .database import owner, rows_are_held  # noqa: E402

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test lays its world as the owner, on one connection in one transaction; for every request, job and command that
# connection turns into the application's role. Real sign-ins under that role: tests/access/test_signing_in.py.
ROWS_ROLE = APPLICATION_USER
DATABASES = {"default": owner(HOME) | {"ROWS_ROLE": ROWS_ROLE if rows_are_held() else "", "CONN_MAX_AGE": 0}}
SECOND_FACTOR = False  # its own tests switch it on
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
}  # pytest keeps what is logged and shows it with a fault
