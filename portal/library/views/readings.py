"""«Прочитано» of newcomers, and who has not read yet."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.library.actions import mark_read
from portal.library.queries import acquaintance_with
from portal.library.views.blueprints import library as bp
from portal.library.views.materials import one_material
from portal.people.readings import show_list


@bp.post("/<public_id>/reading")
@requires(Permission.MATERIAL_CONFIRM)
def confirm(public_id: str) -> Response:
    """A newcomer has read it; a second click changes nothing."""
    mark_read(current_actor(), one_material(public_id, Permission.MATERIAL_CONFIRM))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="read"))


@bp.get("/<public_id>/readings")
@requires(Permission.MATERIAL_ACQUAINT)
def readings(public_id: str) -> Response:
    """How many have read it, and by name those whose cards the reader may open."""
    actor, material = current_actor(), one_material(public_id, Permission.MATERIAL_ACQUAINT)
    known = acquaintance_with(actor, material, clock.today(actor.time_zone))
    show_list(actor, "library.readings", [row.Person.id for row in known.people])
    return page("library/readings.html", material=material, known=known)
