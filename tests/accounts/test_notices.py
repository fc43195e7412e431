"""The bell and its page by days, «прочитано», and the page on which a person says how letters come."""

import re
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock, mail
from portal.core.db import db
from portal.core.letter_choices import LetterWay, choices_of
from portal.core.letter_kinds import Topic
from portal.core.mail import For, LetterState, OutboxMessage
from portal.core.notices import Notice, notify
from tests.conftest import NOW

PATH = "/account/notifications"
SWAP = {"HX-Request": "true"}


def mine(person):
    db.session.expire_all()
    return db.session.scalars(sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)).all()


def test_notices_stand_by_days_and_are_marked_one_by_one_or_all(world, client_as, post):
    nina = world.nina
    db.session.execute(sa.delete(Notice).where(Notice.person_id.in_([nina.id, world.misha.id])))
    with clock.freeze(NOW - timedelta(days=1)):
        notify([nina.id], "test", "Вчерашнее", "/")
    notify([nina.id, world.misha.id], "test", "Сегодняшнее", "/")
    db.session.commit()
    client = client_as("nina")
    page = client.get(PATH).text
    places = [page.index(said) for said in ("Сегодня</h2>", "Сегодняшнее", "19\u00a0ноября</h2>", "Вчерашнее")]
    assert places == sorted(places)
    assert re.search(r'id="unread_count">.*?2</span>', page)

    yesterday = mine(nina)[0]
    swapped = post(client, f"{PATH}/{yesterday.public_id}/read", _headers=SWAP)
    assert swapped.status_code == 200
    assert re.search(r'id="unread_count" hx-swap-oob="true">.*?1</span>', swapped.text)
    assert "<html" not in swapped.text
    assert post(client, f"{PATH}/{yesterday.public_id}/read").status_code == 303, "again, and without a script"
    assert [bool(one.read_at) for one in mine(nina)] == [True, False]
    foreign = mine(world.misha)[0]
    assert post(client, f"{PATH}/{foreign.public_id}/read").status_code == 404
    assert 'hx-swap-oob="delete"' in post(client, f"{PATH}/read", _headers=SWAP).text
    assert all(one.read_at for one in mine(nina))
    assert mine(world.misha)[0].read_at is None
    assert 'id="unread_count"' not in client.get(PATH).text


def test_a_person_says_how_letters_come_and_what_waits_follows(world, client_as, post):
    client, nina = client_as("nina"), world.nina
    page = client.get(f"{PATH}/letters").text
    assert 'name="mentorships" value="morning" checked' in page
    assert "Вход и безопасность" in page
    assert 'name="security"' not in page
    mail.enqueue("mentorship_began", "nina@demo.example", event_key="n", url="", what="Пара", organization="Колледж",
                 reader=For(person_id=nina.id, zone="Asia/Irkutsk"))  # fmt: skip
    db.session.commit()
    answer = post(client, f"{PATH}/letters", mentorships="portal", surveys="at_once", security="portal")
    assert answer.status_code == 303
    assert "Сохранено" in client.get(answer.location).text
    db.session.expire_all()
    chosen = choices_of(nina.id)
    assert (chosen[Topic.MENTORSHIPS], chosen[Topic.SURVEYS]) == (LetterWay.PORTAL, LetterWay.AT_ONCE)
    assert chosen[Topic.EVENTS] == LetterWay.MORNING
    assert Topic.SECURITY not in chosen
    waited = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.event_key == "n")).one()
    assert waited.state == LetterState.ON_PORTAL
    wrong = post(client, f"{PATH}/letters", mentorships="at_once", events="никогда")
    assert wrong.status_code == 422
    assert "Выберите один из вариантов." in wrong.text
    assert 'name="mentorships" value="at_once" checked' in wrong.text, "what was chosen is kept on the page"
    db.session.expire_all()
    assert choices_of(nina.id)[Topic.MENTORSHIPS] == LetterWay.PORTAL
