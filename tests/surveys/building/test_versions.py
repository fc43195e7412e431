"""Versions of a living questionnaire: what each edit does to numbers, exports and comparisons."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from portal.core.db import db
from surveys.building.drafts import begin_blank, begin_revision, change_draft, definition_of, draft_of, publish_draft
from surveys.building.impact import impact_of
from surveys.building.lines import Line, options_from
from surveys.changes import Change, breaks, compare_definitions
from surveys.exchange.answers.rows import Edition, Sheet
from surveys.items import type_of
from surveys.items.base import Column
from surveys.items.summaries import base_of
from surveys.mapping import from_mapping
from surveys.missing import Missing
from surveys.models import Answer, Response, SurveyAssignment
from surveys.queries import counts_of
from surveys.storage import compiled, last_version, publish_questionnaire
from tests.surveys.crowds import make_wave
from tests.surveys.waves import SHORT

ANSWERS = [{"MET": "yes", "MARK": 7, "WAYS": ["talk"], "NOTE": "Разговоры"}] * 8 + [{"MET": "no", "WHY": "Болезнь"}] * 3


@pytest.fixture
def asked(world):
    """Version 1 of an own questionnaire with eleven answers in an open wave."""
    definition = from_mapping({**SHORT, "code": "own_short"})
    version = publish_questionnaire(world.actor("kira"), definition, organization=world.school_1)
    db.session.flush()
    wave = make_wave(world.school_1, definition, ANSWERS, title="Осень")
    wave.version_id = version.id
    db.session.execute(sa.update(Response).values(version_id=version.id))
    db.session.commit()
    return wave


def next_version(world, wave, change):
    """Publish `change` of what is in force as the next version, through the builder."""
    actor = world.actor("kira")
    questionnaire = wave.questionnaire_version.questionnaire
    draft = begin_revision(actor, questionnaire)
    change_draft(actor, draft, change(definition_of(draft)), "проба")
    version = publish_draft(actor, draft, world.school_1)
    db.session.commit()
    return version


def edited(code, **changes):
    def change(definition):
        items = tuple(replace(item, **changes) if item.code == code else item for item in definition.items)
        return replace(definition, items=items)

    return change


def without(code):
    return lambda definition: replace(definition, items=tuple(i for i in definition.items if i.code != code))


def columns_of(definition) -> list[str]:
    found: list[Column] = [column for item in definition.items for column in type_of(item).columns(item)]
    return [column.code for column in found]


def numbers_of(wave, definition):
    counts = counts_of(wave.id)
    return [(item.code, base_of(counts, item.code)) for item in definition.items if type_of(item).is_question]


def test_23_other_words_change_neither_numbers_nor_columns(world, asked):
    before = compiled(asked.version_id)
    numbers, columns = numbers_of(asked, before), columns_of(before)
    version = next_version(world, asked, edited("MARK", text="Как прошла ваша встреча?"))
    after = compiled(version.id)
    assert version.number == 2
    assert columns_of(after) == columns
    assert numbers_of(asked, before) == numbers
    assert breaks(before, after, "MARK") == ""
    assert {change.kind for change in compare_definitions(before, after)} == {Change.WORDING}


def test_23_a_deleted_question_keeps_its_answers_and_its_column_in_its_version(world, asked):
    stored = sa.select(sa.func.count()).select_from(Answer).where(Answer.item_code == "NOTE")
    n = db.session.scalar(stored)
    version = next_version(world, asked, without("NOTE"))
    assert n == 8
    assert db.session.scalar(stored) == n
    first = compiled(asked.version_id)
    assert "NOTE" in columns_of(first)
    assert "NOTE" not in columns_of(compiled(version.id))
    assert set(db.session.scalars(sa.select(Response.version_id).where(Response.assignment_id == asked.id))) == {
        asked.version_id
    }
    assert breaks(first, compiled(version.id), "NOTE") == "вопрос убран"
    sheet = Sheet([Edition(version.id, 2, compiled(version.id)), Edition(asked.version_id, 1, first)])
    place = [column.code for column in sheet.columns].index("NOTE")
    assert sheet.row(version.id, (None, None, None), {"MET": "yes"})[place] == Missing.NOT_IN_VERSION
    assert sheet.row(asked.version_id, (None, None, None), {"NOTE": "Слова"})[place] == "Слова"
    assert sheet.columns[place].title.endswith("(версия 1)")


def test_24_a_new_question_has_its_own_denominator(world, asked):
    later = from_mapping(
        {"code": "x", "title": "x", "items": [{"code": "NEW", "type": "scale10", "text": "Новый?"}]}
    ).items[0]
    version = next_version(world, asked, lambda old: replace(old, items=(*old.items, later)))
    counts = counts_of(asked.id)
    summary = type_of(later).summary(later, counts)
    assert (summary.base.responses, summary.base.answered, summary.base.not_shown) == (11, 0, 11)
    assert summary.mean is None
    assert all(point.share is None or point.share.value == 0 for point in summary.points)
    assert {change.kind for change in compare_definitions(compiled(asked.version_id), compiled(version.id))} == {
        Change.ADDITIVE
    }


def test_25_a_translated_option_is_still_one_option(world, asked):
    ways = next(item for item in compiled(asked.version_id).items if item.code == "WAYS")
    translated = tuple(replace(option, label=f"{option.label} (en)") for option in ways.options)
    version = next_version(world, asked, edited("WAYS", options=translated))
    counts = counts_of(asked.id)
    before = type_of(ways).summary(ways, counts)
    item = next(item for item in compiled(version.id).items if item.code == "WAYS")
    after = type_of(item).summary(item, counts)
    assert [(row.value, row.n, row.retired) for row in after.rows] == [
        (row.value, row.n, row.retired) for row in before.rows
    ]
    assert sum(row.n for row in after.rows) == 8


def test_another_meaning_of_an_option_leaves_old_answers_with_their_old_words(world, asked):
    ways = next(item for item in compiled(asked.version_id).items if item.code == "WAYS")
    lines = [Line("talk", "Беседа наедине", changed=True), *(Line(o.value, o.label, o.other) for o in ways.options[1:])]
    options = options_from(lines, ways.options, ways.labels)
    version = next_version(world, asked, edited("WAYS", options=options))
    assert version.number == 2
    assert options[0].value not in ways.labels
    assert breaks(compiled(asked.version_id), compiled(version.id), "WAYS") == "варианта «Разговор» больше нет"
    answer = db.session.scalars(sa.select(Answer.value).where(Answer.item_code == "WAYS").limit(1)).one()
    assert type_of(ways).label(ways, {"WAYS": answer}) == "Разговор"
    assert compiled(asked.version_id).by_code["WAYS"].labels["talk"] == "Разговор"


def test_an_open_wave_keeps_its_version_and_the_next_wave_gets_the_new_one(world, asked):
    version = next_version(world, asked, edited("MARK", text="Иначе?"))
    db.session.expire_all()
    assert db.session.get_one(SurveyAssignment, asked.id).version_id != version.id
    assert last_version(version.questionnaire_id).id == version.id


def test_publishing_says_what_it_will_do_before_the_deed(world, asked, client_as, post):
    actor, questionnaire = world.actor("kira"), asked.questionnaire_version.questionnaire
    draft = begin_revision(actor, questionnaire)
    definition = without("NOTE")(edited("MARK", text="Иначе?", polarity=-1)(definition_of(draft)))
    definition = edited("WHY", text="Почему не вышло?")(definition)
    change_draft(actor, draft, definition, "проба")
    db.session.commit()
    impact = impact_of(questionnaire, definition)
    assert impact.words == ("Новая версия 2: формулировки – 1, разрыв сравнения – 2; 11 ответов остаются в версии 1.")
    page = client_as("kira").get(f"/surveys/{questionnaire.public_id}/edit/publication").text
    assert impact.words in page
    assert impact.facts == [
        ("Собранные ответы", ["11 ответов остаются в версии 1"]),
        ("Идущие и назначенные сборы", ["«Осень» продолжится по версии 1"]),
        ("Новые сборы", ["начнутся по версии 2"]),
        ("Удалённые вопросы", ["остаются с ответами в выгрузке своей версии"]),
    ]
    assert "«Осень» продолжится по версии 1" in page
    assert "направление шкалы перевёрнуто" in page
    assert draft_of(questionnaire.id)


def test_a_first_publication_breaks_nothing(world):
    actor = world.actor("kira")
    questionnaire = begin_blank(actor, world.school_1, "Новая")
    impact = impact_of(questionnaire, replace(from_mapping(SHORT), code=questionnaire.code))
    assert impact.is_first
    assert impact.words == "Первая версия: после публикации анкету можно назначать."


def test_a_code_of_a_deleted_question_is_never_given_to_another(world, asked, client_as, post):
    next_version(world, asked, without("NOTE"))
    questionnaire = asked.questionnaire_version.questionnaire
    begin_revision(world.actor("kira"), questionnaire)
    db.session.commit()
    answer = post(
        client_as("kira"), f"/surveys/{questionnaire.public_id}/edit/items", kind="text", text="Другое?", code="NOTE"
    )
    assert answer.status_code == 422
    assert "был в прежних версиях" in answer.text
