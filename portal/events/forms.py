"""Forms of events and of training."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.events.audience import ROLE_WORDS
from portal.events.kinds import Learning
from portal.events.labels import LEARNING, LEARNING_RULES, LEVELS, dictionary, format_names
from portal.events.models import Event
from portal.events.plan import months_of_year, school_year_of
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Group, Organization
from portal.programs.labels import MONTHS

LONGEST_LINE, LONGEST_TEXT = 300, 10_000
MOST_PLACES, MOST_HOURS, MOST_YEARS = 100_000, 2_000, 60
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
NOTHING = SelectChoice("", _("Не выбрано"))


def _length(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


def _line(label: str, description: str = "") -> StringField:
    return StringField(label, [Optional(), _length(LONGEST_LINE)], description=description)


def _text(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, [Optional(), _length(LONGEST_TEXT)], description=description)


def _one_of(label: str, words: Any) -> SelectField:
    return SelectField(label, [Optional()], choices=[NOTHING, *worded(words)])


def _number(label: str, most: int, description: str = "") -> IntegerField:
    rule = NumberRange(1, most, _("От 1 до %(n)s", n=most))
    return IntegerField(label, [Optional(), rule], description=description)


def is_address(form: BaseForm, field: StringField) -> None:
    """A validator: an address that a browser opens, nothing else."""
    if field.data and not re.fullmatch(r"https?://\S+", field.data):
        raise ValidationError(_("Ссылка начинается с https://"))


def is_time(form: BaseForm, field: StringField) -> None:
    """A validator: «14:00»."""
    if field.data and not _TIME.fullmatch(field.data):
        raise ValidationError(_("Укажите время, например 14:00"))


class EventForm(CreatingForm):
    """An event: in the plan a month is enough, to announce it a day and a time are needed."""

    version = HiddenField()
    organization = SelectField(_("Кто проводит"), choices=[], validate_choice=False)
    title = StringField(_("Название"), [DataRequired(_("Назовите событие")), _length(LONGEST_LINE)])
    kind = SelectField(_("Вид"), [InputRequired(_("Выберите вид"))], choices=worded(dictionary("kinds")))
    module = _one_of(_("Модуль"), dictionary("modules"))
    format = _one_of(_("Форма наставничества"), format_names())
    technology = _one_of(_("Технология"), dictionary("technologies"))
    level = _one_of(_("Уровень"), LEVELS)
    about = _text(_("Анонс"), _("Зачем прийти и что будет: два-три предложения"))
    month = _one_of(_("Месяц по плану"), {number: MONTHS[number] for number in months_of_year()})
    day = RussianDateField(_("День"), [Optional(), sensible_day], description=_("Пока день не выбран, событие в плане"))
    begins = StringField(_("Начало"), [Optional(), is_time], description=_("Например 14:00"))
    last_day = RussianDateField(_("Последний день"), [Optional(), sensible_day], description=_("Если дней несколько"))
    ends = StringField(_("Конец"), [Optional(), is_time])
    place = _line(_("Место"))
    link = StringField(_("Ссылка на трансляцию"), [Optional(), _length(LONGEST_LINE), is_address])
    capacity = _number(_("Сколько мест"), MOST_PLACES, _("Пусто: места не считаются"))
    until = RussianDateField(_("Запись до"), [Optional(), sensible_day], description=_("Пусто: до начала"))
    audience_words = _line(_("Для кого, словами"), _("Так увидят участники"))
    roles = SelectMultipleField(_("Роли"), [Optional()], choices=worded(ROLE_WORDS))
    first_year = BooleanField(_("Сотрудники на первом году работы"))
    max_experience = _number(_("Стаж до, лет"), MOST_YEARS)
    max_age = _number(_("Возраст до, лет включительно"), MOST_YEARS + 40)
    groups = SelectMultipleField(_("Группы и классы"), [Optional()], choices=[], validate_choice=False)
    programme = _text(_("Программа"), _("По строке на пункт: время и что будет"))
    hours = _number(_("Часов обучения"), MOST_HOURS, _("Каждому, кто участвовал, запишется обучение"))
    learning = _one_of(_("Вид обучения"), LEARNING)
    report = _text(_("Отчёт о проведении"))
    recording = StringField(_("Ссылка на запись"), [Optional(), _length(LONGEST_LINE), is_address])
    chat_link = StringField(
        _("Ссылка на группу или чат"),
        [Optional(), _length(LONGEST_LINE), is_address],
        description=_("Внешняя группа или чат участников, например ВКонтакте"),
    )
    is_restricted = BooleanField(
        _("Тренинг с закрытым посещением"),
        description=_("Кто участвует, видят вы и сам человек. Другим видно, что тренинг есть. Позже не снимается"),
    )
    is_public = BooleanField(_("Показать объявление всем, и без входа на портал"))

    def offer(self, organizations: Sequence[Organization], groups: Sequence[Group]) -> None:
        """Give the choices."""
        self.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
        self.groups.choices = [SelectChoice(each.public_id, each.name) for each in groups]
        if not self.organization.data and organizations:
            self.organization.data = organizations[0].public_id

    def chosen(self, organizations: Sequence[Organization]) -> Organization | None:
        """The organisation that was chosen, if it is one of these."""
        found = next((each for each in organizations if each.public_id == self.organization.data), None)
        if found is None:
            self.organization.errors = [_("Выберите организацию из списка")]
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together: a time to a day, an end after the beginning, hours to a kind of training."""
        is_valid = bool(super().validate(extra_validators))
        problems = [
            (self.begins, self.day.data and not self.begins.data, _("Укажите время начала")),
            (self.day, self.begins.data and not self.day.data, _("Укажите день")),
            (self.learning, self.hours.data and not self.learning.data, _("Выберите вид обучения")),
            (self.hours, self.learning.data and not self.hours.data, _("Укажите, сколько часов")),
            (
                self.hours,
                self.is_restricted.data and self.hours.data,
                _("Тренинг с закрытым посещением не записывается в обучение: уберите часы"),
            ),
        ]
        if is_valid:
            starts_at, ends_at, until = self._moments("UTC")
            is_back = starts_at and ends_at and ends_at < starts_at
            problems.append((self.ends, is_back, _("Конец раньше начала")))
            problems.append((self.until, starts_at and until and until.date() > starts_at.date(),
                             _("Запись заканчивается не позже начала")))  # fmt: skip
        for field, is_wrong, message in problems:
            if is_wrong:
                field.errors, is_valid = [*field.errors, message], False
        return is_valid

    def facts(self, zone: str) -> dict[str, Any]:
        """What the action takes; times are those of `zone`."""
        starts_at, ends_at, until = self._moments(zone)
        names = ("title", "kind", "module", "format", "technology", "level", "about", "place", "link", "audience_words",
                 "programme", "report", "recording", "chat_link")  # fmt: skip
        said: dict[str, Any] = {name: getattr(self, name).data or "" for name in names}
        if starts_at is None:
            said["month"] = int(self.month.data) if self.month.data else None
        return {
            **said, "starts_at": starts_at, "ends_at": ends_at, "registration_until": until,
            "capacity": self.capacity.data, "hours": self.hours.data, "is_public": bool(self.is_public.data),
            "learning": Learning(self.learning.data) if self.learning.data else None, "audience": self._rule(),
        }  # fmt: skip

    def fill(self, event: Event) -> None:
        """Show what stands."""
        zone = ZoneInfo(event.organization.time_zone)
        asked = event.audience or {}
        self.version.data = str(event.version)
        self.month.data, self.learning.data = str(event.month or ""), event.learning or ""
        if event.starts_at:
            local = event.starts_at.astimezone(zone)
            self.day.data, self.begins.data = local.date(), f"{local:%H:%M}"
        if event.ends_at:
            local = event.ends_at.astimezone(zone)
            self.ends.data = f"{local:%H:%M}"
            self.last_day.data = local.date() if local.date() != self.day.data else None
        if event.registration_until:
            self.until.data = event.registration_until.astimezone(zone).date()
        self.roles.data, self.groups.data = asked.get("roles", []), asked.get("groups", [])
        self.first_year.data = asked.get("first_year", False)
        self.max_age.data, self.max_experience.data = asked.get("max_age"), asked.get("max_experience")

    def _rule(self) -> dict[str, Any]:
        offered = {choice.value for choice in self.groups.choices or []}  # type: ignore[union-attr]
        said = {"roles": list(self.roles.data or []), "first_year": bool(self.first_year.data),
                "max_experience": self.max_experience.data, "max_age": self.max_age.data,
                "groups": [code for code in self.groups.data or [] if code in offered]}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def _moments(self, zone: str) -> tuple[datetime | None, datetime | None, datetime | None]:
        first: Any = self.day.data
        if not isinstance(first, date) or not self.begins.data:
            return None, None, None
        last: Any = self.last_day.data or first
        ends = moment_of(last, self.ends.data, zone) if self.ends.data or self.last_day.data else None
        until: Any = self.until.data
        return moment_of(first, self.begins.data, zone), ends, clock.end_of_day(until, zone) if until else None


def moment_of(day: date, said: str | None, zone: str) -> datetime:
    """The moment in UTC; where no time is said, the end of the day."""
    found = _TIME.fullmatch(said or "")
    at = time(int(found[1]), int(found[2])) if found else time(23, 59)
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


class CancelForm(BaseForm):
    """Why it will not be."""

    reason = TextAreaField(_("Почему"), [DataRequired(_("Напишите, почему событие отменено")), _length(1_000)],
                           description=_("Причину получат все, кто записан"))  # fmt: skip


class TrainingForm(CreatingForm):
    """A course, a seminar, an exchange of experience."""

    version = HiddenField()
    person = HiddenField()
    title = StringField(_("Что это было"), [DataRequired(_("Назовите программу или тему")), _length(LONGEST_LINE)])
    learning = RadioField(
        _("Вид"), [InputRequired(_("Выберите вид"))],
        choices=worded(LEARNING),
        description=" ".join(f"{LEARNING[code].capitalize()}: {rule}" for code, rule in LEARNING_RULES.items()),
    )  # fmt: skip
    provider = _line(_("Кто проводил"))
    hours = IntegerField(_("Часов"), [InputRequired(_("Укажите часы целым числом")),
                                      NumberRange(1, MOST_HOURS, _("От 1 до %(n)s", n=MOST_HOURS))])  # fmt: skip
    finished_on = RussianDateField(_("Когда закончилось"), [InputRequired(_("Укажите день")), sensible_day])
    is_distance = BooleanField(_("Дистанционно"))
    document = _line(_("Документ"), _("Вид и номер: удостоверение № 123"))
    file = FileField(_("Файл документа"), description=_("PDF, PNG или JPG, до 20 МБ"))

    def validate_finished_on(self, field: RussianDateField) -> None:
        """Nothing is learnt tomorrow."""
        if field.data and field.data > clock.now().date() + timedelta(days=1):
            raise ValidationError(_("Этот день ещё не настал"))

    @property
    def upload(self) -> Any:
        """(stream, name), or None where nothing was chosen."""
        chosen: Any = self.file.data
        return (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "title": self.title.data or "", "learning": Learning(self.learning.data), "hours": self.hours.data,
            "provider": self.provider.data or "", "finished_on": day_of(self.finished_on),
            "is_distance": bool(self.is_distance.data), "document": self.document.data or "",
        }  # fmt: skip


def year_in(args: Any, today: date) -> int:
    """The school year of an address; the running one where none is said."""
    said = args.get("year", "")
    is_year = len(said) == 4 and said.isascii() and said.isdigit() and said[:2] == "20"
    return int(said) if is_year else school_year_of(today)
