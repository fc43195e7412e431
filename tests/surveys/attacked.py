"""What an attacker is let loose on: a questionnaire of every kind of figures; which small groups follow from views."""

import itertools
from typing import Any

import numpy as np

from surveys.mapping import from_mapping

K = 5
QUESTIONS = from_mapping({"code": "attacked", "title": "Что у нас спросят", "items": [
    {"code": "PLACE", "type": "single", "text": "Где?",
     "options": [{"value": v, "label": v.upper()} for v in ("a", "b", "c", "d")]},
    {"code": "MET", "type": "yesno", "text": "Состоялось?"},
    {"code": "WAYS", "type": "multiple", "text": "Что помогло?",
     "options": [{"value": v, "label": v.upper()} for v in ("x", "y", "z")]},
    {"code": "WHY", "type": "scale10", "text": "Насколько мешало?", "show_if": {"code": "MET", "equals": False}},
    {"code": "MARK", "type": "scale10", "text": "Польза?"},
    {"code": "FIVE", "type": "scale", "min": 1, "max": 5, "text": "Ясно?"},
    {"code": "HOURS", "type": "number", "text": "Сколько часов?"},
    {"code": "NOTE", "type": "text", "text": "Что ещё?"},
]})  # fmt: skip
ASKED = ("PLACE", "MET", "WAYS", "WHY", "MARK", "FIVE", "HOURS")


def small_groups(columns: Any, k: int = K) -> list[tuple[int, ...]]:
    """Sets of fewer than k rows whose sum lies in the span of the columns; a random vector across the span tells."""
    left, sizes, _right = np.linalg.svd(columns, full_matrices=False)
    basis = left[:, sizes > 1e-9 * max(1.0, sizes.max())]
    marks = np.random.default_rng(0).standard_normal((len(columns), 2))
    marks -= basis @ (basis.T @ marks)
    found = []
    for size in range(1, k):
        groups = np.array(list(itertools.combinations(range(len(columns)), size)))
        if len(groups):
            apart = np.abs(marks[groups].sum(axis=1)).max(axis=1)
            found += [tuple(int(n) for n in group) for group in groups[apart < 1e-9]]
    return found
