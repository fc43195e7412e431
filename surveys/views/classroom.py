"""The screen of a computer class, for the wall or the teacher's desk; it asks for fresh numbers by itself."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import requires
from portal.core import clock
from portal.core.web.pages import page
from portal.people.queries import groups_of
from surveys.actions.public_links import public_link_of
from surveys.models import Mode
from surveys.queries import WaveState, state_of
from surveys.views.blueprint import bp
from surveys.views.wave import group_asked_for, wave_or_404
from surveys.waves.classroom import Seat, numbers_of, pupils_of, tally


@bp.get("/surveys/<public_id>/class")
@requires(Permission.SURVEY_LINKS)
def classroom(public_id: str) -> Response:
    """How to come in, and who is how far: by name in a named wave, in numbers from k on in the others."""
    wave = wave_or_404(public_id, Permission.SURVEY_LINKS)
    today = clock.today(wave.organization.time_zone)
    group = group_asked_for(wave) if wave.mode == Mode.NAMED else None
    link = public_link_of(wave.id) if wave.mode != Mode.NAMED else None
    pupils = pupils_of(wave.id, group.id, today) if group else []
    return page(
        "surveys/classroom.html", fragment="seats", wave=wave, group=group, pupils=pupils, tally=tally(pupils),
        groups=groups_of(wave.organization_id, today) if wave.mode == Mode.NAMED else [], link=link, modes=Mode,
        numbers=numbers_of(wave, link, wave.min_group) if wave.mode != Mode.NAMED else None, seats=Seat,
        is_open=state_of(wave, clock.now()) is WaveState.OPEN, entrance=url_for(".entrance", _external=True),
    )  # fmt: skip
