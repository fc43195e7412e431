"""What both bases share: the person first, then the consent, then what the row says of the request or the profile."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.imports.models import Decision
from portal.imports.registry import Level, Line, Problem, Register, Verdict
from portal.matching.importing.cells import HIDDEN, code_in, names_in
from portal.matching.importing.persons import Persons
from portal.matching.kinds import Origin
from portal.matching.labels import ORIGINS
from portal.people.importing.known import Known
from portal.people.importing.values import Cells
from portal.people.models import Membership, Organization
from portal.people.periods import in_force
from portal.people.sensitive_words import sensitive_words
from portal.programs.models import Cycle, CycleFormat, Program

LONGEST_TEXT, LONGEST_LINE = 1_000, 200
Places = Mapping[int, Sequence[Membership]]


@dataclass(frozen=True, kw_only=True)
class Entering:
    """The plan of a row about somebody whom the register does not know yet."""

    verdict: Verdict


class BaseRegister(Register):
    """One base of one organisation while a table about it is read."""

    lacks_consent: str

    def __init__(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> None:
        self._actor = actor
        self._organization = db.session.scalars(sa.select(Organization).where(Organization.id == organization_id)).one()
        self._today = clock.today(self._organization.time_zone)
        self._persons = Persons(actor, organization_id, self._today, options, made)
        self._rows: dict[Any, int] = {}

    @abstractmethod
    def _compare(self, line: Line, known: Known, cells: Cells) -> Verdict: ...

    @abstractmethod
    def _write(self, line: Line, verdict: Verdict) -> None: ...

    def judge(self, line: Line) -> Verdict:
        """Find the person, then say what would change; a row about what is over is passed by."""
        cells = Cells(dict(line.values), self._today)
        if self._is_over(line):
            text = _("участие закончено: в базу такие строки не вносятся.")
            return Verdict(decision=Decision.SAME, problems=[Problem(text=text, column="ends_on",
                                                                     level=Level.WARNING)])  # fmt: skip
        who = self._persons.read(line, cells)
        if cells.problems:
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        known, question = self._persons.find(who, line.answer)
        if question or line.answer == "skip":
            matched_id = known.id if known and question else None
            return Verdict(decision=Decision.SKIP, problems=question, matched_id=matched_id)
        self._remark_on_others(line, cells)
        if known is None:
            return self._newcomer(line, self._persons.enter(line, who, cells), cells)
        return self._judge_known(line, known, cells)

    def _judge_known(self, line: Line, known: Known, cells: Cells) -> Verdict:
        """What the base says of somebody whom the register, or a row before, knows."""
        if known.number is not None:
            cells.problems.append(Problem(text=self.lacks_consent, level=Level.WARNING))
            return Verdict(decision=Decision.SAME, problems=cells.problems)
        if not self._persons.has_consented(known):
            cells.problems.append(Problem(text=self.lacks_consent))
            return Verdict(decision=Decision.ERROR, problems=cells.problems, matched_id=known.id)
        verdict = self._compare(line, known, cells)
        verdict.matched_id = known.id
        return verdict

    def apply(self, line: Line, verdict: Verdict) -> None:
        """Write what was judged, through the actions of the rooms."""
        if isinstance(verdict.plan, Entering):
            self._persons.apply_entering(line, verdict.plan.verdict)
        else:
            self._write(line, verdict)

    def _newcomer(self, line: Line, entered: Verdict, cells: Cells) -> Verdict:
        problems = [*entered.problems, *cells.problems]
        if entered.decision != Decision.NEW:
            return Verdict(decision=Decision.ERROR, problems=problems)
        changes = [_("Человек появится в реестре людей."), self.lacks_consent]
        return Verdict(decision=Decision.NEW, problems=problems, changes=changes, plan=Entering(verdict=entered))

    def _is_over(self, line: Line) -> bool:
        """Whether the row tells of what has ended; a day that is still to come is only planned."""
        said = line["ends_on"]
        if not said or said.strip().lower() in ("нет", "-", "–", "—"):
            return False
        day = Cells(dict(line.values), self._today).day("ends_on")
        return day is None or day < self._today

    def _remark_on_others(self, line: Line, cells: Cells) -> None:
        names = names_in(line["others"])
        if not names:
            return
        unknown = [name for name in names if len(name.split()) > 1 and not self._persons.named(name)]
        text = _("пару таблица не создаёт: её оформляют в реестре пар.")
        if unknown:
            text += " " + _("В организации не найдены: %(names)s.", names=", ".join(unknown)[:200])
        cells.problems.append(Problem(text=text, column="others", level=Level.WARNING))

    def _text(self, line: Line, cells: Cells, column: str, most: int = LONGEST_TEXT) -> str:
        """A text within its limit; a word that does not belong here is remarked on, as forms do."""
        said = clean_text(line[column].replace(HIDDEN, "").strip(" ,"))
        if HIDDEN in line[column]:
            text = _("особая отметка из таблицы не сохраняется. Есть письменное согласие – поставьте её в запросе.")
            cells.problems.append(Problem(text=text, column=column, level=Level.WARNING))
        if len(said) > most:
            cells.wrong(column, _("слишком длинно, до %(n)s знаков.", n=most))
        doubtful = sensitive_words(said)
        if doubtful:
            text = _("этому не место в базе: %(words)s.", words=", ".join(doubtful))
            cells.problems.append(Problem(text=text, column=column, level=Level.WARNING))
        return said

    def _origin(self, line: Line, cells: Cells) -> Origin:
        said = line["origin"]
        code = code_in(said, {str(origin): words for origin, words in ORIGINS.items()})
        if said and not code:
            text = _("«%(text)s» портал не знает, записано: %(word)s.", text=said[:40], word=ORIGINS[Origin.TABLE])
            cells.problems.append(Problem(text=text, column="origin", level=Level.WARNING))
        return Origin(code) if code else Origin.TABLE

    def _repeats(self, key: Any, line: Line, cells: Cells) -> bool:
        """Whether a row before this one was about the same; the first of them counts."""
        first = self._rows.setdefault(key, line.number)
        if first != line.number:
            text = _("Строка повторяет строку %(n)s.", n=first)
            cells.problems.append(Problem(text=text, level=Level.WARNING))
        return first != line.number


def has_errors(cells: Cells) -> bool:
    """Whether something keeps the row out."""
    return any(problem.level is Level.ERROR for problem in cells.problems)


def places_by_person(organization_id: int, kinds: Collection[str], today: Any) -> Places:
    """Person id → places of these kinds in the organisation today, the latest first."""
    rows = db.session.scalars(
        sa.select(Membership)
        .where(
            Membership.organization_id == organization_id, Membership.kind.in_(kinds), in_force(Membership, today)
        )
        .options(
            joinedload(Membership.organization), joinedload(Membership.group), joinedload(Membership.home),
            joinedload(Membership.person),
        )
        .order_by(Membership.starts_on.desc(), Membership.id)
    )  # fmt: skip
    found: dict[int, list[Membership]] = {}
    for place in rows:
        found.setdefault(place.person_id, []).append(place)
    return found


def year_formats(organization_id: int, today: Any) -> Sequence[CycleFormat]:
    """Formats of the organisation's years that run or lie ahead, those that run in a year before those that do not."""
    return db.session.scalars(
        sa.select(CycleFormat)
        .join(Cycle, Cycle.id == CycleFormat.cycle_id)
        .join(Program, Program.id == Cycle.program_id)
        .where(Program.organization_id == organization_id, Cycle.closed_on.is_(None), Cycle.ends_on >= today)
        .options(contains_eager(CycleFormat.cycle).contains_eager(Cycle.program), joinedload(CycleFormat.format))
        .order_by(Cycle.starts_on, Cycle.id, CycleFormat.is_on.desc(), CycleFormat.position)
    ).all()
