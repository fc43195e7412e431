"""What every page of the builder opens: a questionnaire that one may edit, its draft, what the draft says."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import see_other
from portal.people.models import Organization
from surveys.building.drafts import codes_ever, definition_of, draft_of
from surveys.building.editing import item_of
from surveys.building.naming import codes_of
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.models import Questionnaire, QuestionnaireDraft


@dataclass
class Desk:
    """One draft on the table."""

    questionnaire: Questionnaire
    draft: QuestionnaireDraft

    @cached_property
    def definition(self) -> QuestionnaireDefinition:
        return definition_of(self.draft)

    @cached_property
    def published(self) -> set[str]:
        """Codes that published versions ever used."""
        return codes_ever(self.questionnaire.id)

    @property
    def taken(self) -> set[str]:
        """Codes that nothing new may bear."""
        return self.published | codes_of(self.definition)

    @property
    def public_id(self) -> str:
        return self.questionnaire.public_id

    @property
    def next_number(self) -> int:
        """The number that the draft will be published under."""
        return self.draft.base_version.number + 1 if self.draft.base_version else 1

    @cached_property
    def organization(self) -> Organization:
        found = db.session.get_one(Organization, self.questionnaire.organization_id)
        return found

    def item(self, code: str) -> ItemDefinition | None:
        return item_of(self.definition, code)


def open_desk(public_id: str, *, lock: bool = False) -> Desk:
    """The draft of a questionnaire that the actor may edit.

    Without a draft a page leads to where one is begun, and a form is refused with what was typed (409).
    """
    questionnaire = get_or_404(current_actor(), Questionnaire, public_id, Permission.QUESTIONNAIRE_EDIT, lock=lock)
    draft = draft_of(questionnaire.id)
    if draft is not None:
        return Desk(questionnaire, draft)
    if request.method == "POST":
        raise Refusal(
            _("Черновика больше нет: его опубликовали или убрали. Начните новую версию, текст можно скопировать.")
        )
    abort(see_other(url_for("surveys.edit", public_id=public_id)))


def digest(thing: object) -> str:
    """A short mark of what a form was drawn from: another mark means that somebody saved in between."""
    return hashlib.sha256(repr(thing).encode()).hexdigest()[:16]


def to_list(public_id: str, code: str = "", done: str = "") -> Response:
    """Back to the list of items, to the place of one of them."""
    where = url_for("surveys.edit", public_id=public_id, done=done or None, _anchor=f"item_{code}" if code else None)
    return see_other(where)
