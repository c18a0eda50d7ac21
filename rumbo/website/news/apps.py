"""The news room: featured articles, dated updates, their archive and feeds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Featured articles, dated updates, their archive and feeds."""

    name = "rumbo.website.news"
    label = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """Tell the content files what news knows: a kind of date, its checks, its feeds."""
        from rumbo.website.frame.files.checking import register_check, register_code_addresses
        from rumbo.website.frame.files.values import register_kind
        from rumbo.website.news import file_checks, file_values

        register_kind("day-or-month", file_values.DAY_OR_MONTH)
        register_check(file_checks.check_news)
        register_code_addresses(file_checks.is_feed_address)
