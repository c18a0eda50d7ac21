"""The participants' outline of a deck on paper: sentences with gaps, cases, lines to write on.

No answer is in it: it is written from the same view as the page (`deck_views.handout_view`).
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumbo.website.reading.deck_views import HandoutSlide, handout_view
from rumbo.website.reading.lookups import shelf
from rumbo.website.reading.models import DeckPage
from rumbo.website.reading.printed_documents import SMALLER_HEADINGS, Document
from rumbo.website.reading.printed_parts import (
    Printer,
    imprint,
    independence,
    lines,
    passage,
    settings_of,
    superseded_box,
    title_words,
)
from rumbo.website.reading.typst_writer import call, heading, literal, words

LINES_TO_WRITE = 3


def outline_source(path: str, *, language: str, base: str) -> Document | None:
    """A deck's outline as Typst source; None if readers cannot see it."""
    with override(language):
        work, part = shelf(language).find_work(path), shelf(language).find_part(path)
        if work is None or part is None or part.entry.path != path or part.entry.kind != "deck":
            return None
        page = DeckPage.objects.filter(pk=part.entry.pk).first()
        if page is None:
            return None
        view = handout_view(page)
        printer = Printer((), (), language=language, base=base)
        title = _("Participants' outline")
        source = "".join(
            [
                settings_of(
                    work,
                    title=f"{title} – {part.entry.title}",
                    head=f"{title_words(work.entry)}{words(' · ')}{title_words(part.entry)}",
                    has_cover=False,
                ),
                SMALLER_HEADINGS,
                lines(
                    call("text", "fill: ink-soft", body=words(title)),
                    f"#title[{title_words(part.entry)}]",
                ),
                superseded_box(work.edition),
                lines(
                    words(_("Name") + " ")
                    + _gap(_("(name)"))
                    + words("   " + _("Date") + " ")
                    + _gap(_("(date)")),
                    words(
                        _(
                            "Fill the gaps as the session goes on. Write no name of a real child "
                            "or family."
                        )
                    ),
                ),
                *(_slide(slide, printer) for slide in view.slides),
                _to_read(view.chapter.title, printer.address(view.chapter.path))
                if view.chapter
                else "",
                lines(words(work.edition.words), words(independence())),
                imprint(printer.address(f"{path}handout/")),
            ]
        )
        return Document(source, page.expire_at)


def _slide(slide: HandoutSlide, printer: Printer) -> str:
    entry = slide.entry
    title = heading(words(f"{slide.number}. ") + title_words(entry, of_list=True), level=1)
    with override(entry.language):
        case = printer.markdown(slide.scenario, 2) if slide.scenario else ""
    sentences = "".join(f"[{_sentence(pieces)}], " for pieces in slide.sentences)
    listed = f"#list({sentences});\n\n" if sentences else ""
    return title + passage(entry.language, case + listed) + f"#r-lines({LINES_TO_WRITE});\n\n"


def _sentence(pieces: tuple[str, ...]) -> str:
    return _gap(_("(gap)")).join(words(piece) for piece in pieces)


def _gap(word: str) -> str:
    return call("r-gap", literal(word))


def _to_read(title: str, address: str) -> str:
    return lines(
        words(_("To read at home:") + " ") + call("r-link", literal(address), body=words(title))
    )
