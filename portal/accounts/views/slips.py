"""Printed slips: what printing means, the press that makes codes, and the sheet."""

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts import actions, second_factor
from portal.accounts.forms import SlipForm
from portal.accounts.granting import may_open
from portal.accounts.logins import slip_code
from portal.accounts.queries import slips_of_batch
from portal.accounts.steps import demand_confirmation
from portal.accounts.views.blueprint import bp
from portal.accounts.views.chosen import Chosen, chosen_people
from portal.accounts.views.places import group_url, register_url
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.bulk import bulk
from portal.people.models import Person
from portal.people.readings import show_list

PURPOSE = "print slips"


@bulk(
    "people.index",
    _("Напечатать листки"),
    Permission.ACCOUNT_OPEN,
    endpoint="accounts.new_slips",
    method="get",
    order=20,
)
@bp.get("/accounts/slips/new")
@requires(Permission.ACCOUNT_OPEN)
def new_slips() -> Response:
    """Whose slip will be printed, whose earlier code stops working."""
    return _page(chosen_people(), SlipForm())


@bp.post("/accounts/slips")
@requires(Permission.ACCOUNT_OPEN)
@at_most("300 per hour")
def print_slips() -> Response:
    """Make the codes and go to the sheet; a second press leads to the same sheet."""
    chosen, form = chosen_people(), SlipForm()
    if not form.validate():
        return _page(chosen, form, 422)
    resets = bool(form.reset.data) and len(chosen.people) == 1
    if resets:
        demand_confirmation()
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body((chosen.fields, resets)))
    if used:
        return see_other(url_for(".slips", batch=used.outcome))
    batch = actions.issue_slips(current_actor(), chosen.people, replaces_password=resets)
    if batch is None:
        raise Refusal(_("Здесь у всех уже есть свой пароль. Печатать нечего."))
    submissions.set_outcome(key, batch)
    db.session.commit()
    return see_other(url_for(".slips", batch=batch, group=request.form.get("group")))


@bp.get("/accounts/slips/<batch>")
@requires(Permission.ACCOUNT_OPEN)
def slips(batch: str) -> Response:
    """The sheet, for half an hour and for who made it; later only new codes can be printed."""
    actor = current_actor()
    mine = slips_of_batch(batch, actor.person_id or 0).where(
        Person.id.in_(select_allowed(actor, Permission.ACCOUNT_OPEN, Person).with_only_columns(Person.id))
    )
    rows = db.session.execute(mine).all()
    if not rows:
        raise NotSeen
    address = _sign_in_address()
    cards = [(row.Person, row.login, slip_code(row.AccountInvitation.public_id)) for row in rows]
    # The picture says the portal's own address and nothing typed.
    qr = Markup(second_factor.picture(address))  # noqa: S704
    return page(
        "accounts/slips.html", cards=cards, address_words=address.partition("://")[2],
        qr=qr, ends_at=rows[0].AccountInvitation.ends_at,
        back_url=_back_url(request.args.get("group", "")),
    )  # fmt: skip


def _back_url(group: str) -> str:
    return group_url(group[:22]) if group else register_url()


def _sign_in_address() -> str:
    base: str = current_app.extensions["settings"].base_url
    return f"{base.rstrip('/')}{url_for('accounts.login')}"


def _page(chosen: Chosen, form: SlipForm, status: int = 200) -> Response:
    actor = current_actor()
    show_list(actor, "accounts.new_slips", [each.person.id for each in chosen.people])
    people = [each for each in chosen.people if may_open(actor, each.roles)]
    fresh = [each for each in people if each.can_get_slip]
    one = people[0] if len(chosen.people) == len(people) == 1 else None
    return page(
        "accounts/new_slips.html", status=status, chosen=chosen, form=form,
        fresh=[each for each in fresh if each.user is None], again=[each for each in fresh if each.user],
        settled=[each for each in people if not each.can_get_slip],
        above=[each for each in chosen.people if each not in people],
        resets=bool(one and one.user and one.user.has_password and not one.user.closed_at),
    )  # fmt: skip
