"""Forms of meetings."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.mentorships.meetings.actions import Told
from portal.mentorships.meetings.definitions import meeting_kinds
from portal.mentorships.meetings.kinds import BACKDATED, MINUTES, USUAL_MINUTES, MeetingKind, Result
from portal.mentorships.meetings.labels import RESULTS
from portal.mentorships.meetings.moments import moment_of, wall_clock
from portal.mentorships.models import MentorshipMember
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.sensitive_words import HINT

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.\s-]?([0-5]\d)")
LONGEST_WORDS = 500
LONGEST_LINK = 500


def _clock_time(form: BaseForm, field: StringField) -> None:
    if not _CLOCK.fullmatch(field.data or ""):
        raise ValidationError(_("Укажите время, например 15:30"))


def _web_address(form: BaseForm, field: StringField) -> None:
    try:
        parts = urlsplit(field.data or "")
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ValidationError(_("Вставьте адрес целиком, он начинается с https://"))


def _at_most(n: int) -> Length:
    return Length(max=n, message=_("Сократите до %(n)s знаков", n=n))


def _day(label: str = _("День")) -> RussianDateField:
    return RussianDateField(label, [InputRequired(_("Укажите день")), sensible_day])


def _time() -> StringField:
    return StringField(_("Время начала"), [DataRequired(_("Укажите время, например 15:30")), _clock_time])


def _minutes() -> IntegerField:
    least, most = MINUTES
    said = _("Укажите от %(least)s до %(most)s минут", least=least, most=most)
    return IntegerField(
        _("Сколько минут"), [InputRequired(said), NumberRange(least, most, said)], default=USUAL_MINUTES
    )


def _kind() -> SelectField:
    return SelectField(_("Какая встреча"), choices=worded({code: each.name for code, each in meeting_kinds().items()}))


def _place() -> StringField:
    return StringField(_("Место"), [Optional(), _at_most(200)])


def _link() -> StringField:
    said = _("Если встречаетесь по видеосвязи")
    return StringField(_("Ссылка"), [Optional(), _at_most(LONGEST_LINK), _web_address], description=said)


def _words(label: str) -> TextAreaField:
    return TextAreaField(label, [Optional(), _at_most(LONGEST_WORDS)])


class _Timed(BaseForm):
    """A day and a time on the clock of the organisation."""

    day: RussianDateField
    at: StringField

    def starts_at(self, zone: str) -> datetime:
        """The moment, once the form is valid."""
        found = _CLOCK.fullmatch(self.at.data or "")
        if found is None:
            raise ValueError(self.at.data)
        return moment_of(day_of(self.day), time(int(found[1]), int(found[2])), zone)

    def put(self, day: date, at: time) -> None:
        """Fill in the day and the time."""
        self.day.data, self.at.data = day, at.strftime("%H:%M")


class PlanForm(_Timed, CreatingForm):
    """A meeting to come."""

    kind = _kind()
    day = _day()
    at = _time()
    minutes = _minutes()
    place = _place()
    link = _link()


class MoveForm(_Timed, CreatingForm):
    """Another time for a planned meeting."""

    day = _day(_("Новый день"))
    at = _time()
    place = _place()
    link = _link()
    reason = StringField(_("Почему"), [Optional(), _at_most(200)], description=HINT)


class DropForm(BaseForm):
    """Why a meeting does not take place."""

    reason = StringField(_("Почему"), [Optional(), _at_most(200)], description=HINT)


class DisputeForm(BaseForm):
    """What was not so."""

    words = TextAreaField(_("Что было не так"), [DataRequired(_("Напишите, что было не так")), _at_most(LONGEST_WORDS)])


class _MeetingFields(_Timed):
    """What is told about a meeting that took place."""

    kind = _kind()
    day = _day()
    at = _time()
    minutes = _minutes()
    attended = SelectMultipleField(_("Кто был"), [Optional()], choices=[], validate_choice=False)
    agreed = _words(_("О чём договорились?"))
    next_steps = _words(_("Что дальше?"))
    result = RadioField(_("Получилось?"), [Optional()], choices=worded(RESULTS), validate_choice=False)
    place = _place()
    reason = StringField(
        _("Почему записываете только сейчас"), [Optional(), _at_most(200)],
        description=_("Встреча была больше двух недель назад. ") + HINT,
    )  # fmt: skip

    def validate_result(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data and field.data not in set(Result):
            raise ValidationError(_("Выберите один из ответов"))

    def offer(self, members: Sequence[MentorshipMember]) -> None:
        """Ticks for a group; two people need none. The questions are those of the kind that is chosen."""
        self.attended.choices = [SelectChoice(each.public_id, each.person.name) for each in members]
        if self.kind.data in set(MeetingKind):
            kind = meeting_kinds()[MeetingKind(self.kind.data)]
            self.agreed.label.text, self.next_steps.label.text = kind.agreed, kind.next
            self.result.label.text = kind.result

    def asks_reason(self, zone: str) -> bool:
        """Whether the day is so long ago that a reason is needed."""
        day: Any = self.day.data
        return isinstance(day, date) and day < clock.today(zone) - timedelta(days=BACKDATED)

    def told(self, zone: str, members: Sequence[MentorshipMember]) -> Told:
        """What the action takes; `members` are those who could be ticked."""
        ticked = set(self.attended.data or ())
        attended = {each.id for each in members if each.public_id in ticked} if len(members) > 2 else None
        return Told(
            kind=MeetingKind(self.kind.data), starts_at=self.starts_at(zone), minutes=int(self.minutes.data or 0),
            place=self.place.data or "", agreed=self.agreed.data or "", next_steps=self.next_steps.data or "",
            result=Result(self.result.data) if self.result.data else None, reason=self.reason.data or "",
            attended=attended,
        )  # fmt: skip


class RecordForm(_MeetingFields, CreatingForm):
    """A meeting that took place."""


class CorrectionForm(_MeetingFields):
    """A held meeting put right."""


def suggest(form: PlanForm | MoveForm, moment: datetime, zone: str) -> None:
    """Fill in a moment as the clock of the organisation shows it."""
    form.put(*wall_clock(moment, zone))
