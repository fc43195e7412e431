"""Why a questionnaire cannot be filled in now, in plain words, and what to do."""

from dataclasses import dataclass

from portal.consents.kinds import Purpose
from portal.consents.queries import paper_words
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_datetime
from surveys.filling import Door, Filling
from surveys.secrets import receipt_code


@dataclass(frozen=True)
class Words:
    """Heading and explanation of a closed door."""

    title: str
    text: str


def refuse_unless_open(filling: Filling) -> None:
    """Raise Refusal with the reason unless answers are taken now."""
    if filling.door is not Door.OPEN:
        raise Refusal(words_for(filling.door, filling).text)


def words_for(door: Door, filling: Filling) -> Words:
    """What the person reads instead of the questions."""
    assignment, zone = filling.assignment, filling.zone
    if door is Door.ANSWERED:
        return Words(
            _("Анкета уже отправлена"),
            _(
                "Ответы приняты раньше, номер квитанции %(receipt)s. Если нужно что-то исправить, напишите куратору.",
                receipt=receipt_code(filling.invitation.public_id),
            ),
        )
    if door is Door.WITHDRAWN:
        return Words(
            _("Приглашение отозвано"),
            _("Эту анкету заполнять больше не нужно. Если это ошибка, напишите куратору."),
        )
    if door is Door.NOT_YET:
        return Words(
            _("Анкета ещё не открыта"),
            _("Отвечать можно с %(when)s. Сохраните адрес этой страницы.", when=ru_datetime(assignment.opens_at, zone)),
        )
    if door is Door.NO_CONSENT:
        return Words(_("Сначала нужно согласие"), missing_paper(filling.missing))
    return Words(
        _("Сбор ответов закрыт"),
        _(
            "Ответы принимались до %(when)s. Если ответить всё же нужно, напишите куратору: срок можно продлить.",
            when=ru_datetime(assignment.closed_at or assignment.closes_at, zone),
        ),
    )


def missing_paper(missing: tuple[str, ...]) -> str:
    """Which paper is missing and where to get it."""
    way_out = _("Бланк выдаст куратор. Как только согласие внесут, анкета откроется по этому же адресу.")
    return f"{paper_words(missing, Purpose.PARTICIPATION)}. {way_out}"
