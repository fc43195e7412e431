"""Pictures of figures: SVG drawn on the server, with a title and words for those who do not see it.

No inline style: colours and the size of letters come from classes in `ui.css`. Heights are in em and widths in
per cent, so a picture grows with the reader's letters and fits every width; only the radar has a viewBox.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.core.i18n import _, ru_number
from portal.core.svg import em, image, num, percent, tag, text

LINE = 1.35  # em from one line of a label to the next
LABEL_WIDTH = 22.5  # em that a label may take: what fits a screen of 320 px
BAR = 1.0
STEPS = 5
INSIDE = 0.14  # a part this wide has room for its share
_WIDE, _NARROW = frozenset("мшщжюфыwmМШЩЖЮФЫДWM@%—"), frozenset("ilrtfjг1.,:;!|()-' «»")


@dataclass(frozen=True)
class Bar:
    """One bar: `share` from 0 to 1, `words` as they stand at its end; a `faded` one is not compared."""

    label: str
    share: float
    words: str
    faded: bool = False


@dataclass(frozen=True)
class Stack:
    """One line of a stacked picture: a count for each part, and words at the end of the label."""

    label: str
    counts: Sequence[int]
    words: str = ""


@dataclass(frozen=True)
class Spoke:
    """One axis of a radar; no value leaves a gap."""

    label: str
    value: float | None


@dataclass(frozen=True)
class Strip:
    """One line of cells: for each (what stands in it, its tone – done, work, late or none –, words of the whole)."""

    label: str
    cells: Sequence[tuple[str, str, str]]
    words: str = ""


def strips(title: str, columns: Sequence[str], rows: Sequence[Strip]) -> Markup:
    """Lines of equal cells under a common head, such as stages over months; the label stands above its line."""
    width, height, y = 1 / max(1, len(columns)), 1.7, 1.5
    parts = [text(name, percent(width * (place + 0.5)), 1.0, cls="chart-point small", anchor="middle")
             for place, name in enumerate(columns)]  # fmt: skip
    for row in rows:
        label, taken = _label(f"{row.label} ({row.words})" if row.words else row.label, y)
        top = y + taken
        parts.append(label)
        for place, (said, tone, words) in enumerate(row.cells):
            parts.append(
                tag(
                    "rect",
                    tag("title", words),
                    cls=f"chart-cell {tone}".strip(),
                    x=percent(width * place),
                    y=em(top),
                    width=percent(width),
                    height=em(height),
                )
            )
            parts.append(text(said, percent(width * (place + 0.5)), top + 1.2, cls=f"chart-in-cell {tone}".strip(),
                               anchor="middle"))  # fmt: skip
        y = top + height + 0.6
    said_of = ((row.label, ", ".join(words for text, _tone, words in row.cells if text) or "–") for row in rows)
    return _picture(title, said_of, y - 0.4, parts)


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Horizontal bars: the label above, the figure at the right end."""
    parts, y = [], 0.0
    for row in rows:
        label, height = _label(row.label, y)
        top = y + height
        parts += [
            label,
            tag("rect", cls="chart-track", x=0, y=em(top), width="76%", height=em(BAR), rx=3),
            tag("rect", cls="chart-bar faded" if row.faded else "chart-bar", x=0, y=em(top),
                 width=percent(0.76 * _within(row.share)), height=em(BAR), rx=3),
            text(row.words, "100%", top + 0.82, cls="chart-value", anchor="end"),
        ]  # fmt: skip
        y = top + BAR + 0.75
    return _picture(title, ((row.label, row.words) for row in rows), y - 0.5, parts)


def stacks(title: str, part_names: Sequence[str], rows: Sequence[Stack]) -> Markup:
    """Bars of 100 %: how the answers of each line fall into the same parts; read with `legend`."""
    parts, said, y = [], [], 0.0
    for row in rows:
        label, height = _label(f"{row.label}", y)
        top = y + height
        parts += [label, *_segments(row, part_names, top)]
        said.append((row.label, _stack_words(row, part_names)))
        y = top + 1.55 + 0.85
    return _picture(title, said, y - 0.5, parts)


def legend(part_names: Sequence[str]) -> Markup:
    """Names of the parts of `stacks`, in their order, as a list that wraps."""
    items = Markup("").join(
        tag("li", tag("svg", tag("rect", cls=step_class(place, len(part_names)), width="100%", height="100%", rx=3),
                        cls="chart-key", aria_hidden="true", focusable="false"), name)
        for place, name in enumerate(part_names)
    )  # fmt: skip
    return tag("ul", items, cls="chart-legend")


def histogram(title: str, columns: Sequence[tuple[str, int]], mean: float | None = None) -> Markup:
    """Columns of a scale with how often above each; a line marks the mean. Labels are the points in order."""
    total, most = sum(n for _point, n in columns), max((n for _point, n in columns), default=0)
    width, floor = 100 / max(1, len(columns)), 9.2
    parts = [tag("line", cls="chart-axis", x1=0, x2="100%", y1=em(floor), y2=em(floor))]
    for place, (point, n) in enumerate(columns):
        height = 6.4 * n / most if most else 0.0
        middle = percent((width * (place + 0.5)) / 100)
        parts += [
            tag("rect", cls="chart-bar", x=percent(width * (place + 0.12) / 100), width=percent(width * 0.76 / 100),
                 y=em(floor - height), height=em(height), rx=2),
            text(str(n) if n else "", middle, floor - height - 0.35, cls="chart-value halo", anchor="middle"),
            text(point, middle, floor + 1.25, cls="chart-point", anchor="middle"),
        ]  # fmt: skip
    if mean is not None and len(columns) > 1:
        parts.insert(1, _mean_mark(mean, [point for point, _n in columns], width, floor))
    said = [(point, f"{n} ({_share(n, total)})") for point, n in columns if n]
    return _picture(title, said, floor + 1.8, parts)


def radar(title: str, spokes: Sequence[Spoke], highest: float, lowest: float = 0.0) -> Markup:
    """A figure over equal axes, at least three; every axis bears its name and value."""
    middle_x, middle_y, radius = 190.0, 148.0, 92.0
    angles = [2 * math.pi * place / len(spokes) - math.pi / 2 for place in range(len(spokes))]

    def at(angle: float, part: float) -> tuple[float, float]:
        return middle_x + radius * part * math.cos(angle), middle_y + radius * part * math.sin(angle)

    rings = [_polygon([at(angle, ring / 4) for angle in angles], "chart-ring") for ring in (1, 2, 3, 4)]
    axes = [tag("line", cls="chart-ring", x1=num(middle_x), y1=num(middle_y), x2=num(x), y2=num(y))
            for x, y in (at(angle, 1) for angle in angles)]  # fmt: skip
    known = [
        at(angle, _within((spoke.value - lowest) / (highest - lowest)))
        for angle, spoke in zip(angles, spokes, strict=True)
        if spoke.value is not None
    ]
    dots = [tag("circle", cls="chart-dot", cx=num(x), cy=num(y), r=4) for x, y in known]
    names = [_spoke_name(spoke, *at(angle, 1.14), angle) for angle, spoke in zip(angles, spokes, strict=True)]
    body = [*rings, *axes, _polygon(known, "chart-area"), *dots, *names]
    said = [(spoke.label, ru_number(spoke.value, 1)) for spoke in spokes]
    return image(title, said, body, cls="chart radar", viewBox="0 0 380 305")


def step_class(place: int, of: int) -> str:
    """The class of a part: five steps from pale to full, spread over however many parts there are."""
    return f"chart-step step-{1 + round(place * (STEPS - 1) / max(1, of - 1)) if of > 1 else STEPS}"


def wrapped(text: str, width: float = LABEL_WIDTH) -> list[str]:
    """Lines of a label, broken between words (a longer word is cut) so that each takes at most `width` em."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width):
            if line and _width(f"{line} {piece}") > width:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    return [*lines, line] if line else lines or [""]


def _pieces(word: str, width: float) -> Iterable[str]:
    while _width(word) > width:
        cut = max(1, len(word) * int(width * 100) // int(_width(word) * 100) - 1)
        yield word[:cut]
        word = word[cut:]
    yield word


def _width(text: str) -> float:
    """Roughly how many em the text takes in the portal's type."""
    return sum(0.82 if sign in _WIDE else 0.34 if sign in _NARROW else 0.72 if sign.isupper() else 0.58
               for sign in text)  # fmt: skip


def _label(text: str, y: float) -> tuple[Markup, float]:
    lines = wrapped(text)
    spans = Markup("").join(tag("tspan", line, x=0, y=em(y + 1.0 + LINE * place)) for place, line in enumerate(lines))
    return tag("text", spans, cls="chart-label"), LINE * len(lines) + 0.15


def _segments(row: Stack, part_names: Sequence[str], top: float) -> Iterable[Markup]:
    total, left = sum(row.counts), 0.0
    yield tag("rect", cls="chart-track", x=0, y=em(top), width="100%", height=em(1.55), rx=3)
    for place, n in enumerate(row.counts):
        if not n:
            continue
        share = n / total
        step = step_class(place, len(part_names))
        hover = tag("title", f"{part_names[place]}: {n} ({_share(n, total)})")
        yield tag("rect", hover, cls=step, x=percent(left), y=em(top), width=percent(share), height=em(1.55))
        if share >= INSIDE:
            yield text(_share(n, total), percent(left + share / 2), top + 1.1, cls=f"chart-inside {step}",
                        anchor="middle")  # fmt: skip
        left += share


def _stack_words(row: Stack, part_names: Sequence[str]) -> str:
    total = sum(row.counts)
    said = [f"{name} — {_share(n, total)}" for name, n in zip(part_names, row.counts, strict=True) if n]
    return "; ".join(said) or _("нет ответов")


def _mean_mark(mean: float, points: Sequence[str], width: float, floor: float) -> Markup:
    first = float(points[0])
    x = percent(width * (_clamped(mean - first, len(points) - 1) + 0.5) / 100)
    anchor = "end" if mean - first > len(points) / 2 else "start"
    words = _("среднее %(mean)s", mean=ru_number(mean, 1))
    line = tag("line", cls="chart-mean", x1=x, x2=x, y1=em(0.4), y2=em(floor))
    side = {"end": "-0.4em", "start": "0.4em"}[anchor]
    return line + text(words, x, 0.9, cls="chart-mean-label", anchor=anchor, dx=side)


def _spoke_name(spoke: Spoke, x: float, y: float, angle: float) -> Markup:
    side = math.cos(angle)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    lines = [*wrapped(spoke.label, 7.2), ru_number(spoke.value, 1)]
    top = y - 15 * (len(lines) - 1) * (0.5 - 0.5 * math.sin(angle)) + 4
    spans = Markup("").join(
        tag("tspan", line, x=num(x), y=num(top + 15 * place),
             cls="chart-value" if place == len(lines) - 1 else "chart-label")
        for place, line in enumerate(lines)
    )  # fmt: skip
    return tag("text", spans, text_anchor=anchor)


def _polygon(points: Sequence[tuple[float, float]], cls: str) -> Markup:
    return tag("polygon", cls=cls, points=" ".join(f"{num(x)},{num(y)}" for x, y in points))


def _picture(title: str, said: Iterable[tuple[str, str]], height: float, parts: Iterable[Markup]) -> Markup:
    return image(title, said, parts, cls="chart", width="100%", height=em(height))


def _share(n: int, total: int) -> str:
    return f"{ru_number(100 * n / total if total else 0)} %"


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))


def _clamped(value: float, most: float) -> float:
    return min(most, max(0.0, value))
