"""Pages of help: how it works, what is done with personal data, what the portal is."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core.i18n import _
from portal.core.personal_data import (
    ACCOUNT,
    ANSWERS,
    COMMUNITY,
    CONTACT,
    EXCHANGE,
    LETTERS,
    MENTORING,
    PAPERS,
    READING,
    REGISTER,
    SENSITIVE,
    SUPPORT,
    TRAIL,
    Basis,
    Handling,
)
from portal.core.web.pages import page

bp = Blueprint("pages", __name__)


@bp.get("/help")
@public
def help() -> Response:  # noqa: A001 — the address and the endpoint say what it is
    """First steps for each role."""
    return page("pages/help.html")


@bp.get("/about")
@public
def about() -> Response:
    """What mentoring and this portal are."""
    return page("pages/about.html")


@bp.get("/personal-data")
@public
def personal_data() -> Response:
    """Which data, why, how long, and whom to ask."""
    return page("pages/personal_data.html", holdings=holdings())


NAMES = {
    REGISTER: _("Фамилия, имя, дата рождения, класс или должность"),
    CONTACT: _("Почта и телефон"),
    ACCOUNT: _("Имя для входа и сеансы"),
    ANSWERS: _("Ответы на анкеты"),
    MENTORING: _("Запросы на наставника и профили наставников"),
    SENSITIVE: _("Чувствительные отметки к запросу"),
    SUPPORT: _("Отметка о поддержке, пока наставник не найден"),
    EXCHANGE: _("Авторство практик и отметки «Полезно»"),
    READING: _("Отметки «Прочитано» в библиотеке"),
    COMMUNITY: _("Сообщения и вопросы в сообществе"),
    PAPERS: _("Согласия"),
    LETTERS: _("Письма и уведомления"),
    TRAIL: _("Журнал действий"),
}
BASES = {Basis.LAW: _("закон"), Basis.CONTRACT: _("договор"), Basis.CONSENT: _("согласие"), Basis.NOT_PERSONAL: "—"}


def holdings() -> list[dict[str, str]]:
    """The lines of the table, from the same classification that guards every column."""

    def line(name: str, handling: Handling) -> dict[str, str]:
        return {"category": name, "purpose": handling.purpose, "basis": BASES[handling.basis], "term": handling.term}

    return [line(name, handling) for handling, name in NAMES.items()]
