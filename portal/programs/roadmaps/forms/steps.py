"""The form of a step: when, who, what comes of it, what closes it."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.access.roles import Role
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.programs.labels import MONTHS
from portal.programs.roadmaps.actions import StepFacts
from portal.programs.roadmaps.definitions import modules
from portal.programs.roadmaps.forms.maps import LONGEST_TEXT, LONGEST_WORDS, SHORTER
from portal.programs.roadmaps.kinds import Period
from portal.programs.roadmaps.labels import FACTS, PERIODS, fact_label, module_label, period_label, role_label
from portal.programs.roadmaps.models import RoadmapStage, RoadmapStep
from portal.programs.roadmaps.schedule import Schedule

ROLES = (
    Role.DIRECTOR, Role.FORM_LEAD, Role.CURATOR, Role.GROUP_CURATOR, Role.METHODOLOGIST, Role.PSYCHOLOGIST,
    Role.SOCIAL_EDUCATOR, Role.SECRETARY, Role.EDITOR, Role.HR, Role.MENTOR, Role.MENTEE, Role.PARTNER_CURATOR,
    Role.OPERATOR, Role.DEPARTMENT,
)  # fmt: skip
NEW_STAGE = "new"


class StepForm(BaseForm):
    """A step as it stands."""

    title = StringField(
        _("Что сделать"),
        [DataRequired(_("Напишите, что сделать")), Length(max=300, message=_("Сократите до 300 знаков"))],
    )
    number = StringField(_("Номер"), [Length(max=20, message=_("Сократите до 20 знаков"))])
    period = RadioField(_("Когда"), [InputRequired(_("Выберите, когда делается шаг"))], choices=worded(PERIODS))
    first_on = RussianDateField(_("С какого дня"), [Optional(), sensible_day], description=_("Для срока «с … по …»"))
    last_on = RussianDateField(
        _("До какого дня"), [Optional(), sensible_day], description=_("Для сроков «до дня» и «с … по …»")
    )
    months = SelectMultipleField(
        _("Месяцы"), [Optional()], choices=[SelectChoice(number, word) for number, word in MONTHS.items()], coerce=int,
        description=_("Для срока «каждый год в эти месяцы»"),
    )  # fmt: skip
    each_month = BooleanField(_("Делается в каждом из этих месяцев, отметка за каждый"))
    principal = SelectField(
        _("Кто отвечает"),
        choices=[SelectChoice("", _("Не указано: отвечает куратор")), *(SelectChoice(each.value, each.label)
                                                                       for each in ROLES)],
    )  # fmt: skip
    others = SelectMultipleField(_("Кто ещё участвует"), [Optional()],
                                 choices=[SelectChoice(each.value, each.label) for each in ROLES])  # fmt: skip
    responsible = StringField(
        _("Как эти должности называют у вас"), [Length(max=LONGEST_WORDS, message=SHORTER)],
        description=_("Например, «Заместитель директора по УПР». Без имён: люди меняются"),
    )  # fmt: skip
    result = TextAreaField(_("Что получится"), [Length(max=LONGEST_TEXT, message=_("Сократите до 1000 знаков"))])
    paper = StringField(_("Какой документ подтверждает"), [Length(max=LONGEST_WORDS, message=SHORTER)])
    fact = SelectField(_("Закрывается само, когда"), choices=[SelectChoice("", _("Только по отметке")), *worded(FACTS)])
    module = SelectField(
        _("Модуль"),
        choices=[SelectChoice("", _("Как у этапа")), *(SelectChoice(each.code, each.name)
                                                       for each in modules().values())],
    )  # fmt: skip

    def validate_period(self, field: RadioField) -> None:
        """The days or months that the period needs are there."""
        first: Any = self.first_on.data
        last: Any = self.last_on.data
        if field.data == Period.DEADLINE and last is None:
            raise ValidationError(_("Укажите, до какого дня"))
        if field.data == Period.RANGE and (first is None or last is None):
            raise ValidationError(_("Укажите первый и последний день"))
        if field.data == Period.RANGE and last < first:
            raise ValidationError(_("Последний день стоит не раньше первого"))
        if field.data == Period.MONTHS and not self.months.data:
            raise ValidationError(_("Отметьте хотя бы один месяц"))

    @classmethod
    def of(cls, step: RoadmapStep) -> "StepForm":
        """The form as the step stands."""
        return cls(formdata=None, obj=step)

    @property
    def facts(self) -> StepFacts:
        """What the actions take."""
        said: dict[str, Any] = self.values
        schedule = Schedule(
            period=Period(said["period"]), first_on=said["first_on"], last_on=said["last_on"],
            months=tuple(said["months"] or ()), each_month=bool(said["each_month"]),
        )  # fmt: skip
        texts = ("title", "number", "principal", "responsible", "result", "paper", "fact", "module")
        return StepFacts(schedule=schedule, others=said["others"] or (), **{name: said[name] or "" for name in texts})


class NewStepForm(StepForm, CreatingForm):
    """A step of one's own: in a stage that is there, or in a new one."""

    stage = SelectField(_("Этап"), choices=[])
    new_stage = StringField(
        _("Название нового этапа"), [Length(max=LONGEST_WORDS, message=SHORTER)],
        description=_("Если подходящего этапа нет"),
    )  # fmt: skip

    def offer(self, stages: Sequence[RoadmapStage]) -> None:
        """The stages of the map."""
        there = [SelectChoice(each.public_id, each.title) for each in stages]
        self.stage.choices = [*there, SelectChoice(NEW_STAGE, _("Новый этап"))]

    def validate_new_stage(self, field: StringField) -> None:
        """A new stage has a name."""
        if self.stage.data == NEW_STAGE and not field.data:
            raise ValidationError(_("Назовите новый этап"))


def step_words(facts: StepFacts) -> dict[str, str]:
    """A step in words: both texts when two people saved at once."""
    others = ", ".join(role_label(each) for each in facts.others)
    return {
        _("Что сделать"): facts.title, _("Номер"): facts.number, _("Когда"): period_label(facts.schedule),
        _("Кто отвечает"): role_label(facts.principal), _("Кто ещё участвует"): others,
        _("Как эти должности называют у вас"): facts.responsible, _("Что получится"): facts.result,
        _("Какой документ подтверждает"): facts.paper, _("Закрывается само, когда"): fact_label(facts.fact),
        _("Модуль"): module_label(facts.module),
    }  # fmt: skip


def facts_of(step: RoadmapStep) -> StepFacts:
    """What the step says of itself now."""
    return StepFacts(
        title=step.title, schedule=step.schedule, number=step.number, principal=step.principal, others=step.others,
        responsible=step.responsible, result=step.result, paper=step.paper, fact=step.fact, module=step.module,
    )  # fmt: skip
