"""Blanks of consent: what was printed, a new batch, and the batch itself on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.sheets import is_printable, print_sheets
from portal.consents.codes import qr_svg, shown_code
from portal.consents.crowds import Crowd, crowd_of, crowds_of, people_in
from portal.consents.kinds import Item, Purpose
from portal.consents.models import ConsentText, SheetBatch
from portal.consents.queries import policy_of
from portal.consents.queries.needs import Signature, purposes_on_paper, signatures_of
from portal.consents.queries.sheets import find_batches, sheets_of
from portal.consents.views.blueprints import consents as bp
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Person
from portal.people.readings import show_list

bp.add_app_template_filter(lambda code: Purpose(code).label, "purpose_words")

PURPOSE = "consent-sheets"
Problems = list[tuple[str, str]]


@bp.get("/sheets")
@requires(Permission.CONSENT_RECORD)
def sheets() -> Response:
    """Batches of blanks, each with the number of sheets that are back."""
    return page("consents/sheets.html", batches=paginate(find_batches(current_actor()), scalars=False))


@bp.get("/sheets/new")
@requires(Permission.CONSENT_RECORD)
def new_sheets() -> Response:
    """Whose blanks, for which purposes: who lacks what, and what has to be put right first."""
    return _form(_asked(request.args.get("crowd", ""), None))


@bp.post("/sheets")
@requires(Permission.CONSENT_RECORD)
def print_batch() -> Response:
    """Make the sheets and go to the paper; `intent=choose` only shows the form with the people that were picked."""
    asked = _asked(request.form.get("crowd", ""), [one for one in request.form.getlist("person") if one])
    if request.form.get("intent") == "choose":
        return _form(asked)
    problems = _problems(asked)
    if problems:
        return _form(asked, problems)
    key = request.form.get("submission_key", "")
    said = sorted(field for field in request.form.items(multi=True) if field[0] != "csrf_token")  # that one is renewed
    used = submissions.claim(key, PURPOSE, submissions.hash_body(said))
    if used is not None:
        return see_other(url_for(".batch", public_id=used.outcome))
    try:
        made = _print(asked)
    except Refusal as refusal:
        db.session.rollback()
        return _form(_again(asked), [("purposes", refusal.message)])
    public_id = made.public_id
    submissions.set_outcome(key, public_id)
    db.session.commit()
    return see_other(url_for(".batch", public_id=public_id))


@bp.get("/sheets/<public_id>")
@requires(Permission.CONSENT_RECORD)
def batch(public_id: str) -> Response:
    """The blanks themselves, a page each; printed again they are the same."""
    made = get_or_404(
        current_actor(), SheetBatch, public_id, Permission.CONSENT_RECORD,
        joinedload(SheetBatch.organization), joinedload(SheetBatch.group),
    )  # fmt: skip
    # The picture is made here from the sheet's own random name; nothing typed gets into it.
    return page(
        "consents/batch.html", batch=made, policy=policy_of(made.organization), printed=sheets_of(made),
        code=shown_code, items=items_of,
        qr=lambda public_id: Markup(qr_svg(public_id)),  # noqa: S704
    )  # fmt: skip


def items_of(text: ConsentText) -> list[tuple[str, str]]:
    """What a consent to publication allows or bans one by one: code and words."""
    return [(item, Item(item).label) for item in text.items or []]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form of a new batch names: the crowd, the purposes, and who of the crowd."""

    crowds: list[Crowd]
    crowd: Crowd | None
    purposes: list[Purpose]
    offered: list[Purpose]
    people: Sequence[Person]
    chosen: Sequence[Person]


def _asked(key: str, picked: Sequence[str] | None) -> Asked:
    actor = current_actor()
    crowds = crowds_of(actor, Permission.CONSENT_RECORD)
    if not key:
        return Asked(crowds=crowds, crowd=None, purposes=[], offered=[], people=[], chosen=[])
    crowd = crowd_of(actor, key, Permission.CONSENT_RECORD)
    people = people_in(crowd)
    if picked and set(picked) - {person.public_id for person in people}:
        raise NotSeen
    in_force = purposes_on_paper(crowd.organization.id, crowd.today)
    offered = [purpose for purpose in crowd.purposes if purpose in in_force]
    named = request.values.getlist("purposes")
    purposes = [purpose for purpose in offered if purpose in named]
    chosen = people if picked is None else [person for person in people if person.public_id in picked]
    if not named and (request.method == "GET" or len(offered) == 1):  # one alone is no choice
        purposes = offered[:1]
    return Asked(
        crowds=crowds, crowd=crowd, purposes=purposes, offered=offered, people=people, chosen=chosen
    )  # fmt: skip


def _again(asked: Asked) -> Asked:
    """The same after a rollback."""
    return _asked(asked.crowd.key if asked.crowd else "", [person.public_id for person in asked.chosen])


def _problems(asked: Asked) -> Problems:
    if asked.crowd is None:
        return [("crowd", _("Выберите группу"))]
    found = [] if asked.purposes else [("purposes", _("Выберите, какие согласия напечатать"))]
    return found if asked.chosen else [*found, ("person", _("Отметьте хотя бы одного человека"))]


def _print(asked: Asked) -> SheetBatch:
    assert asked.crowd  # noqa: S101 — without one there are problems
    return print_sheets(
        current_actor(), asked.crowd.organization, asked.chosen, asked.purposes, group=asked.crowd.group
    )


def _form(asked: Asked, problems: Problems | None = None) -> Response:
    signatures = (
        signatures_of(asked.crowd.organization.id, asked.people, asked.purposes or asked.offered, asked.crowd.today)
        if asked.crowd
        else []
    )
    show_list(current_actor(), "consents.new_sheets", [person.id for person in asked.people])
    return page(
        "consents/new_sheets.html", fragment="sheet_form", status=422 if problems else 200, asked=asked,
        lacks=_by_person(signatures), chosen={person.id for person in asked.chosen}, problems=problems or [],
        count=sum(is_printable(each) and each.person in asked.chosen for each in signatures),
        key=request.form.get("submission_key") or submissions.new_key(), card=card_url,
        options=[(purpose.value, purpose.label) for purpose in asked.offered],
    )  # fmt: skip


def _by_person(signatures: Sequence[Signature]) -> dict[int, list[Signature]]:
    found: dict[int, list[Signature]] = {}
    for each in signatures:
        if not each.is_given:
            found.setdefault(each.person.id, []).append(each)
    return found


def card_url(person: Person) -> str:
    """The card of a person, where what is missing is put right; empty while the register has no such page."""
    return url_for("people.show", public_id=person.public_id) if "people.show" in current_app.view_functions else ""
