"""The register of consents: who has one, whose is missing, and the same as a file."""

from flask import make_response, request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.consents.kinds import Category, Evidence, Lack, Purpose, State
from portal.consents.queries.papers import paper_names, paper_words
from portal.consents.queries.register import Wanted, organizations_with_register, register, standing
from portal.consents.registry_file import write_register
from portal.consents.terms import term_words
from portal.consents.views.blueprints import consents as bp
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.people import disclosures
from portal.people.models import Organization
from portal.people.queries import groups_of
from portal.people.readings import show_list

bp.add_app_template_filter(lambda code: Purpose(code).label, "consent_purpose")
bp.add_app_template_filter(lambda code: Category(code).label, "category_label")
bp.add_app_template_filter(lambda code: Evidence(code).label, "evidence_label")
bp.add_app_template_filter(paper_words, "paper_words")
bp.add_app_template_filter(paper_names, "paper_names")
bp.add_app_template_filter(lambda text: term_words(text.term, text.term_months), "term_label")
KIND = "consents.register"
disclosures.LABELS[KIND] = _("Реестр согласий")


@bp.get("")
@requires(Permission.CONSENT_READ)
def index() -> Response:
    """One purpose at a time for everybody of an organisation: state, whose signature is missing, until when."""
    actor = current_actor()
    wanted, organizations = _wanted()
    found = paginate(register(actor, wanted), scalars=False)
    rows = [standing(row, wanted.on) for row in found.rows]
    show_list(actor, "consents.index", [row.person.id for row in rows], organization_id=wanted.organization.id)
    return page(
        "consents/index.html", fragment="consent_list", found=found, rows=rows, wanted=wanted, states=list(State),
        lacks=list(Lack), purposes=list(Purpose), organizations=organizations,
        groups=groups_of(wanted.organization.id, wanted.on),
        may_record=bool(_in(wanted, Permission.CONSENT_RECORD)), may_edit=actor.has(Permission.CONSENT_TEXT_EDIT),
    )  # fmt: skip


@bp.post("")
@requires(Permission.CONSENT_READ)
@at_most("30 per hour")
def export() -> Response:
    """The register as XLSX, as it is filtered; noted as a disclosure, and a large one waits for a second person."""
    actor = current_actor()
    wanted, _organizations = _wanted()
    rows = [standing(row, wanted.on) for row in db.session.execute(register(actor, wanted))]
    content = write_register(wanted, rows)
    what = f"{wanted.organization.public_id}:{wanted.purpose.value}"
    people = [row.person.id for row in rows]
    disclosures.disclose(actor, KIND, people, what, organization_id=wanted.organization.id)
    db.session.commit()
    answer = make_response(content)
    answer.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer.headers["Content-Disposition"] = f'attachment; filename="consents-{wanted.on:%Y-%m-%d}.xlsx"'
    return answer


def _wanted() -> tuple[Wanted, list[Organization]]:
    """What the address or the form asks for; nonsense means no filter, somebody else's organisation is not seen."""
    organizations = organizations_with_register(current_actor())
    if not organizations:
        raise NotAllowed
    said = request.values
    key = said.get("organization", "")
    chosen = next((one for one in organizations if one.public_id == key), None) if key else organizations[0]
    if chosen is None:
        raise NotSeen
    today = clock.today(chosen.time_zone)
    purpose, state, lacks = (said.get(name, "") for name in ("purpose", "state", "lacks"))
    wanted = Wanted(
        organization=chosen, on=today, purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.PARTICIPATION,
        state=State(state) if state in set(State) else None, text=said.get("q", "").strip()[:100],
        lacks=Lack(lacks) if lacks in set(Lack) else None,
        group=next((one for one in groups_of(chosen.id, today) if one.public_id == said.get("group", "")), None),
    )  # fmt: skip
    return wanted, organizations


def _in(wanted: Wanted, permission: Permission) -> bool:
    return any(one.id == wanted.organization.id for one in organizations_with_register(current_actor(), permission))
