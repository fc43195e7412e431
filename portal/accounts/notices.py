"""The page of notices, newest first by days, and the page on which a person says how letters come."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import sqlalchemy as sa
from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.accounts.web import current_reader
from portal.core import clock, letter_choices, mail, notices
from portal.core.db import db
from portal.core.i18n import _
from portal.core.letter_choices import MORNING, LetterWay
from portal.core.letter_kinds import CHOSEN, URGENT, Topic
from portal.core.notices import Notice
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Person

bp = Blueprint("notices", __name__, url_prefix="/account/notifications")
WAYS = (
    (LetterWay.AT_ONCE.value, _("Сразу")),
    (LetterWay.MORNING.value, _("Утром одним письмом")),
    (LetterWay.PORTAL.value, _("Только на портале")),
)


@bp.get("")
@requires(Permission.DESK_READ)
def index() -> Response:
    """Notices of the reader, by pages."""
    return _list(current_reader().unread_count)


@bp.post("/read")
@requires(Permission.DESK_READ)
def read_all() -> Response:
    """Mark everything as read."""
    notices.mark_read(current_reader().person_id or 0)
    return _marked(0)


@bp.post("/<public_id>/read")
@requires(Permission.DESK_READ)
def read(public_id: str) -> Response:
    """Mark one notice as read; again changes nothing."""
    found = get_or_404(current_actor(), Notice, public_id, Permission.DESK_READ)
    marked = notices.mark_read(found.person_id, found.public_id)
    return _marked(current_reader().unread_count - marked)


@bp.get("/letters")
@requires(Permission.DESK_READ)
def letters() -> Response:
    """How letters of each topic come, and which of them always come at once."""
    return _letters(letter_choices.choices_of(current_reader().person_id or 0))


@bp.post("/letters")
@requires(Permission.DESK_READ)
def choose() -> Response:
    """Keep the choice; what waits for the morning follows it. A topic that is not named stays as it is."""
    person_id = current_reader().person_id or 0
    said = {topic: request.form[topic.value] for topic in CHOSEN if topic.value in request.form}
    unknown = [topic for topic, way in said.items() if way not in set(LetterWay)]
    if unknown:
        return _letters(letter_choices.choices_of(person_id) | said, unknown)
    mail.choose(person_id, {topic: LetterWay(way) for topic, way in said.items()})
    done = see_other(url_for(".letters", saved=1))
    db.session.commit()
    return done


def _list(unread: int) -> Response:
    found = paginate(notices.notices_of(current_reader().person_id or 0))
    zone = current_reader().time_zone
    days = [
        (day, list(each)) for day, each in groupby(found.rows, lambda one: clock.day_of(one.created_at, zone))
    ]  # fmt: skip
    return page("notices/index.html", fragment="notice_list", notices=found, days=days, unread=unread,
                today=clock.today(zone), is_swapped=is_fragment(), address_of=_address)  # fmt: skip


def _address(number: int) -> str:
    """A page of the list: a deed answers with the list too, and its own address is none."""
    return url_for(".index", page=number)


def _marked(unread: int) -> Response:
    """The list as it is now for htmx, else the way back to it; drawn before the commit, so nothing can fail after."""
    done = _list(unread) if is_fragment() else see_other(url_for(".index"))
    db.session.commit()
    return done


def _letters(chosen: Mapping[Topic, str], unknown: Sequence[Topic] = ()) -> Response:
    address = db.session.scalar(sa.select(Person.email).where(Person.id == current_reader().person_id))
    return page("notices/letters.html", status=422 if unknown else 200, ways=WAYS, chosen=chosen, unknown=unknown,
                urgent=URGENT, saved=not unknown and "saved" in request.args, address=address,
                morning=MORNING)  # fmt: skip
