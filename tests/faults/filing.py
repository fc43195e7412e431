"""A portal on a file of its own for faults: built, served, and afterwards compared with what was acknowledged."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from portal.accounts import passwords
from portal.core.db import db, read_apart
from portal.core.migrations import upgrade
from portal.settings import Settings
from surveys.counting import response_counts
from surveys.models import (
    Answer,
    AnswerCount,
    Mode,
    Participation,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)
from tests.bench.places import environ_of, opened, settings_in
from tests.serving import Served
from tests.surveying import invite, open_wave, publish_twenty, respondents, twenty_questions
from tests.world import build_world

PEOPLE = 30


@dataclass(frozen=True)
class Filed:
    """The portal's settings and the tokens of its one wave."""

    settings: Settings
    tokens: list[str]

    def serve(self) -> Served:
        """The real server on this file."""
        return Served("wsgi:app", environ_of(self.settings))


def build(folder: Path, each: int, mode: Mode = Mode.NAMED) -> Filed:
    """Thirty people with `each` invitations."""
    settings = settings_in(folder)
    passwords.use_cheap_hash()
    with opened(settings):
        upgrade()
        world = build_world()
        wave = open_wave(world.school_1, publish_twenty(), "Волна", mode)
        tokens = invite(wave, respondents(world, PEOPLE), each)
        db.session.commit()
    return Filed(settings, tokens)


@contextmanager
def inside(filed: Filed) -> Iterator[None]:
    """Look into the file while nobody serves it."""
    with opened(filed.settings), read_apart():
        yield


def submitted() -> dict[str, dict[str, object]]:
    """Public id of the invitation → its submitted response."""
    rows = db.session.execute(
        sa.select(SurveyInvitation.public_id, Response.id, Response.receipt)
        .join(Response, Response.invitation_id == SurveyInvitation.id)
        .where(Response.state == ResponseState.SUBMITTED)
    )
    return {row.public_id: {"id": row.id, "receipt": row.receipt} for row in rows}


def stored_answers() -> dict[str, dict[str, object]]:
    """Public id of the invitation → answers, of drafts and of submitted responses."""
    found: dict[str, dict[str, object]] = {}
    rows = db.session.execute(
        sa.select(SurveyInvitation.public_id, Answer.item_code, Answer.value)
        .join(Response, Response.invitation_id == SurveyInvitation.id)
        .join(Answer, Answer.response_id == Response.id)
    )
    for row in rows:
        found.setdefault(row.public_id, {})[row.item_code] = row.value
    return found


def contradictions() -> list[str]:
    """Counters, participations and responses that tell different stories; broken pages or keys of the file."""
    found = []
    wave = db.session.scalars(sa.select(SurveyAssignment)).one()
    responses = submitted()
    participations = db.session.scalar(sa.select(sa.func.count()).select_from(Participation))
    if not wave.submitted == len(responses) == participations:
        found.append(f"wave says {wave.submitted}, {len(responses)} responses, {participations} participations")
    answers, definition, recount = stored_answers(), twenty_questions(), Counter[tuple[str, str]]()
    for public_id in responses:
        recount.update(response_counts(definition, answers.get(public_id, {})))
    kept = {
        (row.item_code, row.value): row.n
        for row in db.session.execute(sa.select(AnswerCount.item_code, AnswerCount.value, AnswerCount.n))
    }
    if kept != dict(recount):
        found.append("the counters differ from a recount of the answers")
    for question in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
        said = db.session.execute(sa.text(question)).all()
        if said not in ([], [("ok",)]):
            found.append(f"{question}: {said[:3]}")
    return found
