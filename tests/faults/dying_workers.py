"""Workers that die: `python -m tests.faults.dying_workers FOLDER DATABASE SMTP KILLS MORNING`.

One after another, each a process of its own with the clock two minutes on, so that the lease of the dead has run out;
each is killed at a random moment, and the last one may finish. MORNING is an ISO moment. Each prints a line.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta

from flask import Flask

from portal.app import create_app
from portal.core import clock, digest, mail
from portal.core.db import db
from portal.settings import Settings
from surveys.chores import remind_of_surveys, write_survey_letters

LONGEST = 1.2  # seconds that a worker lives; its whole work takes about as long


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
        worker = _begin(app, moment)
        time.sleep(random.uniform(0, LONGEST))
        os.kill(worker, signal.SIGKILL)
        _pid, how = os.waitpid(worker, 0)
        print("killed" if os.WIFSIGNALED(how) else "was done", flush=True)  # noqa: T201 — the parent reads
    os.waitpid(_begin(app, moment + timedelta(minutes=2)), 0)


def _begin(app: Flask, moment: datetime) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _work(app, moment)
        finally:
            os._exit(0)
    return pid


def _work(app: Flask, moment: datetime) -> None:
    """What the worker does by the clock and by the watch, twice: what the reminders wrote goes as well."""
    with clock.freeze(moment), app.app_context():
        db.engine.dispose(close=False)  # what the parent has open is the parent's
        for work in (remind_of_surveys, write_survey_letters, digest.compose_due, mail.deliver_due, mail.deliver_due):
            work()
        db.session.remove()


if __name__ == "__main__":
    main(*sys.argv[1:6])
