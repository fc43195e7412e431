"""The check of a month: read, printed, signed; a signed one stays as it was read."""

import io
from datetime import date

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.mentorships.health import signing
from portal.mentorships.health.paper import month_paper
from portal.mentorships.health.queries.months import (
    MonthRead,
    check_of,
    checks_of,
    content_of,
    digest_of,
    first_of,
    last_of,
    names_in,
)
from portal.mentorships.health.views.blueprints import pair_health as bp
from portal.people.models import Organization
from portal.people.readings import show_list

CHECK = Permission.MONTHLY_CHECK


@bp.get("/months")
@requires(CHECK)
def months() -> Response:
    """Months to check and those that were signed."""
    actor = current_actor()
    homes = db.session.scalars(select_allowed(actor, CHECK, Organization).order_by(Organization.sort_name)).all()
    now = first_of(clock.today(actor.time_zone))
    signed = checks_of([each.id for each in homes])
    done = {(each.organization_id, each.month) for each in signed}
    before = first_of(date.fromordinal(now.toordinal() - 1))
    open_ones = [(home, month) for home in homes for month in (before, now) if (home.id, month) not in done]
    return page("health/months.html", open_ones=open_ones, signed=signed)


@bp.get("/months/<public_id>/<month>")
@requires(CHECK)
def month(public_id: str, month: str) -> Response:
    """One month: as it was signed, else as it stands today; `view=print` is the same on paper."""
    home = get_or_404(current_actor(), Organization, public_id, CHECK)
    return _month_page(home, _month(month))


@bp.post("/months/<public_id>/<month>")
@requires(CHECK)
def sign(public_id: str, month: str) -> Response:
    """What was read is frozen."""
    home, which = get_or_404(current_actor(), Organization, public_id, CHECK), _month(month)
    signing.sign_month(current_actor(), home, which, digest=request.form.get("digest", ""))
    shown = url_for(".month", public_id=home.public_id, month=month, done="signed")
    db.session.commit()
    return see_other(shown)


@bp.get("/months/<public_id>/<month>.docx")
@requires(CHECK)
@at_most("120 per hour")
def month_docx(public_id: str, month: str) -> Response:
    """The same check as a file."""
    home = get_or_404(current_actor(), Organization, public_id, CHECK)
    read = _read(home, _month(month), "pair_health.month_docx")
    paper = month_paper(home, read)
    name = _("Проверка за месяц %(month)s", month=month)
    made = send_file(io.BytesIO(paper), mimetype=DOCX, as_attachment=True, download_name=f"{name}.docx")
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _month(text: str) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotSeen from None
    if not 2000 <= found.year <= 2100:
        raise NotSeen
    return found


def _read(home: Organization, which: date, place: str) -> MonthRead:
    """The check as it was signed, else as it stands today; who is named in it goes into the trail."""
    today, signed = clock.today(home.time_zone), check_of(home, which)
    if signed is None:
        signing.refuse_month(which, today)
    content = signed.content if signed else content_of(home, which, today)
    named = names_in(content)
    people = {one.person_id for pair in named.pairs.values() for one in pair.members}
    people |= {each.id for each in named.people.values()}
    show_list(current_actor(), place, people, organization_id=home.id)
    return MonthRead(month=which, content=content, named=named, signed=signed,
                 digest=signed.digest if signed else digest_of(content))  # fmt: skip


def _month_page(home: Organization, which: date) -> Response:
    read = _read(home, which, "pair_health.month")
    template = "health/month_print.html" if request.args.get("view") == "print" else "health/month.html"
    return page(
        template, home=home, month=which, last=last_of(which), content=read.content, named=read.named,
        signed=read.signed, digest=read.digest, on=date.fromisoformat(read.content["on"]), day=date.fromisoformat,
        done=request.args.get("done", ""),
    )  # fmt: skip
