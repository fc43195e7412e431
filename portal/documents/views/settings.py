"""What an organisation sets for its documents: own templates and numbering."""

import io

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock, files
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.actions.settings import TemplateProblems
from portal.documents.definitions import SERIES, KindDefinition, kinds
from portal.documents.forms.deeds import NumberingForm, TemplateForm
from portal.documents.kinds import Numbering
from portal.documents.numbering import last_number, rule_of
from portal.documents.paper import field_rows, layout_of
from portal.documents.queries import own_templates, template_for
from portal.documents.views.blueprints import documents as bp
from portal.people.models import Organization
from portal.people.queries import organizations_with_settings


@bp.get("/templates")
@requires(Permission.DOCUMENT_SETUP)
def templates() -> Response:
    """Which kinds are made by whose template, and how each series is numbered."""
    found = organizations_with_settings(current_actor(), Permission.DOCUMENT_SETUP)
    wanted = request.args.get("organization", "")
    home = next((each for each in found if each.public_id == wanted), found[0] if found else None)
    own = own_templates(home.id) if home else {}
    year = clock.today(current_actor().time_zone).year
    rules = (
        {series: (rule_of(home.id, series), last_number(home.id, series, year)) for series in SERIES} if home else {}
    )
    return page(
        "documents/templates.html", organizations=found, home=home, own=own, kinds=kinds(), rules=rules, series=SERIES,
        year=year, done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/templates/<organization_id>/<kind>")
@requires(Permission.DOCUMENT_SETUP)
def template(organization_id: str, kind: str) -> Response:
    """The template of one kind: what is used now, which fields there are, a form for one's own."""
    return _template_page(_home(organization_id), _kind(kind), TemplateForm(formdata=None))


@bp.post("/templates/<organization_id>/<kind>")
@requires(Permission.DOCUMENT_SETUP)
@at_most("30 per hour")
def upload_template(organization_id: str, kind: str) -> Response:
    """Take the organisation's own template, or say line by line why not."""
    form = TemplateForm()
    upload = form.upload
    home, definition, problems = _home(organization_id, lock=True), _kind(kind), []
    try:
        if upload is None:
            raise Refusal(_("Выберите файл в формате DOCX."))
        actions.set_template(current_actor(), home, definition.code, upload)
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [refusal.message]
        problems = refusal.problems if isinstance(refusal, TemplateProblems) else []
        return _template_page(_home(organization_id), definition, form, problems=problems, status=422)
    db.session.commit()
    return see_other(url_for(".templates", organization=organization_id, done="template"))


@bp.get("/templates/<organization_id>/<kind>/file")
@requires(Permission.DOCUMENT_SETUP)
def template_file(organization_id: str, kind: str) -> Response:
    """The template in use: the organisation's own, or the portal's as a start."""
    home, definition = _home(organization_id), _kind(kind)
    own = template_for(home.id, definition.code)
    if own is not None:
        return files.send(own.file)
    made, name = io.BytesIO(layout_of(definition.layout)), _("Шаблон: %(name)s.docx", name=definition.name)
    return send_file(made, mimetype=DOCX, as_attachment=True, download_name=files.safe_name(name))


@bp.post("/templates/<organization_id>/<kind>/removal")
@requires(Permission.DOCUMENT_SETUP)
def drop_template(organization_id: str, kind: str) -> Response:
    """Back to the portal's layout."""
    own = template_for(_home(organization_id, lock=True).id, _kind(kind).code)
    if own is not None:
        actions.drop_template(current_actor(), own)
    db.session.commit()
    return see_other(url_for(".templates", organization=organization_id, done="dropped"))


@bp.get("/numbering/<organization_id>/<series>")
@requires(Permission.DOCUMENT_SETUP)
def numbering(organization_id: str, series: str) -> Response:
    """How one series is numbered, as a form."""
    home = _home(organization_id)
    rule = rule_of(home.id, _series(series))
    form = NumberingForm(formdata=None, data={"mode": rule.mode.value, "suffix": rule.suffix})
    form.last.data = last_number(home.id, series, clock.today(home.time_zone).year)
    return _numbering_page(home, series, form)


@bp.post("/numbering/<organization_id>/<series>")
@requires(Permission.DOCUMENT_SETUP)
def set_numbering(organization_id: str, series: str) -> Response:
    """Save it."""
    home, form = _home(organization_id, lock=True), NumberingForm()
    if not form.validate():
        return _numbering_page(home, _series(series), form, status=422)
    try:
        actions.set_numbering(
            current_actor(), home, _series(series), mode=Numbering(form.mode.data), suffix=form.suffix.data or "",
            last=form.last.data,
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.last.errors = [refusal.message]
        return _numbering_page(_home(organization_id), series, form, status=422)
    db.session.commit()
    return see_other(url_for(".templates", organization=organization_id, done="numbering"))


def _home(public_id: str, *, lock: bool = False) -> Organization:
    return get_or_404(current_actor(), Organization, public_id, Permission.DOCUMENT_SETUP, lock=lock)


def _kind(code: str) -> KindDefinition:
    if code not in kinds():
        raise NotSeen
    return kinds()[code]


def _series(code: str) -> str:
    if code not in SERIES:
        raise NotSeen
    return code


def _template_page(
    home: Organization, kind: KindDefinition, form: TemplateForm, *, problems: list[str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        "documents/template.html", fragment="template_form", status=status, home=home, kind=kind, form=form,
        own=template_for(home.id, kind.code), fields=field_rows(), problems=problems or [],
    )  # fmt: skip


def _numbering_page(home: Organization, series: str, form: NumberingForm, status: int = 200) -> Response:
    return page(
        "documents/numbering.html", fragment="numbering_form", status=status, home=home, series=series, form=form
    )
