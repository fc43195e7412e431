"""A curator at work on a draft."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.accounts.models import RoleGrant
from portal.core.db import db
from surveys.building.drafts import begin_revision, definition_of, draft_of
from surveys.definitions import QuestionnaireDefinition
from surveys.mapping import from_mapping
from surveys.models import Questionnaire
from surveys.storage import publish_questionnaire
from tests.house.stage import BEGAN_ON
from tests.surveys.waves import SHORT


class Bench:
    """One draft and the browser of whoever edits it."""

    def __init__(self, questionnaire: Questionnaire, browser: Any, post: Callable[..., Any]) -> None:
        self.questionnaire, self.browser, self._post = questionnaire, browser, post
        self.base = f"/surveys/{questionnaire.public_id}/edit"

    @property
    def definition(self) -> QuestionnaireDefinition:
        draft = draft_of(self.questionnaire.id)
        assert draft
        return definition_of(draft)

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.definition.items]

    def get(self, end: str = "", **how: Any) -> Any:
        return self.browser.get(self.base + end, **how)

    def post(self, end: str = "", **fields: Any) -> Any:
        return self._post(self.browser, self.base + end, **fields)

    def htmx(self, end: str, **fields: Any) -> Any:
        return self._post(self.browser, self.base + end, _headers={"HX-Request": "true"}, **fields)

    def field(self, end: str, name: str) -> str:
        """The value of a hidden field on a page."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.get(end).text)
        assert found, (end, name)
        return found.group(1)

    def save(self, code: str, **fields: Any) -> Any:
        """Save the form of an item as the browser would, with some fields typed anew."""
        from tests.surveys.building.forms import untouched

        item = next(each for each in self.definition.items if each.code == code)
        with self.browser.application.test_request_context():
            sent = untouched(item)
        seen = self.field(f"/items/{code}", "seen")
        sent = {name: value for name, value in {**sent, "seen": seen, **fields}.items() if value is not None}
        return self.post(f"/items/{code}", _data=sent)


@pytest.fixture
def own(world):
    """A published questionnaire of school 1."""
    definition = from_mapping({**SHORT, "code": "own_short"})
    version = publish_questionnaire(world.actor("kira"), definition, organization=world.school_1)
    db.session.commit()
    return version.questionnaire


@pytest.fixture
def bench(world, own, client_as, post):
    """Its next version in the hands of the curator."""
    begin_revision(world.actor("kira"), own)
    db.session.commit()
    return Bench(own, client_as("kira"), post)


@pytest.fixture
def bench_of(world, own, client_as, post):
    """The same draft in the hands of a methodologist of the same school."""

    def open_draft() -> Bench:
        if not has_role(world):
            grant_role(Actor.system("tests"), world.polina, world.school_1, Role.METHODOLOGIST, starts_on=BEGAN_ON)
            db.session.commit()
        return Bench(own, client_as("polina"), post)

    return open_draft


def has_role(world: Any) -> bool:
    wanted = sa.select(RoleGrant.id).where(RoleGrant.person_id == world.polina.id, RoleGrant.role == Role.METHODOLOGIST)
    return db.session.scalar(wanted) is not None
