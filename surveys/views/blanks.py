"""Questionnaires on paper: boxes to tick and lines to write on, one for each of a group, or empty ones."""

from dataclasses import dataclass

from flask import request
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.people.queries import groups_of
from surveys.links import link_for
from surveys.models import Mode
from surveys.queries import invited_people, questionnaires_with_code, versions_of
from surveys.storage import compiled
from surveys.trust import who_sees
from surveys.views.blueprint import bp
from surveys.views.wave import group_asked_for, qr_picture, wave_or_404
from surveys.waves.paper import numbered
from surveys.waves.wall import asked_by

SHEETS = 60
"""At most so many questionnaires in one print: a class, not a school."""
EMPTY = 30


@dataclass(frozen=True)
class Blank:
    """One questionnaire on paper: a name where the wave has names, and the address where it can be filled in too."""

    name: str
    address: str
    qr: Markup | str


@bp.get("/surveys/<public_id>/blanks")
@requires(Permission.SURVEY_LINKS)
def blanks(public_id: str) -> Response:
    """Blanks of a wave: with names and personal addresses for a group, or `?n=` empty ones without names."""
    wave = wave_or_404(public_id, Permission.SURVEY_LINKS)
    group, today = group_asked_for(wave), clock.today(wave.organization.time_zone)
    sheet, made = None, [Blank("", "", "")] * min(max(request.args.get("n", 1, type=int), 1), EMPTY)
    if wave.mode == Mode.NAMED:
        sheet = paginate(invited_people(wave.id, group.id if group else None, today), per_page=SHEETS)
        made = [Blank(each.person.full_name, link_for(each), qr_picture(link_for(each))) for each in sheet.rows]
    return page(
        "surveys/blanks.html", wave=wave, group=group, sheet=sheet, blanks=made, modes=Mode,
        questions=numbered(compiled(wave.version_id)),
        groups=groups_of(wave.organization_id, today) if wave.mode == Mode.NAMED else [],
        definition=compiled(wave.version_id), sees=who_sees(asked_by(wave)),
    )  # fmt: skip


@bp.get("/surveys/templates/<code>/blank")
@requires(Permission.QUESTIONNAIRE_READ)
def blank(code: str) -> Response:
    """A questionnaire of the library as an empty blank."""
    found = next(iter(questionnaires_with_code(current_actor(), code)), None)
    version = next((each for each in versions_of(found.id) if each.published_at), None) if found else None
    if found is None or version is None:
        raise NotSeen
    definition = compiled(version.id)
    return page(
        "surveys/blanks.html", wave=None, group=None, sheet=None, blanks=[Blank("", "", "")], groups=[],
        questions=numbered(definition), definition=definition, sees="", modes=Mode,
    )  # fmt: skip
