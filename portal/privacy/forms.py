"""Forms of the rights of the subject."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import BaseForm, CreatingForm
from portal.privacy.kinds import KIND_LABELS, RequestKind

LONGEST = 4_000
ASKED = (RequestKind.CORRECTION, RequestKind.ERASURE, RequestKind.ACCESS, RequestKind.COMPLAINT)


def asked_of_corrections(form: Any, field: StringField) -> None:
    """A correction says what is right; the page does not call the field optional, its hint says when it is needed."""
    if form.kind.data == RequestKind.CORRECTION and not field.data:
        raise ValidationError(_("Напишите, как правильно"))


asked_of_corrections.field_flags = {"required": True}  # type: ignore[attr-defined]


class RequestForm(CreatingForm):
    """A request about one's own data or a child's; `wanted` belongs to a correction."""

    person = HiddenField()
    kind = RadioField(
        _("О чём обращение"),
        [InputRequired(_("Выберите, о чём обращение"))],
        choices=[SelectChoice(kind.value, KIND_LABELS[kind]) for kind in ASKED],
        validate_choice=False,
    )
    text = TextAreaField(
        _("Что именно"),
        [InputRequired(_("Напишите, о чём речь")), Length(max=LONGEST, message=_("Сократите до 4000 знаков"))],
    )
    wanted = StringField(
        _("Как правильно"), [asked_of_corrections, Length(max=500, message=_("Сократите до 500 знаков"))]
    )

    def validate_kind(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data not in {kind.value for kind in ASKED}:
            raise ValidationError(_("Выберите, о чём обращение"))


class AnswerForm(BaseForm):
    """The answer to a request."""

    decision = RadioField(
        _("Решение"),
        [InputRequired(_("Выберите решение"))],
        choices=[SelectChoice("done", _("Исполнено")), SelectChoice("refused", _("Отказано, причина в ответе"))],
        validate_choice=False,
    )
    text = TextAreaField(
        _("Ответ"), [InputRequired(_("Напишите ответ")), Length(max=LONGEST, message=_("Сократите до 4000 знаков"))]
    )

    def validate_decision(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data not in ("done", "refused"):
            raise ValidationError(_("Выберите решение"))


class ExtensionForm(BaseForm):
    """Why more time is needed."""

    reason = TextAreaField(
        _("Почему нужно больше времени"),
        [InputRequired(_("Укажите причину")), Length(max=1_000, message=_("Сократите до 1000 знаков"))],
    )


class ErasureForm(CreatingForm):
    """The decision to erase."""

    reason = TextAreaField(
        _("Причина для акта"),
        [InputRequired(_("Укажите причину")), Length(max=1_000, message=_("Сократите до 1000 знаков"))],
    )
    with_papers = BooleanField(_("Стереть и сканы согласий"))


class TermForm(BaseForm):
    """How many months one kind of data is kept."""

    months = IntegerField(
        _("Месяцев"),
        [
            InputRequired(_("Укажите срок в месяцах, например 36")),
            NumberRange(1, 900, _("Укажите срок от 1 до 900 месяцев")),
        ],
    )


class MomentField(StringField):
    """A moment typed as «20.11.2026 10:00» in the zone of the reader."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, [InputRequired(_("Укажите день и время, например 20.11.2026 10:00"))], **kwargs)

    def moment(self, zone: str) -> datetime | None:
        """The moment, or None where it cannot be read."""
        for shape in ("%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"):
            try:
                read = datetime.strptime((self.data or "").strip(), shape).replace(tzinfo=ZoneInfo(zone))
                return read.astimezone(UTC).astimezone(read.tzinfo)
            except (ValueError, OverflowError):  # the ends of the calendar have no moment in UTC
                continue
        return None


class IncidentForm(CreatingForm):
    """From «account X, from – to» an incident begins."""

    zone: str = "UTC"

    login = StringField(_("Имя для входа или почта"), [InputRequired(_("Укажите, чья учётная запись"))])
    begins = MomentField(_("С какого времени"))
    ends = MomentField(_("По какое время"))
    what = TextAreaField(
        _("Что случилось"),
        [InputRequired(_("Напишите, что случилось")), Length(max=LONGEST, message=_("Сократите до 4000 знаков"))],
    )
    is_drill = BooleanField(_("Это учение"))

    def validate_begins(self, field: MomentField) -> None:
        """A moment that can be read."""
        if field.moment(self.zone) is None:
            raise ValidationError(_("Укажите день и время, например 20.11.2026 10:00"))

    def validate_ends(self, field: MomentField) -> None:
        """Not before the beginning."""
        begins, ends = self.begins.moment(self.zone), field.moment(self.zone)
        if ends is None:
            raise ValidationError(_("Укажите день и время, например 20.11.2026 12:00"))
        if begins and ends < begins:
            raise ValidationError(_("Конец стоит раньше начала"))


class ConclusionForm(BaseForm):
    """What was found out and done."""

    conclusion = TextAreaField(
        _("Причины, последствия, принятые меры"),
        [InputRequired(_("Напишите выводы")), Length(max=LONGEST, message=_("Сократите до 4000 знаков"))],
    )
