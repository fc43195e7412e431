"""Practices in every state, written through the actions that people use."""

import pytest

from portal.core.db import db
from portal.practices import actions
from tests.conftest import NOW, csrf_of
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


@pytest.fixture
def sending(client_as):
    """`sending("nina")`: her browser, whose posts carry the token of a page."""

    class Browser:
        def __init__(self, key):
            self.client = client_as(key)
            self.get = self.client.get
            self.token = csrf_of(self.client.get("/help").text)

        def post(self, path, data=None, **more):
            return self.client.post(path, data={**(data or {}), "csrf_token": self.token}, **more)

    return Browser
