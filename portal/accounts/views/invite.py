"""Inviting people by letter: who will get one, who cannot, and the press that sends."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.forms import InviteForm
from portal.accounts.granting import may_open
from portal.accounts.views.blueprint import bp
from portal.accounts.views.chosen import Chosen, chosen_people
from portal.core import submissions
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.bulk import bulk
from portal.people.readings import show_list

PURPOSE = "invite people"
MOST_IN_ADDRESS = 100


@bulk(
    "people.index",
    _("Пригласить"),
    Permission.ACCOUNT_OPEN,
    endpoint="accounts.new_invitations",
    method="get",
    order=10,
)
@bulk(
    "consents.table",
    _("Пригласить"),
    Permission.ACCOUNT_OPEN,
    endpoint="accounts.new_invitations",
    method="get",
    order=30,
)
@bp.get("/accounts/invitations/new")
@requires(Permission.ACCOUNT_OPEN)
def new_invitations() -> Response:
    """Who gets a letter, who has no e-mail, who was asked within a day, who is in already."""
    return _page(chosen_people(), InviteForm())


@bp.post("/accounts/invitations")
@requires(Permission.ACCOUNT_OPEN)
@at_most("300 per hour")
def invite_people() -> Response:
    """Send the letters; a second press sends nothing more."""
    chosen, form = chosen_people(), InviteForm()
    if not form.validate():
        return _page(chosen, form, 422)
    key, again = form.submission_key.data or "", bool(form.again.data)
    used = submissions.claim(key, PURPOSE, submissions.hash_body((chosen.fields, again)))
    count = int(used.outcome) if used else actions.invite(current_actor(), chosen.people, again=again)
    submissions.set_outcome(key, str(count))
    db.session.commit()
    return see_other(url_for(".invited", n=count, **_place(chosen)))


@bp.get("/accounts/invitations")
@requires(Permission.ACCOUNT_OPEN)
def invited() -> Response:
    """How many letters went, and what is left to do on paper."""
    chosen = chosen_people()
    actor = current_actor()
    show_list(actor, "accounts.invited", [each.person.id for each in chosen.people])
    without = [
        each for each in chosen.people if each.can_get_slip and not each.person.email and may_open(actor, each.roles)
    ]
    return page(
        "accounts/invited.html", chosen=chosen, count=request.args.get("n", 0, type=int), without_email=without
    )  # fmt: skip


def _place(chosen: Chosen) -> dict[str, Any]:
    """The same people in an address; of very many single ones only those whom the next page is about."""
    names = chosen.fields
    if len(names) > MOST_IN_ADDRESS:
        left = [("person", each.person.public_id) for each in chosen.people if not each.person.email]
        names = (left or names[:1])[:MOST_IN_ADDRESS]
    return {name: [value for key, value in names if key == name] for name in {name for name, _value in names}}


def _page(chosen: Chosen, form: InviteForm, status: int = 200) -> Response:
    actor = current_actor()
    show_list(actor, "accounts.new_invitations", [each.person.id for each in chosen.people])
    people = [each for each in chosen.people if may_open(actor, each.roles)]
    return page(
        "accounts/new_invitations.html", status=status, chosen=chosen, form=form,
        ready=[each for each in people if each.can_get_letter and not each.invited_lately],
        lately=[each for each in people if each.can_get_letter and each.invited_lately],
        without_email=[each for each in people if each.can_get_slip and not each.person.email],
        settled=[each for each in people if not each.can_get_slip],
        above=[each for each in chosen.people if each not in people],
    )  # fmt: skip
