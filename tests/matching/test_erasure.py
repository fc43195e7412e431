"""A request rests on a consent: it stands in the data card, and goes with the person or with the consent."""

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.personal_data import Basis
from portal.core.row_erasure import erase, preview
from portal.core.subjects import Erasing
from portal.matching.actions import set_marks
from portal.matching.kinds import MarkKind
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.privacy.queries.holdings import find_subject, holdings_of
from tests.matching.signing import sign_for_marks

ZONE = "Asia/Irkutsk"


@pytest.fixture
def marked(world, ask):
    asked = ask()
    sign_for_marks(asked.person, asked.organization)
    set_marks(world.actor("kira"), asked, {MarkKind.OVZ})
    ask(key="nina", code="teacher_teacher")
    db.session.commit()
    return asked


def left():
    return [
        db.session.scalar(sa.select(sa.func.count()).select_from(each)) for each in (MentoringRequest, SensitiveMark)
    ]


def test_the_data_card_tells_the_person_what_is_held(world, marked):
    sections = {each.table: each for each in holdings_of(world.misha, ZONE)}
    asked, mark = sections["mentoring_request"], sections["sensitive_mark"]
    assert asked.basis == mark.basis == "согласие"
    assert "Хочу увереннее писать отчёты" in asked.rows[0].values()
    assert "предварительный" in asked.rows[0].values()
    assert "психолог" in mark.seen_by


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_rested_on_the_consent_goes_and_others_keep_theirs(world, marked, is_whole):
    basis = {} if is_whole else {"basis": Basis.CONSENT, "organization_id": world.school_1.id}
    erasing = Erasing(subject=find_subject(world.misha), **basis)
    assert {"mentoring_request", "sensitive_mark"} <= {line.table for line in preview(erasing)}
    erase(erasing)
    assert left() == [1, 0]


def test_a_consent_given_to_another_organisation_has_nothing_to_do_with_it(world, marked):
    erase(Erasing(subject=find_subject(world.misha), basis=Basis.CONSENT, organization_id=world.school_2.id))
    assert left() == [2, 1]
