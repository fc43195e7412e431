"""Words for the codes of recognition."""

from portal.core.i18n import _
from portal.recognition.kinds import Audience, AwardNature, Fact, Giver, NominationState, Paper

NATURES = {
    AwardNature.MORAL: _("Нематериальное"),
    AwardNature.MATERIAL: _("Материальное"),
    AwardNature.TITLE: _("Звание или конкурс"),
}
AUDIENCES = {
    Audience.TEACHER_MENTORS: _("Наставники-преподаватели"),
    Audience.EMPLOYER_MENTORS: _("Наставники-работодатели"),
    Audience.STUDENT_MENTORS: _("Наставники-обучающиеся"),
    Audience.MENTORS: _("Все наставники"),
    Audience.MENTEES: _("Наставляемые"),
    Audience.CURATORS: _("Кураторы"),
    Audience.PARTNERS: _("Партнёры"),
}
GIVERS = {
    Giver.ORGANIZATION: _("Организация"),
    Giver.PARTNER: _("Партнёр по своим документам"),
    Giver.REGION: _("Регион или организатор конкурса"),
}
PAPERS = {
    Paper.NONE: _("Бумага не нужна"),
    Paper.DIPLOMA: _("Грамота"),
    Paper.GRATITUDE: _("Благодарность"),
    Paper.CERTIFICATE: _("Сертификат"),
    Paper.LETTER_PARENTS: _("Благодарственное письмо родителям"),
    Paper.LETTER_PARTNERS: _("Благодарственное письмо партнёру"),
}
STATES = {
    NominationState.NOMINATED: _("Ждёт решения"),
    NominationState.APPROVED: _("Решено поощрить"),
    NominationState.SENT: _("Заявка отправлена"),
    NominationState.DECLINED: _("Решено не поощрять"),
    NominationState.REFUSED: _("Звание не присвоено"),
    NominationState.AWARDED: _("Вручено"),
}
TONES = {
    NominationState.NOMINATED: "wait", NominationState.APPROVED: "info", NominationState.SENT: "wait",
    NominationState.AWARDED: "good",
}  # fmt: skip
FACTS = {
    Fact.MEETINGS: _("Встречи"),
    Fact.REPORT: _("Отчёты"),
    Fact.PAIR: _("Завершённые пары"),
    Fact.PRACTICE: _("Практики"),
    Fact.ANSWERS: _("Ответы на вопросы"),
    Fact.TRAINING: _("Обучение"),
}


def nature_label(code: str) -> str:
    """What an award is."""
    return NATURES.get(AwardNature(code), code)


def audience_label(code: str) -> str:
    """For whom."""
    return AUDIENCES.get(Audience(code), code)


def giver_label(code: str) -> str:
    """Who gives it."""
    return GIVERS.get(Giver(code), code)


def paper_label(code: str) -> str:
    """What is printed."""
    return PAPERS.get(Paper(code), code)


def state_label(code: str) -> str:
    """Where a nomination stands."""
    return STATES.get(NominationState(code), code)


def state_tone(code: str) -> str:
    """How its mark is coloured."""
    return TONES.get(NominationState(code), "none")


def fact_label(code: str) -> str:
    """Of what kind a fact is."""
    return FACTS[Fact(code)] if code in set(Fact) else code
