"""Pages of the base of mentors: offering, being brought, the profile, points, the decision, pause, files, prints."""

import io
from datetime import timedelta

import sqlalchemy as sa
from openpyxl import load_workbook

from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.matching.mentors import actions
from portal.matching.mentors.kinds import MentorState, TraitKind
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import own_words, pauses_of, scores_of
from portal.matching.mentors.queries.answers import words_of
from portal.people.models import Disclosure
from surveys.loading import load_questionnaires
from surveys.models import SurveyInvitation
from tests.matching.mentoring import TODAY, bring, offer, offers, take
from tests.surveys.crowds import make_wave

TODAYS = f"{TODAY:%d.%m.%Y}"


def path(profile, tail=""):
    return f"/mentors/{profile.public_id}{tail}"


def only_profile():
    return db.session.scalars(sa.select(MentorProfile)).one()


def test_a_teacher_offers_once_fills_the_profile_takes_a_pause_and_leaves(world, cycle, client_as, post):
    nina = client_as("nina")
    assert "Хочу быть наставником" in nina.get("/my/mentoring").text
    shown = nina.get("/my/mentoring/new").text
    assert "Это видят" in shown
    fields = {"opening": offers(world, "nina")["teacher"].key, "formats": ["teacher_student"],
              "competences": "Физика и проекты", "about": "", "submission_key": "key-1"}  # fmt: skip
    first, again = (post(nina, "/my/mentoring", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    profile = only_profile()
    card = nina.get(first.location).text
    assert "дополните профиль" in card
    assert "Включить в базу" not in card
    assert "Физика и проекты" in nina.get(path(profile)).text
    twice = post(nina, "/my/mentoring", **{**fields, "submission_key": "key-2"})
    assert (twice.status_code, "уже есть" in twice.text) == (422, True)

    assert "После занятий" in nina.get(path(profile, "/edit")).text
    said = {"formats": ["teacher_student", "teacher_teacher"], "competences": "Физика, диагноз", "areas": ["project"],
            "types": ["tutor"], "time_mon": ["morning", "evening"], "minutes_week": "60", "capacity": "2",
            "languages": ["ru"], "agreed_on": "01.01.2020", "version": profile.version}  # fmt: skip
    saved = post(nina, path(profile, "/edit"), **said)
    assert "портал не хранит" in nina.get(saved.location).text
    db.session.refresh(profile)
    assert (profile.capacity, profile.minutes_week, profile.agreed_on) == (2, 60, TODAY)
    assert profile.codes_of(TraitKind.TIME) == ["mon.morning", "mon.evening"]
    card = nina.get(path(profile)).text
    assert "пн: утро, вечер" in card
    assert "2 места" in card
    stale = post(nina, path(profile, "/edit"), **{**said, "competences": "Другое"})
    assert (stale.status_code, "Другое" in stale.text, "диагноз" in stale.text) == (409, True, True)

    take(world, profile)
    assert post(nina, path(profile, "/pause"), starts_on="завтра", ends_on="", reason="").status_code == 422
    wrong = post(nina, path(profile, "/pause"), starts_on=TODAYS, ends_on="01.11.2026", reason="")
    assert (wrong.status_code, "не раньше первого" in wrong.text) == (422, True)
    assert post(nina, path(profile, "/pause"), starts_on=TODAYS, ends_on="", reason="Отпуск").status_code == 303
    assert "уже записана" in post(nina, path(profile, "/pause"), starts_on=TODAYS, ends_on="", reason="").text
    assert "На паузе" in nina.get(path(profile)).text
    assert post(nina, path(profile, "/return")).status_code == 303
    assert not pauses_of(profile)
    assert "Больше не быть наставником" in nina.get(f"/my/mentoring/{profile.public_id}/leaving").text
    gone = post(nina, f"/my/mentoring/{profile.public_id}/leaving", reason="Переезд")
    assert "Профиль закрыт" in nina.get(gone.location).text
    db.session.refresh(profile)
    assert (profile.state, profile.reason) == (MentorState.LEFT, "Переезд")


NONSENSE = (
    ({"opening": "no-such"}, "Хочу быть наставником"), ({"opening": "x" * 5_000}, "Хочу быть наставником"),
    ({"formats": []}, "хотя бы одну форму"), ({"formats": ["student_student"]}, "для других наставников"),
    ({"competences": ""}, "чем вы можете помочь"), ({"about": "ы" * 1_001}, "Сократите"),
)  # fmt: skip


def test_nonsense_in_an_offer_gets_a_clear_answer(world, cycle, client_as, post):
    nina = client_as("nina")
    said = {"opening": offers(world, "nina")["teacher"].key, "formats": ["teacher_student"], "competences": "Физика",
            "about": "", "submission_key": "key-1"}  # fmt: skip
    for fields, words in NONSENSE:
        answer = post(nina, "/my/mentoring", **{**said, **fields})
        assert (answer.status_code, words in answer.text) == (422, True), fields
    assert not db.session.scalars(sa.select(MentorProfile)).all()


def test_without_the_consent_the_page_leads_to_it(world, cycle, client_as):
    nina = world.actor("nina")
    consents.withdraw_consent(nina, world.nina, world.school_1, Purpose.PARTICIPATION, by=world.nina, reason="")
    db.session.commit()
    shown = client_as("nina").get("/my/mentoring/new").text
    assert "после согласия на участие" in shown
    assert "Предложить себя" not in shown


def test_the_curator_brings_judges_and_decides_and_the_person_says_yes(world, cycle, client_as, post):
    kira = client_as("kira")
    found = kira.get("/mentors/new?q=орлова").text
    assert world.nina.public_id in found
    page = f"/mentors/new/{world.nina.public_id}"
    fields = {"opening": offers(world, "nina")["teacher"].key, "formats": ["teacher_student"],
              "recommendation": "Сильный методист", "origin": "psychologist", "agreed_on": "",
              "submission_key": "key-1"}  # fmt: skip
    assert post(kira, page, **{**fields, "recommendation": ""}).status_code == 422
    assert post(kira, page, **fields).status_code == 303
    assert world.nina.public_id not in kira.get("/mentors/new?q=орлова").text, "who is there is not offered again"
    profile = only_profile()
    assert "ещё не согласился" in kira.get(path(profile)).text
    early = post(kira, path(profile, "/approval"), decision="Педсовет", decided_on=TODAYS)
    assert (early.status_code, "спросите человека" in early.text) == (422, True)

    nina = client_as("nina")
    assert "Вас представили в наставники" in nina.get("/").text
    assert "Сильный методист" in nina.get(path(profile)).text
    assert post(nina, f"/my/mentoring/{profile.public_id}/agreement").status_code == 303
    assert "Вас представили" not in nina.get("/").text
    assert "Колледж: кандидатов" in kira.get("/").text

    points = {"points-results": "2", "note-results": "Победа в конкурсе", "points-time": "", "note-time": "Мало"}
    wrong = post(kira, path(profile, "/suitability"), **points, version=2)
    assert (wrong.status_code, "без него пояснение" in wrong.text, "Победа в конкурсе" in wrong.text) == (
        422,
        True,
        True,
    )
    assert post(kira, path(profile, "/suitability"), **{**points, "note-time": ""}, version=99).status_code == 409
    assert post(kira, path(profile, "/suitability"), **{**points, "note-time": ""}, version=2).status_code == 303
    assert {code: each.points for code, each in scores_of(profile).items()} == {"results": 2}
    shown = kira.get(path(profile)).text
    assert "оценены не все критерии" in shown
    sheet = kira.get("/mentors/commission").text
    assert "Орлова Нина Павловна" in sheet
    assert "Методика и анализ" in sheet

    asked = kira.get(path(profile, "/approval")).text
    assert "Педагогический совет" in asked, "the programme's route names who decides"
    assert post(kira, path(profile, "/approval"), decision="", decided_on=TODAYS).status_code == 422
    assert post(kira, path(profile, "/approval"), decision="Педсовет, № 4", decided_on=TODAYS).status_code == 303
    frozen = post(kira, path(profile, "/suitability"), **{"points-results": "3"}, version=4)
    assert frozen.status_code == 409 or "исходный замер" in frozen.text
    assert "Исходный замер закреплён" in kira.get(path(profile)).text
    events = set(db.session.scalars(sa.select(AuditEntry.event).where(AuditEntry.subject_kind == "mentor_profile")))
    assert {"mentor_added", "mentor_agreed", "mentor_scored", "mentor_approved"} <= events

    assert post(kira, path(profile, "/reserve"), reason="").status_code == 303
    assert "В резерве" in kira.get(path(profile)).text
    assert "Нина" in kira.get(path(profile, "/portfolio")).text
    assert "Основы наставничества" in kira.get("/mentors/training").text
    assert post(kira, path(profile, "/leaving"), reason="").status_code == 303
    assert post(kira, path(profile, "/refusal"), reason="Мало времени").status_code == 409


def test_the_register_keeps_its_choice_in_the_address_and_knows_the_past(world, cycle, client_as):
    first = take(world, offer(world, competences="Физика", traits={TraitKind.TYPE: ["tutor"]}))
    offer(world, "misha", ("student_student",), "student", competences="Черчение")
    actions.pause(world.actor("kira"), first, starts_on=TODAY)
    db.session.commit()
    kira = client_as("kira")

    def seen(**args):
        shown = kira.get("/mentors", query_string=args).text
        return {name for name in ("Орлова", "Ковалёв") if f"{name} " in shown}

    assert seen() == {"Орлова", "Ковалёв"}
    assert seen(state="candidate") == seen(category="student") == seen(format="student_student") == {"Ковалёв"}
    assert seen(state="active") == seen(state="paused") == seen(type="tutor") == seen(q="орл") == {"Орлова"}
    assert seen(free="1") == set()
    assert seen(group=world.group_1.public_id) == {"Ковалёв"}
    assert seen(organization="no-such") == set()
    assert seen(on=TODAYS) == {"Орлова", "Ковалёв"}
    assert seen(on=(TODAY - timedelta(days=1)).isoformat()) == set()
    for nonsense in ("31.02.2026", "x" * 300, "9" * 40, "0000-00-00"):
        assert seen(on=nonsense, state=nonsense, type=nonsense) == {"Орлова", "Ковалёв"}
    part = kira.get("/mentors", headers={"HX-Request": "true"}).text
    assert "<main" not in part


def test_the_table_has_the_columns_of_the_customers_and_is_counted(world, cycle, client_as):
    take(world, offer(world, competences="Физика", minutes_week=60, capacity=2))
    bring(world, "pasha", ("student_student",), "student")
    got = client_as("kira").get("/mentors/mentors.xlsx")
    assert got.status_code == 200
    sheet = load_workbook(io.BytesIO(got.data))["Наставники"]
    heads, *rows = list(sheet.iter_rows(values_only=True))
    told = {row[1]: dict(zip(heads, row, strict=True)) for row in rows}
    nina, pasha = told["Орлова Нина Павловна"], told["Седов Паша Романович"]
    assert (nina["Основные компетенции"], nina["Время в неделю"], nina["Наставляемых сразу"]) == (
        "Физика", "Около часа", 2,
    )  # fmt: skip
    assert nina["Состояние"] == "Действует"
    assert "Мария" in pasha["Контакты"], "a child's contacts are those of who represents it"
    given = db.session.scalars(sa.select(Disclosure).where(Disclosure.kind == "matching.mentors")).one()
    assert given.n == 3


def test_answers_of_the_candidate_fill_the_profile_when_the_person_says_so(world, cycle, client_as, post):
    said = {"MC_COMPETENCIES": "Сварка", "MC_AREAS": ["practice", "career"], "MC_HOURS": "2", "MC_CAPACITY": "3",
            "TIME_MON": ["morning"], "CHANNELS": ["phone"], "MC_KIND": "teacher"}  # fmt: skip
    candidates = next(each for each in load_questionnaires() if each.code == "mentor_candidate")
    wave = make_wave(world.school_1, candidates, [said])
    db.session.execute(
        sa.update(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).values(person_id=world.nina.id)
    )
    db.session.commit()
    profile = offer(world, competences="Физика")
    nina = client_as("nina")
    assert "Взять ответы в профиль" in nina.get(path(profile, "/edit")).text
    shown = nina.get(path(profile, "/edit?answers=1")).text
    assert "Сварка" in shown
    assert profile.competences == "Физика", "nothing is saved before the person says so"
    taken = own_words(profile)
    assert (taken.capacity, taken.minutes_week) == (3, 120)
    assert taken.traits == {TraitKind.AREA: ["practice", "career"], TraitKind.CHANNEL: ["phone"],
                            TraitKind.TIME: ["mon.morning"]}  # fmt: skip
    kiras = client_as("kira").get(path(profile, "/edit?answers=1")).text
    assert "Сварка" not in kiras, "others read answers where answers are read"
    strange = words_of({"MC_AREAS": "x", "MC_HOURS": "много", "MC_CAPACITY": 900, "MC_INTERESTS": ["a"]}, wave.opens_at)
    assert (strange.texts, strange.traits, strange.capacity, strange.minutes_week) == ({}, {}, None, None)


def test_a_foreign_profile_is_not_there_and_a_reader_changes_nothing(world, cycle, client_as, post):
    profile = offer(world)
    assert client_as("karim").get(path(profile)).status_code == 404
    assert client_as("polina").get(path(profile)).status_code == 200
    for tail in ("/edit", "/pause", "/suitability", "/approval"):
        assert client_as("polina").get(path(profile, tail)).status_code == 403
    assert client_as("nina").get(path(profile, "/approval")).status_code == 403
    assert client_as("kira").post(path(profile)).status_code in (400, 405)
