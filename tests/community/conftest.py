"""Spaces of the college and of the town, and members who have accepted the rules."""

import pytest

from portal.community import actions as community
from portal.community.kinds import Circle, SpaceKind
from portal.core.db import db

WRITERS = ("kira", "nina", "misha", "pasha", "polina", "karim", "vera", "olga", "maria")


@pytest.fixture
def members(world):
    """Everybody who writes in these tests has accepted the rules."""
    for key in WRITERS:
        community.accept_rules(world.actor(key))
    db.session.commit()
    return world


@pytest.fixture
def space(members):
    """Makes a space of a school: `space(readers={Circle.MENTORS})`."""

    def make(readers=(Circle.EVERYBODY,), school=1, kind=SpaceKind.TALK, title="Разговоры колледжа", **more):
        made = community.open_space(
            members.actor("kira"), members.town.schools[school], kind=kind, title=title, readers=set(readers), **more
        )
        db.session.commit()
        return made

    return make


@pytest.fixture
def thread(members, space):
    """Makes a thread in a space; its author is Нина."""

    def make(place=None, who="nina", title="Первая встреча с группой", body="С чего вы начинаете?", **more):
        made = community.start_thread(members.actor(who), place or space(), title=title, body=body, **more)
        db.session.commit()
        return made

    return make


@pytest.fixture
def question(members, space):
    """Makes a question of Миша to the mentors of the college."""

    def make(who="misha", title="Как выступить на защите", body="Боюсь сбиться.", place=None, **more):
        place = place or space((Circle.MENTORS, Circle.MENTEES), kind=SpaceKind.QUESTIONS, title="Вопросы наставникам")
        made = community.ask(members.actor(who), place, title=title, body=body, **more)
        db.session.commit()
        return made

    return make
