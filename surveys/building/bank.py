"""The bank of questions: what the library and one's own published questionnaires ask, to be taken over."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.text import sort_key
from surveys.building.editing import item_of
from surveys.building.naming import with_fresh_codes
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.models import Item, Questionnaire, QuestionnaireVersion
from surveys.queries import LONGEST_SEARCH
from surveys.storage import compiled, last_version


def find_questions(actor: Actor, text: str, type_: str = "") -> Any:
    """Questions of versions in force that the actor may read, as rows with the name of their questionnaire."""
    last = (
        sa.select(sa.func.max(QuestionnaireVersion.number))
        .where(QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .correlate(Questionnaire)
        .scalar_subquery()
    )
    query = (
        sa.select(
            Item.code, Item.text, Item.type, Questionnaire.title, Questionnaire.public_id,
            Questionnaire.organization_id, Questionnaire.code.label("questionnaire_code"),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Item.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            allowed(actor, Permission.QUESTIONNAIRE_READ, Questionnaire),
            Questionnaire.retired_on.is_(None),
            QuestionnaireVersion.number == last,
            Item.kind == "question",
        )
        .order_by(Questionnaire.organization_id.is_(None), Questionnaire.sort_title, Questionnaire.id, Item.position)
    )  # fmt: skip
    if type_:
        query = query.where(Item.type == type_)
    for word in sort_key(text[:LONGEST_SEARCH]).split():
        query = query.where(sa.func.replace(sa.func.lower(Item.text), "ё", "е").contains(word, autoescape=True))
    return query


def question_of(actor: Actor, public_id: str, code: str) -> ItemDefinition:
    """One question of a questionnaire in force. Raises NotSeen for what the actor may not read."""
    found = db.session.scalars(
        sa.select(Questionnaire.id).where(
            Questionnaire.public_id == public_id, allowed(actor, Permission.QUESTIONNAIRE_READ, Questionnaire)
        )
    ).one_or_none()
    version = last_version(found) if found is not None else None
    item = item_of(compiled(version.id), code) if version else None
    if item is None:
        raise NotSeen
    return item


def taken_over(item: ItemDefinition, definition: QuestionnaireDefinition, taken: set[str]) -> ItemDefinition:
    """The question as it fits into a draft: its code if that is free, no condition, no block unknown there."""
    blocks = {block.code for block in definition.blocks}
    fitting = replace(item, show_if=None, block=item.block if item.block in blocks else "")
    rows = tuple(replace(row, block=row.block if row.block in blocks else "") for row in fitting.rows)
    return with_fresh_codes(replace(fitting, rows=rows), taken)
