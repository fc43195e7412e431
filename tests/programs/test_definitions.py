"""The reference files: nine formats, their role patterns, five patterns of programmes; a wrong key is refused."""

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import (
    FormatDefinition,
    KindDefinition,
    formats,
    kinds,
    program_patterns,
    role_patterns,
    strict,
)
from portal.programs.models import MentoringFormat, RolePattern
from portal.programs.reference import sync_mentoring
from surveys.stages import FORMS


def test_nine_formats_stand_in_the_file_with_their_sources():
    assert list(formats()) == [
        "pupil_pupil", "student_student", "teacher_teacher", "teacher_student", "student_pupil", "employer_pupil",
        "employer_student", "leader_teacher", "partner_teacher",
    ]  # fmt: skip
    everything = (*formats().values(), *role_patterns().values(), *kinds().values(), *program_patterns().values())
    assert [each.code for each in everything if not each.source] == []


def test_a_format_says_who_is_the_mentor_whatever_the_order_of_its_words():
    both = formats()["employer_student"]
    assert (both.mentors, both.mentees) == (("employer",), ("student",))
    assert "студент – работодатель" in both.aliases


def test_questionnaires_know_the_value_of_every_format():
    assert {each.in_surveys for each in formats().values()} == set(FORMS)


def test_requirements_are_those_of_the_customers():
    years = formats()["employer_student"].requirements[0]
    assert (years.kind, years.years) == ("experience", 7)
    assert role_patterns()["ts_ovz"].requirements[0].kind == "ovz_course"
    assert role_patterns()["tt_innovator"].reversed


@pytest.mark.parametrize(("broken", "message"), [({"codee": "x"}, "codee"), ({"mentors": ["stranger"]}, "stranger")])
def test_an_unknown_key_or_side_is_refused(broken, message):
    row = {"code": "x", "name": "X", "source": "S0", "mentors": ["pupil"], "mentees": ["pupil"], "goal": "",
           "in_surveys": "x"}  # fmt: skip
    assert strict(FormatDefinition, row).code == "x"
    with pytest.raises(ValueError, match=message):
        strict(FormatDefinition, {**row, **broken})


def test_a_missing_key_is_refused():
    with pytest.raises(ValueError, match="source"):
        strict(KindDefinition, {"code": "x", "name": "X", "text": ""})


@pytest.mark.parametrize(("broken", "message"), [
    ({"pairs_months": [13]}, "1–12"), ({"ground": "word"}, "word"), ({"group_size": 1}, "2–60"), ({"odd": 1}, "odd"),
])  # fmt: skip
def test_settings_out_of_bounds_are_refused(broken, message):
    assert CycleSettings.from_data({"pairs_months": [10]}).pairs_months == (10,)
    with pytest.raises(ValueError, match=message):
        CycleSettings.from_data(broken)


def test_syncing_is_repeatable_retires_and_never_deletes(database):
    assert sync_mentoring() == len(formats()) + len(role_patterns()) + len(kinds())
    assert sync_mentoring() == 0
    db.session.add(MentoringFormat(code="gone", name="Ушедшая", source="S0", position=99))
    renamed = db.session.scalars(sa.select(RolePattern).where(RolePattern.code == "ll_equal")).one()
    renamed.name = "Иначе"
    db.session.flush()
    assert sync_mentoring() == 2
    gone = db.session.scalars(sa.select(MentoringFormat).where(MentoringFormat.code == "gone")).one()
    assert gone.retired_on is not None
    assert renamed.name == "Равный – равному"
