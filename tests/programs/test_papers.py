"""Registered papers of a programme, and facts by which steps of the road map close."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.programs.actions import PaperFacts, add_paper, record_fact
from portal.programs.kinds import PaperKind
from portal.programs.models import ProgramFact, ProgramPaper
from portal.programs.queries import facts_of, paper_in_force

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIELDS = {"kind": "roadmap", "title": "Дорожная карта на год", "number": "147", "adopted_on": "01.09.2026",
          "starts_on": "01.09.2026", "ends_on": ""}  # fmt: skip


def paper(kind, first, last=None, number="1"):
    return PaperFacts(kind=kind, title="Положение", number=number, adopted_on=first, starts_on=first, ends_on=last)


def path(program, tail=""):
    return f"/programs/{program.public_id}/papers{tail}"


def test_an_order_refers_to_the_paper_that_was_in_force_on_its_day(world, program):
    kira = world.actor("kira")
    old = add_paper(kira, program, paper(PaperKind.REGULATION, date(2024, 9, 1), date(2026, 8, 31)))
    new = add_paper(kira, program, paper(PaperKind.REGULATION, date(2026, 9, 1), number="2"))
    found = {day: paper_in_force(program, PaperKind.REGULATION, day) for day in (
        date(2024, 8, 31), date(2026, 8, 31), date(2026, 9, 1))}  # fmt: skip
    assert list(found.values()) == [None, old, new]
    assert paper_in_force(program, PaperKind.ROADMAP, date(2026, 9, 1)) is None
    with pytest.raises(Refusal, match="раньше, чем начинает"):
        add_paper(kira, program, paper(PaperKind.ROADMAP, date(2026, 9, 1), date(2026, 8, 1)))


def test_a_paper_is_registered_once_put_right_and_its_file_given_out(program, client_as, post):
    kira = client_as("kira")
    assert "Файл документа" in kira.get(path(program, "/new")).text
    for _ in range(2):
        sent = post(kira, path(program), **FIELDS, submission_key="key-1", file=(io.BytesIO(PDF), "карта.pdf"))
        assert sent.status_code == 303
    one = db.session.scalars(sa.select(ProgramPaper)).one()
    here = path(program, f"/{one.public_id}")
    assert "Дорожная карта №\u00a0147" in kira.get(f"/programs/{program.public_id}").text
    assert kira.get(f"{here}/file").data == PDF
    assert client_as("karim").get(f"{here}/file").status_code == 404
    assert kira.get(f"{here}/edit").status_code == 200
    assert post(kira, f"{here}/edit", **{**FIELDS, "ends_on": "31.08.2027"}, version="1").status_code == 303
    stale = post(kira, f"{here}/edit", **{**FIELDS, "number": "9"}, version="1")
    assert stale.status_code == 409
    assert "августа" in stale.text
    assert "действует" in stale.text
    bad = post(kira, f"{here}/edit", **{**FIELDS, "ends_on": "31.08.2025", "title": "Набрано"}, version="2")
    assert bad.status_code == 422
    assert "раньше, чем начинает" in bad.text
    assert "Набрано" in bad.text


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(program, client_as, post):
    answer = post(client_as("kira"), path(program), **FIELDS, submission_key="key-1",
                  file=(io.BytesIO(b"MZ\x90\x00"), "карта.pdf"))  # fmt: skip
    assert answer.status_code == 422
    assert "Дорожная карта на год" in answer.text
    assert db.session.scalars(sa.select(ProgramPaper)).all() == []


def test_a_fact_is_told_once_however_often_it_happens_to_be_told(world, program, cycle):
    kira, day = world.actor("kira"), date(2026, 10, 5)
    assert record_fact(kira, world.school_1, "base_formed", day, cycle) is True
    assert record_fact(kira, world.school_1, "base_formed", date(2026, 10, 6), cycle) is False
    assert record_fact(kira, world.school_1, "pairs_formed", day, cycle) is True
    assert record_fact(kira, world.school_1, "base_formed", day, program) is True
    found = facts_of(world.school_1, "base_formed", date(2026, 10, 1), date(2026, 10, 31))
    assert [each.happened_on for each in found] == [day, day], "the first telling stands"
    assert not facts_of(world.school_2, "base_formed", date(2026, 10, 1), date(2026, 10, 31))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ProgramFact)) == 3
