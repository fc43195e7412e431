"""Anonymous means anonymous: with a copy of tables, logs and letters nobody joins answers and people (S9)."""

import logging
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts import passwords
from portal.accounts.actions import grant_role, sign_in
from portal.accounts.actions.accounts import open_accounts
from portal.accounts.queries import find_account
from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.demo.cast import PASSWORD
from portal.people.models import Person
from surveys.actions import save_answers, submit_response
from surveys.chores import forget_the_order_of_responses, scatter_unnamed_waves
from surveys.codes import new_code
from surveys.links import token_of
from surveys.models import Answer, Mode, Response, SurveyInvitation
from surveys.reminders import remind
from surveys.storage import publish_questionnaire
from tests.conftest import csrf_of
from tests.surveying import SYSTEM, open_wave, respondents
from tests.surveys.linker import Dump, Truth, dump, link
from tests.surveys.waves import short
from tests.world import build_world

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)


class Lines(logging.Handler):
    """Every line that any part of the portal writes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("sqlalchemy"):
            self.lines.append(record.getMessage())


@pytest.fixture
def logs() -> Iterator[list[str]]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def standing(own_portal: Flask) -> Iterator[Any]:
    """The world in a database of its own, with commits that are commits.

    In one long transaction PostgreSQL never tidies up a row that changes with every answer: a thousand people would
    take hours. And an attacker finds the transactions of a portal that is in use.
    """
    passwords.use_cheap_hash()
    own_portal.before_request_funcs.setdefault(None, []).insert(0, _forget_last_request)
    with own_portal.app_context():
        yield build_world()
        db.session.remove()


def _forget_last_request() -> None:
    g.__dict__.clear()  # the one context of the test outlives its requests


@pytest.fixture(autouse=True)
def same_chance(monkeypatch: Any) -> None:
    """Random ids are the same in every run, so that a verdict is the same too."""
    chance = random.Random(11)
    monkeypatch.setattr("secrets.token_urlsafe", lambda n=16: _letters(chance, n))
    monkeypatch.setattr("surveys.records.random.SystemRandom", lambda: chance)


def _letters(chance: random.Random, n: int) -> str:
    return "".join(
        chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789") for _ in range(n * 4 // 3 + 1)
    )


def crowd(app: Any, world: Any, n: int, mode: Mode) -> Truth:
    """`n` people sign in one after another over ten days and answer in that order; half way a reminder goes out."""
    version = publish_questionnaire(SYSTEM, short())
    wave = open_wave(world.school_1, version, "Климат", mode)
    persons = respondents(world, n)
    names = {row.id: row for row in db.session.scalars(sa.select(Person).where(Person.id.in_(persons)))}
    open_accounts(SYSTEM, [(names[one], f"who{one}@demo.example") for one in persons], password=PASSWORD)
    for one in persons:
        grant_role(SYSTEM, names[one], world.school_1, Role.PARTICIPANT, starts_on=date(2024, 9, 1))
    now = clock.now()
    db.session.add_all([SurveyInvitation(assignment_id=wave.id, person_id=one) for one in persons])
    wave.invited = n
    db.session.commit()
    invitations = list(db.session.scalars(sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)))
    chance, pairs, persons_of = random.Random(5), {}, {}
    chance.shuffle(invitations)
    for place, invitation in enumerate(invitations):
        if place == n // 2:
            remind(world.actor("kira"), wave)
            db.session.commit()
        with clock.freeze(now + timedelta(days=10) * (place / n)):
            words = f"слова {chance.randrange(10**9)}"
            _answer(app, invitation, mode, words, chance)
        persons_of[invitation.public_id] = invitation.person_id
        pairs[invitation.public_id] = words
    wrote = {row.value: row.response_id for row in db.session.execute(
        sa.select(Answer.value, Answer.response_id).where(Answer.item_code == "NOTE"))}  # fmt: skip
    with clock.freeze(now + timedelta(days=10)):
        scatter_unnamed_waves()
        forget_the_order_of_responses()
    return Truth({who: wrote[words] for who, words in pairs.items()}, persons_of)  # type: ignore[arg-type]


def _answer(app: Any, invitation: Any, mode: Mode, words: str, chance: random.Random) -> None:
    """Signs in, answers something at once and the rest a little later; some use the personal link."""
    browser, url = app.test_client(), f"/s/{token_of(invitation)}"
    account = find_account(f"who{invitation.person_id}@demo.example")
    assert account
    token = sign_in(account, device="test")
    db.session.commit()
    if chance.random() < 0.7:
        url = f"/s/{invitation.public_id}"
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    page = browser.get(f"{url}?view=check")
    assert page.status_code == 200
    crumb = csrf_of(page.text)
    fields = {"csrf_token": crumb, "MET": "yes", "MARK": str(chance.randint(1, 10))}
    browser.post(url, data={**fields, "intent": "save", "client": "c", "seq": "1"})
    last = {**fields, "NOTE": words, "intent": "submit", "submission_key": f"key-{chance.random()}"}
    assert browser.post(url, data=last).status_code == 303


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.LINKED])
def test_a_thousand_answers_are_joined_with_people_no_better_than_by_chance(
    own_portal: Flask,
    standing: Any,
    logs: list[str],
    mode: Mode,
) -> None:
    truth = crowd(own_portal, standing, 1_000, mode)
    found = link(dump(), logs, truth)
    sys.stdout.write(f"{db.engine.dialect.name}, {mode}: {found}\n")  # `-rP` shows the figure of a run that passed
    assert found.ways > 100
    assert found.is_chance, found


def test_a_hundred_answers_are_not_joined_and_leaks_would_be_found(app: Any, world: Any, logs: list[str]) -> None:
    """The same on a small scale, and the attacker put to the test: every known way to leak is found."""
    truth = crowd(app, world, 120, Mode.ANONYMOUS)
    tables = dump()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) is not None
    honest = link(tables, logs, truth)
    assert honest.is_chance, honest
    for leak in (_a_second, _running_numbers, _token_with_the_answer, _line_of_a_log):
        found = link(*leak(tables, list(logs), truth), truth)
        assert not found.is_chance, (leak.__name__, found)
        assert found.hits > 30, (leak.__name__, found)


def _order_of_sending(tables: Dump, truth: Truth) -> list[str]:
    """Invitations in the order of sign-in, which is that of answering."""
    accounts = {row["id"]: row["person_id"] for row in tables["user"]}
    began = {accounts[row["user_id"]]: row["id"] for row in tables["login_session"] if row["user_id"] in accounts}
    return sorted(truth.pairs, key=lambda who: began[truth.persons[who]])


def _changed(tables: Dump, name: str, rows: list[dict[str, Any]]) -> Dump:
    return {**tables, name: rows}


def _a_second(tables: Dump, logs: list[str], truth: Truth) -> tuple[Dump, list[str]]:
    """The response keeps the second in which it was sent."""
    turns = {truth.pairs[who]: turn for turn, who in enumerate(_order_of_sending(tables, truth))}
    rows = [{**row, "sent_at": 1_800_000_000 + 60 * turns.get(row["id"], 0)} for row in tables["response"]]
    return _changed(tables, "response", rows), logs


def _running_numbers(tables: Dump, logs: list[str], truth: Truth) -> tuple[Dump, list[str]]:
    """Rows of responses lie in the order of sending."""
    turns = {truth.pairs[who]: turn for turn, who in enumerate(_order_of_sending(tables, truth))}
    rows = sorted(tables["response"], key=lambda row: turns.get(row["id"], -1))
    rows = [{key: value for key, value in row.items() if key not in ("place", "written")} for row in rows]
    return _changed(tables, "response", rows), logs


def _token_with_the_answer(tables: Dump, logs: list[str], truth: Truth) -> tuple[Dump, list[str]]:
    """The response keeps something that also stands with the invitation."""
    whose = {key: who for who, key in truth.pairs.items()}
    rows = [{**row, "token": whose.get(row["id"], "")} for row in tables["response"]]
    return _changed(tables, "response", rows), logs


def _line_of_a_log(tables: Dump, logs: list[str], truth: Truth) -> tuple[Dump, list[str]]:
    """A log names the invitation and the response in one line."""
    return tables, [*logs, *(f"POST /s/{who} stored {key}" for who, key in truth.pairs.items())]


def test_what_is_kept_of_a_code_leads_to_no_person_even_with_the_key(world: Any) -> None:
    """The private code is made by chance: nothing that the portal knows of a person goes into it."""
    wave = open_wave(world.school_1, publish_questionnaire(SYSTEM, short()), "Климат", Mode.LINKED)
    invitation = SurveyInvitation(assignment_id=wave.id, person_id=world.misha.id)
    db.session.add(invitation)
    db.session.commit()
    code = new_code()
    save_answers(Actor.guest(), invitation, {"MARK": ["4"]})
    assert db.session.scalars(sa.select(Response.link_code)).all() == [None]
    submit_response(Actor.guest(), invitation, {"MET": ["yes"]}, "k1", code=code)
    [kept] = db.session.scalars(sa.select(Response.link_code)).all()
    rows = [str(value) for table in dump().values() for row in table for value in row.values()]
    assert code not in rows
    assert rows.count(kept) == 1
