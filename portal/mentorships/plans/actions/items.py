"""Items of a plan: added, changed, moved, removed while it is written; done with a result at any time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.access.actor import Actor
from portal.core import audit, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.mentorships.kinds import MemberSide
from portal.mentorships.plans.actions.rules import refuse_later, refuse_locked, refuse_over, today_of
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.kinds import BEST_MARK, MOST_ITEMS
from portal.mentorships.plans.models import Plan, PlanFile, PlanItem
from portal.programs.actions.changes import change

MOST_FILES = 10


def put_items(plan: Plan, facts: Sequence[ItemFacts]) -> list[PlanItem]:
    """Rows at the end of the plan, without a word in the trail."""
    if len(plan.items) + len(facts) > MOST_ITEMS:
        raise Refusal(_("В плане уже %(n)s пунктов: больше не поместится.", n=MOST_ITEMS))
    last = max((each.position for each in plan.items), default=0)
    made = [PlanItem(position=last + n, **_columns(each)) for n, each in enumerate(facts, 1)]
    plan.items.extend(made)
    db.session.flush()
    return made


def add_item(actor: Actor, plan: Plan, facts: ItemFacts) -> PlanItem:
    """One more item at the end. Call with the plan locked. Raises Refusal unless the plan is being written."""
    return take_items(actor, plan, [facts])[0]


def take_items(actor: Actor, plan: Plan, facts: Sequence[ItemFacts]) -> list[PlanItem]:
    """Several at once: proposals, or steps of a practice. Call with the plan locked."""
    refuse_locked(plan)
    made = put_items(plan, facts)
    plan.version += 1
    audit.record(actor, AuditEvent.PLAN_CHANGED, plan, changes={"items": len(made)})
    return made


def change_item(actor: Actor, item: PlanItem, facts: ItemFacts) -> None:
    """Put an item right; the step that it was taken from stays named."""
    refuse_locked(item.plan)
    columns = _columns(facts)
    columns.pop("practice_step_id")
    changed = change(item, columns)
    audit.record(actor, AuditEvent.PLAN_CHANGED, item.plan, changes={"fields": changed})


def move_item(actor: Actor, item: PlanItem, *, up: bool) -> None:
    """One place up or down within its section; at the edge it stays. Call with the plan locked."""
    refuse_locked(item.plan)
    row = [each for each in item.plan.items if each.section == item.section]
    n = row.index(item) + (-1 if up else 1)
    if not 0 <= n < len(row):
        return
    item.position, row[n].position = row[n].position, item.position
    db.session.flush()
    db.session.expire(item.plan, ["items"])
    audit.record(actor, AuditEvent.PLAN_CHANGED, item.plan, changes={"fields": ["position"]})


def remove_item(actor: Actor, item: PlanItem) -> None:
    """Take an item out, its files with it. Raises Refusal for one that is done: it is part of the story."""
    plan = item.plan
    refuse_locked(plan)
    if item.done_on is not None:
        raise Refusal(_("Пункт уже выполнен: он остаётся в плане."))
    stored = [each.file for each in item.files]
    plan.items.remove(item)
    plan.version += 1
    db.session.flush()
    for each in stored:
        files.erase(each)
    audit.record(actor, AuditEvent.PLAN_CHANGED, plan, changes={"items": -1})


def tell_result(
    actor: Actor, item: PlanItem, *, result: str, done_on: date | None, mark: int | None = None, words: str = "",
    upload: files.Upload | None = None,
) -> None:  # fmt: skip
    """What came of an item: it is done as of the day, or with no day still goes on. Works in every state of a plan.

    Mark and words are the mentor's: from anybody else they are not taken. Raises Refusal for a day to come, for an
    item that is done without words, and where the pair is over.
    """
    plan, today = item.plan, today_of(item.plan)
    refuse_over(plan)
    if done_on is not None:
        refuse_later(done_on, today)
        if not result.strip():
            raise Refusal(_("Напишите, что получилось."))
    wanted: dict[str, Any] = {"result": clean_text(result), "done_on": done_on}
    if may_mark(actor, plan):
        if mark is not None and not 1 <= mark <= BEST_MARK:
            raise Refusal(_("Оценка: от 1 до %(most)s.", most=BEST_MARK))
        wanted |= {"mark": mark, "words": clean_text(words)}
    if upload is not None:
        if len(item.files) >= MOST_FILES:
            raise Refusal(_("У пункта уже %(n)s файлов.", n=MOST_FILES))
        item.files.append(PlanFile(file_id=files.store(*upload).id, added_on=today))
    changed = change(item, wanted)
    event = AuditEvent.PLAN_ITEM_DONE if done_on is not None else AuditEvent.PLAN_ITEM_TOLD
    audit.record(actor, event, plan, changes={"fields": changed})


def remove_file(actor: Actor, item: PlanItem, attached: PlanFile) -> None:
    """It was attached by mistake."""
    refuse_over(item.plan)
    stored = attached.file
    item.files.remove(attached)
    db.session.flush()
    files.erase(stored)
    audit.record(actor, AuditEvent.PLAN_CHANGED, item.plan, changes={"fields": ["files"]})


def may_mark(actor: Actor, plan: Plan) -> bool:
    """Whether the actor stands in the pair as its mentor."""
    pair = plan.mentorship
    return pair is not None and actor.person_id in {each.person_id for each in pair.standing(MemberSide.MENTOR)}


def _columns(facts: ItemFacts) -> dict[str, object]:
    said = asdict(facts)
    return {**said, "title": clean_line(facts.title), "expected": clean_text(facts.expected)}
