"""Plans of the city's pairs in bulk: ready items of the format, some done, some overdue, approved as they stood."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.demo.city_bases import GOALS, NOON, insert
from portal.demo.plans import RESULTS
from portal.demo.town import SYSTEM, ZONE
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.moments import moment_of
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.kinds import PlanKind, PlanState
from portal.mentorships.plans.models import Plan, PlanItem, PlanVersion
from portal.mentorships.plans.queries import template_items
from portal.programs.models import MentoringFormat

Progress = Callable[[str], None]
Row = dict[str, Any]
BATCH, AFTER = 100, timedelta(days=10)


def plan_city(*, since: int, progress: Progress) -> None:
    """A development plan for every second pair after the id `since` that began, approved ten days later."""
    pairs = _pairs(since)[::2]
    for start in range(0, len(pairs), BATCH):
        _write(pairs[start : start + BATCH])
        db.session.commit()
        if start % (BATCH * 10) == 0:
            progress(_("Планы: %(done)s из %(total)s", done=min(start + BATCH, len(pairs)), total=len(pairs)))


def _pairs(since: int) -> Sequence[Any]:
    member = MentorshipMember
    return db.session.execute(
        sa.select(
            Mentorship.id, Mentorship.organization_id, Mentorship.starts_on, Mentorship.ends_on,
            Mentorship.planned_until, member.person_id, MentoringFormat.code,
        )
        .join(member, member.mentorship_id == Mentorship.id)
        .join(MentoringFormat, MentoringFormat.id == Mentorship.format_id)
        .where(Mentorship.id > since, Mentorship.starts_on.is_not(None), member.side == MemberSide.MENTEE)
        .order_by(Mentorship.id)
    ).all()  # fmt: skip


def _write(pairs: Sequence[Any]) -> None:
    today = clock.today(ZONE)
    known = [(pair, _items(pair), pair.starts_on + AFTER <= (pair.ends_on or today)) for pair in pairs]
    heads = [_head(pair, is_approved=is_approved) for pair, _facts, is_approved in known]
    table: Any = Plan.__table__
    ids = db.session.scalars(sa.insert(table).returning(table.c.id, sort_by_parameter_order=True), heads).all()
    items: list[Row] = []
    versions: list[Row] = []
    for key, head, (pair, facts, is_approved) in zip(ids, heads, known, strict=True):
        until = pair.ends_on or today
        items += [_item(key, n, each, until) for n, each in enumerate(facts, 1)]
        if is_approved:
            versions.append({"plan_id": key, "number": 1, "approved_on": head["approved_on"],
                             "content": _content(head, facts)})  # fmt: skip
    insert(PlanItem, items)
    insert(PlanVersion, versions)
    insert(AuditEntry, [_entry(head) for head in heads])


def _items(pair: Any) -> list[ItemFacts]:
    return template_items(PlanKind.DEVELOPMENT, pair.code, pair.starts_on, _until(pair))


def _until(pair: Any) -> date:
    until: date = max(pair.planned_until, pair.starts_on)
    return until


def _head(pair: Any, *, is_approved: bool) -> Row:
    yes = pair.starts_on + AFTER if is_approved else None
    return {
        "public_id": new_public_id(), "organization_id": pair.organization_id, "mentorship_id": pair.id,
        "person_id": pair.person_id, "started_by_id": None, "kind": PlanKind.DEVELOPMENT,
        "goal": GOALS[pair.id % len(GOALS)], "state": PlanState.APPROVED if is_approved else PlanState.DRAFT,
        "starts_on": pair.starts_on, "ends_on": _until(pair), "mentee_agreed_on": yes, "mentor_agreed_on": yes,
        "approved_on": yes,
    }  # fmt: skip


def _item(plan_id: int, position: int, facts: ItemFacts, until: date) -> Row:
    """Done on its day, but for one of five that waits."""
    is_done = facts.due_on is not None and facts.due_on <= until and (plan_id + position) % 5 > 0
    return {
        "public_id": new_public_id(), "plan_id": plan_id, "position": position, "section": facts.section,
        "activity": facts.activity, "title": facts.title, "responsible": facts.responsible, "due_on": facts.due_on,
        "expected": facts.expected, "result": RESULTS[position % len(RESULTS)] if is_done else "",
        "done_on": facts.due_on if is_done else None, "mark": 4 if is_done else None,
    }  # fmt: skip


def _content(head: Row, facts: Sequence[ItemFacts]) -> Row:
    """As `agreeing.content_of` keeps it."""
    items = [
        {"section": each.section, "activity": each.activity, "title": each.title, "responsible": each.responsible,
         "due_on": each.due_on.isoformat() if each.due_on else None, "expected": each.expected}
        for each in facts
    ]  # fmt: skip
    return {
        "kind": head["kind"], "goal": head["goal"], "starts_on": head["starts_on"].isoformat(),
        "ends_on": head["ends_on"].isoformat(), "items": items,
    }  # fmt: skip


def _entry(head: Row) -> Row:
    return {
        "happened_at": moment_of(head["starts_on"], NOON, ZONE), "person_id": SYSTEM.person_id,
        "organization_id": head["organization_id"], "event": AuditEvent.PLAN_STARTED,
        "subject_kind": Plan.__tablename__, "subject_id": head["public_id"], "changes": {"kind": head["kind"]},
    }  # fmt: skip
