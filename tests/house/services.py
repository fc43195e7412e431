"""What the basement puts on the stage: finished works with their files, and a parked letter."""

import io

import sqlalchemy as sa

from portal.core import clock, files, jobs, mail
from portal.core.db import db
from portal.core.mail import LetterState, OutboxMessage
from tests.world import World


def props(world: World) -> dict[str, str]:
    """Public ids by name."""
    mail.enqueue("password_changed", "mentor@demo.example", changed_at="20 ноября", account_url="", help_url="")
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    letter.state = LetterState.PARKED
    db.session.flush()
    return {"job": _job_of(world, "kira"), "job_of_misha": _job_of(world, "misha"), "letter": letter.public_id}


def _job_of(world: World, key: str) -> str:
    job = jobs.request_job(world.actor(key), "export", {}, title="Выгрузка анкеты")
    job.result_file = files.store(io.BytesIO(b"PK"), "ответы.xlsx", made_here=True)
    job.state, job.finished_at = jobs.JobState.DONE, clock.now()
    db.session.flush()
    return job.public_id
