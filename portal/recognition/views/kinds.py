"""The system of incentives of an organisation: its catalogue of awards."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.models import Organization
from portal.people.queries import organizations_with_settings
from portal.recognition import actions
from portal.recognition.forms import KindForm
from portal.recognition.models import AwardKind
from portal.recognition.queries import kinds_of
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.opening import one_kind

EDIT, PURPOSE = Permission.AWARD_KIND_EDIT, "award-kind"


@bp.get("/kinds")
@requires(Permission.AWARD_LIST)
def kinds() -> Response:
    """What the organisation awards, for what, who decides and who gives."""
    actor = current_actor()
    edits = actor.has(EDIT)
    homes = organizations_with_settings(actor, EDIT) if edits else []
    return page("recognition/kinds.html", found=kinds_of(actor), edits=edits, homes=homes,
                done=request.args.get("done", ""))  # fmt: skip


@bp.post("/kinds/reference/<public_id>")
@requires(EDIT)
def fill(public_id: str) -> Response:
    """Take over the awards of the reference that are not there yet."""
    actor = current_actor()
    actions.fill_kinds(actor, get_or_404(actor, Organization, public_id, EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".kinds", done="filled"))


@bp.get("/kinds/new")
@requires(EDIT)
def new_kind() -> Response:
    """An empty form."""
    form = KindForm(formdata=None)
    form.is_on.data = form.needs_order.data = True
    return _kind_page(form, None)


@bp.post("/kinds/new")
@requires(EDIT)
def create_kind() -> Response:
    """An award of one's own, once however often the button is pressed."""
    actor, form = current_actor(), KindForm()
    is_valid = form.validate()
    home = form.chosen(organizations_with_settings(actor, EDIT))
    if not is_valid or home is None:
        return _kind_page(form, None, 422)
    told = submissions.hash_body(form.name.data)
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}", told) is None:
        actions.add_kind(actor, home, form.facts)
    db.session.commit()
    return see_other(url_for(".kinds", done="saved"))


@bp.get("/kinds/<public_id>")
@requires(EDIT)
def edit_kind(public_id: str) -> Response:
    """An award as a form."""
    kind = one_kind(public_id, EDIT)
    return _kind_page(KindForm(formdata=None, obj=kind), kind)


@bp.post("/kinds/<public_id>")
@requires(EDIT)
def update_kind(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    kind, form = one_kind(public_id, EDIT, lock=True), KindForm()
    if not form.validate():
        return _kind_page(form, kind, 422)
    labels = {name: str(form[name].label.text) for name in ("name", "criteria")}
    check_version(
        kind.version, request.form.get("version"), stands={said: getattr(kind, name) for name, said in labels.items()},
        typed={said: form[name].data or "" for name, said in labels.items()},
    )  # fmt: skip
    actions.change_kind(current_actor(), kind, form.facts)
    db.session.commit()
    return see_other(url_for(".kinds", done="saved"))


def _kind_page(form: KindForm, kind: AwardKind | None, status: int = 200) -> Response:
    homes = organizations_with_settings(current_actor(), EDIT) if kind is None else []
    form.offer(homes)
    return page("recognition/kind.html", fragment="kind_form", status=status, form=form, kind=kind, homes=homes)
