"""A blank of one's own: whoever signs may print the curator's sheet for oneself or one's child."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.actions.marks import receive_sheet
from portal.consents.actions.sheets import print_sheets
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import ConsentSheet, ConsentText, SheetBatch
from portal.consents.paper_kinds import SheetState
from portal.core.db import db
from portal.core.submissions import new_key
from portal.people.models import Person, Representation
from tests.consents.papers import add_text
from tests.consents.test_own_pages import TODAY, mine, signed

SYSTEM = Actor.system("test")


@pytest.fixture
def operator(world: Any) -> ConsentText:
    """A wording about passing data on, which nobody has signed."""
    text = add_text(world.school_1, Purpose.OPERATOR)
    db.session.commit()
    return text


def sheets() -> list[ConsentSheet]:
    return list(db.session.scalars(sa.select(ConsentSheet).order_by(ConsentSheet.id)))


def printed(client: Any, post: Any, world: Any, person: Person) -> Any:
    return post(client, mine(world, person, deed="blank"), submission_key=new_key())


def test_a_parent_prints_one_sheet_for_the_child_however_often(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    maria = client_as("maria")
    assert "Напечатать бланк" in maria.get(mine(world, world.pasha)).text
    answers = [printed(maria, post, world, world.pasha) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    [sheet] = sheets()
    assert (sheet.person_id, sheet.signer_id, sheet.text_id) == (world.pasha.id, world.maria.id, operator.id)
    paper = maria.get(answers[0].location).text
    for words in (
        world.maria.full_name,
        world.pasha.full_name,
        operator.body,
        sheet.code[:4],
        "законный представитель",
    ):
        assert words in paper
    assert "<svg" in paper
    batch = db.session.scalars(sa.select(SheetBatch)).one()
    assert client_as("kira").get(f"/consents/sheets/{batch.public_id}").status_code == 200
    assert maria.get(f"/consents/sheets/{batch.public_id}").status_code in (403, 404)


def test_what_was_confirmed_on_the_portal_is_printed_and_the_signed_sheet_makes_it_count(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    misha = client_as("misha")
    post(misha, mine(world, world.misha), **signed(operator))
    assert "Напечатать бланк" in misha.get(mine(world, world.misha)).text
    address = printed(misha, post, world, world.misha).location
    [sheet] = sheets()
    receive_sheet(SYSTEM, sheet, evidence=Evidence.SCAN, on=TODAY)
    db.session.commit()
    assert sheet.state == SheetState.RECEIVED
    gone = misha.get(address)
    assert gone.status_code == 303, "a sheet that came back is not printed again"
    shown = misha.get(gone.location).text
    assert "Напечатать бланк" not in shown
    assert printed(misha, post, world, world.misha).status_code == 409


def test_a_sheet_that_the_curator_printed_is_given_again(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    print_sheets(SYSTEM, world.school_1, [world.misha], [Purpose.OPERATOR])
    db.session.commit()
    [sheet] = sheets()
    address = printed(client_as("misha"), post, world, world.misha).location
    assert [one.id for one in sheets()] == [sheet.id]
    assert sheet.code[:4] in client_as("misha").get(address).text


def test_nobody_prints_for_somebody_elses_child_nor_after_the_link_ended(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    for who in ("kira", "misha", "vera"):
        assert printed(client_as(who), post, world, world.pasha).status_code in (403, 404), who
    maria = client_as("maria")
    address = printed(maria, post, world, world.pasha).location
    db.session.execute(
        sa.update(Representation)
        .where(Representation.representative_id == world.maria.id)
        .values(ends_on=TODAY.replace(year=2025))
    )
    db.session.commit()
    assert maria.get(address).status_code == 404
