"""The front door of the news room: what other rooms may ask it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from rumbo.website.frame.freshness import remembered
from rumbo.website.news import entries
from rumbo.website.news.cards import EntryCard, FeatureCard, entry_card, feature_card, heading_words
from rumbo.website.news.entries import HeadingKind


@dataclass(frozen=True, slots=True)
class LatestUpdates:
    """The newest updates and what to call them.

    Attributes:
        heading_kind: 'latest', or 'archive' when nothing with a known date is newer than a year.
        heading: the same as words: 'Latest updates' or 'From the archive'.
        updates: newest first.
        changes_on: the day from which on it will be 'archive' if nothing is published; None when
            it is so already.
    """

    heading_kind: HeadingKind
    heading: str
    updates: tuple[EntryCard, ...]
    changes_on: date | None


def featured(language: str, count: int = 2) -> tuple[FeatureCard, ...]:
    """The featured articles that stand first. No query once remembered."""
    return remembered(f"news-featured-{language}-{count}", lambda: _featured(language, count))


def _featured(language: str, count: int) -> tuple[FeatureCard, ...]:
    with override(language):
        return tuple(
            feature_card(feature, language) for feature in entries.first_features(language, count)
        )


def latest_updates(language: str, today: date, count: int = 5) -> LatestUpdates:
    """The newest updates and whether they are still news. No query once remembered.

    Only a known date can make news: that we put up an old undated notice today says nothing of
    when it happened.
    """
    updates, newest = remembered(
        f"news-latest-{language}-{count}", lambda: _latest(language, count)
    )
    kind, changes_on = entries.heading_kind(newest, today)
    with override(language):
        heading = heading_words(kind)
    return LatestUpdates(kind, heading, updates, changes_on)


def _latest(language: str, count: int) -> tuple[tuple[EntryCard, ...], date | None]:
    newest, newest_day = entries.newest_updates(language, count)
    with override(language):
        return tuple(entry_card(entry, language) for entry in newest), newest_day
