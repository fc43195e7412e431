"""The queue of background work: huey runs what rows of the portal's own database ask for.

The queue may be lost at any moment: letters and jobs are rows, and the watch puts them into the queue again.
Messages are JSON with names and ids; nothing is unpickled.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from portal.core import delivery, jobs
from portal.core.db import db, read_apart
from portal.core.schedule import PERIODIC

log = logging.getLogger(__name__)
WATCH_EVERY = 1.0
ASK_AGAIN_AFTER = 20.0  # seconds after which a due row that is still due goes to the queue once more
Stop = threading.Event


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: a broken or foreign message can be wrong, but it cannot be code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        read = json.loads(data)
        return Message(*read) if isinstance(read, list) and len(read) == len(Message._fields) else read


def open_queue(url: str) -> Huey:
    """The queue at `url`: a file of its own by default, PostgreSQL or Redis at scale."""
    common: dict[str, Any] = {"results": False, "serializer": JsonSerializer(), "utc": True}
    if url.startswith("sqlite:"):
        file = Path(url.removeprefix("sqlite:"))
        file.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("portal", filename=str(file), journal_mode="truncate", **common)
    if url.startswith("postgresql"):
        return PostgresHuey("portal", dsn=url.replace("postgresql+psycopg:", "postgresql:", 1), **common)
    return RedisHuey("portal", url=url, **common)


class Queue:
    """The queue with the tasks of this application in it."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.app, self.huey, self.stopping = app, huey, Stop()
        self._asked: dict[tuple[str, int], float] = {}
        self.deliver = huey.task(name="deliver_letters")(self._in_context(self._deliver))
        self.work = huey.task(name="run_job")(self._in_context(self._work))
        for periodic in PERIODIC:
            huey.periodic_task(crontab(**periodic.when), name=periodic.name)(self._in_context(periodic.work))

    def pending_count(self) -> int:
        """How many messages wait; raises when the queue is not reachable."""
        return int(self.huey.pending_count())

    def watch(self) -> None:
        """Put due letters and jobs into the queue until the worker stops: rows are the truth, messages are hints."""
        while not self.stopping.wait(WATCH_EVERY):
            try:
                with self.app.app_context():
                    self.ask_for_due()
            except Exception:
                log.warning("the watch stumbled", exc_info=True)

    def ask_for_due(self) -> int:
        """One look of the watch; returns how many messages went into the queue."""
        with read_apart():
            due = [("job", job_id) for job_id in jobs.due_ids()]
            if self.app.config["SMTP_URL"] and delivery.due_ids():
                due.append(("letters", 0))
        fresh = [one for one in due if time.monotonic() - self._asked.get(one, -ASK_AGAIN_AFTER) >= ASK_AGAIN_AFTER]
        self._asked = {one: at for one, at in self._asked.items() if one in due}
        for one in fresh:
            self._asked[one] = time.monotonic()
            self.work(one[1]) if one[0] == "job" else self.deliver()
        return len(fresh)

    def _deliver(self) -> None:
        delivery.deliver_due(self.stopping.is_set)
        self._asked.pop(("letters", 0), None)

    def _work(self, job_id: int) -> None:
        jobs.run_job(job_id, self.stopping.is_set)
        self._asked.pop(("job", job_id), None)

    def _in_context(self, work: Callable[..., object]) -> Callable[..., None]:
        def inside(*args: Any) -> None:
            with self.app.app_context():
                try:
                    work(*args)
                finally:
                    db.session.rollback()

        inside.__name__ = work.__name__
        return inside


def queue_of(app: Flask) -> Queue:
    """The application's queue, opened on first use: pages ask for work by rows and never need it."""
    if "queue" not in app.extensions:
        app.extensions["queue"] = Queue(app, open_queue(str(app.config["QUEUE_URL"])))
    queue: Queue = app.extensions["queue"]
    return queue


def consume(queue: Queue, *, is_periodic: bool = True) -> None:
    """Be the worker until SIGTERM or SIGINT; what is in hand goes back to the queue."""
    consumer = queue.huey.create_consumer(
        workers=2, periodic=is_periodic, max_delay=0.5, shutdown_timeout=8, graceful_signal="TERM"
    )  # fmt: skip
    threading.Thread(target=queue.watch, name="watch", daemon=True).start()
    plain_stop = consumer.stop

    def stop(graceful: bool = False) -> None:
        queue.stopping.set()
        plain_stop(graceful=graceful)

    consumer.stop = stop
    consumer.run()
