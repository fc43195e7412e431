"""Pages of the town's bases: counts for operator and department, people by name for the operator."""

import io

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.matching.corrections.words import BASES
from portal.matching.exports import fingerprint
from portal.matching.town import exports, words
from portal.matching.town.queries import LEAST_SHOWN, TOWN_BASES, TownFilter, crowds, entries_of, find_people_of_town
from portal.people.handing import hand_out
from portal.people.queries import organizations_with_settings
from portal.people.readings import show_list
from portal.programs.definitions import formats

town_bases = Blueprint("town_bases", __name__, url_prefix="/bases")
for said in (words.role_in_words, words.place_in_words, words.homes_in_words, words.formats_in_words,
             words.goals_in_words, words.more_in_words, words.number_in_words, words.whole_in_words):  # fmt: skip
    town_bases.add_app_template_filter(said, f"town_{said.__name__}")


@town_bases.get("")
@requires(Permission.TOWN_BASE_COUNT)
def index() -> Response:
    """How many people stand in the bases of each organisation; nobody is named."""
    lines, whole = crowds(current_actor())
    return page(
        "town/index.html", lines=lines, whole=whole, least=LEAST_SHOWN,
        sees_people=current_actor().has(Permission.TOWN_BASE_READ),
    )  # fmt: skip


@town_bases.get("/people")
@requires(Permission.TOWN_BASE_READ)
def people() -> Response:
    """Whoever consented to be handed over, each once."""
    actor, wanted = current_actor(), TownFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_people_of_town(actor, wanted, today))
    entries = entries_of(actor, found.rows, wanted, today)
    show_list(actor, "town_bases.people", sorted({one for each in entries for one in each.person_ids}))
    return page(
        "town/people.html", fragment="town_list", found=found, wanted=wanted,
        entries=entries, bases={base: BASES[base] for base in TOWN_BASES},
        formats={code: each.name for code, each in formats().items()},
        organizations=[] if is_fragment() else organizations_with_settings(actor, Permission.TOWN_BASE_READ),
    )  # fmt: skip


@town_bases.get("/people.xlsx")
@requires(Permission.TOWN_BASE_READ)
@at_most("30 per hour")
def download() -> Response:
    """The same people as a table."""
    actor, wanted = current_actor(), TownFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_town(actor, wanted, made)
    name = _("База муниципалитета %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.TOWN_BASE_READ, filters=sorted(wanted.as_args),
    )  # fmt: skip
