"""The public link of a wave for the staff: made, limited, switched off, replaced; and its poster for the printer."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from portal.core.web.pages import page, see_other
from surveys.actions import limit_public_link, mint_public_link, switch_public_link
from surveys.actions.public_links import MOST_ANSWERS, public_link_of
from surveys.links import address_of
from surveys.models import Mode, SurveyAssignment
from surveys.storage import compiled
from surveys.trust import who_sees
from surveys.views.blueprint import bp
from surveys.views.wave import qr_picture, wave_or_404
from surveys.waves.wall import asked_by


class LimitForm(BaseForm):
    """How many answers the link takes at most."""

    most = IntegerField(
        _("Принять не больше ответов"),
        [Optional(), NumberRange(1, MOST_ANSWERS, _("Укажите число от 1 до 100 000 или оставьте поле пустым."))],
    )


@bp.get("/surveys/<public_id>/public-link")
@requires(Permission.SURVEY_LINKS)
def public_link(public_id: str) -> Response:
    """The address, how many came by it, its limit, and what can be done."""
    return _link_page(_unnamed(public_id))


@bp.post("/surveys/<public_id>/public-link")
@requires(Permission.SURVEY_LINKS)
def change_public_link(public_id: str) -> Response:
    """`intent`: make or replace it, switch it off and on, or (without one) set the limit."""
    actor, wave = current_actor(), _unnamed(public_id, lock=True)
    intent, link = request.form.get("intent", "limit"), public_link_of(wave.id)
    done = intent if intent in _DONE else "limit"
    if intent == "mint":
        mint_public_link(actor, wave)
        done = "mint" if link else "made"
    elif link is None:
        raise Refusal(_("Общей ссылки ещё нет: сначала создайте её."))
    elif intent in ("off", "on"):
        switch_public_link(actor, link, is_on=intent == "on")
    else:
        form = LimitForm()
        if not form.validate():
            return _link_page(wave, form, status=422)
        try:
            limit_public_link(actor, link, form.most.data)
        except Refusal as refusal:
            form.most.errors = [refusal.message]
            return _link_page(wave, form, status=422)
    db.session.commit()
    return see_other(url_for(".public_link", public_id=public_id, done=done))


@bp.get("/surveys/<public_id>/poster")
@requires(Permission.SURVEY_LINKS)
def poster(public_id: str) -> Response:
    """A page of A4 for the wall: a large QR code, the address in letters, who will see it, until when."""
    wave = _unnamed(public_id)
    link = public_link_of(wave.id)
    if link is None or link.closed_at is not None:
        raise Refusal(_("Общей ссылки нет или она выключена: плакат никуда бы не привёл."))
    address = address_of(link.code)
    return page(
        "surveys/poster.html", wave=wave, link=link, address=address, short=address.partition("://")[2],
        qr=qr_picture(address), sees=who_sees(asked_by(wave)), definition=compiled(wave.version_id),
    )  # fmt: skip


_DONE = {"mint", "off", "on", "limit"}


def _unnamed(public_id: str, *, lock: bool = False) -> SurveyAssignment:
    """The wave, if it is one without names: a named one has no such page."""
    wave = wave_or_404(public_id, Permission.SURVEY_LINKS, lock=lock)
    if wave.mode == Mode.NAMED:
        raise Refusal(_("Общая ссылка бывает только у анкеты без имён. Для именной печатают личные ссылки."))
    return wave


def _link_page(wave: SurveyAssignment, form: LimitForm | None = None, status: int = 200) -> Response:
    link = public_link_of(wave.id)
    form = form or LimitForm(formdata=None, most=link.most_answers if link else None)
    address = address_of(link.code) if link else ""
    return page(
        "surveys/public_link.html", status=status, wave=wave, link=link, form=form, address=address,
        done=request.args.get("done", ""),
    )  # fmt: skip
