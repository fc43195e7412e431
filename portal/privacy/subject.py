"""What this room tells the walkers: own texts that may name people, and packages that do not hold the person."""

import io
import zipfile
from collections.abc import Iterator

import portal.core.erasing  # noqa: F401 — letters, notices, the index, files of jobs
from portal.core.erasing import spares
from portal.core.files import open_file
from portal.core.jobs import Job
from portal.core.subjects import Subject
from portal.core.washing import may_mention
from portal.privacy.jobs import PACKAGE

may_mention("incident", "what", "conclusion")
may_mention("erasure_entry", "reason")
may_mention("subject_request", "text", "wanted", "extended", "answer")

LARGEST_READ = 50 * 2**20


@spares(PACKAGE)
def package_without(job: Job, subject: Subject) -> bool:
    """A package of somebody else that was read through and says no word of the person. One with files in it goes."""
    if job.args.get("person") == subject.public_id or job.result_file is None or job.result_file.size > LARGEST_READ:
        return False
    with open_file(job.result_file) as stream:
        said = list(_texts(stream.read()))
    return None not in said and not any(word in (text or "") for text in said for word in _told(subject))


def _told(subject: Subject) -> tuple[str, ...]:
    return (*subject.words, subject.public_id)


def _texts(content: bytes) -> Iterator[str | None]:
    """Texts of a package, workbooks unpacked; None for what cannot be read as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".json"):
                yield package.read(name).decode()
            elif name.endswith(".xlsx") and not name.startswith("files/"):
                with zipfile.ZipFile(io.BytesIO(package.read(name))) as book:
                    yield from (book.read(part).decode() for part in book.namelist())
            else:
                yield None
