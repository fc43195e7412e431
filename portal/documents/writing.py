"""The first words of a document that is written by hand: from its kind, its organisation and its body."""

from datetime import date

from portal.core.i18n import short_name
from portal.documents.content import AgendaItem, Content
from portal.documents.definitions import KindDefinition
from portal.people.kinds import BodyPart
from portal.people.models import CollegialBody, Organization
from portal.people.queries.bodies import members_of_body


def first_content(kind: KindDefinition, organization: Organization, body: CollegialBody | None, on: date) -> Content:
    """What a fresh draft says before anybody has written in it."""
    said = Content(place=place_of(organization), preamble=kind.preamble, items=kind.items, text=kind.text)
    if kind.body and body is not None:
        return _of_body(said, body, on)
    return said


def place_of(organization: Organization) -> str:
    """«г. Ангарск»: the part of the address that names the town, if it does."""
    parts = (part.strip() for part in organization.address.split(","))
    return next((part for part in parts if part.startswith(("г. ", "пос. ", "с. ", "рп. ", "г.", "п. "))), "")


def _of_body(said: Content, body: CollegialBody, on: date) -> Content:
    members = members_of_body(body.id)
    sitting = [one for one in members if one.starts_on <= on and (one.ends_on is None or one.ends_on >= on)]

    def who(part: BodyPart) -> str:
        return next((one.person.full_name for one in sitting if one.part == part), "")

    return Content(
        place=said.place, body=body.name, chair=who(BodyPart.CHAIR), secretary=who(BodyPart.SECRETARY),
        present=tuple(short_name(one.person.full_name) for one in sitting), agenda=(AgendaItem(title=""),),
    )  # fmt: skip
