"""Workers that die: `python -m tests.faults.dying_workers FOLDER DATABASE SMTP KILLS MORNING`.

One after another, each a process of its own with the clock two minutes on, so that the lease of the dead has run out;
each kills itself at a random step of its work; the last one may finish. MORNING is an ISO moment. Each prints a line.
"""

import os
import random
import signal
import sys
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from portal.app import create_app
from portal.core import clock, delivery, digest
from portal.core.db import db
from portal.settings import Settings
from surveys.chores import remind_of_surveys, write_survey_letters

MOST_STEPS = 40  # statements and commits that a worker lives to see; the whole work takes some hundreds


def main(folder: str, database: str, smtp: str, kills: str, morning: str) -> None:
    """Kill so many workers, then let one finish."""
    app = create_app(
        Settings(database_url=database, secret_key="k" * 40, var_dir=folder, files_url=f"file:{folder}/files",
                 queue_url=f"sqlite:{folder}/queue.db")
    )  # fmt: skip
    app.config["SMTP_URL"] = smtp
    moment = datetime.fromisoformat(morning)
    for _kill in range(int(kills)):
        moment += timedelta(minutes=2)
        _pid, how = os.waitpid(_begin(app, moment, random.randint(1, MOST_STEPS)), 0)
        print("killed" if os.WIFSIGNALED(how) else "was done", flush=True)  # noqa: T201 — the parent reads
    os.waitpid(_begin(app, moment + timedelta(minutes=2)), 0)


def _begin(app: Flask, moment: datetime, steps: int | None = None) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _work(app, moment, steps)
        finally:
            os._exit(0)
    return pid


def _work(app: Flask, moment: datetime, steps: int | None) -> None:
    """What the worker does by the clock and by the watch, twice: what the reminders wrote goes as well."""
    with clock.freeze(moment), app.app_context():
        db.engine.dispose(close=False)  # what the parent has open is the parent's
        if steps is not None:
            _die_after(steps)
        for work in (
            remind_of_surveys,
            write_survey_letters,
            digest.compose_due,
            delivery.deliver_due,
            delivery.deliver_due,
        ):
            work()
        while steps is None and delivery.deliver_due():  # the last worker goes on until nothing is left
            pass
        db.session.remove()


def _die_after(steps: int) -> None:
    """Just before that many statements and commits are done: no machine is too fast or too slow for it."""
    left = iter(range(steps, 0, -1))

    def step(*_args: Any) -> None:
        if next(left, 1) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(db.engine, moment, step)


if __name__ == "__main__":
    main(*sys.argv[1:6])
