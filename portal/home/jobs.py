"""The page of a long work: how far it is, what came of it, and the file."""

from flask import Blueprint
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files
from portal.core.errors import NotSeen
from portal.core.jobs import FILES_KEPT, Job, JobState, may_take_file
from portal.core.web.pages import is_fragment, page

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
STOP_ASKING = 286  # htmx ends its polling on this status


@bp.get("/<public_id>")
@requires(Permission.JOB_READ)
def show(public_id: str) -> Response:
    """Progress, asked for every two seconds while the work goes on."""
    job = _own_job(public_id)
    status = STOP_ASKING if is_fragment() and job.is_over else 200
    is_open = may_take_file(current_actor(), job)
    kept_until = job.finished_at + FILES_KEPT if job.finished_at else None
    return page(
        "jobs/show.html", fragment="job_state", status=status, job=job, states=JobState, is_open=is_open,
        kept_until=kept_until,
    )  # fmt: skip


@bp.get("/<public_id>/file")
@requires(Permission.JOB_READ)
def file(public_id: str) -> Response:
    """What the work made."""
    job = _own_job(public_id)
    if job.result_file is None or not may_take_file(current_actor(), job):
        raise NotSeen
    return files.send(job.result_file)


def _own_job(public_id: str) -> Job:
    return get_or_404(current_actor(), Job, public_id, Permission.JOB_READ, joinedload(Job.result_file))
