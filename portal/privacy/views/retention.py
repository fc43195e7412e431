"""Terms of keeping: what runs out by itself, what an organisation looks over first, and the batch that goes."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.jobs import request_job
from portal.core.web.pages import page, see_other
from portal.people.models import Organization
from portal.people.readings import show_list
from portal.privacy import retention as terms
from portal.privacy.forms import TermForm
from portal.privacy.jobs import RETENTION
from portal.privacy.queries.erasures import waiting_in
from portal.privacy.views.blueprints import privacy

P = Permission
MOST_SHOWN = 100


@privacy.get("/retention")
@requires(P.SUBJECT_REQUEST_HANDLE)
def retention() -> Response:
    """Every kind with its term, how many people it ran out for and for how many it will in 30 days."""
    return _page(_organization(), TermForm(formdata=None))


@privacy.post("/retention/<kind>")
@requires(P.SUBJECT_REQUEST_HANDLE)
def set_term(kind: str) -> Response:
    """Another term for this kind of data."""
    organization, form = _organization(), TermForm()
    if not form.validate():
        return _page(organization, form, wrong=_kind(kind).code, status=422)
    terms.set_months(current_actor(), organization, _kind(kind), form.months.data or 0)
    key = organization.public_id
    db.session.commit()
    return see_other(url_for(".retention", organization=key, done="term"))


@privacy.get("/retention/<kind>")
@requires(P.SUBJECT_REQUEST_HANDLE)
def dry_run(kind: str) -> Response:
    """What would be erased: the list of people, and nothing happens."""
    organization, chosen = _organization(), _kind(kind)
    people = terms.due(organization, chosen)
    proposed = waiting_in(organization.id) if chosen.code == terms.WHOLE else frozenset()
    shown = people[:MOST_SHOWN]
    show_list(current_actor(), "privacy.dry_run", [one.id for one in shown], organization_id=organization.id)
    return page("privacy/dry_run.html", organization=organization, kind=chosen, people=shown, n=len(people),
                before=terms.cutoff(organization, chosen), is_whole=chosen.code == terms.WHOLE, proposed=proposed,
                may_ask=any(person.id not in proposed for person in people))  # fmt: skip


@privacy.post("/retention/<kind>/erasure")
@requires(P.SUBJECT_REQUEST_HANDLE)
def erase_due(kind: str) -> Response:
    """Let the worker erase what ran out; whole people wait for a second person first."""
    organization, chosen = _organization(), _kind(kind)
    if not terms.due(organization, chosen):
        raise Refusal(_("Срок пока ни у кого не вышел."))
    args = {"organization": organization.public_id, "kind": chosen.code}
    title = _("Истёкшие сроки: %(kind)s", kind=chosen.label)
    job = request_job(current_actor(), RETENTION, args, title=title, organization_id=organization.id)
    target = url_for("jobs.show", public_id=job.public_id)
    db.session.commit()
    return see_other(target)


def _organization() -> Organization:
    """The organisation named in the address or the form; the first that the reader answers for otherwise."""
    actor, key = current_actor(), request.values.get("organization", "")
    if key:
        return get_or_404(actor, Organization, key, P.SUBJECT_REQUEST_HANDLE)
    mine = select_allowed(actor, P.SUBJECT_REQUEST_HANDLE, Organization).order_by(Organization.sort_name).limit(1)
    found = db.session.scalars(mine).first()
    if found is None:
        raise NotSeen
    return found


def _kind(code: str) -> terms.Kind:
    if code not in terms.KINDS:
        raise NotSeen
    return terms.KINDS[code]


def _page(organization: Organization, form: TermForm, *, wrong: str = "", status: int = 200) -> Response:
    rows = [
        {
            "kind": kind,
            "months": terms.months_of(organization, kind),
            "now": len(terms.due(organization, kind)),
            "soon": len(terms.due(organization, kind, ahead=terms.SOON)),
        }
        for kind in terms.KINDS.values()
    ]
    mine = select_allowed(current_actor(), P.SUBJECT_REQUEST_HANDLE, Organization).order_by(Organization.sort_name)
    return page("privacy/retention.html", fragment="term_list", status=status, organization=organization, rows=rows,
                form=form, wrong=wrong, organizations=db.session.scalars(mine).all(),
                done=request.args.get("done", ""))  # fmt: skip
