"""Forms of drafts: what is to be best, a choice by hand, weights and rules, «не с этим человеком»."""

from collections.abc import Mapping, Sequence
from typing import Self

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.drafts.kinds import ChoiceKind, CriterionCode, HomeRule
from portal.matching.drafts.models import LONGEST_REASON
from portal.matching.drafts.settings import MOST_WEIGHT, MatchingSettings
from portal.matching.drafts.words import BY_HAND, CRITERIA, HOMES, HOW, OBJECTIVES
from portal.matching.solving.kinds import Objective
from portal.people.forms.choices import worded
from portal.people.models import Organization
from portal.people.sensitive_words import HINT
from portal.programs.models import CycleFormat

LONGEST_NAME = 150
RULE_FIELDS = ("needs_area", "needs_time", "needs_age", "needs_language", "other_group", "reporting")


class DraftForm(CreatingForm):
    """What the draft is to make as good as possible, and for which format."""

    objective = RadioField(_("Что важнее"), [InputRequired(_("Выберите, что важнее"))], choices=worded(OBJECTIVES))
    format = SelectField(_("Форма наставничества"), choices=[], validate_choice=False)

    def offer(self, formats: Sequence[CycleFormat]) -> None:
        """Give the formats of the year."""
        every = SelectChoice("", _("Все формы сразу"))
        self.format.choices = [every, *(SelectChoice(each.format.code, each.name) for each in formats)]

    def chosen(self, formats: Sequence[CycleFormat]) -> CycleFormat | None:
        """The format that was chosen; None for all at once, and for what is not offered."""
        return next((each for each in formats if each.format.code == self.format.data), None)


class ChoiceForm(CreatingForm):
    """One choice by hand; the page fills the hidden fields."""

    kind = HiddenField(validators=[DataRequired(_("Выберите, что сделать"))])
    request = HiddenField(validators=[DataRequired(_("Выберите, кому нужен наставник"))])
    profile = StringField(_("Наставник"), [Optional()])
    rule = HiddenField(validators=[Optional()])
    reason = StringField(
        _("Почему"), [Optional(), Length(max=LONGEST_REASON, message=_("Сократите до %(n)s знаков", n=LONGEST_REASON))],
        description=HINT,
    )  # fmt: skip

    def validate_kind(self, field: HiddenField) -> None:
        """Only what the pages offer."""
        if field.data not in set(ChoiceKind):
            raise ValidationError(_("Выберите, что сделать"))


def _weight(code: CriterionCode) -> IntegerField:
    wrong = _("Вес – целое число от 0 до %(n)s", n=MOST_WEIGHT)
    return IntegerField(
        CRITERIA[code], [InputRequired(wrong), NumberRange(0, MOST_WEIGHT, wrong)], description=HOW[code].capitalize()
    )


class SetupForm(BaseForm):
    """Weights and hard rules of a year."""

    area = _weight(CriterionCode.AREA)
    time = _weight(CriterionCode.TIME)
    age = _weight(CriterionCode.AGE)
    mentor_kind = _weight(CriterionCode.MENTOR_KIND)
    channel = _weight(CriterionCode.CHANNEL)
    language = _weight(CriterionCode.LANGUAGE)
    needs_area = BooleanField(_("Должна быть общая область помощи"))
    needs_time = BooleanField(_("Должно быть общее удобное время"))
    needs_age = BooleanField(_("Наставник должен работать с этим классом или курсом"))
    needs_language = BooleanField(_("Должен быть общий язык"))
    other_group = BooleanField(_("Наставник не из той же группы или класса"))
    reporting = BooleanField(_("Руководитель не наставник своему подчинённому, кроме формы «руководитель – педагог»"))
    home = RadioField(_("Откуда может быть наставник"), [InputRequired(_("Выберите"))], choices=worded(HOMES))
    conflicts = RadioField(
        _("Если пару из списка запретов предлагают вручную"), [InputRequired(_("Выберите"))], choices=worded(BY_HAND),
        description=_("Черновик таких пар не предлагает никогда"),
    )  # fmt: skip
    objective = RadioField(
        _("Что важнее, если не сказано иначе"), [InputRequired(_("Выберите"))], choices=worded(OBJECTIVES)
    )

    @classmethod
    def of(cls, settings: MatchingSettings) -> Self:
        """The form as it stands."""
        return cls(formdata=None, data=settings.as_data())

    def validate_area(self, field: IntegerField) -> None:
        """One weight at least is positive."""
        if not any(self[code.value].data for code in CriterionCode):
            raise ValidationError(_("Хотя бы один критерий должен весить больше нуля"))

    @property
    def settings(self) -> MatchingSettings:
        """What was entered."""
        said = {name: field.data for name, field in self._fields.items() if name in MatchingSettings().as_data()}
        return MatchingSettings(**{**said, "home": HomeRule(said["home"]), "objective": Objective(said["objective"])})


class AvoidanceForm(CreatingForm):
    """Whom the person would rather not be paired with."""

    organization = RadioField(_("Где"), [InputRequired(_("Выберите организацию"))], choices=[], validate_choice=False)
    name = StringField(
        _("Фамилия и имя"),
        [DataRequired(_("Напишите фамилию и имя")),
         Length(max=LONGEST_NAME, message=_("Сократите до %(n)s знаков", n=LONGEST_NAME))],
        description=_("Как в списке группы. Объяснять ничего не нужно."),
    )  # fmt: skip

    def offer(self, organizations: Mapping[str, Organization]) -> None:
        """Give the organisations in which the person may be paired; one alone is chosen."""
        self.organization.choices = [SelectChoice(key, each.short_name) for key, each in organizations.items()]
        if len(organizations) == 1 and not self.organization.data:
            self.organization.data = next(iter(organizations))
