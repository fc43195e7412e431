"""Forms of a programme and its years."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.programs.actions import FormatOfYear, Span
from portal.programs.cycle_settings import BOUNDS, CycleSettings
from portal.programs.definitions import program_patterns
from portal.programs.labels import FORCES, GROUNDS, MONTHS
from portal.programs.models import Cycle

LONGEST_NAME = 200
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
MONTH_FIELDS = ("mentees_months", "mentors_months", "curators_months", "correction_months", "pairs_months",
                "report_months")  # fmt: skip


def _name(label: str, message: str) -> StringField:
    return StringField(label, [DataRequired(message), Length(max=LONGEST_NAME, message=_("Сократите название"))])


def _months(label: str, description: str = "") -> SelectMultipleField:
    choices = [SelectChoice(number, word) for number, word in MONTHS.items()]
    return SelectMultipleField(label, [Optional()], choices=choices, coerce=int, description=description)


def _number(name: str, label: str, description: str = "", *, is_needed: bool = True) -> IntegerField:
    least, most = BOUNDS[name]
    message = _("Укажите число от %(least)s до %(most)s", least=least, most=most)
    needed = InputRequired(message) if is_needed else Optional()
    return IntegerField(label, [needed, NumberRange(least, most, message)], description=description)


def _force(label: str) -> SelectField:
    return SelectField(label, choices=worded(FORCES))


class ProgramForm(BaseForm):
    """How the programme is called."""

    name = _name(_("Название программы"), _("Назовите программу"))


class NewProgramForm(ProgramForm, CreatingForm):
    """A programme from a pattern; the view gives organisations and years."""

    organization = SelectField(_("Организация"), choices=[])
    pattern = RadioField(_("С чего начать"), [InputRequired(_("Выберите образец"))], choices=[], validate_choice=False)
    year = SelectField(_("Первый учебный год"), choices=[], coerce=int)

    def validate_pattern(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data not in program_patterns():
            raise ValidationError(_("Выберите образец"))


class SpanFields(BaseForm):
    """The name and the days of a year."""

    name = StringField(
        _("Название года"),
        [DataRequired(_("Назовите год, например 2026/2027")), Length(max=60, message=_("Сократите название"))],
    )
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день"))])
    ends_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день"))])

    def validate_starts_on(self, field: RussianDateField) -> None:
        """Neither the year 26 nor 20226."""
        if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
            raise ValidationError(_("Проверьте год"))

    def validate_ends_on(self, field: RussianDateField) -> None:
        """After the first day, within five years of it."""
        first: Any = self.starts_on.data
        if field.data and first and not first < field.data <= first.replace(year=first.year + 5, day=1):
            raise ValidationError(_("Последний день стоит после первого, не дальше пяти лет"))

    @property
    def span(self) -> Span:
        """What the actions take."""
        starts_on: Any = self.starts_on.data
        ends_on: Any = self.ends_on.data
        return Span(name=self.name.data or "", starts_on=starts_on, ends_on=ends_on)


class NewCycleForm(SpanFields, CreatingForm):
    """The next year, copied from the latest."""


class CycleForm(SpanFields):
    """A year with everything that the organisation decides for it."""

    mentees_months = _months(_("База наставляемых"), _("Если ничего не отметить, база ведётся весь год"))
    mentors_months = _months(_("База наставников"))
    curators_months = _months(_("База кураторов"))
    correction_months = _months(_("Коррекция баз"), _("Месяцы, когда базы перечитывают и делают снимок"))
    pairs_months = _months(_("Формирование пар"))
    report_months = _months(_("Отчёты наставников"), _("Если ничего не отметить, отчёт один, к последнему дню пары"))
    report_day = _number(
        "report_day",
        _("До какого числа отчитывается наставник"),
        _("В месяце, где такого числа нет, – до последнего дня"),
        is_needed=False,
    )
    ground = RadioField(_("Пара действует с"), [InputRequired(_("Выберите основание"))],
                        choices=worded(GROUNDS))  # fmt: skip
    meeting_gap_days = _number("meeting_gap_days", _("Дней между встречами, не больше"))
    mentor_capacity = _number("mentor_capacity", _("Пар у одного наставника, не больше"))
    mentee_capacity = _number("mentee_capacity", _("Наставников у одного наставляемого, не больше"))
    group_size = _number("group_size", _("Наставляемых в группе, не больше"))
    group_meeting = BooleanField(_("Групповая встреча до подбора"))
    trial_meeting = BooleanField(_("Пробная встреча с анкетами совместимости"))
    psychologist = BooleanField(_("Заключение психолога о совместимости"))
    support_unmatched = BooleanField(_("Кто не нашёл пару: поддержка психолога и продолжение поиска"))
    directive = BooleanField(_("После неудачного поиска наставника можно назначить решением, с причиной"))
    coverage_percent = _number("coverage_percent", _("Охват нуждающихся, процентов"), is_needed=False)
    youngest_mentee = _number("youngest_mentee", _("Наставляемый не младше, лет"), is_needed=False)
    experience_years = _number("experience_years", _("Опыт наставника от работодателя, лет"))
    experience = _force(_("Если опыта меньше"))
    higher_stage = _force(_("Если наставник-обучающийся не на ступень старше"))
    senior = _force(_("Если ученик не из старших классов"))
    ovz_course = _force(_("Если у наставника студента с ОВЗ нет курсов"))

    @classmethod
    def of(cls, cycle: Cycle, settings: CycleSettings) -> "CycleForm":
        """The form as the year stands."""
        said = {field.name: getattr(settings, field.name) for field in fields(settings)}
        return cls(formdata=None, data={**said, "name": cycle.name, "starts_on": cycle.starts_on,
                                        "ends_on": cycle.ends_on})  # fmt: skip

    def settings(self, before: CycleSettings) -> CycleSettings:
        """What was entered; what the form does not ask stays as it was."""
        said = {name: value for name, value in self.values.items() if name not in ("name", "starts_on", "ends_on")}
        months = {name: tuple(sorted(said[name] or ())) for name in MONTH_FIELDS}
        said["report_day"] = said["report_day"] or before.report_day
        return CycleSettings.from_data({**before.as_data(), **said, **months})


def formats_in(posted: Mapping[str, str], codes: list[str]) -> tuple[dict[str, FormatOfYear], dict[str, str]]:
    """Formats as the page posts them (`on-<code>`, `name-<code>`, `responsible-<code>`) and what is wrong with them."""
    said = {
        code: FormatOfYear(
            is_on=f"on-{code}" in posted,
            own_name=posted.get(f"name-{code}", "").strip(),
            responsible=posted.get(f"responsible-{code}", "").strip(),
        )
        for code in codes
    }
    faults = {}
    for code, one in said.items():
        for name, text in ((f"name-{code}", one.own_name), (f"responsible-{code}", one.responsible)):
            if len(text) > LONGEST_NAME:
                faults[name] = _("Сократите до 200 знаков")
    return said, faults
