"""Practices in every state, written through the actions that people use."""

import pytest

from portal.core.db import db
from portal.practices import actions
from tests.conftest import NOW
from tests.practices.writing import fill, publish

TODAY = NOW.date()


@pytest.fixture
def draft(world):
    """A draft of Нина with every section filled in."""

    def draft(key="nina", school=1, title="Час тишины", **said):
        made = actions.draft_practice(world.actor(key), world.town.schools[school], world.person(key), title=title)
        fill(world.actor(key), made.working, title=title, **said)
        db.session.commit()
        return made

    return draft


@pytest.fixture
def published(world, draft):
    """A published practice; the operator gave it a step of evidence."""

    def published(evidence=1, **said):
        made = draft(**said)
        publish(world, made, evidence=evidence)
        db.session.commit()
        return made

    return published
