"""Somebody who asks for everything that a reader without names may see, and calculates.

The tester knows who stands behind every figure (the attacker guesses it from the labels), so a figure becomes a view:
a column of zeros and ones over the respondents. Whatever can be combined from the columns, the attacker knows.
"""

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, new_public_id
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership
from surveys.counting import response_counts
from surveys.models import Answer, Mode, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.records import count_submission, uncount_submission
from surveys.results.asking import figures_for
from surveys.results.breakdown import by_groups
from surveys.results.compare import compare
from surveys.results.crosstab import cross_table
from surveys.results.filters import dimensions_of, read_cuts
from surveys.results.privacy import Reading
from surveys.results.release import release_number, release_rest
from tests.surveys.attacked import ASKED, QUESTIONS, K, small_groups
from tests.surveys.crowds import make_wave


def invent(chance: random.Random) -> dict[str, Any]:
    ways = {
        "PLACE": chance.choices("abcd", weights=(6, 5, 2, 1))[0], "MET": chance.choice(("yes", "yes", "no")),
        "WAYS": [v for v in "xyz" if chance.random() < 0.5] or ["x"], "MARK": chance.randint(1, 10),
        "FIVE": chance.randint(1, 5), "HOURS": chance.randint(0, 20), "NOTE": "Слова", "WHY": chance.randint(1, 10),
    }  # fmt: skip
    given = {code: value for code, value in ways.items() if code == "MET" or chance.random() < 0.85}
    if given["MET"] == "yes":
        given.pop("WHY", None)
    return given


@dataclass
class Target:
    """A wave that fills while the attacker looks on; `answers` by response id in the order of coming."""

    wave: SurveyAssignment
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    behind: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def answered(self, code: str, key: str) -> bool:
        return code in self.answers[key]

    def released(self, code: str) -> set[str]:
        """Who stands behind the released figures of a question: the tester looks into the tables."""
        from surveys.models import ReleasedCount

        last = db.session.scalar(
            sa.select(ReleasedCount.release).where(
                ReleasedCount.assignment_id == self.wave.id, ReleasedCount.item_code == code,
                ReleasedCount.value == "__responses__",
            )
        ) or 0  # fmt: skip
        if (code, last) not in self.behind:  # as it was at that release: some may be gone since then
            rows = db.session.execute(
                sa.select(Response.id, Response.batch).where(
                    Response.assignment_id == self.wave.id, Response.batch.is_not(None)
                )
            )
            known = [row.id for row in rows if release_number(row.id, row.batch) <= last]
            self.behind[code, last] = {key for key in known if self.answered(code, key)}
        return self.behind[code, last]


def begin(school: Any, seed: str, mode: Mode = Mode.NAMED, n: int = 40) -> Target:
    """A wave for `n` people in three groups, nobody of whom has answered."""
    wave = make_wave(school, QUESTIONS, [], waiting=n, mode=mode, family=f"Цель{seed}", title=f"Цель {seed}")
    people = db.session.scalars(
        sa.select(SurveyInvitation.person_id).where(SurveyInvitation.assignment_id == wave.id).order_by("id")
    ).all()
    groups = [
        Group(organization_id=school.id, name=f"Г{seed}{k}", sort_name=f"г{seed}{k}", starts_on=date(2024, 9, 1))
        for k in range(3)
    ]
    db.session.add_all(groups)
    db.session.flush()
    for place, person in enumerate(people):
        group = groups[0 if place % 9 < 5 else 1 if place % 9 < 8 else 2]
        db.session.add(Membership(person_id=person, organization_id=school.id, group_id=group.id,
                                  kind=MembershipKind.LEARNER, starts_on=date(2024, 9, 1)))  # fmt: skip
    db.session.commit()
    return Target(wave)


def answer(target: Target, place: int, given: dict[str, Any]) -> None:
    """The person at this place submits, as the portal stores and counts it."""
    wave, key = target.wave, new_public_id()
    invitation = db.session.scalars(
        sa.select(SurveyInvitation.id)
        .where(SurveyInvitation.assignment_id == wave.id)
        .order_by("id")
        .offset(place)
        .limit(1)
    ).one()
    db.session.execute(sa.insert(Response), [{
        "id": key, "assignment_id": wave.id, "version_id": wave.version_id, "state": ResponseState.SUBMITTED,
        "invitation_id": invitation if wave.mode == Mode.NAMED else None, "submitted_at": clock.now(), "clients": {},
        "scores": {}, "link_code": f"code{place}" if wave.mode == Mode.LINKED else None,
    }])  # fmt: skip
    db.session.execute(
        sa.insert(Answer), [{"response_id": key, "item_code": code, "value": value} for code, value in given.items()]
    )
    count_submission(wave.id, response_counts(QUESTIONS, given))
    db.session.commit()
    db.session.refresh(wave)
    target.answers[key] = given


def take_back(target: Target, key: str) -> None:
    """Whoever gave this response withdraws it; the tester remembers what was in it."""
    batch = db.session.scalar(sa.select(Response.batch).where(Response.id == key))
    db.session.execute(sa.delete(Response).where(Response.id == key))
    counts = response_counts(QUESTIONS, target.answers[key])
    uncount_submission(target.wave.id, counts, was_released=batch is not None)
    db.session.commit()
    db.session.refresh(target.wave)


def close(target: Target) -> None:
    wave = target.wave
    wave.opens_at, wave.closes_at = clock.now() - timedelta(days=20), clock.now() - timedelta(hours=1)
    db.session.flush()
    release_rest(wave)
    db.session.commit()


class Attacker:
    """Remembers every view of every question that it was shown, and small cells that it saw."""

    def __init__(self, target: Target, reading: Reading) -> None:
        self.target, self.reading = target, reading
        self.views: dict[str, set[frozenset[str]]] = {code: set() for code in ASKED}
        self.small_cells: list[Any] = []
        self.queries = 0

    def look(self) -> None:
        """The whole wave as it is shown at this moment."""
        self.queries += 1
        results = figures_for(self.reading, self.target.wave, with_pictures=False)
        if results.closed:
            return
        for item in results.items:
            if not item.closed and item.item.code in self.views and item.summary and item.summary.base.answered:
                seen = self._behind(item.item.code)
                assert len(seen) == item.summary.base.answered, "the tester misreads who stands behind a figure"
                self.views[item.item.code].add(seen)

    def cut(self) -> None:
        """Every value of every dimension, pairs of values, and every pair of questions."""
        dimensions = dimensions_of(self.target.wave, QUESTIONS)
        keys = [f"{each.code}:{value}" for each in dimensions for value in each.options]
        for asked in [[key] for key in keys] + [list(pair) for pair in itertools.combinations(keys, 2)]:
            self.queries += 1
            cuts = read_cuts(asked, dimensions)
            results = figures_for(self.reading, self.target.wave, cuts, with_pictures=False)
            if not results.closed:
                self._note_part(results, {cut.key for cut in cuts})
        for rows, columns in itertools.permutations(dimensions, 2):
            self.queries += 1
            table = cross_table(self.reading, self.target.wave, rows, columns)
            cells = [cell for line in table.lines for cell in line.cells]
            self.small_cells += [(rows.code, columns.code, cell) for cell in cells if cell and cell < K]

    def compare(self, other: Target) -> None:
        """Who answered both times, question by question."""
        self.queries += 1
        found = compare(self.reading, self.target.wave, other.wave)
        twins = self._twins(other)
        for each in found.items:
            if each.test is not None and not each.closed:
                code = each.item.code
                both = {one for one, two in twins.items() if code in other.answers[two] and one in self._behind(code)}
                assert len(both) == each.test.n
                self.views[code].add(frozenset(both))

    def compare_parts(self, other: Target) -> int:
        """Who answered both times in every part of the earlier wave, by the page and row by row; how many were open."""
        twins, n_open = self._twins(other), 0
        whole = compare(self.reading, self.target.wave, other.wave)
        rows = {}
        for dimension in dimensions_of(self.target.wave, QUESTIONS):
            for compared in whole.items:
                self.queries += 1
                if whole.pairs is not None:
                    found = by_groups(whole, compared.item, dimension).rows
                    rows.update({(compared.item.code, dimension.code, row.label): row.n for row in found})
            for value, label in dimension.options.items():
                self.queries += 1
                cut = read_cuts([f"{dimension.code}:{value}"], [dimension])
                part = compare(self.reading, self.target.wave, other.wave, cut)
                for each in part.items:
                    code = each.item.code
                    if each.test is None or each.closed:
                        assert (code, dimension.code, label) not in rows, "the rows say more than the part"
                        continue
                    both = {
                        one
                        for one, two in twins.items()
                        if code in other.answers[two] and code in self.target.answers[one]
                    }
                    inside = frozenset(one for one in both if self._fits(one, {cut[0].key}))
                    assert len(inside) == each.test.n == rows[code, dimension.code, label]
                    self.views[code] |= {inside, frozenset(both - inside)}
                    n_open += 1
        return n_open

    def hits(self) -> list[tuple[str, tuple[str, ...]]]:
        """Groups of fewer than k people whose own figures follow from all that was shown."""
        found = []
        for code, views in self.views.items():
            people = sorted(set().union(*views)) if views else []
            if not people:
                continue
            columns = np.array([[key in view for key in people] for view in sorted(views, key=sorted)], dtype=float).T
            found += [(code, tuple(people[n] for n in group)) for group in small_groups(columns)]
        return found

    @property
    def pairs(self) -> int:
        """How many pairs of answers were set against each other."""
        return self.queries * (self.queries - 1) // 2

    def _note_part(self, results: Any, keys: set[str]) -> None:
        for item in results.items:
            code = item.item.code
            if item.closed or code not in self.views or not (item.facts or item.table.rows):
                continue
            inside = frozenset(key for key in self._behind(code) if self._fits(key, keys))
            self.views[code].add(inside)
            whole = self._behind(code)
            self.views[code].add(whole - inside)
            counts = [row[1] for row in item.table.rows]
            self.small_cells += [(sorted(keys), code, n) for n in counts if n and n < K]

    def _behind(self, code: str) -> frozenset[str]:
        if self.reading.names:
            return frozenset(key for key in self.target.answers if self.target.answered(code, key))
        return frozenset(self.target.released(code))

    def _fits(self, key: str, keys: set[str]) -> bool:
        for each in keys:
            code, _colon, value = each.partition(":")
            given = self.target.answers[key].get(code)
            if code == "group":
                if not self._in_group(key, value):
                    return False
            elif value not in ([str(one) for one in given] if isinstance(given, list) else [str(given)]):
                return False
        return True

    def _in_group(self, key: str, group: str) -> bool:
        query = (
            sa.select(Group.public_id)
            .join(Membership, Membership.group_id == Group.id)
            .join(SurveyInvitation, SurveyInvitation.person_id == Membership.person_id)
            .join(Response, Response.invitation_id == SurveyInvitation.id)
            .where(Response.id == key)
        )
        return db.session.scalar(query) == group

    def _twins(self, other: Target) -> dict[str, str]:
        """Response of this wave → response of the same person in the other."""

        def owners(target: Target) -> dict[Any, str]:
            rows = db.session.execute(
                sa.select(Response.id, Response.link_code, SurveyInvitation.person_id)
                .outerjoin(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
                .where(Response.assignment_id == target.wave.id)
            )
            return {row.person_id or row.link_code: row.id for row in rows}

        mine, theirs = owners(self.target), owners(other)
        return {key: theirs[owner] for owner, key in mine.items() if owner in theirs}


def counted(found: list[Any]) -> Counter[str]:
    """Hits by question, for a message that can be read."""
    return Counter(code for code, _group in found)
