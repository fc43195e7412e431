"""What a respondent is promised, made from the live settings: who reads what, from how many answers on, for how long.

The same sentences stand before the first question, under each form and on the page of terms. Nothing here is written
by hand for one questionnaire: readers come from the policy, k from the rule that guards the results.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from portal.access.actor import Actor, Grant
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.core.i18n import _, ngettext, ru_date
from surveys.filling import Invited
from surveys.made_up import made_up_counts
from surveys.models import Mode
from surveys.results.figures import Results, build_results
from surveys.results.privacy import Reading, reading_of
from surveys.results.turnout import Turnout
from surveys.withdrawing import last_moment

Term = Callable[[int], int]
_known: dict[str, Term] = {}


def learn(months_kept: Term) -> None:
    """Take the function that tells how many months an organisation (its id) keeps named answers."""
    _known["months"] = months_kept


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One promise: a short question of the respondent, and the answer."""

    about: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the head of the organisation would see: from too few answers, and from enough invented ones."""

    closed: str
    results: Results


def who_sees(invited: Invited) -> str:
    """One or two sentences for the respondent."""
    assignment, k = invited.assignment, director_reading(invited).k
    group = ngettext("Сводка открывается от %(num)s ответа.", "Сводка открывается от %(num)s ответов.", k)
    if assignment.mode == Mode.ANONYMOUS:
        return _("Анкета анонимная: никто не узнает, чьи это ответы. %(group)s", group=group)
    if assignment.mode == Mode.LINKED:
        linked = _("Анкета без имени: ваши ответы в разное время соединяет личный код, а чей он, не видно никому.")
        return f"{linked} {group}"
    *others, last = [_("вы"), *_words_of(invited, readers_of(invited))]
    if not others:
        return _("Ваши ответы видите только вы. %(group)s", group=group)
    readers = _("%(others)s и %(last)s", others=", ".join(others), last=last)
    return _("Ваши ответы видят: %(readers)s. Остальным открыта только сводка. %(group)s", readers=readers, group=group)


def claims_at_start(invited: Invited) -> list[Claim]:
    """The promises that matter most before the first question; they cost no query."""
    return [
        Claim(about=_("Кто прочтёт мои ответы"), words=_who_reads(invited)),
        Claim(about=_("Узнает ли кто-нибудь, что я отвечаю"), words=_who_knows(invited)),
        Claim(about=_("Можно ли отозвать ответы"), words=_how_to_take_back(invited)),
        Claim(about=_("Что портал записывает"), words=_what_is_stored(invited)),
    ]


def claims(invited: Invited) -> list[Claim]:
    """Every promise, in the order in which people ask."""
    reading = director_reading(invited)
    reads, knows, take_back, stored = claims_at_start(invited)
    summary = _(
        "%(who)s. Сводка – это доли и средние без имён, она откроется от %(k)s ответов; вопрос, на который ответили "
        "меньше людей, останется закрытым.",
        who=_listed(_words_of(invited, summary_readers())), k=reading.k,
    )  # fmt: skip
    texts = _(
        "Те же, кто видит сводку, без имени и вперемешку, от %(k)s ответов на вопрос. Не пишите того, по чему вас "
        "можно узнать.",
        k=reading.k_texts,
    )
    return [
        reads,
        Claim(about=_("Кто увидит сводку"), words=summary),
        Claim(about=_("Кто прочтёт то, что я напишу своими словами"), words=texts),
        knows,
        take_back,
        Claim(about=_("Сколько хранятся ответы"), words=_how_long(invited)),
        stored,
    ]


def preview(invited: Invited) -> Preview:
    """The director's page by the same code that builds it, on invented answers."""
    reading, definition = director_reading(invited), invited.definition
    n = max(reading.k, reading.k_texts) + 2
    none = Turnout(invited=n, answered=reading.k - 1)
    few = build_results(definition, {}, reading, submitted=none.answered, turnout=none, with_pictures=False)
    enough = build_results(
        definition,
        made_up_counts(definition, n),
        reading,
        submitted=n,
        turnout=Turnout(invited=n + 3, answered=n),
    )
    return Preview(closed=few.closed, results=enough)


def director_reading(invited: Invited) -> Reading:
    """What the head of the respondent's organisation may see, by the rule that guards the results."""
    actor, permissions = _director()
    return reading_of(actor, invited.assignment, permissions)


def readers_of(invited: Invited) -> list[Role]:
    """Roles that read named answers: announced for this wave, and allowed to by the policy."""
    if invited.assignment.mode != Mode.NAMED:
        return []
    announced = set(map(str, invited.assignment.readers))
    writers = _writers_with(Permission.RESPONSE_READ) if invited.definition.status else []
    return [role for role in (*_roles_with(Permission.RESPONSE_READ), *writers) if role in announced]


def summary_readers() -> list[Role]:
    """Roles that may open the results of any wave of their organisation or town."""
    return _roles_with(Permission.RESULTS_READ)


def progress_readers(invited: Invited) -> list[Role]:
    """Roles that see by name who has not answered yet."""
    if invited.assignment.mode != Mode.NAMED:
        return []
    return list(dict.fromkeys([*_roles_with(Permission.SURVEY_LINKS), *_roles_with(Permission.RESPONSE_READ)]))


@cache
def _director() -> tuple[Actor, frozenset[Permission]]:
    """Somebody who is head of the organisation and nothing else."""
    actor = Actor(person_id=0, grants=(Grant(role=Role.DIRECTOR),))
    return actor, frozenset(each for each in Permission if actor.has(each))


def _roles_with(permission: Permission) -> list[Role]:
    """Roles that reach beyond what is their own."""
    return [role for role in Role if scope_of(permission, role) & ~Scope.OWN]


def _writers_with(permission: Permission) -> list[Role]:
    """Roles that reach only the conclusions which they write themselves."""
    return [role for role in Role if scope_of(permission, role) is Scope.OWN]


def _who_reads(invited: Invited) -> str:
    if invited.assignment.mode == Mode.NAMED:
        words = [_("вы"), *_words_of(invited, readers_of(invited))]
        return _("%(who)s. Рядом с ответами стоит ваше имя.", who=_listed(words))
    return _("Ваши ответы одной анкетой не читает никто: ни куратор, ни руководитель, ни администратор портала.")


def _who_knows(invited: Invited) -> str:
    if invited.assignment.mode == Mode.NAMED:
        who = _listed(_words_of(invited, progress_readers(invited)))
        return _("%(who)s: им виден список тех, кто ещё не ответил.", who=who)
    return _("Портал помнит, что приглашение использовано, чтобы не напоминать. Списка ответивших не видит никто.")


def _how_to_take_back(invited: Invited) -> str:
    last = last_moment(invited.assignment)
    until = _("до %(day)s", day=ru_date(last, zone=invited.zone)) if last else _("пока идёт сбор и месяц после")
    stays = _(
        "Из сводки они уйдут, когда изменится ещё у нескольких человек: так никто не вычислит, что вы ответили; "
        "в отчётах, подписанных раньше, итоги останутся."
    )
    if invited.assignment.mode == Mode.NAMED:
        return _("Да, %(until)s, на странице квитанции. %(stays)s", until=until, stays=stays)
    return _(
        "Да, %(until)s, по коду. Код портал покажет один раз и хранит только его отпечаток: кому он дан, не записано. "
        "Не показывайте код другим: с ним ваши ответы можно убрать, но не прочесть. %(stays)s",
        until=until, stays=stays,
    )  # fmt: skip


def _how_long(invited: Invited) -> str:
    if invited.assignment.mode != Mode.NAMED:
        return _("Без срока: в них нет имени. Черновик стирается при отправке.")
    months = _known["months"](invited.assignment.organization_id) if "months" in _known else 0
    if not months:
        return _("Пока они нужны программе; раньше – если вы их отзовёте или отзовёте согласие.")
    kept = ngettext("%(num)s месяц", "%(num)s месяцев", months)
    return _("%(kept)s после ответа; раньше – если вы их отзовёте или отзовёте согласие.", kept=kept)


def _what_is_stored(invited: Invited) -> str:
    if invited.assignment.mode == Mode.NAMED:
        return _("Ваше приглашение, ответы, время начала и отправки. Адрес устройства с ответами не хранится.")
    stored = _(
        "Только ответы, под случайным номером. Не хранятся имя, время, день и порядок отправки, адрес устройства."
    )
    if invited.assignment.mode == Mode.LINKED:
        return stored + " " + _("Ещё отпечаток кода: по нему ответы одного человека встают рядом, а узнать его нельзя.")
    return stored


def _words_of(invited: Invited, roles: list[Role]) -> list[str]:
    """Roles as this organisation calls them."""
    labels = invited.organization.role_labels or {}
    words = [str(labels.get(role) or role.label) for role in roles]
    return [word[:1].lower() + word[1:] for word in words]


def _listed(words: list[str]) -> str:
    said = ", ".join(words)
    return said[:1].upper() + said[1:]
