"""Ticking a list: a crowd in one form, what is in hand and what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.ticking import Mark, tick
from portal.consents.crowds import Crowd, crowd_of, crowds_of, people_in
from portal.consents.forms import conditions_in
from portal.consents.kinds import Evidence, Purpose
from portal.consents.paper_kinds import SheetState
from portal.consents.queries import policy_of
from portal.consents.queries.needs import Signature, purposes_on_paper, signatures_of
from portal.consents.views.blueprints import consents as bp
from portal.consents.views.days import typed_day
from portal.consents.views.sheets import card_url, items_of
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.readings import show_list

CHOICES = [
    (SheetState.RECEIVED.value, _("получено")),
    (SheetState.REFUSED.value, _("отказ")),
    ("", _("не сдан")),
]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The list as it stands: the crowd, the chosen purposes, and by person the signatures that they need."""

    crowd: Crowd
    offered: Sequence[Purpose]
    purposes: Sequence[Purpose]
    signatures: Sequence[Signature]

    @property
    def rows(self) -> list[list[Signature]]:
        found: dict[int, list[Signature]] = {}
        for each in self.signatures:
            found.setdefault(each.person.id, []).append(each)
        return list(found.values())


@bp.get("/ticking")
@requires(Permission.CONSENT_RECORD)
def ticking() -> Response:
    """The list of a crowd with a row of answers for every signature."""
    key = request.args.get("crowd", "")
    return _page(_listed(key) if key else None)


@bp.post("/ticking")
@requires(Permission.CONSENT_RECORD)
def save_ticks() -> Response:
    """Record all that was ticked, or nothing."""
    listed = _listed(request.form.get("crowd", ""))
    on = typed_day(request.form.get("signed_on", ""))
    if on is None:
        return _page(listed, [("signed_on", _("Укажите день подписи, например 17.11.2026"))])
    try:
        marks = _marks(listed)
        count = tick(current_actor(), listed.crowd.organization, marks, on=on)
    except Refusal as refusal:
        db.session.rollback()
        return _page(_listed(listed.crowd.key), [("ticks", refusal.message)])
    named = [purpose.value for purpose in listed.purposes]
    url = url_for(
        ".ticking", crowd=listed.crowd.key, purposes=named, done="ticked", n=count, refused=len(marks) - count
    )
    db.session.commit()
    return see_other(url)


def _listed(key: str) -> Listed:
    crowd = crowd_of(current_actor(), key, Permission.CONSENT_RECORD)
    in_force = purposes_on_paper(crowd.organization.id, crowd.today)
    offered = [purpose for purpose in crowd.purposes if purpose in in_force]
    named = request.values.getlist("purposes")
    purposes = [purpose for purpose in offered if purpose in named] or offered[:1]
    found = signatures_of(crowd.organization.id, people_in(crowd), purposes, crowd.today)
    return Listed(crowd=crowd, offered=offered, purposes=purposes, signatures=found)


def _marks(listed: Listed) -> list[Mark]:
    """What was ticked. A signature that came meanwhile is passed over: its field was drawn by an older page."""
    known = {SheetState.RECEIVED, SheetState.REFUSED}
    return [
        Mark(
            signature=each,
            state=SheetState(request.form[each.field]),
            items=request.form.getlist(f"i.{each.field}"),
            conditions=conditions_in(request.form, each.field),
        )
        for each in listed.signatures
        if not each.is_given and not each.problem and request.form.get(each.field, "") in known
    ]


def _page(listed: Listed | None, problems: Sequence[tuple[str, str]] = ()) -> Response:
    if listed:
        show_list(current_actor(), "consents.ticking", [rows[0].person.id for rows in listed.rows])
    takes_paper = listed is not None and Evidence.PAPER.value in (policy_of(listed.crowd.organization).evidence or [])
    today = listed.crowd.today.strftime("%d.%m.%Y") if listed else ""
    return page(
        "consents/ticking.html", status=422 if problems else 200, listed=listed, problems=list(problems),
        crowds=crowds_of(current_actor(), Permission.CONSENT_RECORD), choices=CHOICES, takes_paper=takes_paper,
        typed=request.form, signed_on=request.form.get("signed_on", today), items=items_of, card=card_url,
        done=request.args.get("done", ""), count=request.args.get("n", 0, type=int),
        refused=request.args.get("refused", 0, type=int), errors=dict(problems),
        options=[(purpose.value, purpose.label) for purpose in (listed.offered if listed else [])],
    )  # fmt: skip
