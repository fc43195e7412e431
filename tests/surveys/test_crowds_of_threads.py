"""Many at once on a real file: thirty people submit in one second, ten equal submissions make one response."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import consent_to_participate
from portal.people.actions import add_membership, add_person
from portal.people.kinds import MembershipKind
from surveys.links import token_of
from surveys.models import Answer, Mode, Participation, Response, SurveyAssignment, SurveyInvitation
from tests.conftest import NOW, csrf_of
from tests.surveys.waves import counts_of, open_wave
from tests.world import build_world

pytestmark = pytest.mark.slow
FULL = {"MET": "yes", "MARK": "7", "WAYS": ["talk", "task"], "NOTE": "Спокойно"}
SYSTEM = Actor.system("test")


def crowd(app: Flask, number: int, mode: Mode = Mode.NAMED) -> tuple[int, list[str]]:
    """A wave that asks `number` adults of school 1; its id and the links."""
    with app.app_context():
        world = build_world()
        keys = []
        for each in range(number):
            person = add_person(SYSTEM, family_name="Иванов", given_name=f"Пётр{each}")
            add_membership(SYSTEM, person, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=NOW.date())
            consent_to_participate(person, world.town.consent_texts[1], NOW.date())
            world.town.people[f"p{each}"] = person
            keys.append(f"p{each}")
        wave = open_wave(world, persons=tuple(keys), mode=mode)
        invited = db.session.scalars(
            sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).order_by(SurveyInvitation.id)
        )
        links, wave_id = [f"/s/{token_of(each)}" for each in invited], wave.id
        db.session.remove()
        return wave_id, links


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run all of them from one starting shot; an exception in a thread is a result too."""
    barrier, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        with clock.freeze(NOW):  # a thread begins without the clock of the test
            barrier.wait()
            try:
                found[place] = works[place]()
            except Exception as fault:
                found[place] = fault

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def submission(app: Flask, url: str, key: str, fields: dict[str, Any] = FULL) -> Callable[[], Any]:
    """A browser that has the page open and presses the button when it is called."""
    browser = app.test_client()
    token = csrf_of(browser.get("/help").text)

    def press() -> Any:
        answer = browser.post(url, data={**fields, "submission_key": key, "csrf_token": token})
        return answer.status_code, answer.location

    return press


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.ANONYMOUS])
def test_thirty_people_submit_in_the_same_second(own_portal: Flask, mode: Mode) -> None:
    wave, links = crowd(own_portal, 30, mode)
    answers = at_once([submission(own_portal, url, f"key{place}") for place, url in enumerate(links)])
    assert answers == [(303, f"{url}/receipt") for url in links]
    with own_portal.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 30
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 30
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 120
        kept = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave)).one()
        assert kept.submitted == 30
        counts = counts_of(kept)
        assert (counts["MET", "yes"], counts["WAYS", "talk"], counts["", "__responses__"]) == (30, 30, 30)
        db.session.remove()


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.ANONYMOUS])
@pytest.mark.parametrize("same_key", [True, False])
def test_ten_parallel_submissions_of_one_person_make_one_response_and_ten_equal_receipts(
    own_portal: Flask, mode: Mode, same_key: bool
) -> None:
    wave, (url,) = crowd(own_portal, 1, mode)
    answers = at_once([submission(own_portal, url, "key" if same_key else f"key{place}") for place in range(10)])
    assert answers == [(303, f"{url}/receipt")] * 10
    with own_portal.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1
        kept = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave)).one()
        assert (kept.submitted, counts_of(kept)["MET", "yes"]) == (1, 1)
        db.session.remove()


def test_saves_and_a_submission_in_parallel_leave_one_whole_response(own_portal: Flask) -> None:
    _wave, (url,) = crowd(own_portal, 1)
    saves = [
        submission(own_portal, url, "", {"intent": "save", "client": f"c{place}", "seq": "1", "NOTE": "Спокойно"})
        for place in range(9)
    ]
    statuses = [status for status, _location in at_once([*saves, submission(own_portal, url, "key")])]
    assert set(statuses) <= {303, 409}
    assert statuses[-1] == 303
    with own_portal.app_context():
        stored = dict(tuple(row) for row in db.session.execute(sa.select(Answer.item_code, Answer.value)))
        assert stored == {"MET": "yes", "MARK": 7, "WAYS": ["talk", "task"], "NOTE": "Спокойно"}
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1
        db.session.remove()
