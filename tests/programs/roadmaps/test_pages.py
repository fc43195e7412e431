"""Pages of road maps: made in one form, marked with what proves it, drawn, printed, watched by the town."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.documents.models import Document
from portal.programs.queries import cycles_of
from portal.programs.roadmaps.actions import Evidence, add_stage, add_step, close_by_hand
from portal.programs.roadmaps.kinds import Period
from portal.programs.roadmaps.models import Roadmap, RoadmapStep
from portal.programs.roadmaps.picture import year_table
from portal.programs.roadmaps.queries.maps import board_of
from portal.programs.roadmaps.queries.town import town_lines
from portal.programs.roadmaps.schedule import Schedule
from tests.conftest import NOW
from tests.programs.roadmaps.test_maps import PDF, own_facts

TODAY = NOW.date()
STEP = {"title": "Провести неделю наставника", "number": "9.1", "period": "months", "months": ["3"], "stage": "new",
        "new_stage": "Свой этап", "principal": "methodologist", "fact": "", "module": "community"}  # fmt: skip


def home_of(roadmap, tail=""):
    return f"/programs/{roadmap.cycle.program.public_id}/roadmap{tail}"


@pytest.mark.parametrize("source", ["chgtt", "vpk", "empty"])
def test_a_map_is_made_in_one_form_and_once(program, cycle, client_as, post, source):
    kira = client_as("kira")
    here = f"/programs/{program.public_id}/roadmap"
    assert "Здесь появятся шаги года" in kira.get(here).text
    assert "Комплекс мер по наставничеству" in kira.get(f"{here}/new").text
    for _ in range(2):
        sent = post(kira, here, cycle=cycle.public_id, source=source, skip_past="1", submission_key="key-1")
        assert sent.status_code == 303
    assert len(db.session.scalars(sa.select(Roadmap)).all()) == 1
    page = kira.get(here).text
    assert "Добавьте первый шаг" in page if source == "empty" else "Без срока" in page
    assert "Дорожная карта года" in kira.get(f"/programs/{program.public_id}").text


def test_a_form_without_a_choice_is_shown_again(program, cycle, client_as, post):
    sent = post(client_as("kira"), f"/programs/{program.public_id}/roadmap", cycle=cycle.public_id,
                source="no-such", submission_key="key-1")  # fmt: skip
    assert sent.status_code == 422
    assert db.session.scalars(sa.select(Roadmap)).all() == []


def test_steps_are_filtered_by_state_and_module(draw_map, client_as):
    roadmap, kira = draw_map("bratsk"), client_as("kira")
    page = kira.get(home_of(roadmap, "?module=start")).text
    assert "Первые шаги" in page
    assert "Час наставника" not in page
    late = kira.get(home_of(roadmap, "?state=overdue")).text
    assert "Собрать или поправить базу наставников" in late
    assert "Неделя молодого педагога" not in late
    assert kira.get(home_of(roadmap, "?state=no&module=no&cycle=")).status_code == 200
    assert kira.get(home_of(roadmap, "?cycle=no-such-year")).status_code == 404


def test_a_step_is_marked_with_a_file_and_taken_back(draw_map, step_of, client_as, post):
    roadmap, kira = draw_map(), client_as("kira")
    step = step_of(roadmap, "1.2")
    here, time = f"/roadmap-steps/{step.public_id}", step.occurrences[0].public_id
    said = {"occurrence": time, "done_on": "20.11.2026", "document": ""}
    bare = post(kira, f"{here}/marks", **said, comment="", submission_key="key-0")
    assert bare.status_code == 422
    assert "Приложите файл" in bare.text
    early = post(kira, f"{here}/marks", **{**said, "done_on": "20.12.2026"}, comment="Текст стоит", submission_key="k1")
    assert early.status_code == 422
    assert "Текст стоит" in early.text
    for _ in range(2):
        sent = post(kira, f"{here}/marks", **said, comment="Педсовет прошёл", submission_key="key-1",
                    file=(io.BytesIO(PDF), "протокол.pdf"))  # fmt: skip
        assert sent.status_code == 303
    page = kira.get(here).text
    assert "Педсовет прошёл" in page
    assert "Отмечено выполненным" in page
    assert kira.get(f"{here}/files/{time}").data == PDF
    assert client_as("karim").get(f"{here}/files/{time}").status_code == 404
    assert post(kira, f"{here}/marks/removal", occurrence=time).status_code == 303
    assert "Отметка снята" in kira.get(here).text
    assert kira.get(f"{here}/files/{time}").status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(draw_map, step_of, client_as, post):
    step = step_of(draw_map(), "1.2")
    sent = post(client_as("kira"), f"/roadmap-steps/{step.public_id}/marks", occurrence=step.occurrences[0].public_id,
                done_on="20.11.2026", comment="Слова на месте", document="", submission_key="key-1",
                file=(io.BytesIO(b"MZ\x90\x00"), "протокол.pdf"))  # fmt: skip
    assert sent.status_code == 422
    assert "Слова на месте" in sent.text
    db.session.expire_all()
    assert step_of(step.roadmap, "1.2").occurrences[0].done_on is None


def test_an_own_step_is_added_changed_and_removed(draw_map, client_as, post):
    roadmap, kira = draw_map(), client_as("kira")
    here = f"/roadmaps/{roadmap.public_id}/steps"
    assert "Новый этап" in kira.get(f"{here}/new").text
    bad = post(kira, here, **{**STEP, "period": "deadline"}, submission_key="key-0")
    assert bad.status_code == 422
    assert "Укажите, до какого дня" in bad.text
    for _ in range(2):
        assert post(kira, here, **STEP, submission_key="key-1").status_code == 303
    step = db.session.scalars(sa.select(RoadmapStep).where(RoadmapStep.is_own)).one()
    assert (step.stage.title, step.principal, step.months) == ("Свой этап", "methodologist", [3])
    one = f"/roadmap-steps/{step.public_id}"
    assert "Провести неделю" in kira.get(f"{one}/edit").text
    changed = {**STEP, "title": "Иначе", "period": "deadline", "last_on": "01.03.2027"}
    assert post(kira, f"{one}/edit", **changed, version="1").status_code == 303
    stale = post(kira, f"{one}/edit", **changed, version="1")
    assert stale.status_code == 409
    assert "до 1\xa0марта 2027" in stale.text
    assert "Сроки и история" in kira.get(f"{one}/removal").text
    assert post(kira, f"{one}/removal").status_code == 303
    assert kira.get(one).status_code == 404


def test_what_logically_comes_first_is_shown_and_chains_nothing(draw_map, step_of, client_as, post):
    roadmap, kira = draw_map("vpk"), client_as("kira")
    step = step_of(roadmap, "5.6")
    page = kira.get(f"/roadmap-steps/{step.public_id}").text
    assert "Что логически идёт раньше" in page
    assert "порядок только подсказывает" in page
    sent = post(kira, f"/roadmap-steps/{step.public_id}/marks", occurrence=step.occurrences[0].public_id,
                done_on="20.11.2026", comment="Приказ № 5", document="", submission_key="key-1")  # fmt: skip
    assert sent.status_code == 303


def test_a_step_without_somebody_to_answer_warns(draw_map, step_of, client_as):
    roadmap = draw_map()
    kira = client_as("kira")
    assert "Ответственный не указан" in kira.get(f"/roadmap-steps/{step_of(roadmap, '3.3').public_id}").text
    page = kira.get(f"/roadmap-steps/{step_of(roadmap, '3.6').public_id}").text
    assert "«Методист» сейчас никто не исполняет" in page


def test_a_step_is_set_aside_and_taken_back(draw_map, step_of, client_as, post):
    kira, step = client_as("kira"), step_of(draw_map(), "1.3")
    here = f"/roadmap-steps/{step.public_id}"
    assert post(kira, f"{here}/skip", reason="").status_code == 422
    assert post(kira, f"{here}/skip", reason="Партнёров пока нет").status_code == 303
    assert "Партнёров пока нет" in kira.get(here).text
    assert post(kira, f"{here}/restore").status_code == 303


def test_name_controller_and_resources_of_a_map(draw_map, client_as, post):
    roadmap, kira = draw_map(), client_as("kira")
    here = f"/roadmaps/{roadmap.public_id}"
    assert post(kira, f"{here}/edit", title="Наша карта", controller="form_lead", version="1").status_code == 303
    assert post(kira, f"{here}/edit", title="Другая", controller="curator", version="1").status_code == 409
    assert "Наша карта" in kira.get(home_of(roadmap)).text
    resource = {"kind": "material", "name": "Кабинет 214", "origin": "outside", "source": "Завод"}
    for _ in range(2):
        assert post(kira, f"{here}/resources", **resource, submission_key="key-1").status_code == 303
    page = kira.get(f"{here}/resources").text
    assert page.count("Кабинет 214") == 2, "the row and the hidden words of its button"
    assert post(kira, f"{here}/resources", **{**resource, "name": ""}, submission_key="key-2").status_code == 422


def test_the_picture_of_the_year_and_its_table_say_the_same(draw_map, client_as, world):
    roadmap, kira = draw_map("amak"), client_as("kira")
    stages = board_of(roadmap, TODAY).stages
    table = year_table(stages, roadmap.cycle.starts_on, roadmap.cycle.ends_on, TODAY)
    assert table.heads[0] == "сентябрь"
    first = table.rows[0]
    assert (first.cells[0].n, first.cells[0].late, first.cells[0].tone) == (2, 2, "late")
    assert (first.cells[3].n, first.cells[3].tone) == (1, "work"), "1.4 from November to May"
    page = kira.get(f"/roadmaps/{roadmap.public_id}/year").text
    assert "<svg" in page
    assert "2, просрочено 2" in page
    assert page.count("chart-cell late") == sum(cell.tone == "late" for row in table.rows for cell in row.cells)


def test_the_map_is_printed_and_given_out_as_a_table(draw_map, client_as):
    roadmap, kira = draw_map(), client_as("kira")
    assert "Разработать и принять пакет" in kira.get(f"/roadmaps/{roadmap.public_id}/print").text
    sent = kira.get(f"/roadmaps/{roadmap.public_id}/roadmap.xlsx")
    pandas = pytest.importorskip("pandas")
    steps = pandas.read_excel(io.BytesIO(sent.data), sheet_name="Дорожная карта")
    assert len(steps) == 18
    assert list(steps["№"].astype(str))[:2] == ["1.1", "1.2"]
    assert len(pandas.read_excel(io.BytesIO(sent.data), sheet_name="Ресурсы")) == 4


def test_the_town_counts_and_opens_no_texts(draw_map, client_as, world, step_of):
    roadmap = draw_map("bratsk")
    kira = world.actor("kira")
    for number in ("П4", "С1"):
        close_by_hand(kira, step_of(roadmap, number).occurrences[0], on=TODAY, evidence=Evidence(comment="Тайна Нины"))
    db.session.commit()
    olga = client_as("olga")
    page = olga.get("/roadmaps/town").text
    assert "Потенциал: 1/11" in page
    assert "Карты нет" in page or "Программы нет" in page
    one = olga.get(f"/roadmaps/town/{world.school_1.public_id}").text
    assert "выполнено 2 из 48" in one
    assert "Тайна" not in one
    assert "Тайна" not in page
    step = step_of(roadmap, "П4")
    assert olga.get(f"/roadmap-steps/{step.public_id}").status_code == 404
    assert olga.get(home_of(roadmap)).status_code == 403
    assert client_as("kira").get("/roadmaps/town").status_code == 403


def test_the_town_counts_what_the_boards_count(draw_map, world, step_of):
    roadmap = draw_map("bratsk", skip_past=True)
    kira = world.actor("kira")
    close_by_hand(kira, step_of(roadmap, "Пр1").occurrences[0], on=TODAY, evidence=Evidence(comment="Раз"))
    close_by_hand(kira, step_of(roadmap, "С1").occurrences[0], on=TODAY, evidence=Evidence(comment="Два"))
    line = next(each for each in town_lines(world.actor("olga"), TODAY) if each.roadmap_id == roadmap.id)
    whole = board_of(roadmap, TODAY).tally
    assert (line.whole.total, line.whole.done, line.whole.overdue, line.whole.skipped) == (
        whole.total, whole.done, whole.overdue, whole.skipped,
    )  # fmt: skip
    assert line.whole.done == 1, "a step that repeats is done when every time is"


def test_pages_cost_the_same_with_few_and_with_many_steps(draw_map, client_as, count_queries):
    browsers = {"kira": draw_map("chgtt"), "karim": draw_map("bratsk", school=2)}
    for address in (home_of, lambda each: f"/roadmaps/{each.public_id}/year",
                    lambda each: f"/roadmaps/{each.public_id}/print"):  # fmt: skip
        counts = []
        for who, roadmap in browsers.items():
            browser, path = client_as(who), address(roadmap)
            browser.get("/help")
            with count_queries() as seen:
                assert browser.get(path).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 8, counts


def test_the_page_of_a_step_costs_at_most_eight_statements(draw_map, step_of, client_as, count_queries):
    step = step_of(draw_map("vpk"), "5.6")
    kira, path = client_as("kira"), f"/roadmap-steps/{step.public_id}"
    kira.get(path)
    with count_queries() as seen:
        assert kira.get(path).status_code == 200
    assert len(seen) <= 8, "\n".join(seen)


def test_a_registered_document_proves_a_step(draw_map, step_of, client_as, post, world):
    step = step_of(draw_map(), "1.2")
    document = db.session.scalars(sa.select(Document)).first()
    assert document is None, "none is registered here: the choice is not shown"
    assert "Документ портала" not in client_as("kira").get(f"/roadmap-steps/{step.public_id}").text


def test_a_closed_year_shows_its_map_without_deeds(draw_map, client_as, world, program):
    roadmap = draw_map()
    roadmap.cycle.closed_on = date(2026, 11, 1)
    db.session.commit()
    page = client_as("kira").get(home_of(roadmap)).text
    assert "Добавить шаг" not in page
    assert cycles_of(roadmap.cycle.program)


def test_the_desk_names_a_late_step_of_ones_own_role(draw_map, client_as, world):
    roadmap = draw_map()
    kira = world.actor("kira")
    stage = add_stage(kira, roadmap, title="Свой этап")
    late = Schedule(period=Period.DEADLINE, last_on=date(2026, 11, 18))
    add_step(kira, stage, own_facts(title="Просрочка куратора", schedule=late, principal="curator"))
    add_step(kira, stage, own_facts(title="Дело директора", schedule=late, principal="director"))
    db.session.commit()
    desk = client_as("kira").get("/").text
    assert "Просрочка куратора" in desk
    assert "Дело директора" not in desk or "director" not in {each.role for each in kira.grants}
    assert "Просрочка куратора" not in client_as("karim").get("/").text
