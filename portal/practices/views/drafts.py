"""One's own practices: the list, beginning one, the task list of the editor, a new version, authors."""

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.people.models import Person
from portal.people.queries import RegisterFilter, find_people
from portal.practices.actions import add_author, begin_update, draft_practice, remove_author
from portal.practices.forms import PracticeForm
from portal.practices.kinds import Section
from portal.practices.labels import SECTIONS
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import own_practices, remarks_on, writing_organizations
from portal.practices.readiness import lacks_of
from portal.practices.sections import words_in
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice, writable

PURPOSE = "practice-new"
MOST_CANDIDATES = 20


@bp.get("/mine")
@requires(Permission.PRACTICE_WRITE)
def mine() -> Response:
    """What I have written, with what is asked of me."""
    return page("practices/mine.html", found=own_practices(current_actor().person_id))


@bp.get("/new")
@requires(Permission.PRACTICE_WRITE)
def new() -> Response:
    """A practice begins with its name."""
    return _new_page(PracticeForm(formdata=None))


@bp.post("/new")
@requires(Permission.PRACTICE_WRITE)
def create() -> Response:
    """Begin it, once however often the button is pressed."""
    actor, form = current_actor(), PracticeForm()
    is_valid, organization = form.validate(), form.chosen(writing_organizations(actor))
    if not is_valid or organization is None:
        return _new_page(form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body([organization.id, form.title.data])
    used = submissions.claim(key, f"{PURPOSE}-{actor.person_id}", told)
    if used is not None:
        return see_other(url_for(".edit", public_id=used.outcome))
    author = db.session.scalars(sa.select(Person).where(Person.id == actor.person_id)).one()
    made = draft_practice(actor, organization, author, title=form.title.data or "")
    submissions.set_outcome(key, made.public_id)
    target = url_for(".edit", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.PRACTICE_WRITE)
def edit(public_id: str) -> Response:
    """The task list: six sections, what each lacks, what reviewers said."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE)
    version = practice.working or practice.published or practice.versions[-1]
    lacks = lacks_of(version) if version.is_writable else []
    lacking = {lack.section for lack in lacks}
    begun = {section for section in Section if any(each.text for each in words_in(version, section))}
    return page(
        "practices/edit.html", practice=practice, version=version, lacks=lacks, lacking=lacking, begun=begun,
        sections=SECTIONS, remarks=remarks_on(version), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/preview")
@requires(Permission.PRACTICE_WRITE)
def preview(public_id: str) -> Response:
    """«Как увидят»: the working version in the template of the card."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE)
    return page("practices/preview.html", practice=practice, version=writable(practice))


@bp.post("/<public_id>/edit")
@requires(Permission.PRACTICE_WRITE)
def begin(public_id: str) -> Response:
    """A working copy of what is published; readers go on seeing what stands."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    begin_update(current_actor(), practice)
    db.session.commit()
    return see_other(url_for(".edit", public_id=public_id))


@bp.get("/<public_id>/authors")
@requires(Permission.PRACTICE_WRITE)
def authors(public_id: str) -> Response:
    """Who wrote it; whoever keeps the register of the organisation adds colleagues."""
    practice, text = one_practice(public_id, Permission.PRACTICE_WRITE), request.args.get("q", "").strip()
    found = []
    if text and current_actor().has(Permission.REGISTER_READ):
        known = {each.person_id for each in practice.authors}
        people = find_people(current_actor(), RegisterFilter(text=text[:100])).limit(MOST_CANDIDATES)
        found = [person for person in db.session.scalars(people) if person.id not in known]
    return page(
        "practices/authors.html", fragment="people_found", practice=practice, text=text, found=found,
        may_add=current_actor().has(Permission.REGISTER_READ), version=_shown(practice),
    )  # fmt: skip


@bp.post("/<public_id>/authors/<person_id>")
@requires(Permission.REGISTER_READ)
def join(public_id: str, person_id: str) -> Response:
    """One more author, from the register that the reader keeps."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    person = get_or_404(current_actor(), Person, person_id, Permission.REGISTER_READ)
    add_author(current_actor(), practice, person)
    db.session.commit()
    return see_other(url_for(".authors", public_id=public_id))


@bp.post("/<public_id>/authors/<person_id>/removal")
@requires(Permission.PRACTICE_WRITE)
def leave(public_id: str, person_id: str) -> Response:
    """An author leaves; whoever takes oneself out may not see the draft any more."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    remaining = next((each.person for each in practice.authors if each.person.public_id == person_id), None)
    if remaining is not None:
        remove_author(current_actor(), practice, remaining.id)
        db.session.flush()
    stays = Permission.PRACTICE_WRITE in permissions_on(current_actor(), practice)
    db.session.commit()
    return see_other(url_for(".authors", public_id=public_id) if stays else url_for(".mine"))


def _new_page(form: PracticeForm, status: int = 200) -> Response:
    organizations = writing_organizations(current_actor())
    form.offer(organizations)
    return page("practices/new.html", fragment="practice_form", status=status, form=form, organizations=organizations)


def _shown(practice: Practice) -> PracticeVersion:
    return practice.working or practice.published or practice.versions[-1]
