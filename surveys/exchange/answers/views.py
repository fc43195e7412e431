"""Results as files: at once while they are small, as a job with a page of its own when they are not."""

import io
from collections.abc import Iterator

import sqlalchemy as sa
from flask import request, send_file, stream_with_context, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.files import name_header
from portal.core.i18n import _
from portal.core.sqlite import set_reading
from portal.core.web.pages import see_other
from surveys.exchange.answers.files import (
    AT_ONCE,
    STREAMED,
    CsvPieces,
    check_names,
    file_name,
    note_export,
    open_results,
    open_wave,
)
from surveys.exchange.answers.jobs import ask_for_export
from surveys.exchange.answers.packages import WRITERS
from surveys.models import Response as Answered
from surveys.models import ResponseState, SurveyAssignment
from surveys.results.privacy import Reading
from surveys.views.blueprint import bp

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "sav": "application/x-spss-sav",
}


@bp.get("/surveys/<public_id>/results.<any(xlsx, csv, sav):kind>")
@requires(Permission.RESULTS_EXPORT)
@at_most("30 per hour")
def download(public_id: str, kind: str) -> Response:
    """The file at once; a large one is prepared as a job, so that nobody gets half of it."""
    wave, reading = open_wave(current_actor(), public_id)
    if reading.names and wave.submitted > (STREAMED if kind == "csv" else AT_ONCE):
        raise Refusal(_("Ответов много: нажмите «Подготовить файл» на странице результатов, он составится за минуту."))
    response = _stream(wave, reading) if kind == "csv" and reading.names else _whole(wave, reading, kind)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/surveys/<public_id>/exports")
@requires(Permission.RESULTS_EXPORT)
@at_most("30 per hour")
def export(public_id: str) -> Response:
    """Ask for the file as a job; its page shows how it goes and gives the file."""
    kind = request.form.get("format", "xlsx")
    if kind not in WRITERS:
        raise NotSeen
    wave, reading = open_wave(current_actor(), public_id)
    open_results(wave, reading)
    if kind == "sav" and not reading.names:
        WRITERS[kind](wave, reading, io.BytesIO(), lambda rows: None)  # says why there is no such file
    if reading.names:
        check_names(current_actor(), wave)
    job = ask_for_export(current_actor(), wave, kind, reading)
    target = url_for("jobs.show", public_id=job.public_id)
    db.session.commit()
    return see_other(target)


def _whole(wave: SurveyAssignment, reading: Reading, kind: str) -> Response:
    """A small file, made before the first byte leaves."""
    made = io.BytesIO()
    written, name = WRITERS[kind](wave, reading, made, lambda rows: None), file_name(wave, kind)
    _note(wave, kind, written.rows)
    made.seek(0)
    return send_file(made, mimetype=MEDIA[kind], as_attachment=True, download_name=name)


def _stream(wave: SurveyAssignment, reading: Reading) -> Response:
    """A CSV that leaves while it is read. Who took it is noted before, and a row too few breaks the connection."""
    total = _stored(wave)
    _note(wave, "csv", total)
    set_reading(True)
    pieces, name = CsvPieces(wave, reading), file_name(wave, "csv")

    def body() -> Iterator[bytes]:
        yield from pieces
        if pieces.written().rows != total:
            raise RuntimeError("a CSV of answers ended early")

    response = Response(stream_with_context(body()), mimetype=MEDIA["csv"])
    response.headers["Content-Disposition"] = f"attachment; {name_header(name)}"
    return response


def _stored(wave: SurveyAssignment) -> int:
    mine = sa.and_(Answered.assignment_id == wave.id, Answered.state == ResponseState.SUBMITTED)
    return db.session.scalar(sa.select(sa.func.count()).where(mine)) or 0


def _note(wave: SurveyAssignment, kind: str, rows: int) -> None:
    """Leave the trail in a writing transaction of its own."""
    db.session.rollback()
    set_reading(False)
    note_export(current_actor(), wave, kind, rows)
    db.session.commit()
