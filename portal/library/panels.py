"""What the library adds to the page of an organisation: its open page «Наставничество»."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.library.queries import section_of
from portal.people.models import Organization


@panel("organizations.show", order=60)
def open_page_panel(organization: Organization) -> Panel | None:
    """Where the open page is; whoever keeps it may write it."""
    actor = current_actor()
    may_edit = actor.has(Permission.SECTION_EDIT) and Permission.SECTION_EDIT in permissions_on(actor, organization)
    section = section_of(organization)
    is_open = section is not None and section.opened_on is not None
    if not (is_open or may_edit):
        return None
    edit = url_for("sections.edit", public_id=organization.public_id) if may_edit else ""
    return Panel(
        name="open_page", title=_("Открытая страница «Наставничество»"), template="sections/panel.html",
        more_label=_("Изменить") if may_edit else "", more_url=edit,
        context={"is_open": is_open, "public_id": organization.public_id},
    )  # fmt: skip
