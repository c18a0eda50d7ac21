"""The server's entry: Django behind the page cache for anonymous readers."""

import contextlib
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from config.cores import take_processor  # noqa: E402
from config.page_cache import PageCache  # noqa: E402
from rumbo.website.frame.freshness import CACHED_QUERY_NAMES, drop_pages_now  # noqa: E402

# A process that was killed between keeping a change and telling the others comes back here.
with contextlib.suppress(OSError):
    drop_pages_now()

if settings.BINDS_WORKERS:
    take_processor(settings.HOME / "processors")

application = PageCache(
    django_application,
    version_file=settings.PAGE_VERSION_FILE,
    allowed_query=CACHED_QUERY_NAMES,
    # The language comes from the path alone, never from what the browser asks for.
    ignored_vary=["Accept-Language"],
)
