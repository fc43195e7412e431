"""What hangs on the wall: the page of a public link, and the entrance of a computer class by the code of a card.

Whoever begins here is nobody: there is no account, no address of the network is kept, and the device remembers at
most which questionnaire it has begun, until its window is closed.
"""

from typing import Any

from flask import current_app, request, session, url_for
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, TooOften
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from surveys.actions import begin_by_public_link
from surveys.actions.public_links import CODE_LENGTH
from surveys.filling import Door
from surveys.links import address_of, class_token_of, hash_of_code, qr_svg, read_code, token_of
from surveys.models import PublicLink
from surveys.storage import compiled
from surveys.trust import who_sees
from surveys.views.blueprint import bp
from surveys.views.fill import respond
from surveys.views.tokens import filling_by
from surveys.waves.seats import SEAT, end_sitting, find_seat
from surveys.waves.wall import asked_by, find_link, shut_words

BEGUN = "2000 per hour"  # a whole school behind one address begins in a morning
WRONG_CODES = "300 per hour"
KEPT = "begun_"


@bp.get("/s/<poster:code>")
@public
def wall(code: str) -> Response:
    """What is asked, by whom, who will see it; and what this device has begun or sent already."""
    return _wall_page(_link(code))


@bp.post("/s/<poster:code>")
@public
def begin(code: str) -> Response:
    """Begin a questionnaire of one's own; a form that brings answers with it is taken as an answer at once."""
    link = _link(code)
    if shut_words(link) is not None:
        return _wall_page(link)
    _count(BEGUN, code)
    key = request.form.get("submission_key") or submissions.new_key()
    invitation = begin_by_public_link(link, key)
    seated = SEAT in session
    token = class_token_of(invitation) if seated else token_of(invitation)
    if seated:
        session[SEAT] = invitation.public_id
    definition = compiled(link.assignment.version_id)
    view: dict[str, Any] = {"view": "all"} if request.form.get("view") == "all" else {"item": "-"}
    begun, kept = url_for(".start", token=token, **view), KEPT + link.code
    db.session.commit()
    if set(request.form) & {item.code for item in definition.items} or request.form.get("intent") == "submit":
        return _remembered(respond(token), kept, token, seated=seated)
    return _remembered(see_other(begun), kept, token, seated=seated)


@bp.get("/s/<poster:code>/qr.svg")
@public
def wall_qr(code: str) -> Response:
    """The address of the public link as a QR code."""
    return current_app.response_class(qr_svg(address_of(_link(code).code)), mimetype="image/svg+xml")


@bp.get("/s")
@public
def entrance() -> Response:
    """Where a computer class types the code of a card or of the poster."""
    return page("surveys/entrance.html", problem="", typed="")


@bp.post("/s")
@public
def enter() -> Response:
    """Open what the code stands for, for one sitting at this device."""
    typed = request.form.get("code", "")[:60]
    code = read_code(typed)
    _refuse_guessing()
    if len(code) == CODE_LENGTH:
        try:
            link = find_link(code)
        except NotSeen:
            return _unknown(typed)
        session[SEAT] = ""
        return see_other(url_for(".wall", code=link.code))
    invitation = find_seat(hash_of_code(code)) if code else None
    if invitation is None:
        return _unknown(typed)
    session[SEAT] = invitation.public_id
    return see_other(url_for(".start", token=class_token_of(invitation)))


@bp.post("/s/next")
@public
def next_person() -> Response:
    """End the sitting: its address opens nothing any more, and the device forgets it."""
    seat = session.pop(SEAT, "")
    if seat:
        end_sitting(seat)
        db.session.commit()
    response = see_other(url_for(".entrance"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.app_template_global("is_seated")
def is_seated() -> bool:
    """Whether this browser is a device of a computer class: pages then offer «Следующий»."""
    return SEAT in session


def _link(code: str) -> PublicLink:
    _refuse_guessing()
    try:
        return find_link(code)
    except NotSeen:
        _count_wrong()
        raise


def _wall_page(link: PublicLink) -> Response:
    begun = _begun_here(link)
    shut = shut_words(link)
    status = 409 if shut and (begun is None or begun[1] is not Door.ANSWERED) else 200
    return page(
        "surveys/wall.html", status=status, link=link, wave=link.assignment, shut=shut, begun=begun, doors=Door,
        definition=compiled(link.assignment.version_id), sees=who_sees(asked_by(link.assignment)),
        key=submissions.new_key(),
    )  # fmt: skip


def _begun_here(link: PublicLink) -> tuple[str, Door] | None:
    """The token of what this device has begun by this link, and whether it can go on; None where it has not."""
    token = request.cookies.get(KEPT + link.code, "")
    if "." not in token or SEAT in session:
        return None
    try:
        filling = filling_by(token)
    except NotSeen:
        return None
    return (token, filling.door) if filling.assignment.id == link.assignment_id else None


def _remembered(response: Response, kept: str, token: str, *, seated: bool) -> Response:
    """Let the device remember what it has begun, until its window closes; a device of a class remembers nothing."""
    if not seated:
        response.set_cookie(
            kept, token, path="/s", httponly=True, samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )  # fmt: skip
    return response


def _unknown(typed: str) -> Response:
    _count_wrong()
    problem = _("Такого кода нет. Проверьте буквы: на карточке их девять, на плакате восемь.")
    return page("surveys/entrance.html", status=422, problem=problem, typed=typed)


def _refuse_guessing() -> None:
    limits, keys = current_app.extensions["limits"], ("survey-codes", request.remote_addr or "-")
    if not limits.is_free(WRONG_CODES, *keys):
        raise TooOften(limits.seconds_left(WRONG_CODES, *keys))


def _count_wrong() -> None:
    """Count a wrong code: a class that types right is never stopped, whoever guesses is."""
    current_app.extensions["limits"].hit(WRONG_CODES, "survey-codes", request.remote_addr or "-")


def _count(limit: str, code: str) -> None:
    limits, keys = current_app.extensions["limits"], ("survey-begun", code, request.remote_addr or "-")
    if not limits.hit(limit, *keys):
        raise TooOften(limits.seconds_left(limit, *keys))
