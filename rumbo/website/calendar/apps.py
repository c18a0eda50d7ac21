"""The calendar room: events, their series and feeds, and the program's year."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Events, their series and feeds, and the program's year."""

    name = "rumbo.website.calendar"
    label = "calendar"
    verbose_name = "Calendar"

    def ready(self) -> None:
        """Tell the frame which words, rows and addresses are the calendar's own."""
        from rumbo.website.calendar import file_kinds
        from rumbo.website.calendar.models import EventSeries
        from rumbo.website.frame.signals import drop_when_saved

        file_kinds.register()
        drop_when_saved(EventSeries)
