"""What is checked of decision aids in content files: every way leads on, and ends in an outcome."""

from pathlib import Path

from rumbo.website.frame import decisions
from rumbo.website.frame.files.checking import texts_of
from rumbo.website.frame.files.reading import Fault, PageFile
from rumbo.website.frame.markdown import box_names, parse


def check_decisions(pages: list[PageFile], content_dir: Path) -> list[Fault]:
    """Faults of the decision aids: steps that do not exist, loops, answers without an outcome."""
    faults = []
    for page in pages:
        for start, text in texts_of(page):
            if decisions.BOX not in box_names(text):
                continue
            if page.front.get("type") != "article" or text is not page.body:
                said = "a decision aid stands in the text of an article, nowhere else"
                faults.append(Fault(page.path, start, said))
            for aid in decisions.aids_of(parse(text)):
                faults += [
                    Fault(page.path, start + line, said) for line, said in decisions.faults_of(aid)
                ]
    return faults
