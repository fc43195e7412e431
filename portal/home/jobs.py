"""The page of a long work: how far it is, what came of it, and the file."""

from flask import Blueprint
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files
from portal.core.errors import NotSeen
from portal.core.job_files import file_of
from portal.core.jobs import FILES_KEPT, Job, JobState
from portal.core.web.pages import is_fragment, page

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
STOP_ASKING = 286  # htmx ends its polling on this status


@bp.get("/<public_id>")
@requires(Permission.JOB_READ)
def show(public_id: str) -> Response:
    """Progress, asked for every two seconds while the work goes on."""
    job = _own_job(public_id)
    status = STOP_ASKING if is_fragment() and job.is_over else 200
    kept_until = job.finished_at + FILES_KEPT if job.finished_at else None
    return page("jobs/show.html", fragment="job_state", status=status, job=job, states=JobState,
                file=file_of(job, current_actor()), kept_until=kept_until)  # fmt: skip


@bp.get("/<public_id>/file")
@requires(Permission.JOB_READ)
def file(public_id: str) -> Response:
    """What the work made, for whoever still has the right to it."""
    made = file_of(_own_job(public_id), current_actor())
    if made is None:
        raise NotSeen
    return files.send(made)


def _own_job(public_id: str) -> Job:
    return get_or_404(current_actor(), Job, public_id, Permission.JOB_READ, joinedload(Job.result_file))
