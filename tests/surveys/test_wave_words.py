"""Words and ways that a curator meets around a wave and that once misled."""

from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.core.db import db
from surveys.entering.typed import lines_of, read_sheet
from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.models import Mode
from surveys.packets import read_packet
from surveys.storage import publish_questionnaire
from tests.surveys.waves import open_wave, short

OLD_POSTERS = "Плакаты, напечатанные раньше"


def test_the_first_public_link_ends_no_posters_and_the_second_does(client_as: Any, world: Any, post: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    kira, address = client_as("kira"), f"/surveys/{wave.public_id}/public-link"
    first, second = [kira.get(post(kira, address, intent="mint").location).text for _turn in range(2)]
    assert OLD_POSTERS not in first
    assert "плакат можно печатать" in first
    assert OLD_POSTERS in second


def test_where_nought_is_a_mark_a_dash_says_that_there_is_none() -> None:
    scales = from_mapping({"code": "two", "title": "Две шкалы", "items": [
        {"code": "TEN", "type": "scale10", "text": "Как прошло?"},
        {"code": "REC", "type": "nps", "text": "Посоветуете?"},
    ]})  # fmt: skip
    hints = {line.name: line.hint for line in lines_of(scales)}
    assert "0 – не может ответить" in hints["TEN"]
    assert "прочерк – не может ответить" in hints["REC"]
    for typed in ("–", "-"):
        assert read_packet(scales, read_sheet(scales, {"REC": typed}).fields).answers == {"REC": NA}
    assert read_packet(scales, read_sheet(scales, {"REC": "0"}).fields).answers == {"REC": 0}


def test_the_form_of_a_wave_says_what_may_change_later_as_it_is(client_as: Any, world: Any) -> None:
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    db.session.commit()
    page = client_as("kira").get(f"/surveys/new?questionnaire={questionnaire.public_id}").text
    assert "Позже изменить нельзя" not in page
    assert "мягче, чем в анкете, нельзя" in page


def test_facts_of_a_row_are_a_list_so_that_no_dot_hangs_at_the_end_of_a_line(client_as: Any, world: Any) -> None:
    open_wave(world, closes_at=clock.now() + timedelta(days=2))
    page = client_as("misha").get("/my/surveys").text
    row = page[page.index('id="waiting"') :]
    assert '<ul class="facts"><li>Школа № 1</li><li>' in row.replace(world.school_1.short_name, "Школа № 1")
    assert " · " not in row[: row.index("</section>")]


def test_several_organisations_are_told_where_nobody_fits(client_as: Any, world: Any, post: Any) -> None:
    questionnaire = publish_questionnaire(world.actor("admin"), short()).questionnaire
    db.session.commit()
    asked = {
        "questionnaire": questionnaire.public_id, "submission_key": "key-1", "audience": "learners",
        "organization": [world.school_1.public_id, world.school_2.public_id],
        "opens_on": "20.11.2026", "closes_on": "30.11.2026",
    }  # fmt: skip
    olga = client_as("olga")
    page = olga.get(post(olga, "/surveys", _data=asked).location).text
    assert "Анкета открыта в 1 организации. Ещё в 1 организации подходящих людей нет" in page


def test_readers_of_names_are_asked_for_only_where_names_can_be(client_as: Any, world: Any) -> None:
    unnamed, named = open_wave(world, mode=Mode.ANONYMOUS), open_wave(world)
    kira = client_as("kira")
    for wave, version_mode, asks in ((unnamed, Mode.ANONYMOUS, False), (named, Mode.NAMED, True)):
        wave.questionnaire_version.mode = version_mode
        db.session.commit()
        assert ('name="readers"' in kira.get(f"/surveys/{wave.public_id}/settings").text) == asks
