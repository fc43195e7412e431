"""What the programme of a year rests on."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.programs.roadmaps.actions import add_resource, remove_resource
from portal.programs.roadmaps.forms.maps import OUTSIDE, ResourceForm
from portal.programs.roadmaps.kinds import ResourceKind
from portal.programs.roadmaps.labels import RESOURCES
from portal.programs.roadmaps.models import Roadmap, RoadmapResource
from portal.programs.roadmaps.queries.maps import WITH_YEAR, resources_of
from portal.programs.roadmaps.views.blueprints import roadmaps as bp
from portal.programs.roadmaps.views.maps import address_of
from portal.programs.roadmaps.views.opening import one_map

READ, EDIT = Permission.ROADMAP_READ, Permission.PROGRAM_EDIT


@bp.get("/roadmaps/<public_id>/resources")
@requires(READ)
def resources(public_id: str) -> Response:
    """The list by kind, own and external."""
    return _resources_page(one_map(public_id, READ), ResourceForm(formdata=None))


@bp.post("/roadmaps/<public_id>/resources")
@requires(EDIT)
def create_resource(public_id: str) -> Response:
    """Add one, once however often the button is pressed."""
    roadmap, form = one_map(public_id, EDIT, lock=True), ResourceForm()
    if not form.validate():
        return _resources_page(roadmap, form, status=422)
    told = submissions.hash_body(sorted((name, str(value)) for name, value in form.values.items()))
    if submissions.claim(form.submission_key.data or "", f"roadmap-resource:{public_id}", told) is None:
        add_resource(
            current_actor(), roadmap, kind=ResourceKind(form.kind.data), name=form.name.data or "",
            source=form.source.data or "", is_external=form.origin.data == OUTSIDE,
        )  # fmt: skip
        db.session.commit()
    return see_other(url_for(".resources", public_id=public_id, done="added"))


@bp.post("/roadmap-resources/<public_id>/removal")
@requires(EDIT)
def drop_resource(public_id: str) -> Response:
    """Take one out."""
    above = joinedload(RoadmapResource.roadmap).options(*WITH_YEAR)
    one = get_or_404(current_actor(), RoadmapResource, public_id, EDIT, above, lock=True)
    target = url_for(".resources", public_id=one.roadmap.public_id, done="removed")
    remove_resource(current_actor(), one)
    db.session.commit()
    return see_other(target)


def _resources_page(roadmap: Roadmap, form: ResourceForm, status: int = 200) -> Response:
    found = resources_of(roadmap)
    return page(
        "roadmaps/resources.html", fragment="resource_list", status=status, roadmap=roadmap, form=form,
        by_kind=[(kind, [each for each in found if each.kind == kind]) for kind in RESOURCES],
        may=permissions_on(current_actor(), roadmap), P=Permission, back=address_of(roadmap),
        done=request.args.get("done", ""),
    )  # fmt: skip
