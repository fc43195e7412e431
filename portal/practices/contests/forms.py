"""Forms of contests."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.practices.contests.actions import Announcement
from portal.practices.contests.kinds import Subject
from portal.practices.contests.labels import SUBJECTS
from portal.practices.contests.models import ContestCriterion

LONGEST_LINE = 200


def _length(n: int) -> Length:
    return Length(max=n, message=_("Сократите до %(n)s знаков", n=n))


def _whole(most: int) -> NumberRange:
    return NumberRange(min=1, max=most, message=_("Число от 1 до %(n)s", n=most))


class AnnouncementForm(CreatingForm):
    """What an organiser says of a contest; the view gives the organisations."""

    organization = SelectField(_("Кто проводит"), choices=[], validate_choice=False)
    title = StringField(
        _("Название"), [DataRequired(_("Назовите конкурс")), _length(LONGEST_LINE)],
        description=_("Например: «Лучшие практики наставничества»"),
    )  # fmt: skip
    terms = TextAreaField(
        _("Условия"), [DataRequired(_("Напишите условия: цель, кто участвует, чем награждают")), _length(8_000)],
        description=_("Цель, кто участвует, что приложить, чем награждают"),
    )  # fmt: skip
    is_for_town = BooleanField(_("Для всех организаций муниципалитета"))
    apply_from = RussianDateField(_("Заявки принимают с"), [InputRequired(_("Укажите день")), sensible_day])
    apply_until = RussianDateField(_("Заявки принимают по"), [InputRequired(_("Укажите день")), sensible_day])
    judge_until = RussianDateField(_("Жюри оценивает по"), [InputRequired(_("Укажите день")), sensible_day])
    results_on = RussianDateField(_("Итоги"), [InputRequired(_("Укажите день")), sensible_day])
    least_jurors = IntegerField(
        _("Сколько оценок нужно каждой заявке"), [InputRequired(_("Число от 1 до 20")), _whole(20)], default=3,
        description=_("Если по критерию оценок меньше, у заявки не будет итога: пропуск не считается нулём"),
    )  # fmt: skip

    @property
    def announcement(self) -> Announcement:
        """What the action takes."""
        return Announcement(
            title=self.title.data or "", terms=self.terms.data or "", is_for_town=bool(self.is_for_town.data),
            apply_from=day_of(self.apply_from), apply_until=day_of(self.apply_until),
            judge_until=day_of(self.judge_until), results_on=day_of(self.results_on),
            least_jurors=self.least_jurors.data or 1,
        )  # fmt: skip


class NominationForm(CreatingForm):
    """A nomination and what it is for."""

    title = StringField(_("Номинация"), [DataRequired(_("Назовите номинацию")), _length(LONGEST_LINE)])
    subject = SelectField(_("Кто или что участвует"), choices=worded(SUBJECTS))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"title": self.title.data or "", "subject": Subject(self.subject.data)}


class CriterionForm(CreatingForm):
    """A criterion with its weight, its points and what they mean."""

    title = StringField(_("Критерий"), [DataRequired(_("Назовите критерий")), _length(LONGEST_LINE)])
    grades = TextAreaField(
        _("Что значат баллы"), [DataRequired(_("Напишите, за что какой балл")), _length(1_000)],
        description=_("Например: 0 – не сказано, 3 – есть пример, 5 – есть данные до и после"),
    )  # fmt: skip
    most = IntegerField(_("Баллов, самое большее"), [InputRequired(_("Число от 1 до 10")), _whole(10)], default=5)
    weight = IntegerField(
        _("Вес"), [InputRequired(_("Число от 1 до 10")), _whole(10)], default=1,
        description=_("На вес умножается средний балл"),
    )  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"title": self.title.data or "", "grades": self.grades.data or "", "most": self.most.data or 1,
                "weight": self.weight.data or 1}  # fmt: skip


class JurorForm(CreatingForm):
    """Whom to call into the jury; the view gives the people."""

    person = SelectField(_("Кого"), choices=[], validate_choice=False)
    is_chair = BooleanField(_("Председатель: подпишет протокол"))


class ApplicationForm(CreatingForm):
    """A nomination, and the practice or the person; the view gives the choices."""

    nomination = RadioField(_("Номинация"), [InputRequired(_("Выберите номинацию"))], choices=[])
    practice = SelectField(_("Практика"), choices=[], validate_choice=False)
    person = SelectField(_("Кого выдвигаете"), choices=[], validate_choice=False)
    words = TextAreaField(
        _("Почему стоит победить"), [Optional(), _length(2_000)],
        description=_("Коротко: что сделано и что изменилось. Без имён и диагнозов детей"),
    )  # fmt: skip


def points_form(criteria: Sequence[ContestCriterion]) -> type[BaseForm]:
    """A form with one field a criterion, named by its place: whole points, or «Не оцениваю»."""
    fields: dict[str, Any] = {
        f"points_{n}": RadioField(
            each.title,
            [Optional()],
            choices=[SelectChoice(str(value), str(value)) for value in range(each.most + 1)],
            description=each.grades,
            validate_choice=True,
        )
        for n, each in enumerate(criteria)
    }
    fields["comment"] = TextAreaField(
        _("Комментарий автору"), [Optional(), _length(2_000)],
        description=_("Нужен при самых низких и самых высоких баллах. Автор увидит его без вашего имени после итогов"),
    )  # fmt: skip
    return type("PointsForm", (BaseForm,), fields)


def points_in(form: BaseForm, criteria: Sequence[ContestCriterion]) -> dict[str, int]:
    """What was ticked, by the public id of the criterion; criteria without a tick are left out."""
    said: Mapping[str, Any] = form.values
    ticked = {each.public_id: said.get(f"points_{n}") for n, each in enumerate(criteria)}
    return {key: int(value) for key, value in ticked.items() if value}
