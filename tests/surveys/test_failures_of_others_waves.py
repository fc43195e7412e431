"""What happened to others with a whole class at once, in the ways that waves have besides personal links.

Line 12 of «Failures of others»: TEAMMATES #8120, #10658, 358 submitted and 16 rows in the database.
"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.actor import Actor
from portal.core.db import db
from surveys.actions.public_links import limit_public_link, mint_public_link
from surveys.entering.paper import enter_sheet
from surveys.models import Answer, Mode, Participation, PublicLink, Response, SurveyAssignment
from tests.surveys.test_crowds_of_threads import FULL, at_once, crowd, submission
from tests.surveys.waves import counts_of

pytestmark = pytest.mark.slow
SYSTEM = Actor.system("test")
CLASS = 30
PLACES = 20


def poster(app: Flask, wave_id: int, most: int | None = None) -> str:
    """The address that hangs on the wall of the class."""
    with app.app_context():
        link = mint_public_link(SYSTEM, _wave(wave_id))
        limit_public_link(SYSTEM, link, most)
        db.session.commit()
        address = f"/s/{link.code}"
        db.session.remove()
    return address


def stored(app: Flask, wave_id: int) -> dict[str, int]:
    """What the database holds of the wave: rows, and the counters that stand beside them."""
    with app.app_context():
        wave, counts = _wave(wave_id), counts_of(_wave(wave_id))
        found = {
            "responses": _count(Response), "participations": _count(Participation), "answers": _count(Answer),
            "submitted": wave.submitted, "uninvited": wave.uninvited, "yes": counts.get(("MET", "yes"), 0),
            "link": db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(PublicLink.answered), 0))) or 0,
        }  # fmt: skip
        db.session.remove()
    return found


def whole(number: int, *, by_link: bool) -> dict[str, int]:
    """The same where nothing was lost and nothing doubled."""
    return {
        "responses": number, "participations": number, "answers": 4 * number, "submitted": number,
        "uninvited": number, "yes": number, "link": number if by_link else 0,
    }  # fmt: skip


def test_12_a_class_that_comes_by_the_poster_at_once_is_stored_whole(own_portal: Flask) -> None:
    wave_id, _links = crowd(own_portal, 1, Mode.ANONYMOUS)
    address = poster(own_portal, wave_id)
    answers = at_once([submission(own_portal, address, f"pupil{place}") for place in range(CLASS)])
    assert {status for status, _location in answers} == {303}
    assert len({location for _status, location in answers}) == CLASS
    assert all(location.endswith("/receipt") for _status, location in answers)
    assert stored(own_portal, wave_id) == whole(CLASS, by_link=True)


def test_12_a_class_that_clicks_twice_at_once_is_stored_once_each(own_portal: Flask) -> None:
    wave_id, _links = crowd(own_portal, 1, Mode.ANONYMOUS)
    address = poster(own_portal, wave_id)
    clicks = [submission(own_portal, address, f"pupil{place % 15}") for place in range(CLASS)]
    answers = at_once(clicks)
    assert {status for status, _location in answers} == {303}
    assert len({location for _status, location in answers}) == 15
    assert stored(own_portal, wave_id) == whole(15, by_link=True)


def test_12_of_a_class_larger_than_the_limit_exactly_the_limit_is_stored_and_the_rest_is_told(
    own_portal: Flask,
) -> None:
    wave_id, _links = crowd(own_portal, 1, Mode.ANONYMOUS)
    address = poster(own_portal, wave_id, most=PLACES)
    answers = at_once([submission(own_portal, address, f"pupil{place}") for place in range(CLASS)])
    statuses = [status for status, _location in answers]
    assert (statuses.count(303), statuses.count(409)) == (PLACES, CLASS - PLACES)
    found = stored(own_portal, wave_id)
    assert (found["submitted"], found["link"], found["yes"], found["participations"]) == (PLACES,) * 4


def test_12_a_stack_of_sheets_that_several_type_at_once_is_stored_whole(own_portal: Flask) -> None:
    wave_id, _links = crowd(own_portal, 1, Mode.ANONYMOUS)
    sheet = {name: value if isinstance(value, list) else [value] for name, value in FULL.items()}

    def typed(place: int) -> Callable[[], Any]:
        def type_it() -> Any:
            with own_portal.app_context(), own_portal.test_request_context():
                done = enter_sheet(SYSTEM, _wave(wave_id), None, sheet, f"sheet{place % 25}")
                db.session.commit()
                db.session.remove()
                return done

        return type_it

    done = at_once([typed(place) for place in range(CLASS)])
    assert sorted(done) == [False] * (CLASS - 25) + [True] * 25
    assert stored(own_portal, wave_id) == whole(25, by_link=False)


def _count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _wave(wave_id: int) -> SurveyAssignment:
    return db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave_id)).one()
