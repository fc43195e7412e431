"""The order on pairs: drafted from the data, and what it does once it is signed, repealed, or no longer true."""

from collections.abc import Sequence

from portal.access.actor import Actor
from portal.core import clock
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.documents.actions import Named, flag_for_amendment, issue_document
from portal.documents.models import Document
from portal.documents.queries import about
from portal.mentorships.actions.deciding import pass_draft
from portal.mentorships.models import Mentorship
from portal.mentorships.papers import ORDER, TABLE, order_content
from portal.mentorships.queries.steps import waiting_step
from portal.mentorships.route import ORDERING


def draft_order(actor: Actor, pairs: Sequence[Mentorship]) -> Document:
    """Draft the order on these pairs, with an appendix; the step «проект приказа» is passed by it.

    Raises Refusal where one of them does not wait for an order, stands in an order that is not signed yet, or belongs
    to another organisation than the rest. Call with the pairs locked.
    """
    if not pairs:
        raise Refusal(_("Выберите хотя бы одну пару."))
    organization = pairs[0].organization
    for pair in pairs:
        step = waiting_step(pair)
        if step is None or step.action not in ORDERING or pair.organization_id != organization.id:
            raise Refusal(_("Одна из пар уже не ждёт приказа. Откройте страницу заново."))
        if open_order(pair) is not None:
            raise Refusal(_("Одна из пар уже стоит в проекте приказа: подпишите его или отмените."))
    people = {each.person_id: each.person for pair in pairs for each in pair.members if each.ends_on is None}
    made = issue_document(
        actor, ORDER, organization, content=order_content(pairs), people=[Named(person=one) for one in people.values()],
        subjects=[(TABLE, pair.public_id) for pair in pairs],
    )  # fmt: skip
    today = clock.today(organization.time_zone)
    for pair in pairs:
        pass_draft(actor, pair, made, today)
    return made


def open_order(pair: Mentorship) -> Document | None:
    """The order on this pair that is not signed yet."""
    return next((each for each in about(TABLE, pair.public_id) if each.kind == ORDER and each.is_open), None)


def flag_orders(actor: Actor, pair: Mentorship, reason: str) -> None:
    """Signed orders on this pair say what is no longer true."""
    for document in about(TABLE, pair.public_id):
        if document.kind == ORDER:
            flag_for_amendment(actor, document, reason)
