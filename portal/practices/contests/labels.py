"""Words for the codes of contests."""

from portal.core.i18n import _
from portal.practices.contests.kinds import Bond, ContestState, EntryState, Subject

STATES = {
    ContestState.DRAFT: _("Готовится"),
    ContestState.OPEN: _("Объявлен"),
    ContestState.JUDGING: _("Оценивает жюри"),
    ContestState.COUNTED: _("Протокол у председателя"),
    ContestState.SIGNED: _("Протокол подписан"),
    ContestState.PUBLISHED: _("Итоги подведены"),
}
TONES = {
    ContestState.OPEN: "info", ContestState.JUDGING: "wait", ContestState.COUNTED: "wait", ContestState.SIGNED: "wait",
    ContestState.PUBLISHED: "good",
}  # fmt: skip
SUBJECTS = {Subject.PRACTICE: _("Практики"), Subject.PERSON: _("Люди")}
ENTRY_STATES = {
    EntryState.ASKED: _("Ждёт согласия"),
    EntryState.ACCEPTED: _("Заявка принята"),
    EntryState.DECLINED: _("Без согласия"),
    EntryState.WITHDRAWN: _("Отозвана"),
}
ENTRY_TONES = {EntryState.ASKED: "wait", EntryState.ACCEPTED: "good"}
BONDS = {
    Bond.AUTHOR: _("своя заявка"),
    Bond.ORGANIZATION: _("своя организация"),
    Bond.RELATIVE: _("родство"),
    Bond.MENTOR: _("общая наставническая пара"),
    Bond.DECLARED: _("объявлен членом жюри"),
}


def state_label(code: str) -> str:
    """The state of a contest in words."""
    return STATES[ContestState(code)]


def state_tone(code: str) -> str:
    """The tone of its tag."""
    return TONES.get(ContestState(code), "none")


def subject_label(code: str) -> str:
    """What a nomination is for."""
    return SUBJECTS[Subject(code)]


def entry_label(code: str) -> str:
    """The state of an entry in words."""
    return ENTRY_STATES[EntryState(code)]


def entry_tone(code: str) -> str:
    """The tone of its tag."""
    return ENTRY_TONES.get(EntryState(code), "none")


def told_bond_label(code: str) -> str:
    """The same for everybody who reads the protocol: kinship and pairs are nobody's business."""
    return _("конфликт интересов") if Bond(code) in (Bond.RELATIVE, Bond.MENTOR) else bond_label(code)


def bond_label(code: str) -> str:
    """Why a juror has a conflict."""
    return BONDS[Bond(code)]


def points_words(hundredths: int | None) -> str:
    """«12,50»; nothing where too few have weighed."""
    return "" if hundredths is None else f"{hundredths // 100},{hundredths % 100:02}"
