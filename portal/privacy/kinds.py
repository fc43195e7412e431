"""The words of the rights of the subject: kinds of requests, their states, scopes of erasure."""

from enum import StrEnum

from portal.core.i18n import _


class RequestKind(StrEnum):
    """What a subject asks for (152-ФЗ ст. 14, 20, 21)."""

    ACCESS = "access"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    RequestKind.ACCESS: _("Сведения о данных"),
    RequestKind.CORRECTION: _("Исправить данные"),
    RequestKind.RESTRICTION: _("Ограничить обработку"),
    RequestKind.WITHDRAWAL: _("Отзыв согласия: стереть данные"),
    RequestKind.ERASURE: _("Стереть данные"),
    RequestKind.COMPLAINT: _("Жалоба"),
}


class RequestState(StrEnum):
    """OPEN waits for an answer by its term; the others are answers."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return {"open": "wait", "done": "good", "refused": "bad", "cancelled": "none"}[self.value]


STATE_LABELS = {
    RequestState.OPEN: _("ждёт ответа"),
    RequestState.DONE: _("исполнено"),
    RequestState.REFUSED: _("отказано"),
    RequestState.CANCELLED: _("отменено"),
}


class ErasureScope(StrEnum):
    """PERSON is everything; CONSENT what rested on one consent; TERM what outlived its term, of many people."""

    PERSON = "person"
    CONSENT = "consent"
    TERM = "term"


class ErasureState(StrEnum):
    """PROPOSED waits for a second person, APPROVED for the worker, DONE has its act."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return ERASURE_LABELS[self]

    @property
    def tone(self) -> str:
        return {"proposed": "wait", "approved": "info", "done": "good", "refused": "bad"}[self.value]


ERASURE_LABELS = {
    ErasureState.PROPOSED: _("ждёт второго человека"),
    ErasureState.APPROVED: _("стирается"),
    ErasureState.DONE: _("стёрто"),
    ErasureState.REFUSED: _("отклонено"),
}


class IncidentState(StrEnum):
    """An incident is open until its conclusions are written."""

    OPEN = "open"
    CLOSED = "closed"
