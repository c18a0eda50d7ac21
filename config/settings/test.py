"""What the tests use: base settings, a throw-away home and fast passwords."""

import tempfile
from pathlib import Path

from config.env import ROOT, Environment
from config.settings.base import *  # noqa: F403

HOME = Path(tempfile.mkdtemp(prefix="rumbo-test-"))
PAGE_VERSION_FILE = HOME / "page-version"
MEDIA_ROOT = HOME / "media"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir()
SITE_ADDRESS = "http://testserver"
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]

DATABASES = {"default": Environment().database("DATABASE_URL", default_file=HOME / "rumbo.sqlite3")}
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # type: ignore[index]
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA busy_timeout=5000;"
    )
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CONTENT_DIR = ROOT / "content"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
