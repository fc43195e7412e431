"""The bases from tables: who is found, what is written, what never is, the same file twice, undoing, the way round."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from portal.consents.models import Consent
from portal.core.db import db
from portal.core.search.index import SearchDocument
from portal.imports.headings import recognised
from portal.imports.models import BatchState, ImportBatch, ImportRow
from portal.imports.registry import KINDS
from portal.matching.actions import accept_into_base, clarify
from portal.matching.importing.cells import HIDDEN, birth_in, contacts_in, names_in, number_in, without_marks
from portal.matching.kinds import Origin, RequestState
from portal.matching.mentors.kinds import MentorState, TraitKind
from portal.matching.mentors.models import MentorPeriod, MentorProfile, MentorTrait
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.people.models import Membership, Person, Representation
from tests.conftest import NOW
from tests.imports.walking import Walk, work_off
from tests.matching.mentoring import offer, take

TODAY = NOW.date()
DECISION = "Педагогический совет, протокол № 3"
HEADINGS = ("№ п/п", "ФИО наставляемого",
            "Контактные данные для связи (наставляемого, для детей – законного представителя)", "Год рождения",
            "Группа", "Основной запрос", "Категория", "Форма наставничества", "Когда человек согласился",
            "Чьё решение", "Дата вхождения в программу", "ФИО наставника", "Дата завершения программы")  # fmt: skip


def book(headings, *rows):
    """A workbook of one sheet, as a school keeps it."""
    made, kept = Workbook(), io.BytesIO()
    sheet = made.active
    sheet.append(list(headings))
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    made.save(kept)
    return kept.getvalue()


def row(person=None, **said):
    """A row of the base of mentees by short names."""
    keys = dict(zip(("n", "name", "contacts", "born", "group", "goal", "variant", "format", "agreed", "decision",
                     "decided", "mentor", "ends"), HEADINGS, strict=True))  # fmt: skip
    known = {"name": person.full_name, "born": person.birth_on.year} if person else {}
    return {keys[name]: value for name, value in {**known, "goal": "Освоить чертежи", **said}.items()}


def previewed(browser, content, kind="mentees", *options):
    """A file with its columns as they were recognised."""
    walk = Walk(browser, kind)
    assert walk.upload(content, "база.xlsx").status_code == 303
    assert walk.match(*options).status_code == 303
    assert walk.batch.state == BatchState.PREVIEWED
    return walk


def loaded(browser, content, kind="mentees", *options):
    """The same to the end."""
    walk = previewed(browser, content, kind, *options)
    assert walk.confirm().status_code == 303
    work_off()
    assert walk.batch.state == BatchState.DONE
    return walk


def rows_of(walk):
    return db.session.scalars(
        sa.select(ImportRow).where(ImportRow.batch_id == walk.batch.id).order_by(ImportRow.number)
    ).all()


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def said_of(row):
    return " ".join([*(each["text"] for each in row.problems), *row.changes])


@pytest.fixture
def kira(cycle, client_as):
    return client_as("kira")


def test_a_row_becomes_a_request_with_its_source_and_the_same_file_changes_nothing(world, kira):
    misha, pasha = world.person("misha"), world.person("pasha")
    content = book(
        HEADINGS,
        row(misha, format="студент-студент", agreed="1 ноября 2026 г.", decision=DECISION, decided="03.11.2026",
            mentor="Орлова Нина Петровна, Сергеев И. И."),
        row(pasha, format="Студент – студент"),
    )  # fmt: skip
    walk = loaded(kira, content)
    first, second = db.session.scalars(sa.select(MentoringRequest).order_by(MentoringRequest.id)).all()
    assert (first.person_id, first.state, first.origin) == (misha.id, RequestState.IN_BASE, Origin.TABLE)
    assert (first.agreed_on, first.decided_on, first.decision) == (date(2026, 11, 1), date(2026, 11, 3), DECISION)
    assert (second.state, second.agreed_on) == (RequestState.PRELIMINARY, None)
    assert "пару таблица не создаёт" in said_of(rows_of(walk)[0])
    stood = [count(each) for each in (MentoringRequest, Person, Membership, Consent)]
    again = previewed(kira, content)
    assert (again.batch.count("same"), again.batch.count("total")) == (2, 2)
    assert [count(each) for each in (MentoringRequest, Person, Membership, Consent)] == stood
    assert "внесено из таблицы" in kira.get(f"/requests/{second.public_id}").text


def test_an_unknown_person_enters_the_register_alone_and_the_request_waits_for_the_consent(world, kira):
    before, consents = count(Person), count(Consent)
    child = row(name="НОВИКОВА АННА ИВАНОВНА", born="2011 г.р.", group="П-31",
                contacts="Новикова Ольга Петровна, 8-914-555-01-01, olga@primer.example")  # fmt: skip
    walk = loaded(kira, book(HEADINGS, child), "mentees", "create_groups")
    anna = db.session.scalars(
        sa.select(Person).where(Person.family_name == "Новикова", Person.given_name == "Анна")
    ).one()
    assert (count(Person), count(Consent), count(MentoringRequest)) == (before + 2, consents, 0)
    assert (anna.phone, anna.birth_on) == (None, None), "a year is no date, a mother's telephone not the child's"
    mother = db.session.scalars(sa.select(Representation).where(Representation.person_id == anna.id)).one()
    assert db.session.get_one(Person, mother.representative_id).phone == "8-914-555-01-01"
    assert "Нет согласия" in said_of(rows_of(walk)[0])
    again = previewed(kira, book(HEADINGS, child))
    assert (again.batch.count("error"), count(Person)) == (1, before + 2)
    assert walk.undo().status_code == 303
    work_off()
    assert (walk.batch.state, count(Person)) == (BatchState.UNDONE, before)


def test_a_sensitive_mark_never_leaves_the_file_and_the_rest_of_the_row_is_taken(world, kira):
    walk = loaded(kira, book(HEADINGS, row(world.person("misha"), format="Студент – студент", variant="ОВЗ; Активный")))
    asked = db.session.scalars(sa.select(MentoringRequest)).one()
    assert (asked.goal, count(SensitiveMark)) == ("Освоить чертежи", 0)
    assert "особая отметка из таблицы не сохраняется" in said_of(rows_of(walk)[0])
    batches = db.session.scalars(sa.select(ImportBatch)).all()
    kept = str([(each.cells, each.problems, each.changes) for each in rows_of(walk)])
    assert "ОВЗ" not in kept + str([each.samples for each in batches])


def test_what_is_over_or_unclear_is_said_row_by_row(world, kira):
    misha, pasha, nina = (world.person(key) for key in ("misha", "pasha", "nina"))
    walk = previewed(kira, book(
        HEADINGS,
        row(misha, format="студент – студент", ends="01.05.2026"),
        row(misha, format="игра в шахматы"),
        row(misha, goal="ОВЗ", format="Студент – студент"),
        row(nina, format="Студент – студент"),
        row(pasha, format="Студент – студент", agreed="31.02.2026"),
        row(pasha, format="Студент – студент", born=1950),
    ))  # fmt: skip
    over, chess, marked, teacher, day, other = rows_of(walk)
    assert (over.decision, "участие закончено" in said_of(over)) == ("same", True)
    assert (chess.decision, "портал не знает" in said_of(chess)) == ("error", True)
    assert (marked.decision, "с чем нужна помощь" in said_of(marked)) == ("error", True)
    assert (teacher.decision, "такой формы сейчас нет" in said_of(teacher)) == ("error", True)
    assert (day.decision, "не читается как дата" in said_of(day)) == ("error", True)
    assert other.decision == "error", "nobody of that year: a newcomer needs a group or a post"


def test_a_name_alone_is_asked_about(world, kira):
    misha = world.person("misha")
    walk = previewed(kira, book(HEADINGS, {**row(misha, format="Студент – студент"), "Год рождения": None}))
    assert rows_of(walk)[0].decision == "skip"
    assert walk.post("/rows/2", {"answer": "same"}).status_code == 303
    assert (rows_of(walk)[0].decision, rows_of(walk)[0].matched_id) == ("new", misha.id)


def test_a_table_puts_right_what_stands_and_is_taken_back_until_somebody_went_on(world, kira, bring):
    misha = world.person("misha")
    asked = bring()
    content = book(HEADINGS, row(misha, format="Студент – студент", goal="Другой запрос", agreed="01.11.2026",
                                 decided="02.11.2026"))  # fmt: skip
    walk = loaded(kira, content)
    db.session.refresh(asked)
    assert (asked.goal, asked.state, asked.origin) == ("Другой запрос", RequestState.IN_BASE, Origin.TEACHER)
    assert walk.undo().status_code == 303
    db.session.refresh(asked)
    assert (asked.goal, asked.state, asked.agreed_on) == ("Трудно войти в группу", RequestState.PRELIMINARY, None)
    walk = loaded(kira, content)
    clarify(world.actor("kira"), db.session.get_one(MentoringRequest, asked.id), origin=Origin.TEACHER,
            goal="Третий запрос", variant="", agreed_on=TODAY)  # fmt: skip
    db.session.commit()
    assert "Отменить нечего" in kira.get(f"{walk.path}/undo").text or walk.post("/undo").status_code != 303
    assert db.session.get_one(MentoringRequest, asked.id).goal == "Третий запрос"


def test_a_pair_that_works_or_a_request_that_ended_is_not_asked_for_anew(world, kira, bring):
    asked = bring(agreed_on=TODAY)
    accept_into_base(world.actor("kira"), asked, decision=DECISION, decided_on=TODAY)
    asked.state, asked.ends_on = RequestState.MATCHED, TODAY
    db.session.commit()
    content = book(HEADINGS, row(world.person("misha"), format="Студент – студент", goal=asked.goal))
    assert previewed(kira, content).batch.count("same") == 1
    asked.state = RequestState.WITHDRAWN
    db.session.commit()
    assert "не открывается заново" in said_of(rows_of(previewed(kira, content))[0])


def test_who_keeps_no_base_loads_none_and_sees_no_file_of_it(world, cycle, client_as):
    walk = previewed(client_as("kira"), book(HEADINGS, row(world.person("misha"), format="Студент – студент")))
    keeper = client_as("olga")
    assert keeper.get("/people/import").status_code == 200
    assert "База наставляемых" not in keeper.get("/people/import").text
    assert keeper.get(walk.path).status_code == 404
    assert keeper.get("/people/import/new?kind=mentees").status_code == 404


def test_both_bases_come_back_as_they_were_from_their_own_files(world, kira, bring, ask):
    first = bring(key="misha", agreed_on=TODAY - timedelta(days=3), variant="active")
    accept_into_base(world.actor("kira"), first, decision=DECISION, decided_on=TODAY - timedelta(days=1))
    bring(key="pasha")
    bring(key="nina", code="teacher_teacher")
    first.languages = ["ru", "sign"]
    offer(world, "nina", ("teacher_student", "teacher_teacher"), competences="Физика; проекты, чертежи", capacity=3,
          interests="Лыжи", achievements="Конкурс «Педагог года»", minutes_week=60,
          traits={TraitKind.TIME: ["mon.morning", "wed.evening"], TraitKind.AREA: ["subject", "contest", "career"],
                  TraitKind.AGE: ["c1"], TraitKind.TYPE: ["tutor"], TraitKind.LANGUAGE: ["ru", "bua"]})  # fmt: skip
    take(world, db.session.scalars(sa.select(MentorProfile)).one(), TODAY)
    db.session.commit()
    files = {"mentees": kira.get("/requests/requests.xlsx").data, "mentors": kira.get("/mentors/mentors.xlsx").data}
    stood = registers()
    for model in (MentorTrait, MentorPeriod, MentorProfile, MentoringRequest):
        db.session.execute(sa.delete(model))
    db.session.execute(sa.delete(SearchDocument).where(SearchDocument.kind == "mentor"))
    db.session.commit()
    for kind, content in files.items():
        walk = loaded(kira, content, kind)
        assert walk.batch.count("error") == 0, [said_of(each) for each in rows_of(walk)]
        assert previewed(kira, content, kind).batch.count("same") == walk.batch.count("total")
    assert registers() == stood
    for kind, content in files.items():
        batch = db.session.scalars(
            sa.select(ImportBatch).where(ImportBatch.kind == kind, ImportBatch.state == BatchState.DONE)
        ).one()
        walk.public_id, walk.kind = batch.public_id, kind
        assert walk.undo().status_code == 303
        work_off()
        assert content
    left = (count(MentoringRequest), count(MentorProfile), count(MentorPeriod), count(MentorTrait))
    assert left == (0, 0, 0, 0)
    assert not db.session.scalar(sa.select(SearchDocument.id).where(SearchDocument.kind == "mentor"))


def registers():
    """Both bases as they say of themselves."""
    requests = db.session.execute(
        sa.select(
            MentoringRequest.person_id, MentoringRequest.cycle_id, MentoringRequest.format_id, MentoringRequest.goal,
            MentoringRequest.variant, MentoringRequest.state, MentoringRequest.origin, MentoringRequest.agreed_on,
            MentoringRequest.decision, MentoringRequest.decided_on, MentoringRequest.languages,
        ).order_by(MentoringRequest.person_id)
    ).all()  # fmt: skip
    profiles = db.session.scalars(sa.select(MentorProfile).order_by(MentorProfile.person_id)).all()
    names = ("person_id", "category", "origin", "competences", "achievements", "interests", "minutes_week", "capacity",
             "state", "agreed_on", "decision", "decided_on", "starts_on")  # fmt: skip
    told = [(*(getattr(each, name) for name in names), sorted((one.kind, one.code) for one in each.traits))
            for each in profiles]  # fmt: skip
    return [tuple(each) for each in requests], told


def test_a_mentor_is_filled_in_by_a_table_and_loses_nothing(world, kira):
    profile = offer(world, "nina", competences="Физика", traits={TraitKind.AREA: ["subject"]})
    headings = (
        "ФИО наставника",
        "Должность",
        "Формы наставничества",
        "Основные компетенции",
        "Области помощи",
        "Ресурс времени",
        "Сколько наставляемых",
        "Состояние",
        "Дата решения",
        "Желаемый возраст наставляемых",
    )
    nina = world.person("nina")
    post = next(each.post for each in nina.memberships if each.post)
    walk = loaded(kira, book(headings, dict(zip(headings, (
        nina.full_name, post, "Педагог – педагог", "Физика и чертежи", "Проекты; магия", "2 часа", "2", "Действует",
        "10.11.2026", ""), strict=True))), "mentors")  # fmt: skip
    db.session.refresh(profile)
    assert (profile.competences, profile.minutes_week, profile.capacity) == ("Физика и чертежи", 120, 2)
    assert profile.state == MentorState.ACTIVE
    assert set(profile.codes_of(TraitKind.AREA)) == {"subject", "project"}
    assert "магия" in said_of(rows_of(walk)[0])


@pytest.mark.parametrize(("said", "found"), [
    ("2008", (None, 2008)), ("2008 г.р.", (None, 2008)), ("31.12.2008", (date(2008, 12, 31), 2008)),
    ("1 апреля 2011 г.", (date(2011, 4, 1), 2011)), ("", (None, None)),
])  # fmt: skip
def test_a_birth_is_a_year_or_a_day(said, found):
    assert birth_in(said) == found


def test_contacts_names_and_marks_are_told_apart():
    first, second = contacts_in("Лебедева Инна Олеговна, +7 900 000-00-01, INNA@primer.example; 8 (914) 555-01-01")
    assert (first.name, first.phone, first.email) == (
        "Лебедева Инна Олеговна",
        "+7 900 000-00-01",
        "inna@primer.example",
    )
    assert (second.name, second.phone) == ("", "8 (914) 555-01-01")
    assert names_in("Орлова Н. П., Сергеев И. И. и Ким А.") == ["Орлова Н. П.", "Сергеев И. И.", "Ким А."]
    assert without_marks("Активный, группа риска") == f"Активный, {HIDDEN}"
    assert without_marks("Помочь с риском в проекте") == "Помочь с риском в проекте"


@pytest.mark.parametrize("kind", ["mentees", "mentors"])
def test_every_heading_means_one_column(kind):
    names = [name for column in KINDS[kind].columns for name in (column.label, *column.aliases)]
    for name in names:
        assert len(recognised(KINDS[kind], [name])) == 1


def test_a_number_of_many_digits_is_none():
    assert number_in("2 часа") == 2
    assert number_in("1,5") == 1.5
    assert number_in("9" * 400) is None
