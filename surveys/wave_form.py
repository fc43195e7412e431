"""The form of a new wave: whom to ask, from when until when, when to remind; the questionnaire fixes the rest."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.kinds import MembershipKind
from portal.people.models import Organization
from surveys.audience import EXCEPT
from surveys.occasion_form import OccasionFields
from surveys.waves.words import REMINDER_DAYS

AUDIENCES: dict[str, tuple[str, dict[str, list[str]]]] = {
    "mentees": (_("Все наставляемые"), {"roles": ["mentee"]}),
    "mentors": (_("Все наставники"), {"roles": ["mentor"]}),
    "learners": (_("Все, кто учится"), {"kinds": [MembershipKind.LEARNER.value]}),
    "employees": (_("Все сотрудники"), {"kinds": [MembershipKind.EMPLOYEE.value]}),
    "parents": (_("Все родители"), {"roles": ["parent"]}),
    "curators": (_("Все кураторы"), {"roles": ["curator"]}),
    "partners": (_("Все партнёры"), {"roles": ["partner_curator"]}),
    "alumni": (_("Все выпускники"), {"kinds": [MembershipKind.ALUMNUS.value]}),
}
GROUPS, PERSONS, PUBLIC = "groups", "persons", "public"
RULE = "rule."
REMINDERS = {7: _("за неделю"), 3: _("за 3 дня"), 1: _("за день"), 0: _("в последний день")}


class WaveForm(OccasionFields, CreatingForm):
    """`offer` gives it its choices; `today` is the day where the organisation is."""

    today: date | None = None

    questionnaire = HiddenField()
    organization = SelectMultipleField(_("Организации"), choices=[])
    title = StringField(_("Название для участников"), [Length(max=200, message=_("Сократите название до 200 знаков"))])
    audience = SelectMultipleField(_("Кого спросить"), choices=[], validate_choice=False)
    groups = SelectMultipleField(_("Какие группы"), choices=[])
    persons = SelectMultipleField(_("Кто именно"), choices=[])
    spared = SelectMultipleField(_("Кого не спрашивать"), choices=[], validate_choice=False)
    spared_groups = SelectMultipleField(_("Кроме этих групп"), choices=[])
    spared_persons = SelectMultipleField(_("Кроме этих людей"), choices=[])
    newcomers = BooleanField(_("Приглашать и тех, кто придёт, пока анкета открыта"))
    reminders = SelectMultipleField(
        _("Напомнить тем, кто не ответит"),
        choices=[SelectChoice(str(day), REMINDERS[day]) for day in REMINDER_DAYS],
        coerce=str,
    )
    opens_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите день, когда анкета откроется"))])
    closes_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день для ответов"))])

    def offer(
        self, *, rules: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]],
        persons: Sequence[tuple[str, str]], may_be_public: bool,
    ) -> None:  # fmt: skip
        """Take the choices: occasions, named rules, groups and people of the one organisation, the public link."""
        self.offer_occasions()
        usual = [SelectChoice(code, label) for code, (label, _rule) in AUDIENCES.items()]
        named = [SelectChoice(f"{RULE}{code}", title) for code, title in rules]
        single = [SelectChoice(GROUPS, _("Группы или классы"))] if groups else []
        single += [SelectChoice(PERSONS, _("Отдельные люди"))] if persons else []
        wall = [SelectChoice(PUBLIC, _("Любой, кто придёт по общей ссылке или QR-коду"))] if may_be_public else []
        self.audience.choices = [*usual, *named, *single, *wall]
        self.spared.choices = [*usual, *named]
        self.groups.choices = self.spared_groups.choices = [SelectChoice(*each) for each in groups]
        self.persons.choices = self.spared_persons.choices = [SelectChoice(*each) for each in persons]

    @property
    def usual_choices(self) -> list[Any]:
        """The choices of `audience` but the named rules."""
        return [each for each in self._audiences if not each.value.startswith(RULE)]

    @property
    def rule_choices(self) -> list[Any]:
        """The named rules among them."""
        return [each for each in self._audiences if each.value.startswith(RULE)]

    @property
    def _audiences(self) -> list[SelectChoice]:
        choices: Any = self.audience.choices
        return list(choices or ())

    @property
    def has_rules(self) -> bool:
        """Whether a named rule is chosen."""
        return any(code.startswith(RULE) for code in self.audience.data or ())

    def validate_audience(self, field: SelectMultipleField) -> None:
        """Somebody must be asked, and only what the page offers. An occasion says by itself whom it concerns."""
        if not _offered(field) and self.is_by_date:
            raise ValidationError(_("Выберите, кого спросить"))

    def validate_groups(self, field: SelectMultipleField) -> None:
        """Somebody must be chosen where groups are asked."""
        if GROUPS in (self.audience.data or ()) and not field.data:
            raise ValidationError(_("Отметьте хотя бы одну группу"))

    def validate_persons(self, field: SelectMultipleField) -> None:
        """The same for single people."""
        if PERSONS in (self.audience.data or ()) and not field.data:
            raise ValidationError(_("Отметьте хотя бы одного человека"))

    def validate_closes_on(self, field: RussianDateField) -> None:
        """The last day cannot stand before the first, nor in the past."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("Последний день стоит раньше первого"))
        if field.data and self.today and field.data < self.today:
            raise ValidationError(_("Последний день уже прошёл"))

    @property
    def rule(self) -> dict[str, Any]:
        """Whom to ask, as `surveys.audience` reads it."""
        chosen = _offered(self.audience)
        rule = _joined(chosen)
        if GROUPS in chosen:
            rule["groups"] = _offered(self.groups)
        if PERSONS in chosen:
            rule["persons"] = _offered(self.persons)
        spared = _joined(_offered(self.spared))
        spared |= {"groups": _offered(self.spared_groups), "persons": _offered(self.spared_persons)}
        spared = {name: values for name, values in spared.items() if values}
        return {**rule, EXCEPT: spared} if spared and rule else rule

    @property
    def is_public(self) -> bool:
        """Whether a public link is wanted."""
        return PUBLIC in _offered(self.audience)

    @property
    def reminder_days(self) -> list[int]:
        """Days before the last one."""
        return [int(day) for day in _offered(self.reminders)]

    def moments(self, organization: Organization) -> tuple[datetime, datetime]:
        """From the beginning of the first day, or from now, to the end of the last, in the organisation's zone."""
        zone, opens_on, closes_on = organization.time_zone, day_of(self.opens_on), day_of(self.closes_on)
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
        return clock.end_of_day(day_of(self.closes_on), zone)


class ScheduleForm(OccasionFields):
    """What may still be changed in a wave."""

    title = StringField(
        _("Название для участников"),
        [InputRequired(_("Укажите название анкеты")), Length(max=200, message=_("Сократите название до 200 знаков"))],
    )
    reminders = SelectMultipleField(
        _("Напомнить тем, кто не ответит"),
        [Optional()],
        choices=[SelectChoice(str(day), REMINDERS[day]) for day in REMINDER_DAYS],
        coerce=str,
    )
    newcomers = BooleanField(_("Приглашать и тех, кто придёт, пока анкета открыта"))

    @property
    def reminder_days(self) -> list[int]:
        """Days before the last one."""
        return [int(day) for day in _offered(self.reminders)]


def _joined(codes: Sequence[str]) -> dict[str, list[str]]:
    """The ready audiences and named rules of these codes as one rule."""
    rule: dict[str, list[str]] = {}
    for code in codes:
        for name, values in AUDIENCES.get(code, ("", {}))[1].items():
            rule[name] = [*rule.get(name, []), *values]
    named = [code.removeprefix(RULE) for code in codes if code.startswith(RULE)]
    return {**rule, "audiences": named} if named else rule


def _offered(field: SelectMultipleField) -> list[str]:
    """What was chosen among the choices; anything else that was posted is never looked for."""
    known = {value for value, *_rest in field.iter_choices()}
    return [value for value in dict.fromkeys(field.data or ()) if value in known]


def day_of(field: RussianDateField) -> date:
    """The day of a field that was validated."""
    day: Any = field.data
    if not isinstance(day, date):
        raise TypeError(field.name)
    return day
