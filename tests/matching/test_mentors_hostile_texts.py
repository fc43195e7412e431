"""Texts that would like to run, in every field of a profile of a mentor: on pages and in the file they stay texts."""

import io

import openpyxl

from portal.core.db import db
from portal.matching.kinds import Origin
from portal.matching.mentors import actions
from portal.matching.mentors.actions import ProfileFacts
from tests.hostile_texts import ALL, LINE, MARK, executable, hits
from tests.matching.mentoring import TODAY, offers

FACTS = ProfileFacts(competences=ALL, achievements=ALL, interests=ALL, about=ALL, capacity=2)


def test_pages_of_mentors_show_hostile_texts_as_texts(world, cycle, client_as, post):
    kira = world.actor("kira")
    made = actions.nominate(
        kira, world.nina, offers(world, "nina")["teacher"], ["teacher_student"], origin=Origin.TEACHER,
        recommendation=ALL, agreed_on=TODAY,
    )  # fmt: skip
    actions.fill(kira, made, ["teacher_student"], FACTS)
    actions.set_scores(kira, made, {"results": 2}, {"results": LINE})
    db.session.commit()
    path = f"/mentors/{made.public_id}"
    curator, nina = client_as("kira"), client_as("nina")
    own = (path, f"{path}/portfolio", f"{path}/edit")
    staff = (f"{path}/suitability",)
    assert hits(curator, "/mentors", *own, *staff) == {}
    assert hits(nina, *own) == {}
    said = {"formats": ["teacher_student"], "capacity": "2", "competences": ALL}
    refused = post(curator, f"{path}/edit", **said, version=made.version)
    stale = post(curator, f"{path}/edit", **{**said, "competences": ALL[:900]}, version="0")
    unknown = post(curator, f"{path}/approval", decision=LINE, decided_on=LINE)
    asked = [(each.status_code, executable(each.text)) for each in (refused, stale, unknown)]
    assert asked == [(422, []), (409, []), (422, [])]
    actions.approve(kira, made, decision=LINE, decided_on=TODAY)
    actions.pause(kira, made, starts_on=TODAY, ends_on=None, reason=LINE)
    db.session.commit()
    assert hits(curator, path, "/mentors") == {}
    book = openpyxl.load_workbook(io.BytesIO(curator.get("/mentors/mentors.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if MARK in str(cell.value)]
    assert cells
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    actions.leave(kira, made, reason=LINE)
    db.session.commit()
    assert hits(curator, path) == {}
