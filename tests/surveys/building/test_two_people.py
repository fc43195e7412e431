"""Two people write at once, and nothing that either of them wrote is lost."""

import pytest

from surveys.building.drafts import draft_of


def test_two_people_on_two_questions_do_not_disturb_each_other(bench, bench_of):
    other = bench_of()
    seen = bench.field("/items/MARK", "seen")
    other.save("NOTE", text="Что ещё важно знать?")
    assert bench.post("/items/MARK", kind="scale10", text="Как прошло дело?", seen=seen).status_code == 303
    words = {item.code: item.text for item in bench.definition.items}
    assert (words["NOTE"], words["MARK"]) == ("Что ещё важно знать?", "Как прошло дело?")


def test_a_stale_save_shows_both_texts_and_keeps_what_was_typed(bench, bench_of):
    seen = bench.field("/items/MARK", "seen")
    bench_of().save("MARK", text="Слова методиста?")
    answer = bench.post("/items/MARK", kind="scale10", text="Слова куратора?", seen=seen)
    assert answer.status_code == 409
    table, form = answer.text.split('<form class="form', 1)
    assert "Слова методиста?" in table
    assert "Слова куратора?" in table
    assert "Слова куратора?</textarea>" in form
    assert {item.code: item.text for item in bench.definition.items}["MARK"] == "Слова методиста?"
    # Pressed again, now that both texts were seen, it is saved.
    again = form.split('name="seen" value="')[1].split('"')[0]
    assert bench.post("/items/MARK", kind="scale10", text="Слова куратора?", seen=again).status_code == 303
    assert {item.code: item.text for item in bench.definition.items}["MARK"] == "Слова куратора?"


def test_a_stale_save_of_options_shows_both_lists(bench, bench_of):
    seen = bench.field("/items/WAYS", "seen")
    bench_of().save("WAYS", **{"option-0-label": "Беседа"})
    fields = {"option-0-label": "Разговор", "option-0-key": "talk", "option-1-label": "Игра", "option-1-key": "task"}
    answer = bench.post("/items/WAYS", kind="multiple", text="Что помогло?", seen=seen, _data=fields)
    assert answer.status_code == 409
    assert "Беседа" in answer.text
    assert "Игра" in answer.text


def test_the_same_text_written_twice_is_no_conflict(bench, bench_of):
    seen = bench.field("/items/MARK", "seen")
    bench_of().save("MARK", text="Как прошла встреча?")
    answer = bench.post("/items/MARK", kind="scale10", text="Как прошла встреча?", na="1", seen=seen)
    assert answer.status_code == 303


def test_a_question_deleted_meanwhile_can_be_added_again_with_what_was_typed(bench, bench_of):
    seen = bench.field("/items/NOTE", "seen")
    other = bench_of()
    page = other.get().text.split('id="item_NOTE"')[1]
    other.post("/items/NOTE/place", intent="remove", seen=page.split('name="seen" value="')[1].split('"')[0])
    answer = bench.post("/items/NOTE", kind="text", text="Мой длинный вопрос о важном?", long="1", seen=seen)
    assert answer.status_code == 409
    assert "Мой длинный вопрос о важном?</textarea>" in answer.text
    assert f'action="{bench.base}/items"' in answer.text


def test_a_question_changed_meanwhile_is_not_deleted_unread(bench, bench_of):
    page = bench.get().text.split('id="item_NOTE"')[1]
    seen = page.split('name="seen" value="')[1].split('"')[0]
    bench_of().save("NOTE", text="Теперь это важный вопрос?")
    assert bench.post("/items/NOTE/place", intent="remove", seen=seen).status_code == 409
    assert "NOTE" in bench.codes


def test_settings_and_blocks_are_guarded_alike(bench, bench_of):
    head, blocks = bench.field("/settings", "seen"), bench.field("/blocks", "seen")
    other = bench_of()
    other.post("/settings", title="Название методиста", seen=other.field("/settings", "seen"))
    other.post("/blocks", new_block="Блок методиста", seen=other.field("/blocks", "seen"), _data={"block-MARK": "new"})
    answer = bench.post("/settings", title="Название куратора", seen=head)
    assert answer.status_code == 409
    assert "Название методиста" in answer.text
    assert 'value="Название куратора"' in answer.text
    answer = bench.post("/blocks", new_block="Блок куратора", seen=blocks, _data={"reverse-MARK": "1"})
    assert answer.status_code == 409
    assert "Блок методиста" in answer.text
    assert "Блок куратора" in answer.text


def test_what_is_published_is_what_was_shown(bench, bench_of):
    bench.save("MARK", text="Иначе?")
    version = bench.field("/publication", "version")
    bench_of().save("NOTE", text="Что-то новое?")
    answer = bench.post("/publication", version=version)
    assert answer.status_code == 409
    assert "Вот что будет опубликовано теперь" in answer.text
    assert draft_of(bench.questionnaire.id)


def test_a_form_sent_after_the_publication_keeps_what_was_typed(bench, bench_of):
    seen = bench.field("/items/MARK", "seen")
    bench.save("NOTE", text="Иначе?")
    other = bench_of()
    other.post("/publication", version=other.field("/publication", "version"))
    answer = bench.post("/items/MARK", kind="scale10", text="Слова, которые жалко потерять", seen=seen)
    assert answer.status_code == 409
    assert "Слова, которые жалко потерять" in answer.text


def test_autosave_saves_in_place_and_is_one_step(bench):
    seen = bench.field("/items/MARK", "seen")
    for n in range(3):
        answer = bench.htmx("/items/MARK", kind="scale10", text=f"Слова {n}", intent="autosave", seen=seen)
        assert answer.status_code == 200
        assert "Сохранено в" in answer.text
        seen = answer.text.split('name="seen" value="')[1].split('"')[0]
    assert {item.code: item.text for item in bench.definition.items}["MARK"] == "Слова 2"
    bench.post("/undo", step=bench.field("", "step"))
    assert {item.code: item.text for item in bench.definition.items}["MARK"] == "Как прошло?"


@pytest.mark.parametrize(("fields", "status", "words"), [
    ({"text": ""}, 200, "пока не сохранено"),
    ({"text": "Мои слова", "seen": "stale"}, 409, "изменил другой человек"),
])  # fmt: skip
def test_autosave_never_writes_over_somebody_or_something_unfinished(bench, fields, status, words):
    answer = bench.htmx("/items/MARK", _data={"kind": "scale10", "intent": "autosave", "seen": "", **fields})
    assert answer.status_code == status
    assert words in answer.text
    assert {item.code: item.text for item in bench.definition.items}["MARK"] == "Как прошло?"
