"""Programmes and their years: begun from a pattern, copied, changed, closed."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.programs.actions import (
    FormatOfYear,
    Span,
    close_cycle,
    copy_cycle,
    edit_cycle,
    reopen_cycle,
    school_span,
    set_formats,
)
from portal.programs.models import Cycle, Program
from portal.programs.queries import cycle_of, cycles_of, forms_that_run, route_of, routes_of, settings_of
from tests.conftest import NOW

TODAY = NOW.date()
SPAN = {"name": "2026/2027", "starts_on": "01.09.2026", "ends_on": "31.08.2027"}
SETTINGS = {
    **SPAN, "mentees_months": ["9", "2"], "pairs_months": "10", "ground": "registry", "meeting_gap_days": "21",
    "mentor_capacity": "4", "mentee_capacity": "1", "group_size": "25", "experience_years": "5", "experience": "warn",
    "higher_stage": "off", "senior": "off", "ovz_course": "block", "coverage_percent": "", "youngest_mentee": "10",
    "directive": "1",
}  # fmt: skip


def path(cycle, tail=""):
    return f"/programs/{cycle.program.public_id}/cycles/{cycle.public_id}{tail}"


def names(cycle):
    return [each.name for each in forms_that_run(cycle)]


@pytest.mark.parametrize(("pattern", "running", "months", "ground"), [
    ("amak", ["Студент – студент", "Преподаватель – преподаватель", "Преподаватель – студент",
              "Работодатель – студент"], (9,), "order"),
    ("bratsk", ["Ученик – ученик", "Студент – студент", "Педагог – педагог", "Студент – педагог", "Студент – ученик",
                "Работодатель – ученик", "Работодатель – студент"], (8, 9), "order"),
    ("chgtt", ["Студент – студент", "Педагог – педагог", "Педагог – студент", "Студент – ученик",
               "Работодатель – студент"], (2,), "registry"),
    ("vpk", ["Студент – студент", "Педагог – педагог", "Педагог – студент", "Работодатель – студент"], (11,), "order"),
    ("amt", ["Педагог – педагог", "Руководитель образовательной организации – педагог",
             "Социальный партнёр – педагогический работник техникума"], (), "order"),
])  # fmt: skip
def test_one_step_gives_the_programme_of_a_customer(begin, pattern, running, months, ground):
    cycle = cycles_of(begin(pattern))[0]
    said = settings_of(cycle)
    assert (names(cycle), said.mentees_months, said.ground) == (running, months, ground)


def test_the_year_that_runs_is_found_by_day(program, cycle):
    assert cycle_of(program, date(2026, 9, 1)) is cycle_of(program, date(2027, 8, 31)) is cycle
    assert cycle_of(program, date(2026, 8, 31)) is None


def test_the_next_year_takes_over_what_this_one_says(world, program, cycle):
    kira = world.actor("kira")
    set_formats(kira, cycle, {"teacher_teacher": FormatOfYear(is_on=True, own_name="Коллега – коллеге")})
    before = settings_of(cycle)
    following = copy_cycle(kira, cycle, span=school_span(2027))
    assert settings_of(following) == before
    assert names(following) == names(cycle)
    assert "Коллега – коллеге" in names(following)
    set_formats(kira, following, {"teacher_teacher": FormatOfYear(is_on=True, own_name="Иначе")})
    assert "Коллега – коллеге" in names(cycle), "the past year keeps its words"


def test_years_of_a_programme_do_not_touch(world, cycle):
    kira = world.actor("kira")
    with pytest.raises(Refusal, match="2026/2027"):
        copy_cycle(kira, cycle, span=Span(name="Вторая", starts_on=date(2027, 8, 31), ends_on=date(2028, 8, 1)))
    with pytest.raises(Refusal, match="четыре недели"):
        copy_cycle(kira, cycle, span=Span(name="Миг", starts_on=date(2028, 1, 1), ends_on=date(2028, 1, 2)))


def test_a_closed_year_does_not_change_until_it_is_opened_again(world, cycle):
    kira = world.actor("kira")
    close_cycle(kira, cycle, on=TODAY)
    span = Span(name=cycle.name, starts_on=cycle.starts_on, ends_on=cycle.ends_on)
    with pytest.raises(Refusal, match="завершён"):
        edit_cycle(kira, cycle, span=span, settings=settings_of(cycle))
    with pytest.raises(Refusal, match="завершён"):
        set_formats(kira, cycle, {"teacher_teacher": FormatOfYear(is_on=True)})
    reopen_cycle(kira, cycle)
    edit_cycle(kira, cycle, span=span, settings=settings_of(cycle))


def test_without_the_reference_rows_no_programme_begins(world, database, client_as, post):
    fields = {"name": "Рано", "pattern": "vpk", "year": "2026", "organization": world.school_1.public_id,
              "submission_key": "key-1"}  # fmt: skip
    assert post(client_as("kira"), "/programs", **fields).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Program)) == 0


def test_a_curator_begins_a_programme_once(world, reference, client_as, post):
    kira = client_as("kira")
    assert "Начать программу" in kira.get("/programs").text
    page = kira.get("/programs/new").text
    assert "Техникум с решениями коллегиальных органов" in page
    fields = {"name": "Наставничество рядом", "pattern": "chgtt", "year": "2026",
              "organization": world.school_1.public_id, "submission_key": "key-1"}  # fmt: skip
    first, again = post(kira, "/programs", **fields), post(kira, "/programs", **fields)
    assert first.status_code == again.status_code == 303
    program = db.session.scalars(sa.select(Program)).one()
    shown = kira.get(first.location).text
    assert "Наставничество рядом" in shown
    assert "Идёт 2026/2027" in shown
    assert "Студент – студент" in shown
    nameless = post(kira, "/programs", **{**fields, "name": " ", "pattern": "no-such", "submission_key": "key-2"})
    assert nameless.status_code == 422
    assert "Назовите программу" in nameless.text
    assert "Выберите образец" in nameless.text
    assert kira.get(f"/programs/{program.public_id}/edit").status_code == 200


def test_settings_are_saved_and_a_stale_save_sees_both_texts(cycle, client_as, post):
    kira = client_as("kira")
    assert kira.get(path(cycle, "/edit")).status_code == 200
    saved = post(kira, path(cycle, "/edit"), **SETTINGS, version="1")
    assert saved.status_code == 303
    db.session.expire_all()
    said = settings_of(cycle)
    assert (said.mentees_months, said.meeting_gap_days, said.youngest_mentee) == ((2, 9), 21, 10)
    assert (said.directive, said.support_unmatched, said.coverage_percent) == (True, False, None)
    assert said.young_teacher == "new_workplace", "what the form does not ask stays"
    stale = post(kira, path(cycle, "/edit"), **{**SETTINGS, "meeting_gap_days": "7"}, version="1")
    assert stale.status_code == 409
    assert "одного раза в 21" in stale.text
    assert "одного раза в 7" in stale.text


@pytest.mark.parametrize("nonsense", [
    ("meeting_gap_days", "0", "от 1 до 120"),
    ("mentor_capacity", "много", "от 1 до 50"),
    ("ends_on", "01.09.2025", "после первого"),
    ("starts_on", "01.09.0026", "Проверьте год"),
    ("starts_on", "29.02.2020", "не дальше пяти лет"),
    ("pairs_months", "13", ""),
    ("pairs_months", "x", ""),
    ("ground", "word", ""),
    ("experience", "", ""),
])  # fmt: skip
def test_nonsense_in_the_settings_gets_a_clear_answer(cycle, client_as, post, nonsense):
    field, value, message = nonsense
    answer = post(client_as("kira"), path(cycle, "/edit"), **{**SETTINGS, field: value}, version="1")
    assert answer.status_code == 422
    assert message in answer.text


def test_formats_are_switched_and_called_as_the_organisation_wants(cycle, client_as, post):
    kira = client_as("kira")
    assert "Своё название" in kira.get(path(cycle, "/formats")).text
    fields = {"on-pupil_pupil": "1", "name-pupil_pupil": "Старший – младшему", "responsible-pupil_pupil": "Педагог",
              "version": "1"}  # fmt: skip
    assert post(kira, path(cycle, "/formats"), **fields).status_code == 303
    shown = kira.get(path(cycle)).text
    assert "Старший – младшему" in shown
    assert "Ведёт: Педагог" in shown
    stale = post(kira, path(cycle, "/formats"), **fields)
    assert stale.status_code == 409
    assert "включена, Старший – младшему, Педагог" in stale.text


def test_what_was_typed_about_formats_is_kept_with_the_error(cycle, client_as, post):
    kira = client_as("kira")
    none = post(kira, path(cycle, "/formats"), version="1", **{"name-pupil_pupil": "Старший – младшему"})
    assert none.status_code == 422
    assert "Включите хотя бы одну форму" in none.text
    assert "Старший – младшему" in none.text
    long = post(kira, path(cycle, "/formats"), version="1",
                **{"on-pupil_pupil": "1", "name-pupil_pupil": "ы" * 201})  # fmt: skip
    assert long.status_code == 422
    assert "Сократите до 200 знаков" in long.text


def test_the_next_year_is_added_once_and_ends(program, cycle, client_as, post):
    kira = client_as("kira")
    base = f"/programs/{program.public_id}"
    assert "2027/2028" in kira.get(f"{base}/cycles/new").text
    fields = {"name": "2027/2028", "starts_on": "01.09.2027", "ends_on": "31.08.2028", "submission_key": "key-1"}
    first, again = (post(kira, f"{base}/cycles", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Cycle)) == 2
    touching = post(kira, f"{base}/cycles", **{**fields, "submission_key": "key-2"})
    assert touching.status_code == 422
    assert "не пересекаются" in touching.text
    assert "Завершить год" in kira.get(path(cycle, "/closure")).text
    assert post(kira, path(cycle, "/closure")).status_code == 303
    assert "Завершён" in kira.get(path(cycle)).text
    assert post(kira, path(cycle, "/closure")).status_code == 409
    assert post(kira, path(cycle, "/reopening")).status_code == 303


def test_a_year_is_found_only_under_its_own_programme(begin, cycle, client_as):
    other = begin("vpk")
    kira = client_as("kira")
    assert kira.get(f"/programs/{other.public_id}/cycles/{cycle.public_id}").status_code == 404


def test_the_steps_of_a_route_are_changed_on_its_page(program, client_as, post):
    route = next(each for each in routes_of(program) if each.format_code == "student_student")
    base = f"/programs/{program.public_id}/routes/{route.public_id}"
    kira = client_as("kira")
    shown = kira.get(base).text
    assert "Совещательный голос" in shown
    assert "Педагогический совет или Рабочая группа" in shown
    first = route_of(program, "student_student")[0].code
    assert post(kira, f"{base}/order", step=first, intent="down", version="1").status_code == 303
    stale = post(kira, f"{base}/order", step=first, intent="down", version="1")
    assert stale.status_code == 409
    assert "Сейчас записано" in stale.text
    db.session.expire_all()
    assert [step.action for step in route_of(program, "student_student")][:2] == ["opinion", "proposal"]
    step = {"action": "opinion", "roles": "psychologist", "words": "Психолог", "note": "", "submission_key": "key-1"}
    assert [post(kira, f"{base}/steps", **step).status_code for _ in range(2)] == [303, 303]
    db.session.expire_all()
    assert len(route_of(program, "student_student")) == 5
    empty = post(kira, f"{base}/steps", action="decision", words="Кто-то", submission_key="key-2")
    assert empty.status_code == 422
    assert "Отметьте роль или коллегиальный орган" in empty.text
    assert "Кто-то" in empty.text
    assert post(kira, f"{base}/order", step=first, intent="dance", version="3").status_code == 409


def test_a_format_gets_a_route_of_its_own_and_loses_it(program, client_as, post):
    kira = client_as("kira")
    base = f"/programs/{program.public_id}/routes"
    assert "Свой порядок утверждения" in kira.get(f"{base}/new").text
    fields = {"subject": "pair", "format": "leader_teacher", "category": "", "submission_key": "key-1"}
    first, again = (post(kira, base, **fields) for _ in range(2))
    assert first.location == again.location or first.status_code == again.status_code == 303
    removed = post(kira, first.location.partition("?")[0] + "/removal")
    assert removed.status_code == 303
    wanting = post(kira, base, subject="mentees", format="", category="", submission_key="key-2")
    assert wanting.status_code == 422
    assert "Выберите категорию" in wanting.text


def test_a_methodologist_of_another_school_sees_nothing(program, cycle, client_as):
    karim = client_as("karim")
    assert "Наставничество рядом" not in karim.get("/programs").text
    assert karim.get(f"/programs/{program.public_id}").status_code == 404
    assert karim.get(path(cycle)).status_code == 404


def test_the_list_costs_the_same_with_many_programmes(begin, client_as, count_queries):
    olga = client_as("olga")
    begin("vpk")
    olga.get("/programs")
    with count_queries() as few:
        olga.get("/programs")
    for _ in range(10):
        begin("amt", school=2)
    with count_queries() as many:
        olga.get("/programs")
    assert len(many) == len(few)


def test_an_operator_sees_which_organisations_have_no_programme_yet(begin, client_as):
    begin("vpk", school=2)
    olga = client_as("olga")
    lacking = olga.get("/programs").text.partition("Без программы")[2]
    assert "Северный многопрофильный колледж" in lacking
    assert "Средняя школа № 12" not in lacking
    begin("amak", school=1)
    assert "Без программы" not in olga.get("/programs").text
    assert "Без программы" not in client_as("kira").get("/programs").text
