import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rumbo.ui.charts import (
    ImpactChartLabels,
    draw_impact_chart,
    draw_impact_charts,
    format_count,
    nice_ticks,
)

STYLESHEET = Path(__file__).resolve().parents[1] / "static" / "ui" / "chart.css"
SVG = "{http://www.w3.org/2000/svg}"
LABELS = ImpactChartLabels(
    title="Children and youth served and eligible",
    description="Both numbers fall over ten years.",
    served="Served",
    eligible="Eligible",
    source_change="Change of source",
)


@dataclass(frozen=True)
class APoint:
    name: str
    served: int
    eligible: int


def ten_points():
    return [
        APoint(f"20{n}-{n + 1}", 246_000 - 6_000 * (n - 12), 378_000 - 11_000 * (n - 12))
        for n in range(12, 22)
    ]


def draw(points=None, **changes):
    options = {
        "chosen_year": "2016-17",
        "language": "en",
        "labels": LABELS,
        "source_change_year": "2021-22",
    }
    svg = draw_impact_chart(points or ten_points(), **(options | changes))
    return ElementTree.fromstring(svg)


def having(drawing, kind):
    return [part for part in drawing.iter() if kind in part.get("class", "").split()]


def words(parts):
    return [part.text for part in parts]


def test_the_drawing_is_one_picture_named_by_its_title_and_description():
    drawing = draw(prefix="home")

    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "home-title home-desc"
    assert drawing.find(f"{SVG}title").get("id") == "home-title"
    assert drawing.find(f"{SVG}title").text == LABELS.title
    assert drawing.find(f"{SVG}desc").text == LABELS.description


def test_two_drawings_in_one_frame_share_no_id():
    frame = draw_impact_charts(
        ten_points(), chosen_year="2016-17", language="en", labels=LABELS, prefix="impact"
    )

    ids = re.findall(r' id="([^"]+)"', frame)
    assert len(ids) == len(set(ids)) == 4


def test_the_strict_content_policy_is_kept_and_no_colour_stands_in_the_drawing():
    svg = draw_impact_charts(ten_points(), chosen_year="", language="en", labels=LABELS)

    assert "style" not in svg
    assert "#" not in svg
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) == {"currentColor", "none"}


def test_words_are_escaped():
    labels = ImpactChartLabels("<b>", "&", "<script>", '"', "x")

    drawing = draw(labels=labels, prefix='"><script>')

    assert drawing.find(f"{SVG}title").text == "<b>"
    assert words(having(drawing, "r-chart__name--served")) == ["<script>"]
    assert not list(drawing.iter(f"{SVG}script"))


def test_the_scale_begins_at_zero_and_reaches_above_every_number():
    ticks = words(having(draw(), "r-chart__tick"))

    assert ticks == ["0", "100,000", "200,000", "300,000", "400,000"]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, (0, 1)),
        (3, (0, 1, 2, 3)),
        (400, (0, 100, 200, 300, 400)),
        (401, (0, 200, 400, 600)),
        (377_914, (0, 100_000, 200_000, 300_000, 400_000)),
    ],
)
def test_ticks_are_round_numbers(highest, ticks):
    assert nice_ticks(highest, 4) == ticks


def test_both_lines_are_broken_where_the_source_changes():
    drawing = draw()

    for series in ("served", "eligible"):
        lines = having(drawing, f"r-chart__line--{series}")
        assert [len(line.get("points").split()) for line in lines] == [9]
        assert len(having(drawing, f"r-chart__dot--{series}")) == 10
    assert len(having(drawing, "r-chart__break")) == 1
    assert words(having(drawing, "r-chart__remark")) == ["Change of source"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("chosen_year", ["2016-17", "2020-21", "2021-22"])
def test_the_mark_of_the_break_runs_through_no_number(narrow, chosen_year):
    drawing = draw(chosen_year=chosen_year, narrow=narrow)

    path = having(drawing, "r-chart__break")[0].get("d")
    pieces = re.findall(r"M([\d.]+),([\d.]+)V([\d.]+)", path)
    assert pieces
    for x, top, floor in (map(float, piece) for piece in pieces):
        for number in having(drawing, "r-chart__value"):
            start, end = extent(number)
            base = float(number.get("y"))
            is_above_or_below = floor <= base - float(number.get("font-size")) or top >= base
            assert not start <= x <= end or is_above_or_below


def test_a_series_from_one_source_has_no_break():
    drawing = draw(source_change_year=None)

    assert len(having(drawing, "r-chart__line--served")[0].get("points").split()) == 10
    assert not having(drawing, "r-chart__break")


def test_the_chosen_year_has_larger_dots_its_numbers_and_a_bold_name():
    drawing = draw(chosen_year="2016-17")

    radii = [dot.get("r") for dot in having(drawing, "r-chart__dot--served")]
    assert [position for position, radius in enumerate(radii) if radius == max(radii)] == [4]
    assert words(having(drawing, "r-chart__value--chosen")) == ["334,000", "222,000"]
    assert words(having(drawing, "r-chart__year--chosen")) == ["2016-17"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("chosen_year", [point.name for point in ten_points()])
def test_whichever_year_is_chosen_all_words_stay_inside_and_year_names_apart(narrow, chosen_year):
    drawing = draw(chosen_year=chosen_year, narrow=narrow)

    width, height = map(float, drawing.get("viewBox").split()[2:])
    for text in drawing.iter(f"{SVG}text"):
        start, end = extent(text)
        assert -1 <= start and end <= width + 4
        assert float(text.get("font-size")) <= float(text.get("y")) <= height
    names = sorted(extent(text) for text in having(drawing, "r-chart__year"))
    assert all(one[1] < two[0] for one, two in itertools.pairwise(names))
    assert chosen_year in words(having(drawing, "r-chart__year--chosen"))


def extent(text):
    """Where a text begins and ends, by a guess of 0.56 of its size for a letter."""
    width = len(text.text) * float(text.get("font-size")) * 0.56
    start = (
        float(text.get("x"))
        - {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")] * width
    )
    return start, start + width


def test_text_is_large_enough_to_read_on_a_phone_of_360_pixels():
    drawing = draw(narrow=True)

    assert drawing.get("viewBox") == "0 0 360 320"
    assert min(float(text.get("font-size")) for text in drawing.iter(f"{SVG}text")) >= 13


def test_a_wide_drawing_names_every_year_and_a_narrow_one_some_with_both_ends():
    wide = words(having(draw(), "r-chart__year"))
    narrow = words(having(draw(narrow=True), "r-chart__year"))

    assert wide == [point.name for point in ten_points()]
    assert narrow == ["2012-13", "2016-17", "2021-22"]


def test_spanish_in_the_united_states_writes_the_comma_too():
    assert format_count(223_763, "es") == format_count(223_763, "en") == "223,763"
    assert draw(language="es").get("lang") == "es"


def test_a_single_year_can_be_drawn_and_no_year_cannot():
    drawing = draw([APoint("2016-17", 223_763, 316_394)])

    assert len(having(drawing, "r-chart__dot--served")) == 1
    with pytest.raises(ValueError, match="at least one point"):
        draw_impact_chart([], chosen_year="2016-17", language="en", labels=LABELS)


def test_every_class_in_the_drawing_is_dressed_by_the_stylesheet_and_none_is_left_over():
    frame = draw_impact_charts(
        ten_points(),
        chosen_year="2016-17",
        language="en",
        labels=LABELS,
        source_change_year="2021-22",
    )
    used = {name for names in re.findall(r'class="([^"]+)"', frame) for name in names.split()}
    dressed = set(re.findall(r"\.(r-[\w-]+)", STYLESHEET.read_text(encoding="utf-8")))

    assert dressed == used
