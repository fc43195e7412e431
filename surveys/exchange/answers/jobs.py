"""Long work of this room: a large file of results, made by the worker with the rights its owner has by then."""

import tempfile
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db, read_apart
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.files import store
from portal.core.i18n import _, ngettext
from portal.core.job_files import opened_by
from portal.core.jobs import Job, JobState, Run, job, request_job
from surveys.exchange.answers.files import check_names, file_name, note_export, open_wave
from surveys.exchange.answers.packages import ending_of, write_package
from surveys.models import SurveyAssignment
from surveys.results.privacy import Reading

EXPORT = "survey_export"
LARGEST_FILE = 500 * 2**20


@opened_by(EXPORT)
def results_of(actor: Actor, args: dict[str, Any]) -> tuple[SurveyAssignment, Reading]:
    """The wave, and how much of it goes into the file: with names only for whom it was asked for with names."""
    try:
        wave, reading = open_wave(actor, args["wave"])
    except (NotSeen, NotAllowed) as fault:  # trying again would not help
        raise Refusal(_("Эти результаты вам больше не открыты.")) from fault
    if reading.names != args.get("names", False):
        raise Refusal(_("Ваши права изменились. Откройте страницу результатов и составьте файл заново."))
    return wave, reading


@job(EXPORT)
def export_results(run: Run) -> None:
    """Write the file aside, then keep it; a worker that dies in between leaves no file, and another begins again."""
    kind = run.args.get("format", "xlsx")
    with tempfile.TemporaryFile() as made:
        with read_apart():  # the long part must not hold the queue of writers
            wave, reading = results_of(run.actor, run.args)
            if reading.names:
                check_names(run.actor, wave)  # before the long work, not after it
            total = wave.submitted
            written = write_package(kind, wave, reading, made, lambda done: run.progress_aside(done, total))
            name = file_name(wave, ending_of(kind))
        made.seek(0)
        file = store(made, name, made_here=True, largest=LARGEST_FILE)
    note_export(run.actor, wave, kind, written.rows)
    done = ngettext("Готово: %(num)s строка ответов.", "Готово: %(num)s строк ответов.", written.rows)
    run.finish(f"{done} {_('SHA-256 данных: %(digest)s', digest=written.digest)}", file)


def ask_for_export(actor: Actor, wave: SurveyAssignment, kind: str, reading: Reading) -> Job:
    """Ask for the file; whoever asks again before it is made gets the work that is under way."""
    args = {"wave": wave.public_id, "format": kind, "names": reading.names}
    under_way = db.session.scalars(
        sa.select(Job).where(
            Job.person_id == actor.person_id, Job.kind == EXPORT, Job.state.in_([JobState.QUEUED, JobState.RUNNING])
        )
    )
    found = next((each for each in under_way if each.args == args), None)
    title = _("Результаты, все ответы: %(title)s", title=wave.title)
    return found or request_job(actor, EXPORT, args, title=title, organization_id=wave.organization_id)
