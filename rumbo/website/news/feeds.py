"""The news as Atom feeds (RFC 4287): all of it, or one topic."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumbo.website.frame.base_address import base_address
from rumbo.website.frame.chrome import installation
from rumbo.website.frame.freshness import mark_public
from rumbo.website.frame.markdown import local_address
from rumbo.website.news.entries import NewsEntry, all_entries, topic_names

if TYPE_CHECKING:
    from rumbo.website.news.models import NewsIndexPage

ENTRIES_IN_FEED = 100
# The year in every tag: address; with the site's name it makes the ids of entries permanent.
TAG_YEAR = 2026


class NewsFeed(Atom1Feed):
    """Atom with plain summaries, and an `updated` that never depends on the clock."""

    def latest_post_date(self) -> datetime:
        """When anything in the feed changed last; of an empty feed, when its page did."""
        moments: list[datetime] = [item["updateddate"] for item in self.items]
        return max(moments, default=self.feed["page_changed_at"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """One entry; its summary is plain text, so nothing in it is ever read as HTML."""
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry that is not in the feed's own."""
        written_in: str = item["language"]
        return {} if written_in == self.feed["language"] else {"xml:lang": written_in}


def feed_response(
    index: "NewsIndexPage", request: HttpRequest, *, topic_slug: str | None = None
) -> HttpResponse:
    """The feed of all news or of one topic, in the language of the request.

    Raises:
        Http404: the word is no topic.
    """
    language = get_language() or "en"
    names = topic_names()
    if topic_slug is not None and topic_slug not in names:
        raise Http404
    mark_public(request)
    feed = _empty_feed(index, language, topic_slug)
    entries = [
        entry for entry in all_entries(language) if topic_slug is None or topic_slug in entry.topics
    ]
    for entry in entries[:ENTRIES_IN_FEED]:
        _add(feed, entry, language)
    return HttpResponse(feed.writeString("utf-8"), content_type=NewsFeed.content_type)


def absolute(path: str) -> str:
    """A path of this site with the site's address in front."""
    return f"{base_address()}{path}"


def feed_path(topic_slug: str | None = None) -> str:
    """The address of a feed without its language."""
    return f"/news/feed/{topic_slug}/" if topic_slug else "/news/feed/"


def feed_title(language: str, topic_slug: str | None = None) -> str:
    """What a feed is called."""
    name = installation().name
    if topic_slug is None:
        return _("%(site)s: news") % {"site": name}
    topic = topic_names()[topic_slug][language == "es"]
    return _("%(site)s: news on %(topic)s") % {"site": name, "topic": topic}


def tag_of(path: str) -> str:
    """The permanent id of a path (RFC 4151): the same however often the entry is loaded anew."""
    host = urlsplit(base_address()).hostname or "localhost"
    return f"tag:{host},{TAG_YEAR}:{path}"


def _empty_feed(index: "NewsIndexPage", language: str, topic_slug: str | None) -> NewsFeed:
    own = local_address(feed_path(topic_slug), language)
    query = f"?topic={topic_slug}" if topic_slug else ""
    return NewsFeed(
        title=feed_title(language, topic_slug),
        link=absolute(local_address("/news/", language) + query),
        description=None,
        subtitle=index.summary,
        language=language,
        author_name=installation().name,
        feed_url=absolute(own),
        feed_guid=tag_of(own),
        page_changed_at=index.last_published_at or timezone.make_aware(datetime(TAG_YEAR, 1, 1)),
    )


def _add(feed: NewsFeed, entry: NewsEntry, language: str) -> None:
    """Add an entry. `published` is left out unless the very day is known."""
    published = None
    if entry.published is not None and entry.published.day is not None:
        published = timezone.make_aware(datetime.combine(entry.published.first_day, time.min))
    feed.add_item(
        title=entry.title,
        link=absolute(local_address(entry.path, language)),
        description=entry.summary,
        unique_id=tag_of(local_address(entry.path, entry.language)),
        pubdate=published,
        updateddate=entry.changed_at,
        categories=entry.topics,
        language=entry.language,
    )
