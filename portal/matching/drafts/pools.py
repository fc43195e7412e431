"""A pool as it is kept with a run: canonical JSON, and back. Answers here are sets of codes only."""

import json
from dataclasses import fields
from typing import Any

from portal.matching.solving.kinds import Ground, Measure, RuleKind
from portal.matching.solving.pool import Ban, Criterion, Mentee, Mentor, Pool, Rule
from portal.matching.solving.stored import dump


def dump_pool(pool: Pool) -> str:
    """The text that `read_pool` reads."""
    return dump(pool)


def read_pool(text: str) -> Pool:
    """The same pool, with the same hash. Raises ValueError where the text is none."""
    try:
        data = json.loads(text)
        return Pool(
            mentees=tuple(_person(Mentee, each) for each in data["mentees"]),
            mentors=tuple(_person(Mentor, each) for each in data["mentors"]),
            criteria=tuple(
                _plain(Criterion, {**each, "measure": Measure(each["measure"])}) for each in data["criteria"]
            ),
            rules=tuple(_plain(Rule, {**each, "kind": RuleKind(each["kind"])}) for each in data["rules"]),
            bans=frozenset(_plain(Ban, {**each, "ground": Ground(each["ground"])}) for each in data["bans"]),
            relaxed=frozenset((mentee, rule) for mentee, rule in data["relaxed"]),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError("not a stored pool") from fault


def _person(made: Any, data: dict[str, Any]) -> Any:
    answers = {code: frozenset(said) for code, said in data["answers"].items()}
    return _plain(made, {**data, "answers": answers, **{name: frozenset(data[name]) for name in ("people", "heads")}})


def _plain(made: Any, data: dict[str, Any]) -> Any:
    return made(**{each.name: data[each.name] for each in fields(made)})
