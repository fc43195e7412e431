"""The register: people by name and filters, the choice for bulk deeds, the table as a file."""

import io
from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.people import exports
from portal.people.bulk import bulk_actions
from portal.people.columns import KIND_WORDS
from portal.people.handing import hand_out
from portal.people.periods import age_on
from portal.people.queries import (
    RegisterFilter,
    find_people,
    flags_of,
    places_of,
    reached_groups,
    reached_organizations,
    rules_of,
)
from portal.people.readings import show_list
from portal.people.views.blueprints import people as bp
from portal.people.words import fact_words, place_words, qualification_words

for words in (place_words, qualification_words, fact_words):
    bp.add_app_template_filter(words)
bp.add_app_template_filter(age_on, "full_years")

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LACKS = (("birth", _("Без даты рождения")), ("email", _("Без почты")))


@bp.get("")
@requires(Permission.REGISTER_READ)
def index() -> Response:
    """People whom the reader may see, by name; filters stand in the address."""
    actor, wanted = current_actor(), RegisterFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_people(actor, wanted), per_page=PER_PAGE)
    places = places_of(actor, [person.id for person in found.rows], Permission.REGISTER_READ, today)
    show_list(actor, "people.index", [person.id for person in found.rows])
    reached = {place.organization_id for each in places.values() for place in each}
    choices: dict[str, Any] = {} if is_fragment() else _choices(wanted)
    return page(
        "people/index.html", fragment="people_list", people=found, wanted=wanted, places=places, today=today,
        flags=flags_of(found.rows, today, reached), actions=bulk_actions("people.index", actor),
        may_edit=actor.has(Permission.PERSON_EDIT), kinds=KIND_WORDS, lacks=LACKS,
        may_export=actor.has(Permission.REGISTER_EXPORT), import_url=_import_url(), **choices,
    )  # fmt: skip


@bp.get("/people.xlsx")
@requires(Permission.REGISTER_EXPORT)
@at_most("30 per hour")
def download() -> Response:
    """The same people as a table that the import takes."""
    actor, wanted = current_actor(), RegisterFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_register(actor, wanted, made)
    return hand_out(
        actor, made, name=exports.file_name(actor), kind=exports.KIND, what=exports.fingerprint(wanted),
        subjects=subjects, rows=rows, permission=Permission.REGISTER_EXPORT, filters=sorted(wanted.as_args),
    )  # fmt: skip


def _import_url() -> str:
    """Where tables are loaded, if that room is open and to this reader."""
    opens = current_actor().has(Permission.IMPORT) and "imports.index" in current_app.view_functions
    return url_for("imports.index") if opens else ""


def _choices(wanted: RegisterFilter) -> dict[str, Any]:
    """What the filters offer; the groups are those of the chosen organisation, or of all where there are few."""
    actor = current_actor()
    organizations = reached_organizations(actor, Permission.REGISTER_READ)
    chosen = [each for each in organizations if each.public_id == wanted.organization] or organizations
    groups = reached_groups(actor, Permission.REGISTER_READ, clock.today(actor.time_zone))
    kept = {each.id for each in chosen}
    return {
        "organizations": organizations,
        "groups": [group for group in groups if group.organization_id in kept] if len(chosen) == 1 else [],
        "rules": rules_of(chosen[0].id if len(chosen) == 1 else None),
    }
