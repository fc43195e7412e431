"""A worker in a process of its own: `python -m tests.surveys.export_worker FOLDER DATABASE JOB PAUSE` does one job.

PAUSE seconds pass after every thousand rows, so that it can be killed in the middle.
"""

import sys
import time

from portal.app import create_app
from portal.core.db import db
from portal.core.jobs import run_job
from portal.settings import Settings
from surveys.exchange.answers import jobs as exporting
from surveys.exchange.answers.packages import write_package


def main(folder: str, database: str, job_id: str, pause: str) -> None:
    app = create_app(
        Settings(database_url=database, secret_key="k" * 40, var_dir=folder, files_url=f"file:{folder}/files",
                 queue_url=f"sqlite:{folder}/queue.db", export_threshold="1000000")
    )  # fmt: skip

    def slowly(kind, wave, reading, stream, told):  # type: ignore[no-untyped-def]
        def heard(rows: int) -> None:
            told(rows)
            print(rows, flush=True)  # noqa: T201 — the parent listens
            time.sleep(float(pause))

        return write_package(kind, wave, reading, stream, heard)

    exporting.write_package = slowly  # type: ignore[assignment]
    with app.app_context():
        run_job(int(job_id))
        db.session.remove()


if __name__ == "__main__":
    main(*sys.argv[1:5])
