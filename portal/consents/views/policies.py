"""How the organisation collects consents."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions import save_policy
from portal.consents.forms import PolicyForm
from portal.consents.models import ConsentPolicy
from portal.consents.queries.texts import policy_of
from portal.consents.views.blueprints import consents as bp
from portal.consents.views.places import chosen_organization
from portal.core.db import db
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.models import Organization


@bp.get("/policy")
@requires(Permission.CONSENT_TEXT_EDIT)
def policy() -> Response:
    """What counts, who signs, for how long, and who the operator is."""
    organization, organizations = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    stands = policy_of(organization)
    form = PolicyForm(formdata=None, obj=stands)
    return _page(organization, organizations, stands, form)


@bp.post("/policy")
@requires(Permission.CONSENT_TEXT_EDIT)
def update_policy() -> Response:
    """Settle it; somebody else's change in between is shown beside one's own (409)."""
    organization, organizations = chosen_organization(Permission.CONSENT_TEXT_EDIT)
    stands, form = policy_of(organization), PolicyForm()
    if not form.validate():
        return _page(organization, organizations, stands, form, status=422)
    typed = {"operator_name": form.operator_name.data or "", "operator_address": form.operator_address.data or ""}
    kept = {"operator_name": stands.operator_name, "operator_address": stands.operator_address}
    check_version(stands.version, request.form.get("version"), stands=kept, typed=typed)
    values = {**form.values, "term_months": form.term_months.data or 12}
    values.pop("organization")
    said: dict[str, Any] = {name: "" if value is None else value for name, value in values.items()}
    target = url_for(".policy", organization=organization.public_id, done="saved")
    save_policy(current_actor(), organization, **said)
    db.session.commit()
    return see_other(target)


def _page(
    organization: Organization, organizations: list[Organization], stands: ConsentPolicy, form: PolicyForm,
    status: int = 200,
) -> Response:  # fmt: skip
    form.organization.data = organization.public_id
    return page(
        "consents/policy.html", fragment="policy_form", status=status, organization=organization,
        organizations=organizations, stands=stands, form=form, done=request.args.get("done", ""),
    )  # fmt: skip
