"""«Как считается»: the audience rules in words, and the variant of an organisation."""

from dataclasses import asdict

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.actions.audiences import drop_variant, set_variant
from portal.people.definitions import definition
from portal.people.forms.persons import AudienceForm
from portal.people.models import Organization
from portal.people.queries import reached_organizations, rules_of
from portal.people.queries.audiences import Rule
from portal.people.views.blueprints import people as bp

EDIT = Permission.ORGANIZATION_EDIT
bp.add_app_template_filter(definition, "definition")


@bp.get("/audiences")
@requires(Permission.REGISTER_READ)
def audiences() -> Response:
    """Every rule with its definition and its source, as it holds in the chosen organisation."""
    actor, key = current_actor(), request.args.get("organization", "")
    organizations = reached_organizations(actor, Permission.REGISTER_READ)
    chosen = next((each for each in organizations if each.public_id == key), None)
    chosen = chosen or (organizations[0] if len(organizations) == 1 else None)
    return page(
        "people/audiences.html", rules=rules_of(chosen.id if chosen else None), organizations=organizations,
        chosen=chosen, may_edit=actor.has(EDIT), done=request.args.get("done", ""),
        today=clock.today(actor.time_zone),
    )  # fmt: skip


@bp.get("/audiences/<organization>/<code>")
@requires(Permission.ORGANIZATION_EDIT)
def edit_audience(organization: str, code: str) -> Response:
    """The numbers of a rule, to be set for this organisation."""
    owner, rule = _rule(organization, code)
    form = AudienceForm(formdata=None, data=asdict(rule.conditions))
    return _form_page(form, owner, rule, status=200)


@bp.post("/audiences/<organization>/<code>")
@requires(Permission.ORGANIZATION_EDIT)
def update_audience(organization: str, code: str) -> Response:
    """Count it this way from now on."""
    owner, rule = _rule(organization, code)
    form = AudienceForm()
    if not form.validate():
        return _form_page(form, owner, rule, status=422)
    wanted = form.conditions_over(rule.conditions)
    check_version(
        rule.own.version if rule.own else 0, request.form.get("version"),
        stands={rule.title: "; ".join(definition(rule.conditions))}, typed={rule.title: "; ".join(definition(wanted))},
    )  # fmt: skip
    set_variant(current_actor(), owner, rule, wanted)
    db.session.commit()
    return see_other(url_for(".audiences", organization=organization, done="changed"))


@bp.post("/audiences/<organization>/<code>/library")
@requires(Permission.ORGANIZATION_EDIT)
def return_audience(organization: str, code: str) -> Response:
    """Count it as everybody does."""
    owner, rule = _rule(organization, code)
    drop_variant(current_actor(), owner, rule)
    db.session.commit()
    return see_other(url_for(".audiences", organization=organization, done="returned"))


def _rule(organization: str, code: str) -> tuple[Organization, Rule]:
    owner = get_or_404(current_actor(), Organization, organization, EDIT, lock=True)
    rule = next((each for each in rules_of(owner.id) if each.code == code), None)
    if rule is None:
        raise NotSeen
    return owner, rule


def _form_page(form: AudienceForm, owner: Organization, rule: Rule, status: int) -> Response:
    version = request.form.get("version") or (rule.own.version if rule.own else 0)
    return page(
        "people/audience.html", fragment="audience_form", status=status, form=form, organization=owner, rule=rule,
        version=version,
    )  # fmt: skip
