"""Two cards of one human: found by name, compared side by side, merged by the administrator."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.actions.merging import merge_persons
from portal.people.models import Person
from portal.people.queries import RegisterFilter, find_people, places_of
from portal.people.views.blueprints import people as bp
from portal.people.views.opening import person_or_404, today_in

MERGE = Permission.PERSON_MERGE


@bp.get("/<public_id>/merging")
@requires(Permission.PERSON_MERGE)
def choose_double(public_id: str) -> Response:
    """The other card, by name; then both side by side and what merging means."""
    actor, person = current_actor(), person_or_404(public_id, MERGE)
    other_key = request.args.get("other", "")
    other = person_or_404(other_key, MERGE) if other_key else None
    wanted = RegisterFilter(text=request.args.get("q", person.family_name)[:100])
    found = None if other else paginate(find_people(actor, wanted, permission=MERGE).where(Person.id != person.id))
    shown = [person, other] if other else [person, *(found.rows if found else ())]
    return page(
        "people/choose_double.html", fragment="doubles", person=person, other=other, found=found, text=wanted.text,
        places=places_of(actor, [each.id for each in shown], MERGE, today_in()),
    )  # fmt: skip


@bp.post("/<public_id>/merging")
@requires(Permission.PERSON_MERGE)
def merge(public_id: str) -> Response:
    """Everything of the other card goes to this one; refused whole where both hold what can be held once."""
    person = person_or_404(public_id, MERGE, lock=True)
    other = person_or_404(request.form.get("other", ""), MERGE, lock=True)
    merge_persons(current_actor(), person, other)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="merged"))
