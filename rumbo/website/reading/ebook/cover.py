"""The cover of a book: drawn by Typst from the work's own drawing and words."""

from django.utils.translation import gettext as _

from rumbo.website.frame.chrome import installation
from rumbo.website.frame.pictures import inline_drawing
from rumbo.website.reading.printed_parts import superseded_mark
from rumbo.website.reading.typst_writer import call, literal, words
from rumbo.website.reading.whole_texts import WorkText

WIDTH, HEIGHT = 1200, 1600
_LOOK = f"""#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt, fill: rgb("#fbf7ef"))
#set text(font: "Public Sans", size: 40pt, fill: rgb("#1a2c30"))
#let title-words(body) = text(font: "Source Serif 4", weight: 600, size: 96pt, body)
"""


def cover_source(whole: WorkText) -> str:
    """A cover as Typst source, in the active language."""
    entry, edition = whole.work.entry, whole.work.edition
    mark = superseded_mark(edition)
    superseded = (
        call("text", 'fill: rgb("#8f3522")', 'weight: "bold"', body=words(mark)) if mark else ""
    )
    return "".join(
        [
            f"#set document(title: {literal(entry.title)})\n",
            _LOOK,
            _drawing(whole),
            "#block(inset: (x: 90pt, y: 70pt), width: 100%, height: 1fr)[\n",
            f"#par(leading: .55em)[#title-words[{words(entry.title)}]]\n\n#v(20pt)\n\n",
            f"{words(edition.words)}\n\n{superseded}\n\n#v(1fr)\n\n",
            words(_("Independent and unofficial. Not a government publication.")),
            f"\n\n#text(weight: 700)[{words(installation().name)}]\n]\n",
        ]
    )


def cover_alt(whole: WorkText) -> str:
    """What the cover shows, in the active language."""
    cover = _("Cover: %(title)s.") % {"title": whole.work.entry.title}
    return f"{cover} {whole.picture.alt}" if whole.picture is not None else cover


def _drawing(whole: WorkText) -> str:
    drawing = inline_drawing(whole.picture) if whole.picture is not None else ""
    if not drawing:
        return '#block(width: 100%, height: 300pt, fill: rgb("#14606a"))\n'
    content = '"' + drawing.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'#image(bytes({content}), format: "svg", width: 100%, height: 720pt, fit: "cover")\n'
