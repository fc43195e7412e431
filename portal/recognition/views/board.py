"""The board of honour: for everybody, for the printer, and for whoever keeps it."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, public, requires
from portal.core import clock, files
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.models import Organization
from portal.people.readings import show_list
from portal.recognition import actions
from portal.recognition.forms import EntryForm
from portal.recognition.models import HonorEntry
from portal.recognition.queries import board_of, boards, kept_boards, lines_of, open_home, photo_of
from portal.recognition.views.blueprints import awards
from portal.recognition.views.blueprints import honor_board as bp
from portal.recognition.views.opening import one_entry, one_nomination

KEEP = Permission.AWARD_KEEP


@bp.get("")
@public
def index() -> Response:
    """Organisations on whose board somebody may be seen, and the boards that the reader keeps."""
    actor = current_actor()
    kept = kept_boards(actor) if actor.has(KEEP) else []
    return page("recognition/boards.html", found=boards(), kept=kept)


@bp.get("/<public_id>")
@public
def show(public_id: str) -> Response:
    """Whom the organisation honours: of each person only what may be published today."""
    return _board(public_id, "recognition/board.html")


@bp.get("/<public_id>/print")
@public
def printed(public_id: str) -> Response:
    """The same for the wall."""
    return _board(public_id, "recognition/board_print.html")


@bp.get("/photos/<public_id>")
@public
@at_most("1200 per hour")
def photo(public_id: str) -> Response:
    """The picture of an entry, while it may be published."""
    entry = photo_of(public_id[:22])
    if entry is None or entry.photo is None:
        raise NotSeen
    answer = files.send(entry.photo)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<public_id>/entries")
@requires(KEEP)
def entries(public_id: str) -> Response:
    """Every entry, with what guests do not see and why."""
    home = get_or_404(current_actor(), Organization, public_id, KEEP)
    lines = lines_of(home)
    show_list(current_actor(), "honor_board.entries", [each.entry.person_id for each in lines], organization_id=home.id)
    return page("recognition/entries.html", home=home, lines=lines, done=request.args.get("done", ""))


@awards.post("/<public_id>/honor")
@requires(KEEP)
def put_up(public_id: str) -> Response:
    """An award goes up on the board, once; then its words are written."""
    nomination = one_nomination(public_id, KEEP, lock=True)
    made = actions.put_up(current_actor(), nomination, achievement=nomination.kind.name)
    target = url_for("honor_board.edit", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/entries/<public_id>")
@requires(KEEP)
def edit(public_id: str) -> Response:
    """An entry as a form."""
    entry = one_entry(public_id)
    return _entry_page(entry, EntryForm(formdata=None, achievement=entry.achievement, position=entry.position))


@bp.post("/entries/<public_id>")
@requires(KEEP)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    entry, form = one_entry(public_id, lock=True), EntryForm()
    if not form.validate():
        return _entry_page(entry, form, 422)
    name = str(form.achievement.label.text)
    check_version(entry.version, request.form.get("version"), stands={name: entry.achievement},
                  typed={name: form.achievement.data or ""})  # fmt: skip
    try:
        actions.change_entry(current_actor(), entry, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.photo.errors = [refusal.message]
        return _entry_page(one_entry(public_id), form, 422)
    target = url_for(".entries", public_id=entry.organization.public_id, done="saved")
    db.session.commit()
    return see_other(target)


@bp.post("/entries/<public_id>/place")
@requires(KEEP)
def put(public_id: str) -> Response:
    """Take it down, or put it up again."""
    entry = one_entry(public_id, lock=True)
    target = url_for(".entries", public_id=entry.organization.public_id)
    actions.put_entry(current_actor(), entry, is_hidden=request.form.get("deed") == "hide")
    db.session.commit()
    return see_other(target)


def _board(public_id: str, template: str) -> Response:
    home = open_home(public_id[:22])
    if home is None:
        raise NotSeen
    return page(template, home=home, lines=board_of(home), today=clock.today(home.time_zone))


def _entry_page(entry: HonorEntry, form: EntryForm, status: int = 200) -> Response:
    show_list(current_actor(), "honor_board.edit", [entry.person_id], organization_id=entry.organization_id)
    return page("recognition/entry.html", fragment="entry_form", status=status, entry=entry, form=form)
