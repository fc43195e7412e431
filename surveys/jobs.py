"""Long work of this room: a large workbook of results, made by the worker with the rights its owner has by then."""

import tempfile
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.files import store
from portal.core.i18n import _, ngettext
from portal.core.job_files import opened_by
from portal.core.jobs import Job, JobState, Run, job, request_job
from portal.core.sqlite import reading as only_reading
from surveys.exports import file_name, note_export, write_xlsx
from surveys.models import SurveyAssignment
from surveys.results.privacy import Reading, reading_of

EXPORT = "survey_export"
LARGEST_FILE = 500 * 2**20


@opened_by(EXPORT)
def results_of(actor: Actor, args: dict[str, Any]) -> tuple[SurveyAssignment, Reading]:
    """The wave, and how much of it goes into the file: with names only for whom it was asked for with names."""
    try:
        wave = get_or_404(actor, SurveyAssignment, args["wave"], Permission.RESULTS_EXPORT)
    except (NotSeen, NotAllowed) as fault:  # trying again would not help
        raise Refusal(_("Эти результаты вам больше не открыты.")) from fault
    reading = reading_of(actor, wave, permissions_on(actor, wave))
    if reading.names != args.get("names", False):
        raise Refusal(_("Ваши права с тех пор изменились. Составьте файл заново."))
    return wave, reading


@job(EXPORT)
def export_results(run: Run) -> None:
    """Write the workbook aside, then keep it; a worker that dies in between leaves no file."""
    with tempfile.TemporaryFile() as made:
        with only_reading():  # the long part must not hold the queue of writers
            wave, reading = results_of(run.actor, run.args)
            total = wave.submitted
            rows = write_xlsx(wave, reading, made, told=lambda done: run.progress_aside(done, total))
            name = file_name(wave, "xlsx")
            db.session.rollback()
        made.seek(0)
        file = store(made, name, made_here=True, largest=LARGEST_FILE)
    note_export(run.actor, wave, "xlsx", rows)
    run.finish(ngettext("Готово: %(num)s строка ответов.", "Готово: %(num)s строк ответов.", rows), file)


def ask_for_export(actor: Actor, wave: SurveyAssignment) -> Job:
    """Ask for the workbook; whoever asks again before it is made gets the work that is under way."""
    args = {"wave": wave.public_id, "names": reading_of(actor, wave, permissions_on(actor, wave)).names}
    under_way = db.session.scalars(
        sa.select(Job).where(
            Job.person_id == actor.person_id, Job.kind == EXPORT, Job.state.in_([JobState.QUEUED, JobState.RUNNING])
        )
    )
    found = next((each for each in under_way if each.args == args), None)
    title = _("Результаты: %(title)s", title=wave.title)
    return found or request_job(actor, EXPORT, args, title=title, organization_id=wave.organization_id)
