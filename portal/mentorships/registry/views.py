"""The registry of pairs: the list, the same on paper and as a table, coverage and the people behind its figures."""

import io
from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.saved_views import keeps_views, views_of
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.matching.exports import fingerprint
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.labels import STATES, WAYS
from portal.mentorships.registry import exports
from portal.mentorships.registry.coverage import HAS, WAITS, CoverageFilter, coverage, pairs_by_request, people_behind
from portal.mentorships.registry.queries import (
    ANY,
    PairFilter,
    find_pairs,
    grounds_of,
    members_on,
    numbers_by_state,
    responsible_for,
    years_of,
)
from portal.mentorships.registry.words import KINDS, SORTS, change_label, decision_label, ground_label, kind_label
from portal.mentorships.views.blueprints import mentorships as bp
from portal.people.handing import hand_out
from portal.people.queries import organizations_with_settings, places_of, reached_groups
from portal.people.readings import show_list
from portal.programs.definitions import formats, role_patterns

MOST_ON_PAPER = 300
LIST = "mentorships.index"
keeps_views(LIST, fields=PairFilter.FIELDS)
for words in (ground_label, decision_label, kind_label, change_label, exports.place_of):
    bp.add_app_template_filter(words, f"registry_{words.__name__}")


@bp.get("")
@requires(Permission.MENTORSHIP_READ)
def index() -> Response:
    """Pairs that the reader may see; as of a day, if one is given; `view=print` is the same on paper."""
    actor, wanted = current_actor(), PairFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    if request.args.get("view") == "print":
        return _on_paper(wanted)
    found = paginate(find_pairs(actor, wanted, today), scalars=False)
    is_part = is_fragment()
    return page(
        "mentorships/index.html", fragment="pair_list", found=found, wanted=wanted, states=STATES, any_state=ANY,
        ways=WAYS, kinds=KINDS, sorts=SORTS, numbers=numbers_by_state(actor, wanted, today),
        formats={code: each.name for code, each in formats().items()},
        patterns={code: each.name for code, each in role_patterns().items()},
        may_change=actor.has(Permission.MENTORSHIP_CHANGE), today=today,
        years=[] if is_part else years_of(actor),
        groups=[] if is_part else reached_groups(actor, Permission.MENTORSHIP_READ, today),
        organizations=[] if is_part else organizations_with_settings(actor, Permission.MENTORSHIP_READ),
        views=views_of(actor.person_id, LIST), room=LIST, done=request.args.get("done", ""),
        **_about(found.rows, wanted, LIST),
    )  # fmt: skip


@bp.get("/registry.xlsx")
@requires(Permission.MENTORSHIP_CHANGE)
@at_most("30 per hour")
def download() -> Response:
    """The same pairs as a table."""
    actor, wanted = current_actor(), PairFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_pairs(actor, wanted, made)
    name = _("Реестр пар и групп %(day)s.xlsx", day=(wanted.on or clock.today(actor.time_zone)).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.MENTORSHIP_CHANGE, filters=sorted(wanted.as_args),
    )  # fmt: skip


@bp.get("/coverage")
@requires(Permission.MENTORSHIP_CHANGE)
def shares() -> Response:
    """How many of those who need a mentor have one, by format and category, on any day."""
    actor, wanted = current_actor(), CoverageFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    total, rows = coverage(actor, wanted, today)
    return page(
        "mentorships/coverage.html", fragment="shares", total=total, rows=rows, wanted=wanted, today=today,
        formats={code: each.name for code, each in formats().items()}, has=HAS, waits=WAITS,
        organizations=organizations_with_settings(actor, Permission.MENTORSHIP_CHANGE),
    )  # fmt: skip


@bp.get("/coverage/people")
@requires(Permission.MENTORSHIP_CHANGE)
def people() -> Response:
    """Who stands behind a figure of the coverage."""
    actor, wanted = current_actor(), CoverageFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(people_behind(actor, wanted, today), scalars=False)
    asked = [row.MentoringRequest for row in found.rows]
    show_list(actor, "mentorships.people", [each.person_id for each in asked])
    return page(
        "mentorships/coverage_people.html", found=found, wanted=wanted, today=today,
        pairs=pairs_by_request([each.id for each in asked], wanted.on or today), has=HAS, waits=WAITS,
    )  # fmt: skip


def _on_paper(wanted: PairFilter) -> Response:
    actor = current_actor()
    today = clock.today(actor.time_zone)
    rows = db.session.execute(find_pairs(actor, wanted, today).limit(MOST_ON_PAPER + 1)).all()
    shown = rows[:MOST_ON_PAPER]
    places = sorted({row.Mentorship.organization.name for row in shown})
    return page(
        "mentorships/print.html", rows=shown, wanted=wanted, today=today, places=places, is_cut=len(rows) > len(shown),
        most=MOST_ON_PAPER, **_about(shown, wanted, "mentorships.print"),
    )  # fmt: skip


def _about(rows: Sequence[Any], wanted: PairFilter, where: str) -> dict[str, Any]:
    """Who is in these pairs on the day, where they learn or work, on what each pair rests."""
    actor = current_actor()
    on = wanted.on or clock.today(actor.time_zone)
    pairs = [row.Mentorship for row in rows]
    present = {pair.id: {side.value: members_on(pair, side, on) for side in MemberSide} for pair in pairs}
    ids = {each.person_id for sides in present.values() for members in sides.values() for each in members}
    show_list(actor, where, ids)
    return {
        "present": present, "places_of": places_of(actor, sorted(ids), Permission.MENTORSHIP_READ, on),
        "grounds": grounds_of([each.id for each in pairs]), "posts": responsible_for(pairs),
        "over": (MentorshipState.CLOSED, MentorshipState.DECLINED),
    }  # fmt: skip
