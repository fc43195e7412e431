"""The register of mentors, the commission's sheet and the report about training."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.matching.mentors.criteria import criteria_for, suitability
from portal.matching.mentors.kinds import PAUSED
from portal.matching.mentors.labels import CATEGORIES, STATES, TYPES
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import MentorFilter, find_mentors, points_of, training_needs
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.people.queries import organizations_with_settings, reached_groups
from portal.people.readings import show_list
from portal.programs.definitions import formats

MOST_ON_SHEET = 200


@bp.get("")
@requires(Permission.MENTOR_READ)
def index() -> Response:
    """Mentors, candidates and the reserve that the reader may see, by name; as of a day, if one is given."""
    actor, wanted = current_actor(), MentorFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_mentors(actor, wanted, today), scalars=False)
    show_list(actor, "mentors.index", [row.MentorProfile.person_id for row in found.rows])
    is_part = is_fragment()
    return page(
        "mentors/index.html", fragment="mentor_list", found=found, wanted=wanted, states=STATES, paused=PAUSED,
        categories=CATEGORIES, types=TYPES, formats={code: each.name for code, each in formats().items()},
        may_nominate=actor.has(Permission.MENTOR_NOMINATE), may_edit=actor.has(Permission.MENTOR_EDIT),
        may_import=actor.has(Permission.IMPORT),
        groups=[] if is_part else reached_groups(actor, Permission.MENTOR_READ, today),
        organizations=[] if is_part else organizations_with_settings(actor, Permission.MENTOR_READ),
    )  # fmt: skip


@bp.get("/commission")
@requires(Permission.MENTOR_EDIT)
def commission() -> Response:
    """A sheet to print for the commission: candidates by category, criteria in columns, empty cells to write in."""
    actor, wanted = current_actor(), MentorFilter.from_args({**request.args, "state": "candidate"})
    today = clock.today(actor.time_zone)
    found = find_mentors(actor, wanted, today, permission=Permission.MENTOR_EDIT)
    rows = db.session.execute(found.limit(MOST_ON_SHEET)).all()
    profiles: list[MentorProfile] = [row.MentorProfile for row in rows]
    show_list(actor, "mentors.commission", [each.person_id for each in profiles])
    points = points_of([each.id for each in profiles])
    sheets = [
        (category, criteria_for(category), [
            (each, points.get(each.id, {}), suitability(category, points.get(each.id, {})))
            for each in profiles if each.category == category
        ])
        for category in CATEGORIES if any(each.category == category for each in profiles)
    ]  # fmt: skip
    places = sorted({each.organization.name for each in profiles})
    return page("mentors/commission.html", sheets=sheets, places=places, today=today, wanted=wanted,
                names={code: each.name for code, each in formats().items()})  # fmt: skip


@bp.get("/training")
@requires(Permission.MENTOR_EDIT)
def training() -> Response:
    """Who lacks what: from this the plan of training is made."""
    actor, wanted = current_actor(), MentorFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    needs = training_needs(actor, wanted, today)
    show_list(actor, "mentors.training", {each.person_id for need in needs for each in need.profiles})
    return page(
        "mentors/training.html", needs=needs, wanted=wanted,
        organizations=organizations_with_settings(actor, Permission.MENTOR_EDIT),
    )  # fmt: skip
