"""Languages of both sides: ignored, counted as points or needed, as the year says; told in the form and in Excel."""

import pytest

from portal.core.db import db
from portal.matching import actions as matching
from portal.matching.drafts import actions
from portal.matching.drafts.queries import answer_of, gather, settings_for
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.drafts.words import left_in_words, reasons_of, settings_in_words
from portal.matching.languages import known_languages
from portal.matching.mentors.kinds import TraitKind
from portal.matching.solving.pool import FULL
from portal.matching.solving.scoring import coverage_of, score_pool
from tests.matching.conftest import openings
from tests.matching.drafts.matched import TODAY, draft, mentor
from tests.matching.mentoring import DECISION


@pytest.fixture
def asked(world, cycle):
    """Миша asks in Russian and Buryat; his mentors speak Buryat with Russian, and English."""
    made = matching.apply(world.actor("misha"), world.misha, openings(world, "misha")["teacher_student"],
                          goal="Нужна помощь", languages=["bua", "ru", "xx"])  # fmt: skip
    matching.accept_into_base(world.actor("kira"), made, decision=DECISION, decided_on=TODAY)
    mentor(world, "nina", traits={TraitKind.LANGUAGE: ("en",)})
    mentor(world, "denis", traits={TraitKind.LANGUAGE: ("ru",)})
    db.session.commit()
    return made


def scored(cycle, settings):
    """(points by criterion, score, coverage) of each mentor, by the languages they speak."""
    scores = score_pool(gather(cycle, settings, TODAY))
    (mentee,) = scores.mentees
    found = {}
    for each in scores.pool.mentors:
        points = scores.points_of(mentee, each.key)
        assert sum(one.points for one in points) == scores.score_of(mentee, each.key)
        found[min(each.answers["language"])] = (points, scores.grounds_of(mentee, each.key))
    return found


def test_they_are_ignored_until_the_year_says_otherwise(cycle, asked):
    assert asked.languages == ["ru", "bua"], "of the list only, in its order"
    found = scored(cycle, settings_for(cycle))
    assert all("language" not in {one.code for one in points} for points, _grounds in found.values())
    assert all(not grounds for _points, grounds in found.values())


def test_as_points_they_add_up_and_stand_in_the_coverage_and_the_reasons(cycle, asked):
    found = scored(cycle, MatchingSettings(area=0, time=1, age=0, mentor_kind=0, channel=0, language=3))
    russian, english = (next(one for one in found[code][0] if one.code == "language") for code in ("ru", "en"))
    assert (russian.points, russian.most, english.points) == (FULL * 3 // 4 // 2, FULL * 3 // 4, 0)
    assert russian.is_answered
    assert coverage_of(found["ru"][0]) == 750, "times are not answered, languages are"
    assert "частично: языки" in reasons_of(found["ru"][0])


def test_as_a_hard_rule_they_keep_a_pair_apart_and_the_draft_says_so(world, cycle, asked):
    settings = MatchingSettings(needs_language=True)
    assert [code for code, (_points, grounds) in scored(cycle, settings).items() if grounds] == ["en"]
    assert "есть общий язык" in dict(settings_in_words(settings))["Обязательно"]
    actions.set_up(world.actor("kira"), cycle, settings)
    matching.clarify(world.actor("kira"), asked, origin=asked.origin, goal=asked.goal, variant="",
                     agreed_on=asked.agreed_on, languages=["zh"])  # fmt: skip
    db.session.commit()
    (left,) = answer_of(draft(world, cycle)).left
    assert left.rules == (("common_language", 2),)
    assert "есть общий язык" in left_in_words(left, is_blocked=True)


def test_who_was_not_asked_is_not_judged(cycle, asked):
    asked.languages = []
    db.session.commit()
    found = scored(cycle, MatchingSettings(language=1, needs_language=True))
    assert all(not grounds for _points, grounds in found.values())
    assert all(not next(one for one in points if one.code == "language").is_answered for points, _g in found.values())


def test_forms_have_russian_ticked_and_keep_what_was_chosen(world, cycle, client_as, post):
    misha = client_as("misha")
    page = misha.get("/my/requests/new").text
    assert 'value="ru" checked' in page.replace('checked=""', "checked")
    sent = {"opening": f"{cycle.public_id}.student_student", "goal": "Освоиться", "languages": ["ru", "tt"],
            "submission_key": "k"}  # fmt: skip
    target = post(misha, "/my/requests", **sent).headers["Location"]
    assert "Русский, Татарский" in misha.get(target).text
    assert known_languages(["tt", "ru", "ru"]) == ["ru", "tt"]
