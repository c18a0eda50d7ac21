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
        from rumbo.website.reading import (
            checks,
            decision_checks,
            glossary,
            lookups,
            moves,
            question_files,
            state_notes,
        )
        from rumbo.website.reading.models import GlossaryTerm, Misunderstanding, Question

        register_rows("glossary", glossary.load_terms, glossary.export_terms)
        register_rows("questions", question_files.load_questions, question_files.export_questions)
        register_rows("state-notes", state_notes.load_notes, state_notes.export_notes)
        register_link_scheme("term", glossary.term_address)
        register_finder(lookups.find_by_parts)
        register_check(checks.check_glossary)
        register_check(checks.check_front_addresses)
        register_check(checks.check_blanks)
        register_check(decision_checks.check_decisions)
        register_check(question_files.check_questions)
        register_check(state_notes.check_notes)
        register_check(moves.check_moves)
        moves.watch_moves()
        register_code_addresses(checks.answers)
        drop_when_saved(GlossaryTerm)
        drop_when_saved(Question)
        drop_when_saved(state_notes.StateNote)
        drop_when_saved(Misunderstanding)
