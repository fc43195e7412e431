"""Drafts of own questionnaires: begun, changed step by step, taken back, discarded, published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.models import Organization
from surveys.checks import MOST_ITEMS, check_definition
from surveys.definitions import QuestionnaireDefinition
from surveys.mapping import checksum, from_mapping, to_mapping
from surveys.models import DraftStep, Item, Option, Questionnaire, QuestionnaireDraft, QuestionnaireVersion
from surveys.storage import compiled, last_version, publish_questionnaire

MOST_STEPS = 50
ONE_GO = timedelta(minutes=10)
OWN = "own"


def begin_blank(actor: Actor, organization: Organization, title: str) -> Questionnaire:
    """A new questionnaire of the organisation, with nothing in it yet."""
    return _begin(actor, organization, QuestionnaireDefinition(code="", title=clean_line(title)), OWN)


def begin_copy(actor: Actor, organization: Organization, version: QuestionnaireVersion, title: str) -> Questionnaire:
    """A new questionnaire of the organisation that says what a published version says, under the same item codes."""
    source = compiled(version.id)
    return _begin(actor, organization, replace(source, title=clean_line(title) or source.title), source.code)


def begin_revision(actor: Actor, questionnaire: Questionnaire) -> QuestionnaireDraft:
    """A draft of the next version; the one that is there already stays as it is."""
    draft = draft_of(questionnaire.id)
    if draft is not None:
        return draft
    version = last_version(questionnaire.id)
    if version is None:
        raise Refusal(_("У анкеты нет ни черновика, ни опубликованной версии."))
    return _add_draft(actor, questionnaire, compiled(version.id), version)


def change_draft(
    actor: Actor, draft: QuestionnaireDraft, definition: QuestionnaireDefinition, words: str, code: str = "",
    *, in_one_go: bool = False,
) -> None:  # fmt: skip
    """Write the next state; `words` say what taking it back would undo. A change that changes nothing leaves no step.

    `in_one_go`: changes of the same place by the same person within ten minutes are taken back together.
    """
    if len(definition.items) > MOST_ITEMS:
        raise Refusal(_("В анкете больше %(most)s пунктов. Разделите её на две.", most=MOST_ITEMS))
    written = to_mapping(definition)
    if written == draft.definition:
        return
    last = last_step(draft.id)
    goes_on = in_one_go and last is not None and _is_same_deed(last, actor, words, code)
    if not goes_on:
        number = last.number + 1 if last else 1
        db.session.add(DraftStep(draft_id=draft.id, made_by_id=actor.person_id, number=number, words=words, code=code,
                                 definition=draft.definition))  # fmt: skip
        run(sa.delete(DraftStep).where(DraftStep.draft_id == draft.id, DraftStep.number <= number - MOST_STEPS))
    _write(actor, draft, definition)


def take_back(actor: Actor, draft: QuestionnaireDraft, number: int) -> DraftStep:
    """Undo the last step; returns it. Raises Refusal when another step was made since the page was drawn."""
    last = last_step(draft.id)
    if last is None or last.number != number:
        raise Refusal(_("Пока страница была открыта, анкету изменили. Откройте её заново и посмотрите, что отменять."))
    _write(actor, draft, from_mapping(last.definition))
    run(sa.delete(DraftStep).where(DraftStep.id == last.id))
    return last


def discard_draft(actor: Actor, draft: QuestionnaireDraft) -> None:
    """Forget the draft. Published versions stay; a questionnaire that has none goes with its draft."""
    questionnaire = draft.questionnaire
    audit.record(
        actor, AuditEvent.QUESTIONNAIRE_DRAFT_DISCARDED, questionnaire, organization_id=questionnaire.organization_id
    )
    _forget(draft)
    if last_version(questionnaire.id) is None:
        db.session.delete(questionnaire)
    db.session.flush()


def publish_draft(actor: Actor, draft: QuestionnaireDraft, organization: Organization) -> QuestionnaireVersion:
    """Make the draft the version in force; the draft is over. Waves keep the version they were opened with.

    Raises Refusal when something has to be put right first, or when nothing differs from the version in force.
    """
    definition = definition_of(draft)
    if check_definition(definition):
        raise Refusal(_("Опубликовать пока нельзя: сначала исправьте то, что отмечено ниже."))
    last = last_version(draft.questionnaire_id)
    if last is not None and last.checksum == checksum(definition):
        raise Refusal(_("Черновик ничем не отличается от действующей версии."))
    version = publish_questionnaire(actor, definition, organization=organization)
    _forget(draft)
    return version


def retire_questionnaire(actor: Actor, questionnaire: Questionnaire) -> None:
    """Offer it for new waves no more; versions, waves and answers stay. Retiring twice changes nothing."""
    if questionnaire.retired_on is None:
        questionnaire.retired_on = clock.now().date()
        questionnaire.version += 1
        db.session.flush()
        audit.record(actor, AuditEvent.QUESTIONNAIRE_RETIRED, questionnaire)


def restore_questionnaire(actor: Actor, questionnaire: Questionnaire) -> None:
    """Offer it again."""
    if questionnaire.retired_on is not None:
        questionnaire.retired_on = None
        questionnaire.version += 1
        db.session.flush()
        audit.record(actor, AuditEvent.QUESTIONNAIRE_RESTORED, questionnaire)


def draft_of(questionnaire_id: int) -> QuestionnaireDraft | None:
    """The draft of a questionnaire that has passed the gate."""
    return db.session.scalars(
        sa.select(QuestionnaireDraft).where(QuestionnaireDraft.questionnaire_id == questionnaire_id)
    ).one_or_none()


def definition_of(draft: QuestionnaireDraft) -> QuestionnaireDefinition:
    """What the draft says now."""
    return from_mapping(draft.definition)


def last_step(draft_id: int) -> DraftStep | None:
    """The step that «Отменить» takes back."""
    return db.session.scalars(
        sa.select(DraftStep).where(DraftStep.draft_id == draft_id).order_by(DraftStep.number.desc()).limit(1)
    ).one_or_none()


def codes_ever(questionnaire_id: int) -> set[str]:
    """Codes of all published versions: none of them may ever mean another question."""
    return set(_ever(questionnaire_id, sa.select(Item.code)))


def values_ever(questionnaire_id: int, code: str) -> set[str]:
    """Values that options of this question had in any published version."""
    query = sa.select(Option.value).join(Item, Item.id == Option.item_id).where(Item.code == code)
    return set(_ever(questionnaire_id, query))


def _is_same_deed(last: DraftStep, actor: Actor, words: str, code: str) -> bool:
    """Whether a change goes on with what the last step began; the words before the colon name the deed."""
    deeds = [said.partition(":")[0] for said in (last.words, words)]
    is_recent = clock.now() - last.made_at < ONE_GO
    return deeds[0] == deeds[1] and (last.code, last.made_by_id) == (code, actor.person_id) and is_recent


def _ever(questionnaire_id: int, query: Any) -> Sequence[str]:
    found: Sequence[str] = db.session.scalars(
        query.join(QuestionnaireVersion, QuestionnaireVersion.id == Item.version_id)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .distinct()
    ).all()
    return found


def _begin(actor: Actor, organization: Organization, definition: QuestionnaireDefinition, stem: str) -> Questionnaire:
    code = _free_code(stem)
    questionnaire = Questionnaire(
        organization_id=organization.id, code=code, title=definition.title, sort_title=sort_key(definition.title),
        purpose=definition.purpose,
    )  # fmt: skip
    db.session.add(questionnaire)
    db.session.flush()
    _add_draft(actor, questionnaire, replace(definition, code=code), None)
    return questionnaire


def _free_code(stem: str) -> str:
    """A code that nothing uses, in the library or anywhere: addresses of questionnaires go by code."""
    stem = stem[:50]
    known = set(
        db.session.scalars(sa.select(Questionnaire.code).where(Questionnaire.code.startswith(stem, autoescape=True)))
    )
    number = 1
    while f"{stem}_{number}" in known:
        number += 1
    return f"{stem}_{number}"


def _add_draft(
    actor: Actor, questionnaire: Questionnaire, definition: QuestionnaireDefinition, base: QuestionnaireVersion | None
) -> QuestionnaireDraft:
    draft = QuestionnaireDraft(
        questionnaire_id=questionnaire.id, base_version_id=base.id if base else None, edited_by_id=actor.person_id,
        definition=to_mapping(definition),
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    audit.record(
        actor, AuditEvent.QUESTIONNAIRE_DRAFT_BEGUN, questionnaire, organization_id=questionnaire.organization_id,
        changes={"version": base.number + 1 if base else 1},
    )  # fmt: skip
    return draft


def _write(actor: Actor, draft: QuestionnaireDraft, definition: QuestionnaireDefinition) -> None:
    draft.definition = to_mapping(definition)
    draft.edited_by_id = actor.person_id
    draft.version += 1
    if draft.base_version_id is None:
        draft.questionnaire.title, draft.questionnaire.sort_title = definition.title, sort_key(definition.title)
    db.session.flush()


def _forget(draft: QuestionnaireDraft) -> None:
    run(sa.delete(DraftStep).where(DraftStep.draft_id == draft.id))
    db.session.delete(draft)
    db.session.flush()
