"""What an installation on the open network uses. Refuses to start on an unsafe setting."""

from config.env import UnreadableSetting
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, SECRET_KEY, env

if len(SECRET_KEY) < 40:
    raise UnreadableSetting(
        "RUMBO_SECRET_KEY",
        None if not SECRET_KEY else f"{len(SECRET_KEY)} characters long",
        "a random text of at least 40 characters, kept secret",
    )
if env.flag("RUMBO_DEBUG", default=False):
    raise UnreadableSetting("RUMBO_DEBUG", "on", "no: error pages would show settings to readers")
if not ALLOWED_HOSTS or any(host.startswith(("*", ".")) for host in ALLOWED_HOSTS):
    raise UnreadableSetting(
        "RUMBO_HOSTS",
        ",".join(ALLOWED_HOSTS) or None,
        "the exact host names of this site, with commas between them",
    )
