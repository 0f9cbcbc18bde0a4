"""The settings that run the product. Environment variables are listed in docs/how-to/run.md."""

import os
import sys

from ringfence.faces.jobs.embedded_postgres import APPLICATION_USER

from .database import database
from .home import secret_key, state_home
from .rooms import PACKAGE, rooms


def _words(variable: str) -> list[str]:
    return [word.strip() for word in os.environ.get(variable, "").split(",") if word.strip()]


HOME = state_home()
MOVEMENT_HOME = HOME / "movement" / "outbreaks"  # one movement store an outbreak
SECRET_KEY = secret_key(HOME)
IDENTITY_KEYS = os.environ.get("RINGFENCE_KEYS") or HOME / "identity_keys.json"  # registry/identities
# tracing/movement: the process that keeps the key of the movement numbers; without a socket of its own it is started when needed
PSEUDONYMS = os.environ.get("RINGFENCE_PSEUDONYMS") or HOME / "pseudonyms.sock"
PSEUDONYMS_START = (
    () if os.environ.get("RINGFENCE_PSEUDONYMS")
    else (sys.executable, "-m", "ringfence", "pseudonyms", "serve", "--idle", "600")
)  # fmt: skip
DEBUG = os.environ.get("RINGFENCE_DEBUG") == "1"
ALLOWED_HOSTS = _words("RINGFENCE_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = _words("RINGFENCE_ORIGINS")

INSTALLED_APPS = [
    *rooms(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",  # the library's page of security keys speaks with it
    "django_htmx",
    "django_cotton",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "pgtrigger",
    "procrastinate.contrib.django",
]
AUTH_USER_MODEL = "access.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ringfence.faces.web.middleware.KeepNothing",
    "ringfence.faces.web.middleware.ReadTheClock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ringfence.faces.sessions.EndSessions",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ringfence.faces.acting.ActAsWhoeverAsks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ringfence.faces.looking.RecordLooks",
    "ringfence.faces.attempts.KeepAttempts",
    "ringfence.faces.web.middleware.FindTheOutbreak",
    "ringfence.faces.web.tasks.badge.CountTasks",
    "ringfence.faces.web.middleware.AnswerExpected",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "ringfence.urls"
WSGI_APPLICATION = "ringfence.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "faces" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ringfence.faces.web.page.page",
            ],
            "builtins": ["ringfence.faces.web.templatetags.front"],
        },
    },
]

# --- database and jobs
DATABASES = {"default": database(HOME)}
ROWS_ROLE = DATABASES["default"].get(
    "ROWS_ROLE", APPLICATION_USER
)  # owns nothing and bypasses nothing; see docs/decisions/0033
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who may enter
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ringfence.faces.passwords.TheCitysOwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ringfence.faces.sessions.Accounts"
SECOND_FACTOR = (
    True  # asked of everybody who holds a role; the demo accounts, whose password is public, are named
)
MFA_TOTP_ISSUER = "Ringfence"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# The library would lock a name for everybody after five wrong tries: then anybody locks a colleague out from anywhere.
# Names are locked by address below; one address tries at most twenty times a minute, whatever the names (house decision).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

# --- what a browser may load and send
BEHIND_HTTPS = os.environ.get("RINGFENCE_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SESSION_COOKIE_AGE = (
    12 * 3600
)  # one shift; NIST SP 800-63B-4 (AAL2) allows 24 h; faces/sessions ends it whatever was done
SESSION_IDLE = 60 * float(
    os.environ.get("RINGFENCE_IDLE_MINUTES", "60")
)  # seconds; NIST SP 800-63B-4 (AAL2): at most 1 h
PROXIES = int(
    os.environ.get("RINGFENCE_PROXIES", "1" if BEHIND_HTTPS else "0")
)  # that add to X-Forwarded-For
LEDGER_HEAD_DAYS = int(
    os.environ.get("RINGFENCE_LEDGER_HEAD_DAYS", "7")
)  # house decision: a head leaves every week
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
# a browser takes a cookie of this name from this host over HTTPS alone; no neighbour can plant one
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{'__Host-' if BEHIND_HTTPS else ''}{name}" for name in ("sessionid", "csrftoken")
)
PUBLIC_PHONES = _words(
    "RINGFENCE_PUBLIC_PHONES"
)  # telephones that the city publishes itself, such as a hotline
CITIZEN_LIMITS = os.environ.get("RINGFENCE_LIMITS", "")  # a file; see docs/reference/limits.md
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],  # charts place their tooltips with style attributes
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- language and time: a person chooses the language; instants are kept in UTC
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "ringfence_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files
STATIC_URL = "/static/"
_STATIC = PACKAGE / "faces" / "web" / "static"
STATICFILES_DIRS = [_STATIC] if _STATIC.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/assets/.+-[\w-]{8}\.\w+$"  # names that carry a hash: kept for ever
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ringfence.faces.logs.WithoutPeople",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {  # a lost database is said in one sentence by the supervisor, the worker and the live listener
        "procrastinate.utils": {"level": "CRITICAL"},
        "psycopg.pool": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("RINGFENCE_LOG", "WARNING")},
}
