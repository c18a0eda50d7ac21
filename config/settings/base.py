"""Settings that are safe for production. Development and tests loosen them, never the reverse."""

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.env import ROOT, Environment

env = Environment()

HOME = env.folder("RUMBO_HOME", default=ROOT / "var")
CONTENT_DIR = env.folder("RUMBO_CONTENT", default=ROOT / "content")
SITE_ADDRESS = env.text("RUMBO_ADDRESS", default="http://localhost:8000")
PAGE_VERSION_FILE = HOME / "page-version"
BINDS_WORKERS = env.flag("RUMBO_BIND_WORKERS", default=True)

DEBUG = False
SECRET_KEY = env.text("RUMBO_SECRET_KEY", default="")
ALLOWED_HOSTS = list(env.words("RUMBO_HOSTS"))
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS.startswith("https://") else []

INSTALLED_APPS = [
    "rumbo.website.home",
    "rumbo.website.impact",
    "rumbo.website.calendar",
    "rumbo.website.news",
    "rumbo.website.reading",
    "rumbo.website.frame",
    "rumbo.figures",
    "rumbo.access",
    "rumbo.places",
    "rumbo.ui",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "rumbo.website.frame.middleware.AdminContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rumbo.website.frame.middleware.CacheMark",
    "rumbo.website.frame.middleware.OldAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rumbo.access.middleware.AccountGuard",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "rumbo.website.frame.middleware.WholeChange",
]

ROOT_URLCONF = "config.addresses"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "rumbo.website.frame.chrome.chrome_of_request",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", default_file=HOME / "rumbo.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The limits of sign-in must hold across worker processes, so the default cache is in the database;
# its keys are keyed hashes, so that no network address is stored.
CACHES = {
    "default": {
        "BACKEND": "rumbo.access.shared_cache.ForgettingCache",
        "LOCATION": "shared_cache",
        "KEY_FUNCTION": "rumbo.access.cache_keys.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
}

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "rumbo" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "America/New_York"

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "rumbo.website.frame.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "rumbo.ui.staticfiles.VersionedStaticStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 30
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- accounts ----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/accounts/welcome/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rumbo.access.adapter.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "8/10m/ip,5/10m/key", "login": "30/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies stand in front; with 0 behind a proxy everybody would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("RUMBO_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rumbo"
SESSION_COOKIE_NAME = "rumbo_session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rumbo.website.frame.views.form_expired"

# --- security headers --------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_SSL_REDIRECT = True
if env.whole_number("RUMBO_PROXIES", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Rumbo"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_DOCUMENT_FORM_BASE = "rumbo.website.frame.document_form.DocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# A shared password would be one more secret, on a page of its own; members sign in instead.
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("es", "Español")]
WAGTAILIMAGES_IMAGE_MODEL = "frame.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "rumbo.website.frame.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["svg", "png", "jpg", "jpeg", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt", "epub", "zip"]
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "rumbo.access.workflow.publish_approved"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_EMAIL_SUBJECT_PREFIX = "[Rumbo] "

TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

if env.text("RUMBO_MAIL_HOST", default=""):
    MAIL_IS_SET = True
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.text("RUMBO_MAIL_HOST"),
                "port": env.whole_number("RUMBO_MAIL_PORT", default=587),
                "username": env.text("RUMBO_MAIL_USER", default=""),
                "password": env.text("RUMBO_MAIL_PASSWORD", default=""),
                "use_tls": env.flag("RUMBO_MAIL_TLS", default=True),
            },
        }
    }
else:
    MAIL_IS_SET = False
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
DEFAULT_FROM_EMAIL = env.text("RUMBO_MAIL_FROM", default="rumbo@localhost")

# --- logs: no network address, no query text ---------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "rumbo.access.log_filter.HideLinkSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secrets"],
        },
        # A logger without any handler would still write to standard error.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # A refused host name, path or form is a visitor's mistake and would log what they sent.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "rumbo": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
SITE_LANGUAGES = {"en": _("English"), "es": _("Spanish")}
