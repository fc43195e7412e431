"""A question as HTML. Drawn once a process for each state that a closed question can be in, since published
versions never change; words that people type are drawn anew and never kept."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from surveys.results.figures import MOST_KEPT as MOST_FIGURES
from surveys.results.figures import Part
from surveys.results.filters import Dimension
from surveys.showing import Showing, ShownItem
from surveys.views.blueprint import bp

CLOSED = frozenset({"section", "note", "single", "multiple", "yesno", "scale10", "scale", "nps", "matrix", "ranking"})
MOST_KEPT, MOST_LISTS = 20_000, 500
_kept: dict[tuple[Any, ...], Markup] = {}
_kept_lists: dict[int, tuple[tuple[ShownItem, ...], Markup]] = {}


@bp.app_template_global("draw_question")
def draw_question(shown: ShownItem, *, heading: bool) -> Markup:
    """The control of one item with what is answered; `heading` makes its wording the heading of the page."""
    key = _state_of(shown, heading)
    if key is None:
        return _draw(shown, heading)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _draw(shown, heading)
    return _kept[key]


@bp.app_template_global("draw_questions")
def draw_questions(showing: Showing) -> Markup:
    """Every item one below the other; the list that everybody sees before the first answer is kept whole."""
    if not showing.is_untouched:
        return _draw_list(showing)
    known = _kept_lists.get(id(showing.items))
    if known is None or known[0] is not showing.items:
        if len(_kept_lists) >= MOST_LISTS:
            _kept_lists.clear()
        known = _kept_lists[id(showing.items)] = showing.items, _draw_list(showing)
    return known[1]


@bp.app_template_global("draw_figures")
def draw_figures(parts: tuple[Part, ...], wave_id: str) -> Markup:
    """Every question with its figures; `wave_id` is the public one. Figures that are remembered are drawn once."""
    return _draw_figures(parts, wave_id, request.script_root)


@lru_cache(maxsize=MOST_FIGURES)
def _draw_figures(parts: tuple[Part, ...], wave_id: str, root: str) -> Markup:
    template = current_app.jinja_env.get_template("surveys/result_parts.html")
    return Markup(template.render(parts=parts, wave_id=wave_id))  # noqa: S704 — a template of ours, escaped


@bp.app_template_global("draw_cut_options")
def draw_cut_options(dimensions: Sequence[Dimension]) -> Markup:
    """The options of the choice by what to cut. A questionnaire of thirty questions has hundreds, always the same."""
    return _draw_cut_options(tuple((each.code, each.title, tuple(each.options.items())) for each in dimensions))


@lru_cache(maxsize=MOST_FIGURES)
def _draw_cut_options(dimensions: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]) -> Markup:
    group, option = Markup('<optgroup label="{}">{}</optgroup>\n'), Markup('<option value="{}:{}">{}</option>')
    return Markup("").join(
        group.format(title, Markup("").join(option.format(code, value, label) for value, label in options))
        for code, title, options in dimensions
    )


def _draw_list(showing: Showing) -> Markup:
    place = Markup('<div data-item="{}"{}>{}</div>\n')
    hidden = Markup(" hidden")
    return Markup("").join(
        place.format(shown.item.code, "" if shown.is_visible else hidden, draw_question(shown, heading=False))
        for shown in showing.items
    )


def _draw(shown: ShownItem, heading: bool) -> Markup:
    template = current_app.jinja_env.get_template("surveys/fill/question.html")
    return Markup(template.render(shown=shown, heading=heading))  # noqa: S704 — a template of ours, escaped


def _state_of(shown: ShownItem, heading: bool) -> tuple[Any, ...] | None:
    """What the HTML depends on, or None where it holds words of a person or of somebody else's answer."""
    if shown.version_id is None or shown.errors or shown.other_text:
        return None
    if shown.item.type not in CLOSED and (shown.typed or shown.stored):
        return None
    given = tuple(sorted((name, tuple(values)) for name, values in shown.typed.items()))
    return (shown.version_id, shown.item.code, heading, given, tuple(shown.marks.items()))
