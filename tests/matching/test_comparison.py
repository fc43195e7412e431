"""Wishes beside the programme of the year: gaps, the change sheet, a wish for a format that does not run."""

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.documents.content import Content
from portal.documents.models import Document
from portal.documents.registry import fresh
from portal.matching.actions import accept_into_base, apply
from portal.matching.papers import CHANGES
from portal.matching.queries import openings_of, own_places
from portal.matching.queries.comparison import Gap, compare_with_program
from portal.programs.models import CycleFormat, MentoringFormat
from tests.matching.conftest import TODAY


def switch(cycle, code, is_on):
    """The format of the year on or off."""
    row = db.session.scalars(
        sa.select(CycleFormat).join(MentoringFormat, MentoringFormat.id == CycleFormat.format_id).where(
            CycleFormat.cycle_id == cycle.id, MentoringFormat.code == code
        )
    ).one()  # fmt: skip
    row.is_on = is_on
    db.session.commit()


@pytest.fixture
def wish(world, cycle):
    """Миша asks for a format that does not run."""
    switch(cycle, "student_student", False)
    places = own_places(world.misha.id, TODAY)
    assert "student_student" not in [each.format.format.code for each in openings_of(places, TODAY)]
    opening = next(
        each for each in openings_of(places, TODAY, with_wishes=True) if each.format.format.code == "student_student"
    )
    assert not opening.runs
    made = apply(world.actor("misha"), world.misha, opening, goal="Хочу помощи старшего")
    db.session.commit()
    return made


def test_a_wish_for_a_format_that_does_not_run_is_a_gap_and_enters_no_base(world, cycle, wish):
    found = {each.format.format.code: each for each in compare_with_program(cycle)}
    assert (found["student_student"].gap, found["student_student"].people) == (Gap.MISSING, 1)
    assert found["student_student"].by_state == {"preliminary": 1}
    assert {each.gap for code, each in found.items() if code != "student_student"} == {Gap.IDLE}
    with pytest.raises(Refusal, match="не идёт"):
        accept_into_base(world.actor("kira"), wish, decision="Педсовет", decided_on=TODAY)
    switch(cycle, "student_student", True)
    assert {each.format.format.code: each for each in compare_with_program(cycle)}["student_student"].gap is None
    world.misha.restricted_on = TODAY
    db.session.flush()
    assert {each.format.format.code: each for each in compare_with_program(cycle)}["student_student"].people == 0


def test_the_difference_becomes_a_change_sheet_once(world, cycle, wish, client_as, post):
    misha = client_as("misha")
    assert "пока не идёт" in misha.get("/my/requests/new").text
    kira = client_as("kira")
    shown = kira.get("/requests/forms").text
    assert "Просят, но не идёт" in shown
    assert "Идёт, но не просят" in shown
    first, again = (post(kira, f"/requests/forms/{cycle.public_id}") for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    sheet = db.session.scalars(sa.select(Document).where(Document.kind == CHANGES)).one()
    rows = [row.cells for row in Content.from_json(sheet.content).appendix.rows]
    assert any("Включить форму" in cells[2] and "просит 1 человек" in cells[3] for cells in rows)
    assert "Коваль" not in str(sheet.content)
    assert "Лист изменений к программе уже готовится" in kira.get("/requests/forms").text
    assert "Лист изменений" in kira.get(first.location).text
    switch(cycle, "student_student", True)
    assert not any("Включить" in row.cells[2] for row in fresh(sheet).content.appendix.rows)


def test_a_closed_year_gets_no_change_sheet(world, cycle, wish, client_as, post):
    cycle.closed_on = TODAY
    db.session.commit()
    kira = client_as("kira")
    assert "Год закрыт" in kira.get(f"/requests/forms?cycle={cycle.public_id}").text
    assert post(kira, f"/requests/forms/{cycle.public_id}").status_code in (409, 422)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Document)) == 0
