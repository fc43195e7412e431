"""The page of a long work: how far it is, what came of it, and the file."""

from flask import Blueprint
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files
from portal.core.errors import NotSeen
from portal.core.jobs import Job, JobState
from portal.core.web.pages import is_fragment, page

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
STOP_ASKING = 286  # htmx ends its polling on this status


@bp.get("/<public_id>")
@requires(Permission.JOB_READ)
def show(public_id: str) -> Response:
    """Progress, asked for every two seconds while the work goes on."""
    job = _own_job(public_id)
    status = STOP_ASKING if is_fragment() and job.is_over else 200
    return page("jobs/show.html", fragment="job_state", status=status, job=job, states=JobState)


@bp.get("/<public_id>/file")
@requires(Permission.JOB_READ)
def file(public_id: str) -> Response:
    """What the work made."""
    made = _own_job(public_id).result_file
    if made is None:
        raise NotSeen
    return files.send(made)


def _own_job(public_id: str) -> Job:
    return get_or_404(current_actor(), Job, public_id, Permission.JOB_READ, joinedload(Job.result_file))
