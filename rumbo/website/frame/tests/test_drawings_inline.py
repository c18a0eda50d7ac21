"""Which drawings stand in the page itself, and that nothing hostile gets in that way."""

import pytest
from django.core.files.base import ContentFile
from django.template import engines

from rumbo.website.frame.models import Picture
from rumbo.website.frame.pictures import MOST_BYTES_INLINE, inline_drawing

pytestmark = pytest.mark.django_db
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 5" width="12">'


def a_drawing(inside: str, *, alt: str = "A road") -> Picture:
    """A picture whose file is what it is, whoever put it there."""
    content = ContentFile(f"{HEAD}{inside}</svg>".encode(), name="road.svg")
    picture = Picture(title="Road", alt_en=alt, alt_es=alt, file=content, width=12, height=5)
    picture.save()
    return picture


def shown(picture: Picture, options: str) -> str:
    source = "{% load frame %}{% picture image " + options + " %}"
    return engines["django"].from_string(source).render({"image": picture})


def test_an_eager_drawing_is_part_of_the_page_with_its_words():
    html = shown(a_drawing('<path d="M0 0h9"/>', alt='A "road"'), "eager=True")

    assert html.startswith('<svg role="img" aria-label="A &quot;road&quot;" class="r-picture"')
    assert '<path d="M0 0h9" />' in html
    assert "width=" not in html
    assert "<img" not in html


def test_a_decorative_eager_drawing_is_hidden_from_screen_readers():
    html = shown(a_drawing("<path/>"), "eager=True decorative=True")

    assert '<svg aria-hidden="true"' in html
    assert "aria-label" not in html


def test_a_drawing_further_down_stays_a_file_of_its_own():
    assert shown(a_drawing("<path/>"), "").startswith("<img")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<rect style="fill:red"/>',
        '<rect id="main"/>',
        f'<path d="{"M0 0" * MOST_BYTES_INLINE}"/>',
    ],
)
def test_a_drawing_with_anything_else_stays_a_file_of_its_own(inside):
    picture = a_drawing(inside)

    assert inline_drawing(picture) == ""
    assert shown(picture, "eager=True").startswith("<img")
