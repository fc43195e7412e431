"""Somebody else's account: its state, its sessions, and what the staff may do with it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.actor import Actor
from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.granting import may_open
from portal.accounts.models import User
from portal.accounts.queries import account_of, invitees, sessions_of
from portal.accounts.steps import demand_confirmation
from portal.accounts.views.blueprint import bp
from portal.accounts.views.places import card_url
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Person

ONE = Permission.ACCOUNT_OPEN


@dataclass(frozen=True)
class Deed:
    """What may be done with an account: question, consequences, verb, the act, and what is said afterwards."""

    question: str
    consequences: tuple[str, ...]
    verb: str
    act: Callable[[Actor, User], None]
    done: str
    is_danger: bool = False


DEEDS = {
    "close": Deed(
        _("Закрыть учётную запись?"),
        (_("Вход прекратится сразу на всех устройствах, неиспользованные ссылки и коды перестанут действовать."),
         _("Карточка, участие и ответы останутся. Запись можно открыть снова.")),
        _("Закрыть учётную запись"), actions.close_account, _("Учётная запись закрыта."), is_danger=True,
    ),
    "reopen": Deed(
        _("Открыть учётную запись снова?"), (_("Прежние имя для входа и пароль снова будут действовать."),),
        _("Открыть"), actions.reopen_account, _("Учётная запись открыта."),
    ),
    "sign-out": Deed(
        _("Завершить все сеансы?"),
        (_("На всех устройствах понадобится войти снова. Несохранённое на открытых страницах попросит пароль."),),
        _("Завершить сеансы"), actions.end_all_sessions, _("Все сеансы завершены."),
    ),
    "new-password": Deed(
        _("Отправить ссылку для нового пароля?"),
        (_("Письмо уйдёт на почту из карточки. Ссылка действует сутки и один раз."),
         _("Нынешний пароль действует, пока не задан новый.")),
        _("Отправить ссылку"), actions.send_new_password, _("Ссылка отправлена."),
    ),
    "second-factor": Deed(
        _("Сбросить второй шаг входа?"),
        (_("Так помогают тому, кто потерял телефон. Убедитесь, что просит именно этот человек."),
         _("Все сеансы завершатся. Если роль требует второго шага, портал попросит настроить его при входе.")),
        _("Сбросить"), actions.reset_second_factor, _("Второй шаг входа сброшен."), is_danger=True,
    ),
}  # fmt: skip


@bp.get("/people/<public_id>/account")
@requires(Permission.ACCOUNT_OPEN)
def person_account(public_id: str) -> Response:
    """State of the account, where it is open, and what can be done."""
    person = get_or_404(current_actor(), Person, public_id, ONE)
    invitee = invitees([person.id])
    if not invitee:
        raise NotSeen
    user = invitee[0].user
    done = DEEDS.get(request.args.get("done", ""))
    return page(
        "accounts/person_account.html", person=person, card_url=card_url(person), invitee=invitee[0], user=user,
        sessions=sessions_of(user.id) if user else [], done=done.done if done else "", deeds=_possible(user),
        may_grant=Permission.ROLE_GRANT in permissions_on(current_actor(), person),
        is_self=person.id == current_actor().person_id, is_above=not may_open(current_actor(), invitee[0].roles),
    )  # fmt: skip


@bp.get("/people/<public_id>/account/<any('close', 'reopen', 'sign-out', 'new-password', 'second-factor'):deed>")
@requires(Permission.ACCOUNT_OPEN)
def ask_account_deed(public_id: str, deed: str) -> Response:
    """Consequences first."""
    person = get_or_404(current_actor(), Person, public_id, ONE)
    _account(person, deed)
    return page("accounts/account_deed.html", person=person, deed=DEEDS[deed], name=deed)


@bp.post("/people/<public_id>/account/<any('close', 'reopen', 'sign-out', 'new-password', 'second-factor'):deed>")
@requires(Permission.ACCOUNT_OPEN)
def do_account_deed(public_id: str, deed: str) -> Response:
    """Do it; a second press of the same finds it done and says so."""
    person = get_or_404(current_actor(), Person, public_id, ONE)
    user = _account(person, deed)
    if DEEDS[deed].is_danger:
        demand_confirmation()
    if person.id == current_actor().person_id:
        raise Refusal(_("Своей учётной записью управляют на её странице."))
    if not may_open(current_actor(), invitees([person.id])[0].roles):
        raise Refusal(_("У этого человека роль, которой вы не назначаете. Обратитесь к администратору."))
    if deed in _possible(user):
        DEEDS[deed].act(current_actor(), user)
    db.session.commit()
    return see_other(url_for(".person_account", public_id=public_id, done=deed))


def _account(person: Person, deed: str) -> User:
    user = account_of(person.id)
    if user is None:
        raise Refusal(_("Учётной записи ещё нет. Отправьте приглашение или напечатайте листок."))
    return user


def _possible(user: User | None) -> list[str]:
    """Deeds that make sense for the account as it stands."""
    if user is None:
        return []
    if user.closed_at:
        return ["reopen"]
    may_reset = user.second_factor_at and Role.ADMINISTRATOR in current_actor().roles
    letter = ["new-password"] if user.person.email and user.has_password else []
    factor = ["second-factor"] if may_reset else []
    return [*letter, "sign-out", *factor, "close"]
