"""Forms of plans."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.mentorships.plans.facts import ItemFacts, Proposal
from portal.mentorships.plans.kinds import BEST_MARK, AchievementKind, AchievementLevel, PlanKind, Responsible
from portal.mentorships.plans.labels import ACHIEVEMENTS, KIND_HINTS, KINDS, LEVELS, RESPONSIBLE
from portal.mentorships.plans.models import Plan
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Person
from portal.practices.models import PracticeStep

LONGEST_LINE, LONGEST_TEXT = 300, 2_000
EVERYBODY, READY, EMPTY = "everybody", "template", "empty"


def _length(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


def _text(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, [Optional(), _length(LONGEST_TEXT)], description=description)


def _goal() -> TextAreaField:
    return TextAreaField(
        _("Цель"), [DataRequired(_("Напишите цель плана")), _length(LONGEST_TEXT)],
        description=_("Что изменится и к какому сроку. Хорошо, когда видно, как проверить"),
    )  # fmt: skip


def _day(label: str, message: str) -> RussianDateField:
    return RussianDateField(label, [InputRequired(message), sensible_day])


def _known(form: BaseForm, field: SelectMultipleField) -> None:
    if not set(field.data or ()) <= {choice.value for choice in field.choices}:  # type: ignore[union-attr]
        raise ValidationError(_("Выберите из списка"))


class PlanFields(BaseForm):
    """Goal and days of a plan."""

    goal = _goal()
    starts_on = _day(_("Начало"), _("Укажите, когда план начинается"))
    ends_on = _day(_("Окончание"), _("Укажите, до какого дня план"))

    def validate_ends_on(self, field: RussianDateField) -> None:
        """A plan ends after it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("План кончается раньше, чем начинается"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"goal": self.goal.data or "", "starts_on": day_of(self.starts_on), "ends_on": day_of(self.ends_on)}


class StartForm(PlanFields, CreatingForm):
    """A new plan of a pair; the view gives types, people and earlier plans."""

    kind = RadioField(_("Что составляем"), [InputRequired(_("Выберите, какой план составить"))], choices=[])
    person = SelectField(_("Чей план"), choices=[], validate_choice=False)
    filling = RadioField(_("С чего начать"), [InputRequired(_("Выберите, с чего начать"))], choices=[], default=READY)

    def offer(self, kinds: Sequence[PlanKind], people: Sequence[tuple[Person, str]], *, joint: bool,
              earlier: Sequence[tuple[str, str]]) -> None:  # fmt: skip
        """Give the choices: people with their side in words, earlier plans as (public id, words)."""
        self.kind.choices = [SelectChoice(kind.value, f"{KINDS[kind]}. {KIND_HINTS[kind]}") for kind in kinds]
        who = [SelectChoice(person.public_id, f"{person.full_name}, {side}") for person, side in people]
        self.person.choices = [*([SelectChoice(EVERYBODY, _("Общий план группы"))] if joint else []), *who]
        self.filling.choices = [
            SelectChoice(READY, _("С заготовки по этой форме: пункты можно менять и убирать")),
            *(SelectChoice(key, words) for key, words in earlier),
            SelectChoice(EMPTY, _("С чистого листа")),
        ]


class HeadForm(PlanFields):
    """Goal and days put right."""


class ItemFields(BaseForm):
    """One item; the view gives sections and activities of the plan."""

    section = SelectField(_("Раздел"), choices=[])
    title = StringField(
        _("Что делаем"), [DataRequired(_("Напишите, что делаем")), _length(LONGEST_LINE)],
        description=_("Дело, а не намерение: «посетить два занятия и разобрать их»"),
    )  # fmt: skip
    activity = SelectField(_("Вид работы"), [Optional()], choices=[])
    responsible = RadioField(_("Кто отвечает"), [InputRequired(_("Выберите, кто отвечает"))],
                             choices=worded(RESPONSIBLE), default=Responsible.BOTH.value)  # fmt: skip
    due_on = RussianDateField(_("Срок"), [Optional(), sensible_day])
    expected = _text(_("Ожидаемый результат"), _("По чему станет видно, что получилось"))

    def offer(self, sections: Mapping[str, str], activities: Mapping[str, str]) -> None:
        """Give the choices; what stands already stays a choice."""
        self.section.choices = worded(sections)
        self.activity.choices = [SelectChoice("", _("Не выбран")), *worded(activities)]

    @property
    def facts(self) -> ItemFacts:
        """What the action takes."""
        return ItemFacts(
            section=self.section.data, title=self.title.data or "", activity=self.activity.data or "",
            responsible=Responsible(self.responsible.data), due_on=self.due_on.data, expected=self.expected.data or "",
        )  # fmt: skip


class NewItemForm(ItemFields, CreatingForm):
    """One more item."""


class ItemForm(ItemFields):
    """An item put right."""


class UploadFields(BaseForm):
    """A file that need not be there."""

    file = FileField(_("Файл"), description=_("DOCX, XLSX, PDF, PNG или JPG, до 20 МБ"))

    @property
    def upload(self) -> Any:
        """(stream, name), or None where nothing was chosen."""
        chosen: Any = self.file.data
        return (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None


class ResultForm(UploadFields):
    """What came of an item."""

    result = _text(_("Что получилось"))
    done_on = RussianDateField(
        _("День выполнения"), [Optional(), sensible_day], description=_("Оставьте пустым, если работа ещё идёт")
    )
    mark = SelectField(_("Оценка наставника"), [Optional()], choices=[
        SelectChoice("", _("Без оценки")), *(SelectChoice(str(n), str(n)) for n in range(BEST_MARK, 0, -1))
    ])  # fmt: skip
    words = _text(_("Отзыв наставника"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "result": self.result.data or "", "done_on": self.done_on.data, "words": self.words.data or "",
            "mark": int(self.mark.data) if self.mark.data else None, "upload": self.upload,
        }  # fmt: skip


class ReturnForm(BaseForm):
    """What has to change."""

    words = TextAreaField(_("Что поправить"), [DataRequired(_("Напишите, что поправить")), _length(LONGEST_TEXT)])


class ProposalsForm(CreatingForm):
    """Which proposals are taken."""

    items = SelectMultipleField(_("Предлагаем"), [DataRequired(_("Отметьте хотя бы один пункт")), _known], choices=[],
                                validate_choice=False)  # fmt: skip

    def offer(self, proposals: Sequence[Proposal]) -> None:
        """Give the choices, each with its source."""
        self.items.choices = [SelectChoice(each.key, f"{each.facts.title} ({each.source})") for each in proposals]

    def chosen(self, proposals: Sequence[Proposal]) -> list[ItemFacts]:
        """What was ticked, in the order of the page."""
        return [each.facts for each in proposals if each.key in (self.items.data or ())]


class TakeForm(CreatingForm):
    """Into whose plan steps of a practice go."""

    plan = RadioField(_("В чей план"), [InputRequired(_("Выберите план"))], choices=[], validate_choice=False)
    steps = SelectMultipleField(_("Какие шаги"), [DataRequired(_("Отметьте хотя бы один шаг")), _known], choices=[],
                                validate_choice=False)  # fmt: skip
    due_on = RussianDateField(
        _("Срок"), [Optional(), sensible_day], description=_("Общий для этих шагов; у каждого его можно изменить")
    )

    def offer(self, plans: Sequence[tuple[Plan, str]], steps: Sequence[PracticeStep]) -> None:
        """Give the choices: plans in words, steps by their place."""
        self.plan.choices = [SelectChoice(plan.public_id, words) for plan, words in plans]
        self.steps.choices = [SelectChoice(str(each.position), each.title) for each in steps]
        if len(plans) == 1 and not self.plan.data:
            self.plan.data = plans[0][0].public_id

    def chosen(self, steps: Sequence[PracticeStep], section: str) -> list[ItemFacts]:
        """The steps that were ticked as items of a section."""
        due: date | None = self.due_on.data
        return [
            ItemFacts(section=section, title=each.title, expected=each.result, due_on=due, practice_step_id=each.id)
            for each in steps if str(each.position) in (self.steps.data or ())
        ]  # fmt: skip


class AchievementForm(UploadFields, CreatingForm):
    """What a member can show; the view gives the members."""

    person = SelectField(_("Чьё"), choices=[], validate_choice=False)
    kind = SelectField(_("Что это"), choices=worded(ACHIEVEMENTS))
    title = StringField(_("Название"), [DataRequired(_("Назовите достижение")), _length(LONGEST_LINE)])
    level = SelectField(_("Уровень"), choices=worded(LEVELS))
    result = StringField(_("Результат"), [Optional(), _length(LONGEST_LINE)],
                         description=_("Например: диплом второй степени"))  # fmt: skip
    happened_on = _day(_("День"), _("Укажите день"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "kind": AchievementKind(self.kind.data), "title": self.title.data or "",
            "level": AchievementLevel(self.level.data), "result": self.result.data or "",
            "happened_on": day_of(self.happened_on), "upload": self.upload,
        }  # fmt: skip
