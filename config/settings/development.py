"""What `make run` uses: base settings, loosened just enough for one machine without TLS."""

from config.secret import machine_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import HOME, env

DEBUG = env.flag("RUMBO_DEBUG", default=False)
SECRET_KEY = env.text("RUMBO_SECRET_KEY", default="") or machine_secret(HOME / "secret-key")
ALLOWED_HOSTS = [*env.words("RUMBO_HOSTS"), "localhost", "127.0.0.1", "[::1]"]

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
