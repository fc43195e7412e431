"""Thirty people at their questionnaires in a process of their own; whatever the server acknowledged is journalled.

`python -m tests.faults.writers PORT TOKENS JOURNAL STOP`: TOKENS holds a token a line, each used once; the journal
gets a JSON line per acknowledgement, on disk before the next request; the work ends when the file STOP appears.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from tests.bench.load import Line, Reply
from tests.respondent import Respondent
from tests.surveying import CODES

WRITERS, THINK = 30, 0.02
PACKETS = (CODES[:6], CODES[6:12], CODES[12:18])
TAKEN = (200, 204, 303)
TRY_AGAIN = (502, 503)


class Journal:
    """Acknowledgements, each on disk before it counts."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._guard = file, threading.Lock()

    def note(self, **entry: Any) -> None:
        """Write one line through to the disk."""
        with self._guard:
            self._file.write(json.dumps(entry) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())


class Stopped(Exception):
    """The run is over."""


class Writer:
    """One person after another, at one line."""

    def __init__(self, port: int, tokens: Iterator[str], journal: Journal, stop: Path, guard: threading.Lock) -> None:
        self._line, self._tokens, self._journal = Line(port, timeout=30), tokens, journal
        self._stop, self._guard = stop, guard

    def work(self) -> None:
        """Fill in questionnaires until there are none left or the run is over."""
        try:
            while True:
                with self._guard:
                    token = next(self._tokens, None)
                if token is None:
                    return
                self._fill_in(token)
        except Stopped:
            pass  # what was not acknowledged does not count
        finally:
            self._line.close()

    def _fill_in(self, token: str) -> None:
        self._line.cookies.clear()
        person = Respondent(self._line, token)
        self._insist(person.open, token, "open")
        for codes in PACKETS:
            self._insist(lambda codes=codes: person.save(codes), token, "save")
            self._journal.note(kind="save", token=token, codes=codes)
            time.sleep(THINK)
        first = self._insist(person.submit, token, "submit")
        self._journal.note(kind="submit", token=token, receipt=first.header("location"))
        again = self._insist(person.submit, token, "submit")
        self._journal.note(kind="again", token=token, receipt=again.header("location"))

    def _insist(self, send: Callable[[], Reply], token: str, what: str) -> Reply:
        """Send until it is answered: a dead server, a lost reply and «try again» are met with patience."""
        while not self._stop.exists():
            try:
                reply = send()
            except (OSError, ValueError):  # killed in the middle of an answer
                time.sleep(0.05)
                continue
            if reply.status in TAKEN:
                return reply
            if reply.status not in TRY_AGAIN:
                self._journal.note(kind="odd", token=token, what=what, status=reply.status)
                raise Stopped
            time.sleep(0.05)
        raise Stopped


def main(port: str, tokens: str, journal: str, stop: str) -> None:
    """Let all writers work until they are done or stopped."""
    waiting, guard = iter(Path(tokens).read_text().split()), threading.Lock()
    with Path(journal).open("a") as file:
        kept = Journal(file)
        writers = [Writer(int(port), waiting, kept, Path(stop), guard) for _writer in range(WRITERS)]
        threads = [threading.Thread(target=writer.work) for writer in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:5])
