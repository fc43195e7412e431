"""A questionnaire is made through the pages: begun, filled with items, moved about, put in words, published."""

import re

import pytest
import sqlalchemy as sa

from portal.core.audit import AuditEntry
from portal.core.db import db
from surveys.building.drafts import begin_blank
from surveys.building.words import KINDS
from surveys.conditions import describe
from surveys.models import DraftStep, Questionnaire, QuestionnaireDraft, QuestionnaireVersion
from surveys.storage import compiled, last_version, publish_questionnaire
from tests.surveys.building.conftest import Bench
from tests.surveys.waves import short

TWO = {"option-0-label": "Да", "option-1-label": "Нет"}


def begin(browser, post, **fields):
    answer = post(browser, "/surveys/templates", title="Своя анкета", submission_key="key-1", **fields)
    assert answer.status_code == 303, answer.text
    public_id = answer.location.split("/")[2]
    return Bench(
        db.session.scalars(sa.select(Questionnaire).where(Questionnaire.public_id == public_id)).one(), browser, post
    )


def test_a_questionnaire_of_every_kind_of_item_is_made_and_published(world, client_as, post):
    bench = begin(client_as("kira"), post)
    for kind, _label, _hint in KINDS:
        assert bench.get(f"/items/new?kind={kind}").status_code == 200
        rows = {"row-0-label": "Раз", "row-more": "Два\nТри"} if kind == "matrix" else {}
        answer = bench.post("/items", kind=kind, text=f"Пункт {kind}", **TWO, **rows)
        assert answer.status_code == 303, (kind, answer.text)
    assert [item.type for item in bench.definition.items] == [kind for kind, *_rest in KINDS]
    for item in bench.definition.items:
        assert bench.get(f"/items/{item.code}").status_code == 200
        assert bench.get(f"/items/{item.code}/condition").status_code == 200
    # A section at the end and a file are no reason to refuse.
    answer = bench.post("/publication", version=bench.field("/publication", "version"))
    assert answer.status_code == 303
    page = bench.browser.get(answer.location)
    assert "Анкета опубликована" in page.text
    assert last_version(bench.questionnaire.id).number == 1
    assert bench.questionnaire.organization_id == world.school_1.id
    assert "Своя анкета" in bench.browser.get("/surveys/new").text


def test_a_second_press_of_the_button_makes_no_second_questionnaire(world, client_as, post):
    kira = client_as("kira")
    first, second = begin(kira, post), begin(kira, post)
    assert first.base == second.base
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireDraft)) == 1


def test_a_copy_of_the_library_leaves_the_library_as_it_is(world, client_as, post):
    source = publish_questionnaire(world.actor("kira"), short()).questionnaire
    db.session.commit()
    bench = begin(client_as("kira"), post, source=source.public_id)
    assert [item.text for item in bench.definition.items] == [item.text for item in short().items]
    assert bench.definition.code != "short"
    assert bench.save("MARK", text="Как прошла встреча?").status_code == 303
    assert compiled(last_version(source.id).id) == short()
    answer = bench.browser.get(f"/surveys/{source.public_id}/edit")
    assert answer.status_code == 403


def test_items_move_double_and_go(bench):
    assert bench.post("/items/MARK/place", intent="up").status_code == 303
    assert bench.codes == ["PART", "MET", "MARK", "WHY", "WAYS", "NOTE"]
    bench.post("/items/MARK/place", intent="down")
    bench.post("/items/WAYS/place", intent="double")
    assert bench.codes == ["PART", "MET", "WHY", "MARK", "WAYS", "Q1", "NOTE"]
    assert bench.definition.items[5].labels == bench.definition.items[4].labels
    bench.post("/items", kind="section", text="Ещё", after="MARK")
    bench.post("/items/MET/place", intent="into", section="S1")
    assert bench.codes == ["PART", "WHY", "MARK", "S1", "WAYS", "Q1", "NOTE", "MET"]


def test_htmx_takes_the_list_alone_and_hears_what_happened(bench):
    answer = bench.htmx("/items/MARK/place", intent="up")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Выше: Как прошло?" in answer.text
    assert 'id="up_MARK"' in answer.text


def test_a_deletion_and_twenty_more_steps_are_taken_back(bench):
    before = bench.definition
    seen = re.search(r'name="seen" value="([^"]+)"', bench.get().text.split('id="item_NOTE"')[1]).group(1)
    assert bench.post("/items/NOTE/place", intent="remove", seen=seen).status_code == 303
    assert "NOTE" not in bench.codes
    for n in range(25):
        bench.save("MARK", text=f"Слова {n}")
    for _n in range(26):
        assert bench.post("/undo", step=bench.field("", "step")).status_code == 303
    assert bench.definition == before
    assert 'id="undo"' not in bench.get().text


def test_a_step_made_meanwhile_is_not_taken_back_by_an_old_page(bench, bench_of):
    bench.save("MARK", text="Мои слова")
    step = bench.field("", "step")
    bench_of().save("NOTE", text="Слова другого")
    answer = bench.post("/undo", step=step)
    assert answer.status_code == 409
    assert "анкету изменили" in answer.text
    assert {item.code: item.text for item in bench.definition.items}["NOTE"] == "Слова другого"


def test_steps_that_are_kept_are_bounded(bench):
    for n in range(60):
        bench.post("/items/MARK/place", intent="up" if n % 2 else "down")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftStep)) == 50


def test_a_condition_is_put_together_in_words(bench):
    page = bench.get("/items/NOTE/condition?question=WAYS")
    assert page.status_code == 200
    assert "Общее дело" in page.text
    assert (
        bench.post("/items/NOTE/condition", question="WAYS", operator="any_of", value=["task", "talk"]).status_code
        == 303
    )
    bench.post("/items/NOTE/condition", question="MARK", operator="at_least", value=["", "7"])
    note = bench.definition.items[-1]
    assert describe(note.show_if, bench.definition) == (
        "если на вопрос «Что помогло?» выбран ответ «Общее дело» или «Разговор» "
        "и ответ на вопрос «Как прошло?» не меньше «7»"
    )
    seen = bench.field("/items/NOTE/condition", "seen")
    bench.post("/items/NOTE/condition", intent="join", join="any", seen=seen)
    assert bench.definition.items[-1].show_if.operator == "any"
    bench.post("/items/NOTE/condition", intent="remove", place="0", seen=bench.field("/items/NOTE/condition", "seen"))
    assert bench.definition.items[-1].show_if.code == "MARK"
    bench.post("/items/NOTE/condition", intent="clear", seen=bench.field("/items/NOTE/condition", "seen"))
    assert bench.definition.items[-1].show_if is None


def test_a_condition_on_a_later_question_or_on_nothing_is_refused(bench):
    for fields in (
        {"question": "NOTE", "operator": "answered"},
        {"question": "MARK", "operator": "equals"},
        {"question": "", "operator": ""},
        {"question": "MET", "operator": "at_least", "value": "1"},
        {"question": "MARK", "operator": "at_least", "value": "много"},
    ):
        answer = bench.post("/items/WAYS/condition", **fields)
        assert answer.status_code == 422, fields
        assert "Проверьте, что указано" in answer.text


def test_blocks_take_questions_and_a_rule_for_missing_answers(bench):
    bench.post("/items", kind="scale10", text="Насколько интересно?")
    answer = bench.post("/blocks", seen=bench.field("/blocks", "seen"), new_block="Отклик",
                        _data={"block-MARK": "new", "block-Q1": "new", "reverse-Q1": "1"})  # fmt: skip
    assert answer.status_code == 303
    definition = bench.definition
    assert [(block.label, block.least) for block in definition.blocks] == [("Отклик", None)]
    assert {code: (definition.by_code[code].block, definition.by_code[code].polarity) for code in ("MARK", "Q1")} == {
        "MARK": ("B1", None), "Q1": ("B1", -1),
    }  # fmt: skip
    kept = {"block-MARK": "B1", "block-Q1": "B1", "reverse-Q1": "1", "label-B1": "Отклик"}
    assert (
        bench.post("/blocks", seen=bench.field("/blocks", "seen"), _data={**kept, "least-B1": "нет"}).status_code == 422
    )
    bench.post("/blocks", seen=bench.field("/blocks", "seen"), _data={**kept, "least-B1": "2"})
    assert bench.definition.blocks[0].least == 2


def test_a_question_is_taken_from_the_bank(world, bench):
    publish_questionnaire(world.actor("kira"), short())
    db.session.commit()
    page = bench.get("/bank?q=помогло&kind=multiple")
    assert "Что помогло?" in page.text
    library = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == "short")).one()
    assert bench.post("/bank", questionnaire=library.public_id, code="WHY", after="PART").status_code == 303
    taken = bench.definition.items[1]
    assert (taken.code, taken.text, taken.show_if) == ("Q1", "Что помешало?", None)
    assert bench.post("/bank", questionnaire=library.public_id, code="NO").status_code == 404


def test_the_preview_follows_conditions_and_keeps_nothing(bench):
    assert "Что помешало?" not in bench.get("/preview").text
    answer = bench.post("/preview?width=wide", MET="no", WHY="Болезнь")
    assert answer.status_code == 200
    assert "Что помешало?" in answer.text
    assert "Болезнь" in answer.text
    assert "Болезнь" not in bench.get("/preview").text


@pytest.mark.parametrize(
    "end", ["", "/settings", "/items/new", "/blocks", "/bank", "/preview", "/publication", "/discard"]
)
def test_every_page_of_a_draft_opens_while_nothing_is_in_it(world, client_as, end):
    questionnaire = begin_blank(world.actor("kira"), world.school_1, "Пустая")
    db.session.commit()
    page = client_as("kira").get(f"/surveys/{questionnaire.public_id}/edit{end}")
    assert page.status_code == 200
    if end == "/publication":
        assert "Добавьте хотя бы один вопрос" in page.text
        assert '/edit/publication">' in page.text
        assert '<form method="post" action="/surveys/' + questionnaire.public_id + '/edit/publication"' not in page.text


def test_publishing_is_refused_with_a_link_to_each_fault(bench):
    bench.post("/items/WHY/place", intent="up")
    bench.post("/items/WHY/place", intent="up")
    page = bench.get("/publication")
    assert f'href="{bench.base}/items/WHY"' in page.text
    assert "должен стоять раньше этого" in page.text
    assert "Опубликовать версию" not in page.text
    draft = db.session.scalars(sa.select(QuestionnaireDraft)).one()
    answer = bench.post("/publication", version=str(draft.version))
    assert answer.status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireVersion)) == 1


def test_a_draft_without_changes_is_not_published(bench):
    page = bench.get("/publication")
    assert "ничем не отличается" in page.text
    assert bench.post("/publication", version="1").status_code == 409


def test_a_draft_is_discarded_and_versions_stay(bench, own):
    bench.save("MARK", text="Иначе?")
    assert bench.post("/discard", version="1").status_code == 409
    assert bench.post("/discard", version=bench.field("/discard", "version")).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftStep)) == 0
    assert last_version(own.id).number == 1
    assert "Начать новую версию?" in bench.get().text


def test_a_draft_that_was_never_published_goes_with_its_questionnaire(world, client_as, post):
    bench = begin(client_as("kira"), post)
    bench.post("/discard", version=bench.field("/discard", "version"))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Questionnaire)) == 0


def test_a_questionnaire_is_retired_and_comes_back(own, client_as, post):
    kira, base = client_as("kira"), f"/surveys/{own.public_id}"
    assert kira.get(f"{base}/retirement").status_code == 200
    assert post(kira, f"{base}/retirement").status_code == 303
    assert own.title not in kira.get("/surveys/new").text
    assert "Убранные" in kira.get("/surveys/templates").text
    post(kira, f"{base}/restoration")
    assert own.title in kira.get("/surveys/new").text


def test_the_deeds_stand_in_the_journal(bench):
    bench.save("MARK", text="Иначе?")
    bench.post("/publication", version=bench.field("/publication", "version"))
    events = set(db.session.scalars(sa.select(AuditEntry.event)))
    assert {"questionnaire_draft_begun", "questionnaire_published"} <= events


def test_the_address_of_a_wave_leads_to_its_questionnaire(world, own, client_as):
    from tests.surveys.waves import open_wave

    wave = open_wave(world)
    answer = client_as("kira").get(f"/surveys/{wave.public_id}/edit")
    assert (answer.status_code, answer.location) == (303, "/surveys/templates/short")


def test_typed_text_is_kept_when_the_form_is_refused(bench):
    answer = bench.post("/items", kind="single", text="Новый вопрос со словами?", _data={"option-0-label": "Один"})
    assert answer.status_code == 422
    assert "Новый вопрос со словами?" in answer.text
    assert 'value="Один"' in answer.text
    assert "<title>Ошибка:" in answer.text.replace("\n", "")


def test_lines_are_added_and_arranged_without_saving(bench):
    before = bench.definition
    answer = bench.post("/items/WAYS", kind="multiple", text="Что помогло?", line="up:1@option",
                        _data={"option-0-label": "Разговор", "option-0-key": "talk", "option-1-label": "Общее дело",
                               "option-1-key": "task"})  # fmt: skip
    assert answer.status_code == 200
    assert answer.text.index('value="Общее дело"') < answer.text.index('value="Разговор"')
    assert bench.definition == before


def test_pages_cost_what_they_cost(bench, count_queries):
    for end in (
        "",
        "/items/MARK",
        "/items/MARK/condition",
        "/blocks",
        "/bank",
        "/preview",
        "/publication",
        "/settings",
    ):
        with count_queries() as seen:
            assert bench.get(end).status_code == 200
        assert len(seen) <= 12, (end, len(seen))
