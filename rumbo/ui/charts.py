"""Charts as SVG, made on the server: plain functions from numbers and words to text.

No colour, font or style stands in the drawing: classes only, dressed by `static/ui/chart.css`. Every
chart is one picture to a screen reader, with a title and a description, and needs its table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, Protocol

type Language = Literal["en", "es"]
type Anchor = Literal["start", "middle", "end"]


class ImpactPoint(Protocol):
    """One program year of the chart; `figures.lookups.ImpactYear` is one."""

    @property
    def name(self) -> str:
        """The program year as printed, for example "2016-17"."""
        ...

    @property
    def served(self) -> int:
        """Children and youth served."""
        ...

    @property
    def eligible(self) -> int:
        """Children and youth eligible."""
        ...


@dataclass(frozen=True, slots=True)
class ImpactChartLabels:
    """The words of the impact chart in one language.

    Attributes:
        title: what the picture is; read out first.
        description: what it shows, in a sentence or two; read out after the title.
        served: name of the line of children served, one or two words.
        eligible: name of the line of eligible children, one or two words.
        source_change: what to write at the break, a few words.
    """

    title: str
    description: str
    served: str
    eligible: str
    source_change: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Measures of one variant, in units of the view box, which are pixels at its natural width."""

    variant: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    inset: int
    tick_count: int
    gap_between_years: int
    gap_between_values: int
    words_per_line: int
    text_size: int
    value_size: int


_WIDE = _Frame("wide", 720, 360, 64, 8, 40, 40, 36, 4, 52, 74, 48, 13, 16)
_NARROW = _Frame("narrow", 360, 320, 62, 6, 40, 36, 24, 4, 60, 66, 26, 13, 14)
_SMALL_DOT = 4
_LARGE_DOT = 7
_LETTER_WIDTH = 0.65  # of the text size: the figures of Public Sans, bold, of equal width


def draw_impact_charts(
    points: Sequence[ImpactPoint],
    *,
    chosen_year: str,
    language: Language,
    labels: ImpactChartLabels,
    source_change_year: str | None = None,
    prefix: str = "impact-chart",
) -> str:
    """The wide and the narrow drawing in one frame; the stylesheet shows the one that fits."""
    drawings = (
        draw_impact_chart(
            points,
            chosen_year=chosen_year,
            language=language,
            labels=labels,
            source_change_year=source_change_year,
            prefix=f"{prefix}-{'narrow' if narrow else 'wide'}",
            narrow=narrow,
        )
        for narrow in (False, True)
    )
    return f'<div class="r-chart">{"".join(drawings)}</div>'


def draw_impact_chart(
    points: Sequence[ImpactPoint],
    *,
    chosen_year: str,
    language: Language,
    labels: ImpactChartLabels,
    source_change_year: str | None = None,
    prefix: str = "impact-chart",
    narrow: bool = False,
) -> str:
    """Served and eligible children by program year, as an SVG element.

    Two lines over a zero line and never a stack: served is no part of eligible.

    Args:
        points: the years in order, at least one.
        chosen_year: the year whose numbers are written out large; a year that is not among the
            points leaves none.
        language: which way numbers are written.
        labels: the words.
        source_change_year: the first year from another source. The lines are broken before it.
        prefix: begins the ids in the drawing; another one for each drawing on a page.
        narrow: for screens about 360 pixels wide instead of 720.
    Raises:
        ValueError: no points.
    """
    if not points:
        raise ValueError("a chart needs at least one point")
    drawing = _ImpactDrawing(
        points, chosen_year, language, labels, source_change_year, _NARROW if narrow else _WIDE
    )
    frame = drawing.frame
    name = escape(prefix, quote=True)
    opening = (
        f'<svg class="r-chart__drawing r-chart__drawing--{frame.variant}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}"'
        f' aria-labelledby="{name}-title {name}-desc" lang="{language}">'
        f'<title id="{name}-title">{escape(labels.title)}</title>'
        f'<desc id="{name}-desc">{escape(labels.description)}</desc>'
    )
    return f"{opening}{''.join(drawing.parts())}</svg>"


def format_count(number: int, language: Language) -> str:
    """A whole number with commas; Spanish in the United States writes it as English does."""
    return f"{number:,}"


def nice_ticks(highest: int, count: int) -> tuple[int, ...]:
    """Round values from zero to at or above `highest`, about `count` steps apart evenly."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step * count >= highest:
                size = factor * step
                return tuple(range(0, size * (-(-max(highest, 1) // size)) + 1, size))
        step *= 10


class _ImpactDrawing:
    """Places every part of one drawing."""

    def __init__(
        self,
        points: Sequence[ImpactPoint],
        chosen_year: str,
        language: Language,
        labels: ImpactChartLabels,
        source_change_year: str | None,
        frame: _Frame,
    ) -> None:
        self.points = points
        self.language = language
        self.labels = labels
        self.frame = frame
        names = [point.name for point in points]
        self.chosen = names.index(chosen_year) if chosen_year in names else None
        self.break_at = names.index(source_change_year) if source_change_year in names else 0
        highest = max(max(point.served, point.eligible) for point in points)
        self.ticks = nice_ticks(highest, frame.tick_count)

    def parts(self) -> list[str]:
        return [
            *self._grid(),
            *self._chosen_rule(),
            *self._years(),
            *self._break_mark(),
            *self._line("eligible", [point.eligible for point in self.points]),
            *self._line("served", [point.served for point in self.points]),
            *self._values("eligible", self.labels.eligible, [p.eligible for p in self.points]),
            *self._values("served", self.labels.served, [p.served for p in self.points]),
        ]

    def _x(self, position: float) -> float:
        first = self.frame.left + self.frame.inset
        last = self.frame.width - self.frame.right - self.frame.inset
        if len(self.points) == 1:
            return (first + last) / 2
        return first + (last - first) * position / (len(self.points) - 1)

    def _y(self, value: float) -> float:
        floor = self.frame.height - self.frame.bottom
        return floor - (floor - self.frame.top) * value / max(self.ticks[-1], 1)

    def _grid(self) -> list[str]:
        end = self.frame.width - self.frame.right
        parts = []
        for tick in self.ticks:
            y = self._y(tick)
            kind = "r-chart__zero" if tick == 0 else "r-chart__grid"
            parts.append(_line_between(kind, self.frame.left, y, end, y))
            shown = format_count(tick, self.language)
            parts.append(
                _text("r-chart__tick", self.frame.left - 8, y + 4.5, shown, "end", self._size)
            )
        return parts

    def _chosen_rule(self) -> list[str]:
        if self.chosen is None:
            return []
        x = self._x(self.chosen)
        point = self.points[self.chosen]
        lower_dot = self._y(min(point.served, point.eligible))
        return [_line_between("r-chart__rule", x, lower_dot, x, self._y(0))]

    def _years(self) -> list[str]:
        """A small tick for every year, and as many names as fit, the chosen one before others."""
        floor = self._y(0)
        shown = self._spread(self.frame.gap_between_years, range(1, len(self.points) - 1))
        parts = []
        for position, point in enumerate(self.points):
            x = self._x(position)
            parts.append(_line_between("r-chart__zero", x, floor, x, floor + 5))
            if position in shown:
                kind = "r-chart__year"
                if position == self.chosen:
                    kind += " r-chart__year--chosen"
                parts.append(_text(kind, x, floor + 24, point.name, "middle", self._size))
        return parts

    def _spread(self, gap: int, others: Sequence[int]) -> set[int]:
        """Positions to write at: the chosen one, both ends, then `others`, at least `gap` apart."""
        wanted = [0, len(self.points) - 1, *others]
        if self.chosen is not None:
            wanted.insert(0, self.chosen)
        taken: set[int] = set()
        for position in wanted:
            if all(abs(self._x(position) - self._x(other)) >= gap for other in taken):
                taken.add(position)
        return taken

    def _break_mark(self) -> list[str]:
        if not self.break_at:
            return []
        x = self._break_x()
        top = self._y(self.ticks[-1])
        end = self.frame.width - self.frame.right
        lines = _wrapped(self.labels.source_change, self.frame.words_per_line)
        first_base = top - 9 - 16 * (len(lines) - 1)
        return [
            _upright("r-chart__break", x, self._free_of_values(x, top - 4, self._y(0))),
            *(
                _text("r-chart__remark", end, first_base + 16 * row, line, "end", self._size)
                for row, line in enumerate(lines)
            ),
        ]

    def _break_x(self) -> float:
        """Where the break stands: between the two years, clear of the numbers after it if it can be."""
        before = self._x(self.break_at - 1) + _LARGE_DOT
        starts = [start for start, end, _, _ in self._value_boxes() if end > self._x(self.break_at)]
        between = (before + min(starts)) / 2 if starts else before
        middle = self._x(self.break_at - 0.5)
        return min(middle, between) if between > before + 4 else middle

    def _free_of_values(self, x: float, top: float, floor: float) -> list[tuple[float, float]]:
        """The pieces of an upright at `x` that run through no number."""
        pieces = []
        for start, end, upper, lower in sorted(self._value_boxes(), key=lambda box: box[2]):
            if start - 6 <= x <= end + 6:
                pieces.append((top, upper - 4))
                top = max(top, lower + 6)
        return [(one, other) for one, other in [*pieces, (top, floor)] if other - one > 8]

    def _value_boxes(self) -> list[tuple[float, float, float, float]]:
        """Start, end, top and base of every number that is written at a point, by a generous guess."""
        boxes = []
        for values in ([p.eligible for p in self.points], [p.served for p in self.points]):
            for position in self._spread(self.frame.gap_between_values, ()):
                shown = format_count(values[position], self.language)
                start, end = self._reach(position, shown)
                base = self._above_line(values, position, shown)
                boxes.append((start, end, base - self._value_size(position), base))
        return boxes

    def _reach(self, position: int, words: str) -> tuple[float, float]:
        """Where words about a point begin and end."""
        x, anchor = self._beside(position, words)
        width = self._width_of(words, position)
        start = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        return start, start + width

    def _line(self, series: str, values: Sequence[int]) -> list[str]:
        parts = []
        for run in self._runs:
            if len(run) > 1:
                path = " ".join(f"{self._x(i):.1f},{self._y(values[i]):.1f}" for i in run)
                parts.append(
                    f'<polyline class="r-chart__line r-chart__line--{series}" fill="none"'
                    f' stroke="currentColor" points="{path}"/>'
                )
        for position, value in enumerate(values):
            radius = _LARGE_DOT if position == self.chosen else _SMALL_DOT
            parts.append(
                f'<circle class="r-chart__dot r-chart__dot--{series}" fill="currentColor"'
                f' cx="{self._x(position):.1f}" cy="{self._y(value):.1f}" r="{radius}"/>'
            )
        return parts

    def _values(self, series: str, name: str, values: Sequence[int]) -> list[str]:
        """The numbers at both ends and at the chosen year, and the line's name at its start."""
        parts = []
        for position in sorted(self._spread(self.frame.gap_between_values, ())):
            is_chosen = position == self.chosen
            kind = "r-chart__value" + (" r-chart__value--chosen" if is_chosen else "")
            size = self._value_size(position)
            shown = format_count(values[position], self.language)
            x, anchor = self._beside(position, shown)
            y = self._above_line(values, position, shown)
            parts.append(_text(f"{kind} r-chart__value--{series}", x, y, shown, anchor, size))
        shown = format_count(values[0], self.language)
        x, anchor = self._beside(0, shown)
        y = self._above_line(values, 0, shown) - self._value_size(0) - 2
        kind = f"r-chart__name r-chart__name--{series}"
        return [*parts, _text(kind, x, y, name, anchor, self.frame.value_size)]

    def _value_size(self, position: int) -> int:
        return self.frame.value_size + (3 if position == self.chosen else 0)

    def _above_line(self, values: Sequence[int], position: int, words: str) -> float:
        """The base of words about a point that stand clear of its dot and of the line beside it."""
        start, end = self._reach(position, words)
        run = next(run for run in self._runs if position in run)
        near = [self._y(values[i]) - 10 for i in run if start <= self._x(i) <= end]
        rise = 17 if position == self.chosen else 12
        return min([self._y(values[position]) - rise, *near])

    def _width_of(self, words: str, position: int) -> float:
        return len(words) * self._value_size(position) * _LETTER_WIDTH

    def _beside(self, position: int, words: str) -> tuple[float, Anchor]:
        """Where words about a point begin or end, so that they stay inside the drawing."""
        x = self._x(position)
        if len(self.points) == 1:
            return x, "middle"
        if position == 0:
            return x - _LARGE_DOT - 7, "start"
        if position == len(self.points) - 1:
            if x + self._width_of(words, position) / 2 <= self.frame.width:
                return x, "middle"
            return self.frame.width - self.frame.right, "end"
        if position + 1 == self.break_at:
            return x + _LARGE_DOT + 3, "end"
        return x, "middle"

    @property
    def _runs(self) -> tuple[range, range]:
        """The positions before and from the change of source; the first may be empty."""
        return range(self.break_at), range(self.break_at, len(self.points))

    @property
    def _size(self) -> int:
        return self.frame.text_size


def _line_between(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line class="{kind}" stroke="currentColor"'
        f' x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
    )


def _upright(kind: str, x: float, pieces: Sequence[tuple[float, float]]) -> str:
    path = "".join(f"M{x:.1f},{top:.1f}V{floor:.1f}" for top, floor in pieces)
    return f'<path class="{kind}" fill="none" stroke="currentColor" d="{path}"/>'


def _text(kind: str, x: float, y: float, words: str, anchor: Anchor, size: int) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
        f' text-anchor="{anchor}" fill="currentColor">{escape(words)}</text>'
    )


def _wrapped(words: str, longest: int) -> list[str]:
    """The words in lines of at most `longest` letters; a longer word keeps its own line."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
