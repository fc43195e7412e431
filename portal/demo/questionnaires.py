"""Own questionnaires of the college: one in force with a draft of its next version, one not published yet."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.demo.town import Town
from portal.demo.waves import curator_of
from surveys.building.drafts import (
    begin_blank,
    begin_copy,
    begin_revision,
    change_draft,
    definition_of,
    draft_of,
    publish_draft,
)
from surveys.building.editing import item_of, put, removed, replaced
from surveys.definitions import BlockDefinition, ConditionDefinition, ItemDefinition, OptionDefinition
from surveys.models import Questionnaire, QuestionnaireDraft
from surveys.storage import last_version

SOURCE = "meeting_feedback"
OWN, UNBORN = "Отклик после мастер-класса", "Адаптация первокурсника"


def make_questionnaires(town: Town) -> None:
    """What the curator of the college has on the table."""
    now = clock.now()
    with clock.freeze(now - timedelta(days=40)):
        questionnaire = _published(town)
    with clock.freeze(now - timedelta(hours=20)):
        _revised(town, questionnaire)
        _unborn(town)
    db.session.commit()


def _published(town: Town) -> Questionnaire:
    school = town.schools[1]
    actor = curator_of(school)
    source = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == SOURCE)).one()
    version = last_version(source.id)
    assert version  # noqa: S101 — the library is loaded before the town
    questionnaire = begin_copy(actor, school, version, OWN)
    publish_draft(actor, _draft(questionnaire), school)
    return questionnaire


def _revised(town: Town, questionnaire: Questionnaire) -> None:
    """Other words for one question, one question gone."""
    actor = curator_of(town.schools[1])
    draft = begin_revision(actor, questionnaire)
    definition = definition_of(draft)
    first, last = definition.items[0], definition.items[-1]
    definition = replaced(definition, first.code, replace(first, text="День мастер-класса"))
    change_draft(actor, draft, definition, _("изменено: %(text)s", text=first.text), first.code)
    change_draft(actor, draft, removed(definition, last.code), _("удалено: %(text)s", text=last.text), last.code)


def _unborn(town: Town) -> None:
    school = town.schools[1]
    actor = curator_of(school)
    draft = _draft(begin_blank(actor, school, UNBORN))
    definition = replace(
        definition_of(draft), minutes=4, blocks=(BlockDefinition("B1", "Самочувствие в группе"),),
        intro="Помогает заметить, кому в первые месяцы трудно. Отвечайте как есть.",
    )  # fmt: skip
    for item in _items():
        definition = put(definition, item)
    change_draft(actor, draft, definition, _("добавлено: %(text)s", text=UNBORN))
    last = item_of(definition, "Q4")
    assert last  # noqa: S101 — put there a line above
    condition = ConditionDefinition("any_of", code="Q3", values=("o2", "o3"))
    change_draft(
        actor,
        draft,
        replaced(definition, "Q4", replace(last, show_if=condition)),
        _("условие показа: %(text)s", text=last.text),
        "Q4",
    )


def _items() -> tuple[ItemDefinition, ...]:
    answers = (OptionDefinition("o1", "Да"), OptionDefinition("o2", "Не всегда"), OptionDefinition("o3", "Нет"))
    return (
        ItemDefinition(code="S1", type="section", text="Учёба и группа"),
        ItemDefinition(code="Q1", type="scale10", text="Насколько вам спокойно в группе?", block="B1", required=True,
                       min_label="тревожно", max_label="спокойно", measure="state"),
        ItemDefinition(code="Q2", type="scale10", text="Насколько часто хочется пропустить занятия?", block="B1",
                       polarity=-1, min_label="никогда", max_label="каждый день", measure="state"),
        ItemDefinition(code="Q3", type="single", text="Есть ли к кому обратиться с вопросом?", options=answers,
                       required=True),
        ItemDefinition(code="Q4", type="text", text="Кто или что могло бы помочь?", long=True),
        ItemDefinition(code="S2", type="section", text="Напоследок"),
        ItemDefinition(code="Q5", type="nps", text="Насколько вероятно, что вы посоветуете нашу группу другу?"),
    )  # fmt: skip


def _draft(questionnaire: Questionnaire) -> QuestionnaireDraft:
    draft = draft_of(questionnaire.id)
    assert draft  # noqa: S101 — begun a line above
    return draft
