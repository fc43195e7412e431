"""What stands behind a figure of a curator's report: its rows, as far as they are open to the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.i18n import _, ngettext
from portal.core.web.tables import Page, paginate
from portal.events.models import Event
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.queries.reports import HEAD as REPORT_HEAD
from portal.mentorships.curating.facts import Facts, rows_of
from portal.mentorships.curating.words import code_label
from portal.mentorships.health.labels import rule_label
from portal.mentorships.health.models import PairWarning
from portal.mentorships.labels import pair_title
from portal.mentorships.meetings.labels import duration
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import WITH_MEMBERS


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row behind a figure; `people` are the ids of those whom it names."""

    title: str
    url: str
    details: tuple[str, ...] = ()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A page of rows; `closed` are those of the figure that the reader may not open."""

    found: Page
    lines: list[Line]
    closed: int


def behind(actor: Actor, facts: Facts, part: str, code: str) -> Behind:
    """The rows of a part that bear the code, by pages, in the order in which they were counted."""
    rows = rows_of(facts, part, code)
    key = {"reports": "report", "events": "event"}.get(part, "pair")
    details: dict[str, list[str]] = {}
    for row in rows:
        details.setdefault(row[key], []).append(_details(part, row))
    asked = _open_to(actor, key)(list(details))
    if part == "warnings":
        asked = asked.where(Mentorship.id.in_(_warned(actor)))
    found = paginate(asked)
    lines = [_LINES[key](each, tuple(filter(None, details[each.public_id]))) for each in found.rows]
    return Behind(found=found, lines=lines, closed=len(details) - found.total)


def _open_to(actor: Actor, key: str) -> Callable[[list[str]], sa.Select[Any]]:
    model, permission, options = {
        "pair": (Mentorship, Permission.MENTORSHIP_READ, WITH_MEMBERS),
        "report": (MentorReport, Permission.REPORT_READ, REPORT_HEAD),
        "event": (Event, Permission.EVENT_READ, ()),
    }[key]
    kind: Any = model
    return lambda keys: (
        select_allowed(actor, permission, kind).where(kind.public_id.in_(keys)).options(*options).order_by(kind.id)
    )


def _warned(actor: Actor) -> sa.Select[Any]:
    """Pairs of whose warnings the actor may hear: a pair is open to more people than what worries its curator."""
    return sa.select(PairWarning.mentorship_id).where(allowed(actor, Permission.HEALTH_KEEP, PairWarning))


def _details(part: str, row: Mapping[str, Any]) -> str:
    if part == "meetings":
        held = ngettext("%(num)s встреча", "%(num)s встреч", row["held"])
        return _("%(held)s, подтверждено %(n)s: %(time)s", held=held, n=row["confirmed"], time=duration(row["minutes"]))
    said = code_label(part, row["code"])
    return f"{rule_label(row['rule'])}: {said.lower()}" if part == "warnings" else said


def _pair(pair: Mentorship, details: tuple[str, ...]) -> Line:
    return Line(title=pair_title(pair), url=url_for("mentorships.show", public_id=pair.public_id), details=details,
                people=frozenset(each.person_id for each in pair.members))  # fmt: skip


def _report(report: MentorReport, details: tuple[str, ...]) -> Line:
    return Line(title=pair_title(report.mentorship), details=(report.person.full_name, *details),
                url=url_for("mentor_reports.show", public_id=report.public_id),
                people=frozenset(each.person_id for each in report.mentorship.members))  # fmt: skip


def _event(event: Event, details: tuple[str, ...]) -> Line:
    return Line(title=event.title, url=url_for("events.show", public_id=event.public_id), details=details)


_LINES: dict[str, Callable[[Any, tuple[str, ...]], Line]] = {"pair": _pair, "report": _report, "event": _event}
