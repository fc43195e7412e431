"""Registered papers of a programme: Положение, дорожная карта, their files."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _, ru_date
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.programs.actions import PaperFacts, add_paper, edit_paper
from portal.programs.forms.papers import NewPaperForm, PaperFields, PaperForm
from portal.programs.labels import paper_label
from portal.programs.models import Program, ProgramPaper
from portal.programs.views.blueprints import programs as bp
from portal.programs.views.programs import one_program


@bp.get("/<public_id>/papers/new")
@requires(Permission.PROGRAM_EDIT)
def new_paper(public_id: str) -> Response:
    """A form for one paper."""
    program, form = one_program(public_id), NewPaperForm(formdata=None)
    form.adopted_on.data = form.starts_on.data = clock.today(program.organization.time_zone)
    return page("programs/paper.html", form=form, program=program, paper=None)


@bp.post("/<public_id>/papers")
@requires(Permission.PROGRAM_EDIT)
def create_paper(public_id: str) -> Response:
    """Register the paper with its file, once however often the button is pressed."""
    form = NewPaperForm()
    upload = form.upload
    program = one_program(public_id, lock=True)
    if not form.validate():
        return _paper_page(form, program)
    told = submissions.hash_body((form.facts, upload[1] if upload else ""))
    if submissions.claim(form.submission_key.data or "", f"program-paper:{public_id}", told) is None:
        try:
            add_paper(current_actor(), program, form.facts, upload)
        except Refusal as refusal:
            db.session.rollback()
            form.blame(refusal, form.file)
            return _paper_page(form, one_program(public_id))
        db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="paper"))


@bp.get("/<public_id>/papers/<paper_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def change_paper(public_id: str, paper_id: str) -> Response:
    """The paper as a form."""
    one = _paper(public_id, paper_id)
    form = PaperForm(formdata=None, data={name: getattr(one, name) for name in _FIELDS})
    return page("programs/paper.html", form=form, program=one.program, paper=one)


@bp.post("/<public_id>/papers/<paper_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def update_paper(public_id: str, paper_id: str) -> Response:
    """Save what was put right; somebody else's change in between is shown beside one's own (409)."""
    form = PaperForm()
    upload = form.upload
    one = _paper(public_id, paper_id, lock=True)
    if not form.validate():
        return _paper_page(form, one.program, one)
    stood = PaperFacts(**{name: getattr(one, name) for name in _FIELDS})
    check_version(one.version, request.form.get("version"), stands=_in_words(form, stood),
                  typed=_in_words(form, form.facts))  # fmt: skip
    try:
        edit_paper(current_actor(), one, form.facts, upload)
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal, form.file)
        one = _paper(public_id, paper_id)
        return _paper_page(form, one.program, one)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="paper"))


@bp.get("/<public_id>/papers/<paper_id>/file")
@requires(Permission.PROGRAM_READ)
def paper_file(public_id: str, paper_id: str) -> Response:
    """The file."""
    file = _paper(public_id, paper_id, Permission.PROGRAM_READ).file
    if file is None:
        raise NotSeen
    return files.send(file)


_FIELDS = ("kind", "title", "number", "adopted_on", "starts_on", "ends_on")


def _paper(
    public_id: str, paper_id: str, permission: Permission = Permission.PROGRAM_EDIT, *, lock: bool = False
) -> ProgramPaper:
    """The paper of this programme. Raises NotSeen where the address joins two programmes."""
    loaded = joinedload(ProgramPaper.program).joinedload(Program.organization)
    one = get_or_404(current_actor(), ProgramPaper, paper_id, permission, loaded, lock=lock)
    if one.program.public_id != public_id:
        raise NotSeen
    return one


def _paper_page(form: PaperFields, program: Program, paper: ProgramPaper | None = None) -> Response:
    return page("programs/paper.html", fragment="paper_form", status=422, form=form, program=program, paper=paper)


def _in_words(form: PaperFields, facts: PaperFacts) -> dict[str, str]:
    last = ru_date(facts.ends_on, "full") if facts.ends_on else _("действует")
    said = [paper_label(facts.kind), facts.title, facts.number, ru_date(facts.adopted_on, "full"),
            ru_date(facts.starts_on, "full"), last]  # fmt: skip
    return {form[name].label.text: words for name, words in zip(_FIELDS, said, strict=True)}
