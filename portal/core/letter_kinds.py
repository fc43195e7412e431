"""Every letter of the portal: what it is about, and whether it may wait for the morning letter.

A letter that is not named here goes at once, so that a new one is never lost; a test asks for its line. What may wait
has `templates/letters/<letter>.line`: the words that stand for it in the morning letter.
"""

from enum import StrEnum

from portal.core.i18n import _


class Topic(StrEnum):
    """What a letter is about: its heading in the morning letter and its line among the preferences."""

    label: str
    about: str

    def __new__(cls, value: str, label: str, about: str) -> "Topic":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.about = label, about
        return member

    MENTORSHIPS = (
        "mentorships",
        _("Пары и встречи"),
        _("Предложение, начало и конец пары, напоминания о встречах и отчётах"),
    )
    SURVEYS = "surveys", _("Анкеты"), _("Новая анкета, напоминание об анкете, которая ещё ждёт")
    EVENTS = "events", _("События"), _("Запись, перенос и отмена, напоминание накануне")
    DOCUMENTS = "documents", _("Документы"), _("Документ ждёт ознакомления")
    ROADMAPS = "roadmaps", _("Дорожная карта"), _("Срок шага, за который вы отвечаете")
    CONSENTS = "consents", _("Согласия"), _("Просьба решить о согласии, рассказ о программе")
    SECURITY = "security", _("Вход и безопасность"), _("Приглашение, новый пароль, смена почты, второй шаг входа")


WAITING: dict[str, Topic] = {
    "mentorship_proposed": Topic.MENTORSHIPS,
    "mentorship_began": Topic.MENTORSHIPS,
    "mentorship_over": Topic.MENTORSHIPS,
    "meeting_reminder": Topic.MENTORSHIPS,
    "mentor_report": Topic.MENTORSHIPS,
    "survey_invitation": Topic.SURVEYS,
    "survey_reminder": Topic.SURVEYS,
    "event_joined": Topic.EVENTS,
    "event_moved": Topic.EVENTS,
    "event_moved_up": Topic.EVENTS,
    "event_cancelled": Topic.EVENTS,
    "event_reminder": Topic.EVENTS,
    "document_to_read": Topic.DOCUMENTS,
    "roadmap_due": Topic.ROADMAPS,
}
# Always at once, whatever was chosen: the law asks for a consent before anything else, and whoever reads of a new
# password in the morning reads of it too late. The morning letter itself waits for nothing.
AT_ONCE: dict[str, Topic | None] = {
    "consent_reminder": Topic.CONSENTS,
    "campaign": Topic.CONSENTS,
    "account_invitation": Topic.SECURITY,
    "curator_call": Topic.MENTORSHIPS,
    "password_reset": Topic.SECURITY,
    "password_changed": Topic.SECURITY,
    "access_renewed": Topic.SECURITY,
    "email_change": Topic.SECURITY,
    "email_changed": Topic.SECURITY,
    "second_factor_changed": Topic.SECURITY,
    "digest": None,
}
CHOSEN = tuple(topic for topic in Topic if topic in WAITING.values())
"""Topics about which a person chooses; of the others every letter goes at once."""
URGENT = tuple(topic for topic in Topic if topic not in CHOSEN)


def letters_about(topic: Topic) -> tuple[str, ...]:
    """The letters that follow what was chosen about a topic."""
    return tuple(letter for letter, its in WAITING.items() if its is topic)
