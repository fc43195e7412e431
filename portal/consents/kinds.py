"""The words of consents: purposes, categories of people, evidence, terms, and who signs between 14 and 17."""

from enum import StrEnum

from portal.core.i18n import _


class Purpose(StrEnum):
    """For what a datum is processed; each purpose has a consent text of its own (152-ФЗ ст. 9 ч. 1).

    VOLUNTARY and APPLICATION are no consents to data: a mentor's agreement to the work (CONS-4) and the written
    wish to take part (CONS-1). They are signed, kept and withdrawn in the same way.
    """

    PARTICIPATION = "participation"
    REPRESENTATIVE = "representative"
    OPERATOR = "operator"
    PARTNER = "partner"
    PUBLICATION = "publication"
    PSYCHOLOGIST = "psychologist"
    SENSITIVE = "sensitive"
    VOLUNTARY = "voluntary"
    APPLICATION = "application"

    @property
    def label(self) -> str:
        return PURPOSES[self][0]

    @property
    def paper(self) -> str:
        """The person's own paper as a sentence names it: «согласие на участие и мониторинг»."""
        return PURPOSES[self][1]

    @property
    def paper_of_representative(self) -> str:
        """The paper of who represents the person: «согласие представителя на участие и мониторинг»."""
        return PURPOSES[self][2]

    @property
    def readers(self) -> str:
        """Who sees what is processed for it."""
        return PURPOSES[self][3]

    @property
    def is_written(self) -> bool:
        """Whether a signed sheet alone proves it.

        Special categories of data (152-ФЗ ст. 10 ч. 2 п. 1), help of a psychologist (273-ФЗ ст. 42 ч. 3).
        """
        return self in WRITTEN


WRITTEN = (Purpose.PSYCHOLOGIST, Purpose.SENSITIVE)
PURPOSES: dict[Purpose, tuple[str, str, str, str]] = {
    Purpose.PARTICIPATION: (
        _("Участие и мониторинг"),
        _("согласие на участие и мониторинг"),
        _("согласие представителя на участие и мониторинг"),
        _("куратор программы; ответы на анкету – те, кто назван на её первой странице"),
    ),
    Purpose.REPRESENTATIVE: (
        _("Данные законного представителя"),
        _("согласие законного представителя на обработку своих данных"),
        _("согласие представителя на обработку его данных"),
        _("куратор программы и куратор группы"),
    ),
    Purpose.OPERATOR: (
        _("Передача муниципальному оператору"),
        _("согласие на передачу муниципальному оператору"),
        _("согласие представителя на передачу муниципальному оператору"),
        _("муниципальный оператор программы"),
    ),
    Purpose.PARTNER: (
        _("Передача партнёру-работодателю"),
        _("согласие на передачу партнёру"),
        _("согласие представителя на передачу партнёру"),
        _("куратор от организации-партнёра"),
    ),
    Purpose.PUBLICATION: (
        _("Публикация"),
        _("согласие на публикацию"),
        _("согласие представителя на публикацию"),
        _("все, кто откроет страницу, но только то, что разрешено"),
    ),
    Purpose.PSYCHOLOGIST: (
        _("Помощь психолога"),
        _("согласие на помощь психолога"),
        _("согласие представителя на помощь психолога"),
        _("только психолог; куратор видит, что согласие есть"),
    ),
    Purpose.SENSITIVE: (
        _("Чувствительные отметки"),
        _("письменное согласие на чувствительные отметки"),
        _("письменное согласие представителя на чувствительные отметки"),
        _("куратор программы, психолог и социальный педагог"),
    ),
    Purpose.VOLUNTARY: (
        _("Добровольное согласие быть наставником"),
        _("добровольное согласие быть наставником"),
        _("согласие представителя на работу наставником"),
        _("куратор программы и руководитель"),
    ),
    Purpose.APPLICATION: (
        _("Заявление об участии"),
        _("заявление об участии"),
        _("подпись представителя под заявлением об участии"),
        _("куратор программы и руководитель"),
    ),
}


class Category(StrEnum):
    """Whose voice a text speaks with; ANY serves where no closer text is in force."""

    ANY = "any"
    ADULT = "adult"
    TEACHER = "teacher"
    EMPLOYER = "employer"
    LEARNER = "learner"
    REPRESENTATIVE = "representative"
    CANDIDATE = "candidate"

    @property
    def label(self) -> str:
        return CATEGORIES[self]


CATEGORIES: dict[Category, str] = {
    Category.ANY: _("для всех"),
    Category.ADULT: _("взрослый участник"),
    Category.TEACHER: _("педагог"),
    Category.EMPLOYER: _("представитель работодателя"),
    Category.LEARNER: _("обучающийся"),
    Category.REPRESENTATIVE: _("законный представитель"),
    Category.CANDIDATE: _("кандидат в наставники"),
}


class Evidence(StrEnum):
    """What proves a consent."""

    SCAN = "scan"
    PAPER = "paper"
    PORTAL = "portal"

    @property
    def label(self) -> str:
        return EVIDENCE[self]


EVIDENCE: dict[Evidence, str] = {
    Evidence.SCAN: _("скан подписанного листа"),
    Evidence.PAPER: _("подписанный лист у куратора"),
    Evidence.PORTAL: _("подтверждение на портале"),
}


class Minors(StrEnum):
    """Who signs between 14 and 17: the law names no age, each organisation settles it (152-ФЗ ст. 9; ГК ст. 26)."""

    BOTH = "both"
    OWN = "own"
    REPRESENTATIVE = "representative"

    @property
    def label(self) -> str:
        return MINORS[self]


MINORS: dict[Minors, str] = {
    Minors.BOTH: _("Подросток и законный представитель"),
    Minors.OWN: _("Только сам подросток"),
    Minors.REPRESENTATIVE: _("Только законный представитель"),
}


class Term(StrEnum):
    """How long a consent lasts; the text says so, and who signs agrees to it."""

    MONTHS = "months"
    SCHOOL_YEAR = "school_year"
    OPEN = "open"

    @property
    def label(self) -> str:
        return TERMS[self]


TERMS: dict[Term, str] = {
    Term.MONTHS: _("Число месяцев со дня подписи"),
    Term.SCHOOL_YEAR: _("До конца учебного года, 31 августа"),
    Term.OPEN: _("До отзыва"),
}


class Item(StrEnum):
    """What a consent to publication allows or bans one by one (152-ФЗ ст. 10.1)."""

    NAME = "name"
    PHOTO = "photo"
    ACHIEVEMENTS = "achievements"
    INTERVIEW = "interview"
    PRACTICE = "practice"

    @property
    def label(self) -> str:
        return ITEMS[self]


ITEMS: dict[Item, str] = {
    Item.NAME: _("Фамилия и имя"),
    Item.PHOTO: _("Фотография и видео"),
    Item.ACHIEVEMENTS: _("Достижения и награды"),
    Item.INTERVIEW: _("Интервью и цитаты"),
    Item.PRACTICE: _("Описание практики"),
}


class Decision(StrEnum):
    """What was decided about one item."""

    ALLOW = "allow"
    CONDITION = "condition"
    DENY = "deny"

    @property
    def label(self) -> str:
        return DECISIONS[self]


DECISIONS: dict[Decision, str] = {
    Decision.ALLOW: _("разрешаю"),
    Decision.CONDITION: _("разрешаю с условием"),
    Decision.DENY: _("запрещаю"),
}


class State(StrEnum):
    """Where a purpose stands for a person, as registers say it."""

    GIVEN = "given"
    EXPIRING = "expiring"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NONE = "none"

    @property
    def label(self) -> str:
        return STATES[self][0]

    @property
    def tone(self) -> str:
        return STATES[self][1]


STATES: dict[State, tuple[str, str]] = {
    State.GIVEN: (_("Есть"), "good"),
    State.EXPIRING: (_("Истекает"), "wait"),
    State.INCOMPLETE: (_("Неполное"), "wait"),
    State.REFUSED: (_("Отказ"), "bad"),
    State.WITHDRAWN: (_("Отозвано"), "bad"),
    State.EXPIRED: (_("Срок вышел"), "wait"),
    State.NONE: (_("Нет"), "none"),
}


class Lack(StrEnum):
    """Whose signature is missing, as the register is filtered by it."""

    OWN = "own"
    REPRESENTATIVE = "representative"
    BOTH = "both"

    @property
    def label(self) -> str:
        return LACKS[self]

    @property
    def of_own(self) -> bool:
        return self != Lack.REPRESENTATIVE

    @property
    def of_representative(self) -> bool:
        return self != Lack.OWN


LACKS: dict[Lack, str] = {
    Lack.OWN: _("Нет своей подписи"),
    Lack.REPRESENTATIVE: _("Нет подписи представителя"),
    Lack.BOTH: _("Нет обеих подписей"),
}
