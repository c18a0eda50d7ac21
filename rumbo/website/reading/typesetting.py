"""Typst, in a process of its own: its memory is given back, and a fault in it costs one file only.

This file is also what that process runs (`python -I typesetting.py FORM FONTS EMPTY`), so it imports
nothing of ours.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import typst

# A whole book takes three seconds on a small machine.
LONGEST_SECONDS = 120
# Below this size, packing costs a reader more than it saves.
LARGE_BYTES = 200_000

Form = Literal["pdf", "png"]
FONTS = Path(__file__).parents[2] / "ui" / "fonts"


class NotTypeset(Exception):
    """A document that Typst refused.

    Args:
        reason: in Typst's words, for the log.
    """

    code = "not_typeset"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def typeset(source: str, form: Form = "pdf") -> bytes:
    """A Typst document as PDF/UA-1, or its first page as a picture.

    Raises:
        NotTypeset: the document is not sound, or it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="rumbo-typst-") as empty:
        command = [sys.executable, "-I", __file__, form, str(FONTS), empty]
        try:
            done = subprocess.run(  # noqa: S603 (our own file; the document goes in as its input)
                command, input=source.encode(), capture_output=True, timeout=LONGEST_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            raise NotTypeset(f"not done after {LONGEST_SECONDS} seconds") from error
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace").strip() or str(done.returncode))
    return done.stdout


def compile_document(source: bytes, form: str, fonts: str, empty: str) -> bytes:
    """The document as PDF/UA-1, or its first page as PNG (one pixel for each point).

    Args:
        source: Typst.
        form: 'pdf' or 'png'.
        fonts: the folder of our fonts.
        empty: an empty folder, the only one that the document could read from.
    """
    shared: dict[str, Any] = {"root": empty, "font_paths": [fonts], "ignore_system_fonts": True}
    if form == "pdf":
        content = typst.compile(source, **shared, pdf_standards=["ua-1"])
        return packed(content) if len(content) > LARGE_BYTES else content
    made = typst.compile(source, **shared, format="png", ppi=72)
    return made if isinstance(made, bytes) else made[0]


def packed(content: bytes) -> bytes:
    """The same PDF with its small parts packed together: a book comes to two fifths of the size."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(compile_document(sys.stdin.buffer.read(), *sys.argv[1:4]))
    except typst.TypstError as error:
        sys.exit(f"{error}\n{getattr(error, 'diagnostic', '')}"[:4000])
