"""Who will see the answers, in words made from the wave itself: said before the first question and under each form."""

from portal.access.roles import Role
from portal.core.i18n import _, ngettext
from surveys.filling import Invited
from surveys.models import Mode


def who_sees(invited: Invited) -> str:
    """One or two sentences for the respondent."""
    assignment = invited.assignment
    group = ngettext(
        "Сводка открывается от %(num)s ответа.", "Сводка открывается от %(num)s ответов.", assignment.min_group
    )
    if assignment.mode == Mode.ANONYMOUS:
        return _("Анкета анонимная: никто не узнает, чьи это ответы. %(group)s", group=group)
    if assignment.mode == Mode.LINKED:
        linked = _("Анкета без имени: ваши ответы в разное время соединяет личный код, а чей он, не видно никому.")
        return f"{linked} {group}"
    *others, last = [_("вы"), *_reader_words(invited)]
    if not others:
        return _("Ваши ответы видите только вы. %(group)s", group=group)
    readers = _("%(others)s и %(last)s", others=", ".join(others), last=last)
    return _("Ваши ответы видят: %(readers)s. Остальным открыта только сводка. %(group)s", readers=readers, group=group)


def _reader_words(invited: Invited) -> list[str]:
    """Roles that may read named answers, as this organisation calls them."""
    labels = invited.organization.role_labels or {}
    known = [Role(role) for role in invited.assignment.readers if role in set(Role)]
    words = [str(labels.get(role) or role.label) for role in known]
    return [word[:1].lower() + word[1:] for word in words]
