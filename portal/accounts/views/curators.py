"""The base of curators of all kinds and of the staff that helps (ORG-5, ORG-10): the list and its workbook."""

import io

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts.models import RoleGrant
from portal.accounts.queries import CuratorFilter, find_curators
from portal.accounts.queries.curators import KINDS
from portal.accounts.views.blueprint import bp
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.people import disclosures
from portal.people.exports import fingerprint
from portal.people.handing import hand_out
from portal.people.models import Organization

DISCLOSED = "accounts.curators"
disclosures.LABELS[DISCLOSED] = _("База кураторов")
TITLES = {"curators": _("База кураторов"), "support": _("Специалисты сопровождения")}


@bp.get("/curators")
@requires(Permission.ROLE_GRANT)
def curators() -> Response:
    """Who is appointed, by organisation, with filters in the address."""
    actor, wanted = current_actor(), CuratorFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    return page(
        "accounts/curators.html", fragment="curator_list", grants=paginate(find_curators(actor, wanted, today)),
        wanted=wanted, roles=KINDS[wanted.kind], title=TITLES[wanted.kind], today=today,
        organizations=[] if is_fragment() else _organizations(),
        appoint_url=url_for("people.index", kind="employee") if actor.has(Permission.REGISTER_READ)
        else url_for("organizations.index"),
    )  # fmt: skip


@bp.get("/curators.xlsx")
@requires(Permission.ROLE_GRANT)
@at_most("30 per hour")
def curators_workbook() -> Response:
    """The same list with the same filters as a workbook; who took it is in the journal."""
    actor, wanted = current_actor(), CuratorFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    grants = db.session.scalars(find_curators(actor, wanted, today)).all()
    rows, people = [_row(grant) for grant in grants], {grant.person_id for grant in grants}
    made = io.BytesIO()
    write_workbook(made, Book(title=TITLES[wanted.kind], sheets=[_sheet(wanted, rows)], zone=actor.time_zone))
    return hand_out(
        actor, made, name=f"{TITLES[wanted.kind]} {today:%d.%m.%Y}.xlsx", kind=DISCLOSED, what=fingerprint(wanted),
        subjects=people, rows=len(rows), permission=Permission.ROLE_GRANT, filters=sorted(wanted.as_args),
    )  # fmt: skip


def _organizations() -> list[Organization]:
    mine = select_allowed(current_actor(), Permission.ROLE_GRANT, Organization)
    return list(db.session.scalars(mine.order_by(Organization.sort_name)))


def _sheet(wanted: CuratorFilter, rows: list[list[object]]) -> Sheet:
    columns = [
        Column(title=_("Организация"), width=30), Column(title=_("Фамилия, имя, отчество"), width=34),
        Column(title=_("Роль"), width=24), Column(title=_("Группа"), width=12),
        Column(title=_("С"), width=12, kind=Kind.DATE), Column(title=_("По"), width=12, kind=Kind.DATE),
        Column(title=_("Документ"), width=34), Column(title=_("Обязанности"), width=50),
        Column(title=_("Почта"), width=26), Column(title=_("Телефон"), width=18),
    ]  # fmt: skip
    return Sheet(name=TITLES[wanted.kind], columns=columns, rows=rows)


def _row(grant: RoleGrant) -> list[object]:
    person = grant.person
    return [
        grant.organization.short_name, person.full_name, grant.title, grant.group.name if grant.group else "",
        grant.starts_on, grant.ends_on, grant.document, grant.duties, person.email or "", person.phone or "",
    ]  # fmt: skip
