"""The form of a new wave: whom to ask, from when until when; the questionnaire fixes the rest."""

from datetime import date, datetime
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core import clock
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.kinds import MembershipKind
from portal.people.models import Organization

AUDIENCES = {
    "mentees": (_("Все наставляемые"), {"roles": ["mentee"]}),
    "mentors": (_("Все наставники"), {"roles": ["mentor"]}),
    "employees": (_("Все сотрудники"), {"kinds": [MembershipKind.EMPLOYEE.value]}),
    "parents": (_("Все родители"), {"roles": ["parent"]}),
    "groups": (_("Группы или классы"), {}),
    "persons": (_("Отдельные люди"), {}),
}


class WaveForm(CreatingForm):
    """`groups` and `persons` get their choices from the view, `today` is the day where the organisation is."""

    today: date | None = None

    questionnaire = HiddenField()
    organization = HiddenField()
    title = StringField(_("Название для участников"), [Length(max=200, message=_("Сократите название до 200 знаков"))])
    audience = RadioField(
        _("Кого спросить"),
        [InputRequired(_("Выберите, кого спросить"))],
        choices=[SelectChoice(code, label) for code, (label, _rule) in AUDIENCES.items()],
        validate_choice=False,
    )
    groups = SelectMultipleField(_("Какие группы"), choices=[])
    persons = SelectMultipleField(_("Кто именно"), choices=[])
    opens_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите день, когда анкета откроется"))])
    closes_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день для ответов"))])

    def validate_audience(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data not in AUDIENCES:
            raise ValidationError(_("Выберите, кого спросить"))

    def validate_groups(self, field: SelectMultipleField) -> None:
        """Somebody must be chosen where groups are asked."""
        if self.audience.data == "groups" and not field.data:
            raise ValidationError(_("Отметьте хотя бы одну группу"))

    def validate_persons(self, field: SelectMultipleField) -> None:
        """The same for single people."""
        if self.audience.data == "persons" and not field.data:
            raise ValidationError(_("Отметьте хотя бы одного человека"))

    def validate_closes_on(self, field: RussianDateField) -> None:
        """The last day cannot stand before the first, nor in the past."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("Последний день стоит раньше первого"))
        if field.data and self.today and field.data < self.today:
            raise ValidationError(_("Последний день уже прошёл"))

    @property
    def rule(self) -> dict[str, list[str]]:
        """Whom to ask, as `surveys.audience` reads it."""
        code = self.audience.data
        if code == "groups":
            return {"groups": _offered(self.groups)}
        if code == "persons":
            return {"persons": _offered(self.persons)}
        return {key: list(values) for key, values in AUDIENCES.get(code, ("", {}))[1].items()}

    def moments(self, organization: Organization) -> tuple[datetime, datetime]:
        """From the beginning of the first day, or from now, to the end of the last, in the organisation's zone."""
        zone, opens_on, closes_on = organization.time_zone, _day(self.opens_on), _day(self.closes_on)
        opens_at = clock.now() if opens_on <= clock.today(zone) else clock.start_of_day(opens_on, zone)
        return opens_at, clock.end_of_day(closes_on, zone)

    def body(self) -> tuple[Any, ...]:
        """What was asked for, to tell a repetition from another submission."""
        return tuple(sorted((name, repr(value)) for name, value in self.values.items()))


class DeadlineForm(BaseForm):
    """A new last day of a wave."""

    closes_on = RussianDateField(_("Новый последний день"), [InputRequired(_("Укажите новый последний день"))])

    def moment(self, zone: str) -> datetime:
        """The end of that day."""
        return clock.end_of_day(_day(self.closes_on), zone)


def _offered(field: SelectMultipleField) -> list[str]:
    """What was chosen among the choices; anything else that was posted is never looked for."""
    known = {value for value, *_rest in field.iter_choices()}
    return [value for value in field.data or () if value in known]


def _day(field: RussianDateField) -> date:
    """The day of a field that was validated."""
    day: Any = field.data
    if not isinstance(day, date):
        raise TypeError(field.name)
    return day
