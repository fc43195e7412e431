"""The board of honour and the check of papers: item by item what a consent allows today, and nothing after it."""

import io
import zipfile
from datetime import timedelta

import pytest
from PIL import Image

from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core import clock
from portal.core.errors import Refusal
from portal.core.jobs import request_job, run_job
from portal.recognition import actions
from portal.recognition.certificates import checked, paper_of, read_code, spelled
from portal.recognition.jobs import PAPERS
from portal.recognition.queries import board_of, boards, lines_of
from tests.conftest import NOW
from tests.recognition.awarding import ALLOW, DENY, TODAY, allow_publication, approved, given

pytestmark = pytest.mark.usefixtures("cycle", "catalogue")


def picture() -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    made.seek(0)
    return made, "photo.png"


@pytest.fixture
def entry(world):
    return actions.put_up(world.actor("kira"), given(world), achievement="Провела занятия")


def seen(world):
    return [(each.entry.person.given_name, each.has_photo, each.has_achievement) for each in board_of(world.school_1)]


def test_nobody_is_seen_without_a_consent_and_each_item_is_asked_about(world, entry):
    actions.change_entry(world.actor("kira"), entry, achievement="Провела занятия", position=1, upload=picture())
    assert seen(world) == []
    assert boards() == []
    allow_publication(world, name=ALLOW, photo=DENY, achievements=ALLOW)
    assert seen(world) == [("Нина", False, True)]
    assert [each.n for each in boards()] == [1]


def test_a_condition_shows_the_item_to_nobody_but_the_keeper(world, entry):
    allow_publication(world, name=ALLOW, photo=DENY,
                      achievements={"decision": "condition", "condition": "без класса"})  # fmt: skip
    assert seen(world) == [("Нина", False, False)]
    (line,) = lines_of(world.school_1)
    assert line.conditions == ("без класса",)


def test_a_withdrawn_consent_removes_at_once(world, entry):
    allow_publication(world)
    assert len(seen(world)) == 1
    with clock.freeze(NOW + timedelta(days=1)):
        consents.withdraw_consent(world.actor("nina"), world.nina, world.school_1, Purpose.PUBLICATION,
                                  by=world.nina, reason="Передумала")  # fmt: skip
        assert seen(world) == []
        (line,) = lines_of(world.school_1)
        assert not line.is_seen


def test_a_minor_is_seen_only_with_the_mothers_signature_too(world):
    actions.put_up(world.actor("kira"), given(world, whom=world.pasha), achievement="Помог")
    allow_publication(world, "pasha", "pasha")
    assert seen(world) == []
    allow_publication(world, "pasha", "maria")
    assert [name for name, _photo, _words in seen(world)] == [world.pasha.given_name]


def test_what_comes_down_stays_down_and_only_awards_go_up(world, entry):
    kira = world.actor("kira")
    allow_publication(world)
    actions.put_entry(kira, entry, is_hidden=True)
    assert seen(world) == []
    with pytest.raises(Refusal, match="уже на доске"):
        actions.put_up(kira, entry.nomination, achievement="Ещё раз")
    with pytest.raises(Refusal, match="вручена"):
        actions.put_up(kira, approved(world, "certificate", world.misha), achievement="Рано")
    with pytest.raises(Refusal, match="JPG"):
        actions.change_entry(kira, entry, achievement="Помог", position=0, upload=(io.BytesIO(b"a,b\n"), "a.csv"))


def test_a_code_tells_the_award_and_the_name_only_with_a_consent(world, entry):
    code = entry.nomination.check_code
    assert read_code(f" {spelled(code).lower()} ") == code
    assert read_code("K7PM") == ""
    assert checked("A" * 12, TODAY) is None
    found, name = checked(code, TODAY)
    assert (found.id, name) == (entry.nomination.id, "")
    allow_publication(world)
    assert checked(code, TODAY)[1] == world.nina.full_name


def test_papers_are_made_one_by_one_and_in_bulk(app, world):
    first, second = given(world), given(world, whom=world.misha)
    assert paper_of(first) == paper_of(first)
    with zipfile.ZipFile(io.BytesIO(paper_of(first))) as paper:
        text = paper.read("word/document.xml").decode()
    assert world.nina.full_name in text
    assert spelled(first.check_code) in text
    wanted = request_job(world.actor("kira"), PAPERS, {"awards": [first.public_id, second.public_id]}, title="Бумаги")
    assert run_job(wanted.id)
    assert wanted.result_file is not None
    assert wanted.result_file.name.endswith(".zip")
