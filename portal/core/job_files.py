"""Files that long work made: given to their owner only while the right that made them lasts.

A room says which question opens its kind of job: `@opened_by("kind")` on a function of actor and `args` that returns
what the job is about and raises NotSeen, NotAllowed or Refusal. The job asks it when it begins, the page of the job
asks it again before it gives the file: seven days are long enough to lose a role.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.files import StoredFile
from portal.core.jobs import Job

Question = TypeVar("Question", bound=Callable[[Any, dict[str, Any]], object])
_QUESTIONS: dict[str, Callable[[Any, dict[str, Any]], object]] = {}


def opened_by(kind: str) -> Callable[[Question], Question]:
    """Register the question that opens jobs of `kind`; without one no file of theirs is given out."""

    def register(question: Question) -> Question:
        _QUESTIONS[kind] = question
        return question

    return register


def file_of(job: Job, actor: Any) -> StoredFile | None:
    """What the job made, if the actor may have it still. None where it made nothing or the right has ended."""
    if job.result_file is None or job.kind not in _QUESTIONS:
        return None
    try:
        _QUESTIONS[job.kind](actor, job.args)
    except (NotSeen, NotAllowed, Refusal):
        return None
    return job.result_file
