"""The response rate counts those who were invited; answers by the public link or on nameless sheets stand apart."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from portal.core.db import db
from surveys.exchange.answers.files import Written, facts_of_file, open_results, write_csv
from surveys.exchange.answers.rows import editions_of
from surveys.exchange.answers.workbook import turnout_rows
from surveys.models import Mode, SurveyAssignment
from surveys.results.asking import figures_for
from surveys.results.privacy import Reading, too_few
from surveys.results.turnout import Turnout
from tests.surveys.attacker import QUESTIONS
from tests.surveys.crowds import make_wave

FEW = Reading(names=False, k=5, k_texts=10)
ROOM = Path(__file__).parents[2] / "surveys"


@pytest.fixture
def wave(world: Any) -> SurveyAssignment:
    """Ten people were invited and four of them answered; eight more answers came by the poster."""
    found = make_wave(world.school_1, QUESTIONS, [{"MET": "yes", "MARK": 7}] * 12, mode=Mode.ANONYMOUS)
    found.invited, found.uninvited = 10, 8
    db.session.commit()
    return found


def test_the_rate_is_of_the_invited_and_the_poster_does_not_raise_it(wave: SurveyAssignment) -> None:
    results = figures_for(FEW, wave, with_pictures=False)
    rate = results.turnout.rate
    assert rate is not None
    assert (rate.count, rate.of, round(rate.percent)) == (4, 10, 40)
    assert results.submitted == 12
    assert Turnout(invited=0, answered=0, uninvited=9).rate is None


def test_the_page_tells_the_invited_and_the_others_apart(wave: SurveyAssignment, client_as: Any) -> None:
    for who in ("kira", "denis"):
        html = client_as(who).get(f"/surveys/{wave.public_id}/results").text
        said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
        assert "Ответили 4 из 10 Доля ответивших 40 % Без приглашения 8" in said


def test_every_file_says_the_same(wave: SurveyAssignment) -> None:
    expected = [("Приглашены", 10), ("Ответили из приглашённых", 4), ("Ответов без приглашения", 8),
                ("Ответов в сводке", 12)]  # fmt: skip
    assert turnout_rows(open_results(wave, FEW)) == expected
    made = io.BytesIO()
    write_csv(wave, FEW, made)
    rows = list(csv.reader(io.StringIO(made.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [(row[2], int(row[4])) for row in rows[1:5]] == expected
    facts = dict(facts_of_file(wave, FEW, editions_of(wave), wave.opens_at, Written(rows=0, digest="")))
    assert (facts["Приглашены"], facts["Ответили из приглашённых"], facts["Ответов без приглашения"]) == (10, 4, 8)


@pytest.mark.parametrize(
    ("turnout", "words"),
    [
        (Turnout(invited=12, answered=3), "ответили 3 из 12."),
        (Turnout(invited=12, answered=1, uninvited=2), "ответили 1 из 12 и 2 без приглашения."),
        (Turnout(invited=0, answered=0, uninvited=3), "ответили 3 без приглашения."),
        (Turnout(invited=0, answered=0), "ответили 0 из 0."),
    ],
)
def test_too_few_answers_are_told_with_who_was_asked(turnout: Turnout, words: str) -> None:
    assert words in too_few(turnout, 5)


def test_the_smallest_group_is_said_once() -> None:
    said = [path.name for path in ROOM.rglob("*.py") if re.search(r"^SMALLEST_GROUP = ", path.read_text(), re.M)]
    assert said == ["terms.py"]
