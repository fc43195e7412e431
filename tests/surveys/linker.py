"""An attacker with a copy of everything: tables with the order of their rows, logs and letters (reliability 9.7).

Half of the truth is known to them, as the answers of one's own class may be. On that half they choose the best of all
ways to join people and responses, and on the other half it is counted how often it is right.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from typing import Any

import sqlalchemy as sa

from portal.core.db import Base, db

Row = dict[str, Any]
Dump = dict[str, list[Row]]
Feature = dict[str, float]
PEOPLE_TABLES = {"person_id": "person", "user_id": "user", "invitation_id": "survey_invitation"}


@dataclass(frozen=True)
class Truth:
    """Who wrote what: public id of the invitation → id of the response; the attacker knows half of it."""

    pairs: dict[str, str]
    persons: dict[str, int]


@dataclass
class Found:
    """The best way on the known half, and how many of the other half it joined rightly."""

    way: str
    known: int
    hits: int
    of: int
    ways: int = field(default=0)

    @property
    def is_chance(self) -> bool:
        """Chance joins one pair of n with a deviation of one: right at most four times (1 + 3 σ)."""
        return self.hits <= 4


def dump() -> Dump:
    """Every table in the order in which its rows lie, with whatever the database notes beside a row."""
    found: Dump = {}
    is_postgres = db.engine.dialect.name == "postgresql"
    for table in Base.metadata.sorted_tables:
        columns = [sa.text(f'"{column.name}"') for column in table.columns]
        if is_postgres:
            columns += [sa.text("ctid::text AS place"), sa.text("xmin::text::bigint AS written")]
        query = sa.select(*columns).select_from(sa.text(f'"{table.name}"'))
        found[table.name] = [dict(row) for row in db.session.execute(query).mappings()]
    return found


def link(tables: Dump, logs: Sequence[str], truth: Truth, seed: int = 3) -> Found:
    """Choose on the known half, count on the other."""
    people = sorted(truth.pairs)
    random.Random(seed).shuffle(people)
    known, rest = people[: len(people) // 2], people[len(people) // 2 :]
    theirs, answers = _people_features(tables, logs, truth), _answer_features(tables, logs, set(truth.pairs.values()))
    ways = {f"{a} ~ {b}": (theirs[a], answers[b]) for a, b in product(theirs, answers)}
    scores = {name: _right(truth, known, *way) for name, way in ways.items()}
    scores["a value that both hold"] = _shared(tables, logs, truth, known)
    best = max(scores, key=lambda name: scores[name])
    hits = _right(truth, rest, *ways[best]) if best in ways else _shared(tables, logs, truth, rest)
    return Found(best, scores[best], hits, len(rest), len(scores))


def _right(truth: Truth, people: Sequence[str], theirs: Feature, answers: Feature) -> int:
    """Join by rank: the i-th of the people with the i-th of the responses, forwards or backwards."""
    mine = [who for who in people if who in theirs]
    wrote = [truth.pairs[who] for who in people if truth.pairs[who] in answers]
    ranked, by_rank = sorted(mine, key=lambda who: theirs[who]), sorted(wrote, key=lambda key: answers[key])
    if len({theirs[who] for who in mine}) < 2 or len({answers[key] for key in wrote}) < 2:
        return 0
    forwards = sum(truth.pairs[who] == key for who, key in zip(ranked, by_rank, strict=False))
    backwards = sum(truth.pairs[who] == key for who, key in zip(reversed(ranked), by_rank, strict=False))
    return max(forwards, backwards)


def _shared(tables: Dump, logs: Sequence[str], truth: Truth, people: Sequence[str]) -> int:
    """Join by a value of a row about a person that also stands in a row about a response, and in few others."""
    told: dict[str, set[str]] = {}
    for who, rows in _rows_of_people(tables, truth).items():
        for value in {str(value) for _table, row in rows for value in row.values()}:
            told.setdefault(value, set()).add(who)
    hits, wanted = 0, set(people)
    by_response = {key: who for who, key in truth.pairs.items()}
    for key, rows in _rows_of_answers(tables, set(by_response)).items():
        values = {str(value) for _table, row in rows for value in row.values() if len(str(value)) > 5}
        suspects = [next(iter(told[value])) for value in values if len(told.get(value, ())) == 1]
        hits += any(who == by_response[key] and who in wanted for who in suspects)
    lines = [line for line in logs if any(key in line for key in by_response)]
    return hits + sum(any(who in line for who in wanted) for line in lines)


def _people_features(tables: Dump, logs: Sequence[str], truth: Truth) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for who, rows in _rows_of_people(tables, truth).items():
        for table, row in rows:
            _note(found, who, table, row)
        spoken = [place for place, line in enumerate(logs) if who in line]
        if spoken:
            found.setdefault("log", {})[who] = float(spoken[0])
    return found


def _answer_features(tables: Dump, logs: Sequence[str], responses: set[str]) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for key, rows in _rows_of_answers(tables, responses).items():
        for table, row in rows:
            _note(found, key, table, row)
        spoken = [place for place, line in enumerate(logs) if key in line]
        if spoken:
            found.setdefault("log", {})[key] = float(spoken[0])
    return found


def _note(found: dict[str, Feature], whose: str, table: str, row: Mapping[str, Any]) -> None:
    """Every number, time and place of a row; of several rows the last."""
    for name, value in row.items():
        number = _number(value)
        if number is not None:
            found.setdefault(f"{table}.{name}", {})[whose] = number


def _rows_of_people(tables: Dump, truth: Truth) -> dict[str, list[tuple[str, Row]]]:
    """Rows that name the person, the account or the invitation, by id or by any of their texts."""
    invitations = {row["public_id"]: row for row in tables["survey_invitation"]}
    accounts = {row["person_id"]: row for row in tables["user"]}
    ids: dict[tuple[str, Any], str] = {}
    for who in truth.pairs:
        person = truth.persons[who]
        ids |= {("person_id", person): who, ("invitation_id", invitations[who]["id"]): who}
        if person in accounts:
            ids[("user_id", accounts[person]["id"])] = who
    found: dict[str, list[tuple[str, Row]]] = {who: [] for who in truth.pairs}
    for name, rows in tables.items():
        for place, row in enumerate(rows):
            named = {ids[(column, row[column])] for column in PEOPLE_TABLES if (column, row.get(column)) in ids}
            named |= {str(value) for value in row.values() if isinstance(value, str) and value in truth.pairs}
            for who in named:
                found[who].append((name, {**row, "order of rows": place}))
    return found


def _rows_of_answers(tables: Dump, responses: set[str]) -> dict[str, list[tuple[str, Row]]]:
    found: dict[str, list[tuple[str, Row]]] = {key: [] for key in responses}
    for name, rows in tables.items():
        for place, row in enumerate(rows):
            for value in row.values():
                if isinstance(value, str) and value in responses:
                    found[value].append((name, {**row, "order of rows": place}))
    return found


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, str):
        return _moment(value)
    return None


def _moment(text: str) -> float | None:
    """Times as SQLite keeps them, and places of PostgreSQL: «(12,7)»."""
    if text.startswith("(") and text.endswith(")"):
        page, _comma, line = text[1:-1].partition(",")
        return int(page) * 1000 + int(line) if page.isdecimal() and line.isdecimal() else None
    try:
        return datetime.fromisoformat(text).timestamp() if text[:4].isdecimal() and "-" in text else None
    except ValueError:
        return None
