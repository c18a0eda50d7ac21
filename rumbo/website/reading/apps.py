"""The reading room: works, chapters, articles, decks, slides, glossary, citations."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """Works to read and decks to teach from."""

    name = "rumbo.website.reading"
    label = "reading"
    verbose_name = "Reading"

    def ready(self) -> None:
        """Tell the frame what this room adds: rows, links, checks, addresses."""
        from rumbo.website.frame.files.checking import register_check, register_code_addresses
        from rumbo.website.frame.files.shared import register_rows
        from rumbo.website.frame.markdown import register_link_scheme
        from rumbo.website.frame.serving import register_finder
        from rumbo.website.frame.signals import drop_when_saved
        from rumbo.website.reading import checks, glossary, lookups
        from rumbo.website.reading.models import GlossaryTerm

        register_rows("glossary", glossary.load_terms, glossary.export_terms)
        register_link_scheme("term", glossary.term_address)
        register_finder(lookups.find_by_parts)
        register_check(checks.check_glossary)
        register_check(checks.check_front_addresses)
        register_check(checks.check_blanks)
        register_code_addresses(checks.answers)
        drop_when_saved(GlossaryTerm)
