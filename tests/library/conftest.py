"""Materials put into the library through the actions that people use."""

from datetime import date

import pytest

from portal.core.db import db
from portal.library import actions
from portal.library.actions import Body, Facts
from portal.library.kinds import Facet, MaterialKind
from tests.conftest import csrf_of

LONG_AGO = date(2020, 9, 1)


@pytest.fixture
def added(world):
    """`added("Памятка", is_public=True)`: a material of the college, or of another `place`."""

    def added(title="Памятка наставника", *, who="kira", place=1, text="Первая встреча короткая.", **said):
        facts = {"kind": MaterialKind.MEMO, "chosen": {Facet.FORMAT: ["teacher_teacher"], Facet.STAGE: ["6"]}, **said}
        made = actions.add_material(
            world.actor(who), world.town.schools[place], Facts(title=title, **facts), Body(text=text)
        )
        db.session.commit()
        return made

    return added


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
