"""The words of papers: where a sheet is, what a scanned page turned out to be, how people were informed."""

from enum import StrEnum

from portal.core.i18n import _


class SheetState(StrEnum):
    """PRINTED waits for a signature; VOID was printed and is not wanted any more."""

    PRINTED = "printed"
    RECEIVED = "received"
    REFUSED = "refused"
    VOID = "void"

    @property
    def label(self) -> str:
        return _SHEET_WORDS[self]


class Outcome(StrEnum):
    """What the sorting made of a page. FOREIGN carries a code that is none of the reader's sheets."""

    FOUND = "found"
    UNREAD = "unread"
    DUPLICATE = "duplicate"
    FOREIGN = "foreign"


class Verdict(StrEnum):
    """What a person saw on the page. SKIPPED is no sheet at all: its picture is not kept."""

    SIGNED = "signed"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        return _VERDICT_WORDS[self]


class Way(StrEnum):
    """How people are informed."""

    MEETING = "meeting"
    CLASS_HOUR = "class_hour"
    LETTER = "letter"
    BOARD = "board"
    SITE = "site"
    TALK = "talk"

    @property
    def label(self) -> str:
        return _WAY_WORDS[self]


_SHEET_WORDS = {
    SheetState.PRINTED: _("Ждём подпись"),
    SheetState.RECEIVED: _("Получено"),
    SheetState.REFUSED: _("Отказ"),
    SheetState.VOID: _("Не действует"),
}
_VERDICT_WORDS = {
    Verdict.SIGNED: _("Подписано"),
    Verdict.REFUSED: _("Отказ"),
    Verdict.UNCLEAR: _("Плохо видно"),
    Verdict.SKIPPED: _("Страница убрана"),
}
_WAY_WORDS = {
    Way.MEETING: _("Собрание"),
    Way.CLASS_HOUR: _("Классный час"),
    Way.LETTER: _("Рассылка"),
    Way.BOARD: _("Стенд"),
    Way.SITE: _("Сайт"),
    Way.TALK: _("Беседа"),
}
