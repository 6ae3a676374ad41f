"""Settings, read from the environment; a wrong value stops the start with a sentence.

A clone runs with no environment at all. A site counts as a deployment (`PRODUCTION`) as soon as it is given a
`SECRET_KEY` or `ALLOWED_HOSTS`; then the unsafe values refuse to start.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from archive import languages
from archive.environment import (
    ROOT,
    cache,
    database,
    flag,
    machine_translation,
    mailer,
    one_of,
    options,
    port_numbers,
    replicas,
    socks_proxy,
    whole_number,
    words,
)

# --- Which kind of site this is ---------------------------------------------------------------------------------

SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
PRODUCTION = flag("PRODUCTION", bool(SECRET_KEY or ALLOWED_HOSTS))
DEBUG = flag("DEBUG", False)

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on in a deployment, where it would show code and settings to strangers.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
        raise ImproperlyConfigured("SECRET_KEY is missing or short: give it at least 50 random characters.")
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts one by one, without *.")
else:
    SECRET_KEY = SECRET_KEY or "local-only-" + "never-used-where-strangers-can-reach-the-site-" * 2
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]

# --- Parts ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as it patches model fields when they load
    "archive.apps.ArchiveConfig",
    "editorial.apps.EditorialConfig",
    "editorial.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    # Headers and CSP stand before WhiteNoise, which answers for static files itself: they carry them too.
    "archive.public.headers.HeadersMiddleware",
    "archive.readers.ReadersMiddleware",
    "archive.public.kept.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'sanad.sqlite3'}")}
DATABASE_REPLICAS = words("DATABASE_REPLICAS")
if DATABASE_REPLICAS:
    DATABASES["readers"] = replicas(DATABASES["default"], DATABASE_REPLICAS)
    DATABASE_ROUTERS = ["archive.readers.Router"]
MAILERS = {"default": mailer(os.environ.get("MAIL_URL") or ("local://" if PRODUCTION else "console://"))}
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or "sanad@localhost"
CACHE_URL = os.environ.get("CACHE_URL") or "memory://"
# Whole pages apart from counts, so that many pages do not push the few counts out of a memory that is full.
CACHES = {"default": cache(CACHE_URL, "counts"), "pages": cache(CACHE_URL, "pages")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [(tag, languages.LANGUAGES[tag].own_name) for tag in languages.INTERFACE]
LOCALE_PATHS = [ROOT / "archive" / "locale", ROOT / "editorial" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_TRANSLATION_FILES = ("archive.vocabulary",)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fa", "ar", "ckb", "tr")

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or ROOT / "var" / "static")
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # nothing is collected where files are served from their places
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or ROOT / "var" / "media")
STORAGES = {
    # Captured bytes, by digest. An object store is a matter of this one entry.
    "default": {
        "BACKEND": os.environ.get("STORAGE_BACKEND") or "archive.store.WholeFiles",
        "OPTIONS": options("STORAGE_OPTIONS"),
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Fetching ---------------------------------------------------------------------------------------------------


FETCH_PROXY = socks_proxy(os.environ.get("FETCH_PROXY", "").strip())
FETCH_CONTACT = os.environ.get("FETCH_CONTACT", "").strip()  # an address that webmasters find in the User-Agent
if not FETCH_CONTACT.isascii() or not FETCH_CONTACT.isprintable():
    raise ImproperlyConfigured("FETCH_CONTACT stands in a header of HTTP; write it in plain ASCII on one line.")
FETCH_PORTS = port_numbers("FETCH_PORTS", (80, 443))
FETCH_EVERY = whole_number("FETCH_EVERY", 2)  # least number of seconds between two requests to a host
MT_ADDRESS, MT_KEY = machine_translation()  # a LibreTranslate-compatible service; none by default
MIRROR_KEY = os.environ.get("MIRROR_KEY", "").strip()  # a file: the private key that signs mirrors

# --- Errors -----------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without readers": {"()": "archive.fault_log.WithoutReaders"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "without readers"}},
    # Errors only: what a reader asked in vain is nobody's business.
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

# --- Safety -----------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
CSRF_COOKIE_HTTPONLY = True
# The desk's forms take a book: 2,000,000 characters, up to 9 bytes each in a form, and a field for each paragraph.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Only the desk remembers a language; a reader’s stands in the address.
LANGUAGE_COOKIE_PATH = "/desk/"
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    if flag("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Who has set up a second factor is always asked for it; "required" leads everybody else to setting it up.
SECOND_FACTOR = one_of("SECOND_FACTOR", ("required", "optional"), "required" if PRODUCTION else "optional")
OTP_TOTP_ISSUER = f"Sanad {ALLOWED_HOSTS[0]}" if PRODUCTION else "Sanad"
# Guessing is slowed by `editorial.guessing` instead: this wait doubles without end, for the editor as for a stranger.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
