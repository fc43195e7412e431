"""The demo sign-ins of the contract, as the sign-in page and the command line show them."""

from dataclasses import dataclass

from portal.core.i18n import _
from portal.demo.cast import CAST, PASSWORD


@dataclass(frozen=True)
class SignIn:
    """One line: whose eyes, where, by which name and password."""

    label: str
    about: str
    login: str
    password: str


ABOUT = {
    "admin": (_("Администратор"), _("состояние портала, журнал, письма")),
    "olga": (_("Муниципальный оператор"), _("все организации города")),
    "denis": (_("Директор"), _("сводки колледжа")),
    "kira": (_("Куратор"), _("анкеты, ход сбора, результаты")),
    "polina": (_("Психолог"), _("свои анкеты")),
    "nina": (_("Наставник"), _("анкеты наставника")),
    "misha": (_("Наставляемый, студент"), _("анкеты на телефоне")),
    "pasha": (_("Наставляемый, 15 лет"), _("участвует с согласия мамы")),
    "maria": (_("Родитель"), _("анкета для родителей")),
    "pavel": (_("Партнёр"), _("специалист предприятия")),
    "karim": (_("Куратор другой школы"), _("видит только свою школу")),
    "vera": (_("Наставник другой школы"), _("учитель истории")),
    "yana": (_("Молодой педагог другой школы"), _("анкета дефицитов")),
}


def demo_sign_ins() -> list[SignIn]:
    """All of them, in the order of the cast."""
    return [SignIn(*ABOUT[part.key], part.login, PASSWORD) for part in CAST]
