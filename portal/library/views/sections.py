"""The open page «Наставничество» of an organisation: what guests read, and how it is written."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, public, requires
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.library.actions import save_section
from portal.library.forms import SectionForm
from portal.library.models import OpenSection
from portal.library.queries import (
    news_of,
    open_materials,
    open_papers,
    opened_section,
    opened_sections,
    section_of,
)
from portal.library.views.blueprints import sections as bp
from portal.people.models import Organization


@bp.get("")
@public
def index() -> Response:
    """Organisations whose page is open."""
    return page("sections/index.html", found=opened_sections())


@bp.get("/<public_id>")
@public
def show(public_id: str) -> Response:
    """About, news, open documents, open materials, contacts by post: nobody is named."""
    section = opened_section(public_id[:30])
    if section is None:
        raise NotSeen
    organization = section.organization
    ids = [each for each in (organization.id, organization.municipality_id) if each]
    return page(
        "sections/show.html", section=section, organization=organization, news=news_of(organization.id),
        papers=open_papers(organization.id), materials=open_materials(ids),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.SECTION_EDIT)
def edit(public_id: str) -> Response:
    """What stands on the page, as a form, and its news."""
    organization = one_organization(public_id)
    section = section_of(organization)
    form = SectionForm(formdata=None, obj=section)
    form.is_open.data = bool(section and section.opened_on)
    return _edit_page(organization, section, form)


@bp.post("/<public_id>/edit")
@requires(Permission.SECTION_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    organization, form = one_organization(public_id, lock=True), SectionForm()
    section = section_of(organization, lock=True)
    if not form.validate():
        return _edit_page(organization, section, form, status=422)
    name = str(form.about.label.text)
    check_version(
        section.version if section else 0, request.form.get("version"),
        stands={name: section.about if section else ""}, typed={name: form.about.data or ""},
    )  # fmt: skip
    save_section(current_actor(), organization, section, **form.facts)
    db.session.commit()
    return see_other(url_for(".edit", public_id=public_id, done="saved"))


def one_organization(public_id: str, *, lock: bool = False) -> Organization:
    """The organisation whose page the reader keeps."""
    return get_or_404(current_actor(), Organization, public_id, Permission.SECTION_EDIT, lock=lock)


def _edit_page(
    organization: Organization, section: OpenSection | None, form: SectionForm, status: int = 200
) -> Response:
    return page(
        "sections/edit.html", fragment="section_form", status=status, organization=organization, section=section,
        form=form, news=news_of(organization.id, with_archived=True), done=request.args.get("done", ""),
    )  # fmt: skip
