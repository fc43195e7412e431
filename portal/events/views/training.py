"""Training: one's own page, the register of an organisation, its file, records written by hand."""

import io

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import audit, files, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.file_kinds import XLSX
from portal.core.sqlite import set_reading
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.events import exports
from portal.events.actions import change_training, record_training, remove_training
from portal.events.forms import TrainingForm
from portal.events.labels import LEARNING
from portal.events.models import TrainingRecord
from portal.events.queries import (
    TrainingFilter,
    find_training,
    hours_by_person,
    one_self,
    own_training,
    people_in_training_reach,
    place_of,
)
from portal.events.views.blueprints import training as bp
from portal.people import disclosures
from portal.people.exports import organization_of
from portal.people.models import Person
from portal.people.readings import show_list

PURPOSE = "training-new"


@bp.get("")
@requires(Permission.TRAINING_EXPORT)
def index() -> Response:
    """Who has learnt what; hours of each person beside the name."""
    actor, wanted = current_actor(), TrainingFilter.from_args(request.args)
    found = paginate(find_training(actor, wanted))
    ids = sorted({each.person_id for each in found.rows})
    show_list(actor, "training.index", ids)
    return page("training/index.html", fragment="training_list", found=found, wanted=wanted, kinds=LEARNING,
                hours=hours_by_person(actor, wanted, ids))  # fmt: skip


@bp.get("/training.xlsx")
@requires(Permission.TRAINING_EXPORT)
def download() -> Response:
    """The same as a table; whose data leave is noted, a large file needs a second person."""
    actor, wanted = current_actor(), TrainingFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_training(actor, wanted, made)
    db.session.rollback()
    set_reading(False)
    place = organization_of(actor, Permission.TRAINING_EXPORT)
    disclosures.disclose(actor, exports.KIND, subjects, exports.fingerprint(wanted), organization_id=place)
    audit.record(actor, AuditEvent.REGISTER_EXPORTED, None, organization_id=place,
                 changes={"kind": exports.KIND, "rows": rows, "filters": list(wanted.as_args)})  # fmt: skip
    db.session.commit()
    made.seek(0)
    answer = send_file(made, mimetype=XLSX, as_attachment=True, download_name="training.xlsx")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/mine")
@requires(Permission.TRAINING_EDIT)
def mine() -> Response:
    """What I have learnt."""
    found = own_training(current_actor().person_id)
    return page("training/mine.html", found=found, hours=sum(each.hours for each in found))


@bp.get("/new")
@requires(Permission.TRAINING_EDIT)
def new() -> Response:
    """For oneself, or for one of one's people: `q` seeks, `person` names."""
    form = TrainingForm(formdata=None)
    form.person.data = request.args.get("person", "")[:22]
    return _form_page(form, _person(form.person.data), None)


@bp.post("/new")
@requires(Permission.TRAINING_EDIT)
def create() -> Response:
    """Write it down, once however often the button is pressed."""
    actor, form = current_actor(), TrainingForm()
    person = _person(form.person.data)
    if not form.validate():
        return _form_page(form, person, None, status=422)
    told = submissions.hash_body([person.id, form.title.data])
    used = submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}", told)
    target = url_for(".mine") if person.id == actor.person_id else url_for(".index")
    if used is None:
        try:
            record_training(actor, person, place_of(actor, person), upload=form.upload, **form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.file.errors = [refusal.message]
            return _form_page(form, _person(form.person.data), None, status=422)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.TRAINING_EDIT)
def edit(public_id: str) -> Response:
    """A record as a form."""
    record = _record(public_id)
    form = TrainingForm(formdata=None, obj=record)
    form.version.data, form.file.data = str(record.version), None
    return _form_page(form, record.person, record)


@bp.post("/<public_id>")
@requires(Permission.TRAINING_EDIT)
def update(public_id: str) -> Response:
    """Save it; a stale form is refused (409)."""
    actor, record, form = current_actor(), _record(public_id, lock=True), TrainingForm()
    if not form.validate():
        return _form_page(form, record.person, record, status=422)
    check_version(record.version, form.version.data, stands={"Что это было": record.title},
                  typed={"Что это было": form.title.data or ""})  # fmt: skip
    try:
        change_training(actor, record, upload=form.upload, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [refusal.message]
        record = _record(public_id)
        return _form_page(form, record.person, record, status=422)
    target = url_for(".mine") if record.person_id == actor.person_id else url_for(".index")
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/removal")
@requires(Permission.TRAINING_EDIT)
def remove(public_id: str) -> Response:
    """It was written down by mistake."""
    actor, record = current_actor(), _record(public_id, lock=True)
    target = url_for(".mine") if record.person_id == actor.person_id else url_for(".index")
    remove_training(actor, record)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/file")
@requires(Permission.TRAINING_READ)
def file(public_id: str) -> Response:
    """The certificate."""
    record = get_or_404(current_actor(), TrainingRecord, public_id, Permission.TRAINING_READ)
    if record.file is None:
        raise NotSeen
    return files.send(record.file)


def _record(public_id: str, *, lock: bool = False) -> TrainingRecord:
    return get_or_404(current_actor(), TrainingRecord, public_id, Permission.TRAINING_EDIT, lock=lock)


def _person(public_id: str | None) -> Person:
    """Oneself where nobody is named; somebody of one's register otherwise, if one keeps training of others at all."""
    actor = current_actor()
    own = one_self(actor)
    if not public_id or public_id == own.public_id:
        return own
    if not actor.has(Permission.TRAINING_EXPORT):
        raise NotSeen
    return get_or_404(actor, Person, public_id, Permission.REGISTER_READ)


def _form_page(form: TrainingForm, person: Person, record: TrainingRecord | None, status: int = 200) -> Response:
    actor, text = current_actor(), request.args.get("q", "")
    keeps = actor.has(Permission.TRAINING_EXPORT)
    candidates = people_in_training_reach(actor, text) if keeps and record is None else []
    show_list(actor, "training.new", [person.id, *(each.id for each in candidates)])
    return page(
        "training/edit.html", fragment="training_form", status=status, form=form, person=person, record=record,
        is_own=person.id == actor.person_id, keeps=keeps, candidates=candidates, text=text,
    )  # fmt: skip
