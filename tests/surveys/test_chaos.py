"""A crowd of respondents, twenty answers each, and everything that goes wrong on the way (mission 7).

In the end the portal holds the last typed value of every answer: none lost, none doubled, no blank over an answer.
"""

import os
import random
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from portal.core import clock
from portal.core.db import db
from surveys import stamps
from surveys.actions import responses
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import Answer, Participation, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.surveying import SYSTEM, invite, open_wave, respondents
from tests.surveys.twin import TIMEOUT, Device, Page, World

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)

WORDS = tuple(f"T{number:02}" for number in range(1, 11))
MARKS = tuple(f"S{number:02}" for number in range(1, 11))
QUESTIONS = from_mapping({
    "code": "chaos", "title": "Двадцать вопросов",
    "items": [{"code": code, "type": "text", "text": "Что ещё?"} for code in WORDS]
    + [{"code": code, "type": "scale10", "text": "Как прошло?"} for code in MARKS],
})  # fmt: skip
PEOPLE = 20
WAVES = 25 if os.environ.get("PORTAL_SOAK") == "1" else 5  # of forty people each; a thousand in `make soak`
FAULTS = ("request lost", "reply lost", "late", "401", "csrf", "409", "429", "500", "500 after", "503")
SETTLING = 2.5  # seconds in which nobody changes from one device to another and types there


class Person:
    """Somebody who fills in twenty questions on two devices and in several tabs while everything goes wrong."""

    def __init__(self, app: Any, invitation: Any, seed: int, calm: bool = False) -> None:
        self.chance, self.met = random.Random(seed), Counter[str]()
        self.world = World(
            app.test_client(), f"/s/{token_of(invitation)}", f"/s/{invitation.public_id}", clock.now().timestamp()
        )
        self.devices = [Device(skew=self.chance.uniform(-86_400, 86_400)) for _place in range(2)]
        self.trouble = 0.0 if calm else 0.35
        self.wanted: dict[str, list[str]] = {}
        self.receipts: set[str] = set()
        self.pages = [self._opened(self.devices[0])]

    def fill_in(self) -> None:
        """Every question once, some twice or three times, some cleared in between; then wait, check and send."""
        codes = [*WORDS, *MARKS]
        typing = self.chance.sample(codes, len(codes)) + self.chance.choices(codes, k=self.chance.randint(2, 8))
        page = self.pages[0]
        for code in typing:
            other = self._elsewhere(page)
            if other is not page:
                self._pass(SETTLING)
                page = other
            if code in self.wanted and code in WORDS and self.chance.random() < 0.3:
                self._type(page, code, [])
                self._pass(self.chance.uniform(0.1, 3))
            self._type(page, code, self._value(code))
            self._pass(self.chance.uniform(0.2, 6))
            if self.chance.random() < 0.6:
                self._send(page)
        self._wait_until_taken()
        self._submit()

    def _type(self, page: Page, code: str, values: list[str]) -> None:
        page.type(code, values)
        self.wanted[code] = values

    def _value(self, code: str) -> list[str]:
        if code in MARKS:
            return [str(self.chance.randint(1, 10))]
        return [f"слово {self.chance.randrange(10**6)}"]

    def _elsewhere(self, page: Page) -> Page:
        """Where the person types next: mostly here; or after a reload, in a new tab, on another device, or «Назад»."""
        at = self.chance.random()
        if at < 0.06:
            self.met["reload"] += 1
            self.pages.remove(page)
        elif at < 0.10:
            self.met["tab killed"] += 1
            self.pages.clear()
        elif at < 0.15:
            self.met["second tab"] += 1
        elif at < 0.20:
            self.met["other device"] += 1
            return self._add(self.devices[1 - self.devices.index(page.device)])
        elif at < 0.25 and len(self.pages) > 1:
            self.met["back"] += 1
            return self.chance.choice(self.pages)
        elif at < 0.28:
            self.met["slept"] += 1
            hours = self.chance.uniform(60, 7_200)
            self.world.time += hours
            page.device.slept += hours
            return page
        else:
            return page
        return self._add(page.device)

    def _add(self, device: Device) -> Page:
        page = self._opened(device)
        self.pages.append(page)
        return page

    def _opened(self, device: Device) -> Page:
        return Page(self.world, device, latency=self.chance.uniform(0.05, 2))

    def _pass(self, seconds: float) -> None:
        self.world.time += seconds
        self.world.land()
        for page in self.pages:
            if page.next_at and page.next_at <= self.world.time:
                self._send(page)

    def _send(self, page: Page) -> None:
        page.send(self._network)

    def _network(self, page: Page, body: dict[str, Any]) -> TestResponse | None:
        """What becomes of a packet: mostly it arrives and the answer comes back."""
        if self.chance.random() >= self.trouble:
            return self._deliver(page, body)
        fault = self.chance.choice(FAULTS)
        self.met[fault] += 1
        if fault in ("reply lost", "500 after"):
            self._deliver(page, body)
        elif fault == "late":
            arrives = self.world.time + self.chance.uniform(2, 30)
            crumb = page.crumb
            self.world.flying.append((arrives, lambda: self._post(page, self.world.url, body, crumb)))
            self.world.time += min(TIMEOUT, 1 + arrives - self.world.time)
            self.world.land()
        elif fault == "401":
            return self._heard(self._post(page, self.world.bare, body, page.crumb), 401)
        elif fault == "csrf":
            return self._heard(self._post(page, self.world.url, body, "expired"), 400)
        elif fault == "409":
            broken = {**body, "terms": "anonymous:99:"}
            return self._heard(self._post(page, self.world.url, broken, page.crumb), 409)
        return None

    def _heard(self, answer: TestResponse, status: int) -> TestResponse:
        assert answer.status_code in (status, 403), (answer.status_code, status)
        return answer

    def _deliver(self, page: Page, body: dict[str, Any]) -> TestResponse:
        self.world.time += self.chance.uniform(0.02, 1)
        return self._post(page, self.world.url, body, page.crumb)

    def _post(self, page: Page, url: str, body: dict[str, Any], crumb: str) -> TestResponse:
        with self.world.at():
            headers = {"Accept": "application/json", "X-CSRFToken": crumb}
            return self.world.browser.post(url, data=body, headers=headers)

    def _wait_until_taken(self) -> None:
        """The person looks at the marks until nothing waits on any device; the line gets better at last."""
        for device in self.devices:
            if device.shelf and not any(page.device is device for page in self.pages):
                self._add(device)
        for turn in range(200):
            waiting = [page for page in self.pages if page.waiting]
            if not waiting:
                break
            self.trouble = self.trouble if turn < 10 else 0.0
            self.world.time += 61
            self.world.land()
            for page in waiting:
                self._send(page)
        for device in self.devices:
            if device.shelf:
                self._add(device)
                self._wait_until_taken()

    def _submit(self) -> None:
        """Some page sends its form to be checked; the button is pressed twice, and the first reply may be lost."""
        page = self.chance.choice(self.pages) if self.pages else self._add(self.devices[0])
        with self.world.at():
            check = self.world.browser.post(self.world.url, data={**page.form(), "intent": "check"})
        assert check.status_code == 200, check.status_code
        key = re.search(r'name="submission_key" value="([^"]+)"', check.text)
        assert key, "nothing to send with"
        data = {"intent": "submit", "submission_key": key.group(1), "csrf_token": page.crumb, "terms": page.terms}
        for _press in range(self.chance.choice((1, 2, 3))):
            self.world.time += self.chance.uniform(0, 1)
            with self.world.at():
                sent = self.world.browser.post(self.world.url, data=data)
                assert sent.status_code == 303, sent.status_code
                receipt = self.world.browser.get(sent.location).text
            self.receipts.add(re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", receipt).group())  # type: ignore[union-attr]
        self.world.land(until=self.world.time + 100)  # what is still on its way comes after the submission


def run(app: Any, world: Any, n: int, seed: int = 0) -> tuple[list[str], Counter[str]]:
    """`n` respondents one after another; returns what went wrong, and which faults were met how often."""
    version = publish_questionnaire(SYSTEM, QUESTIONS)
    wave = open_wave(world.school_1, version, "Волна")
    wave.closes_at = clock.now() + timedelta(days=300)
    invite(wave, respondents(world, min(n, PEOPLE)), -(-n // PEOPLE))
    db.session.commit()
    rows = db.session.scalars(
        sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).order_by(SurveyInvitation.id)
    ).all()[:n]
    complaints, met, receipts = list[str](), Counter[str](), Counter[str]()
    for place, invitation in enumerate(rows):
        person = Person(app, invitation, seed + place)
        person.fill_in()
        met += person.met
        receipts.update(person.receipts)
        complaints += _compared(invitation, person)
    complaints += [f"receipt {receipt} was given {times} times" for receipt, times in receipts.items() if times > 1]
    db.session.expire_all()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Response).where(
        Response.assignment_id == wave.id, Response.state == ResponseState.SUBMITTED))  # fmt: skip
    used = db.session.scalar(sa.select(sa.func.count()).select_from(Participation).where(
        Participation.invitation_id.in_([row.id for row in rows])))  # fmt: skip
    counted = db.session.scalar(sa.select(SurveyAssignment.submitted).where(SurveyAssignment.id == wave.id))
    if not total == used == counted == len(receipts) == n:
        complaints.append(
            f"{n} people: {total} responses, {used} taking part, {counted} counted, {len(receipts)} receipts"
        )
    return complaints, met


def _compared(invitation: Any, person: Person) -> list[str]:
    stored = {row.item_code: row.value for row in db.session.execute(
        sa.select(Answer.item_code, Answer.value).join(Response, Response.id == Answer.response_id)
        .where(Response.invitation_id == invitation.id))}  # fmt: skip
    wanted = {code: int(values[0]) if code in MARKS else values[0] for code, values in person.wanted.items()}
    found = [f"{code}: {stored.get(code)!r} instead of {value!r}" for code, value in wanted.items()
             if stored.get(code) != value]  # fmt: skip
    return found + (["more than one receipt"] if len(person.receipts) != 1 else [])


def test_forty_respondents_lose_nothing(app: Any, world: Any) -> None:
    complaints, met = run(app, world, 40)
    assert complaints == []
    assert set(FAULTS) < set(met)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_crowd_loses_nothing_of_its_answers(app: Any, world: Any) -> None:
    """A wave after another: one crowd of all would make each look-up of the test longer than the one before."""
    complaints, met = [], Counter[str]()
    for wave in range(WAVES):
        said, here = run(app, world, 40, seed=10_000 + 100 * wave)
        complaints += said
        met += here
    assert complaints == []
    assert all(
        met[fault] > 4 * WAVES for fault in (*FAULTS, "reload", "tab killed", "second tab", "other device", "back")
    )


def test_without_the_order_of_answers_the_same_run_loses_some(app: Any, world: Any, monkeypatch: Any) -> None:
    """The control: a portal that takes packets as they come must be caught by this very run."""
    monkeypatch.setattr(responses, "without_the_old", lambda packet, typed, said: (packet, set()))
    monkeypatch.setattr(responses, "packet_number", lambda clients, client: 0)
    complaints, _met = run(app, world, 40)
    assert len(complaints) > 3


def test_with_pages_that_forget_what_was_not_taken_the_same_run_loses_some(
    app: Any, world: Any, monkeypatch: Any
) -> None:
    """The control: without the shelf on the device a reload loses answers."""
    monkeypatch.setattr(Page, "keep", lambda self: None)
    complaints, _met = run(app, world, 40)
    assert len(complaints) > 3


def test_the_stamps_of_a_packet_are_those_of_the_page(world: Any) -> None:
    assert stamps.read_stamps('{"T01": 5, "x": 7}') == {"T01": 5, "x": 7}
