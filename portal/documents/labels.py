"""Words for the codes of documents."""

from portal.core.i18n import _, ru_date
from portal.documents.definitions import SERIES, kinds
from portal.documents.kinds import DocumentState, Numbering
from portal.documents.models import Document

STATES = {
    DocumentState.DRAFT: _("Черновик"),
    DocumentState.ON_SIGNATURE: _("На подписи"),
    DocumentState.SIGNED: _("Подписан"),
    DocumentState.CANCELLED: _("Отменён"),
}
TONES = {DocumentState.ON_SIGNATURE: "wait", DocumentState.SIGNED: "good"}
MODES = {
    Numbering.AUTO: _("Портал даёт следующий номер"),
    Numbering.TYPED: _("Секретарь вписывает номер из общего журнала"),
}


def state_label(state: str) -> str:
    """«На подписи»."""
    return STATES[DocumentState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(DocumentState(state), "none")


def kind_label(code: str) -> str:
    """«Приказ о назначении кураторов»; the code where a newer file wrote it."""
    known = kinds().get(code)
    return known.name if known else code


def series_label(code: str) -> str:
    """«Приказы»."""
    return SERIES.get(code, code)


def document_label(document: Document) -> str:
    """«Приказ № 47-од от 20 ноября 2026»; without a number what kind of paper it is."""
    if not document.is_registered:
        return kind_label(document.kind)
    day = ru_date(document.registered_on, "full")
    return _("%(what)s № %(number)s от %(day)s", what=document.definition.heading, number=document.number, day=day)
