"""Forms of summing up."""

from typing import Any

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm
from portal.mentorships.closing.actions import ReportTexts, SheetFacts
from portal.mentorships.closing.kinds import Criterion, Reached, Recommendation
from portal.mentorships.closing.labels import CRITERIA, REACHED, RECOMMENDATIONS
from portal.mentorships.closing.models import ClosingSheet
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.sensitive_words import HINT
from portal.programs.definitions import ExpectedResult

LONGEST_TEXT = 4_000
FITS = Length(max=LONGEST_TEXT, message=_("Сократите до %(n)s знаков", n=LONGEST_TEXT))
UNSAID = ""


def _text(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, [Optional(), FITS], description=description)


class ReportForm(BaseForm):
    """A mentor's report; what must be there is asked when it is sent, not when it is saved."""

    done = _text(
        _("Что сделано"),
        _("Без этого отчёт не отправить. Портал записал выполненные пункты плана и достижения: поправьте и дополните"),
    )
    difficulties = _text(_("Что было трудно"), HINT)
    portrait = _text(_("Как вырос наставляемый"), _("Что получается лучше, чем в начале. Без диагнозов и семейных дел"))
    conclusion = _text(_("Вывод: к чему пришли"), _("Без вывода отчёт не отправить"))
    advice = _text(_("Что предлагаю дальше"))

    @property
    def texts(self) -> ReportTexts:
        """What the action takes."""
        return ReportTexts(**{name: text or "" for name, text in self.values.items()})


class ReturnForm(BaseForm):
    """Why a report comes back."""

    remark = TextAreaField(_("Что поправить"), [DataRequired(_("Напишите, что поправить")), FITS])


class WordForm(BaseForm):
    """The word of a member; `review` is asked of mentees."""

    gained = TextAreaField(
        _("Что изменилось за это время"), [DataRequired(_("Напишите хотя бы пару слов")), FITS],
        description=_("Чему вы научились, что получается теперь"),
    )  # fmt: skip
    ahead = _text(_("Что хочется продолжить"))
    review = _text(_("Отзыв о наставничестве"), _("Что помогло, чего не хватило, что посоветуете другим"))


class SheetFields(BaseForm):
    """The closing sheet; expected results and criteria come from the catalogue (`sheet_form`)."""

    reached = _text(_("Что достигнуто по цели"))
    group_words = _text(_("Что сказали вместе на итоговой встрече"), _("Общая рефлексия пары или группы"))
    conclusion = _text(_("Заключение куратора"), HINT)
    recommendation = RadioField(
        _("Рекомендация"), choices=[*worded(RECOMMENDATIONS), SelectChoice(UNSAID, _("пока без рекомендации"))],
        default=UNSAID, validate_choice=False,
    )  # fmt: skip
    advice = _text(_("Что учесть дальше"))
    reviewed_on = RussianDateField(_("День обсуждения итогов"), [Optional(), sensible_day])

    @property
    def facts(self) -> SheetFacts:
        """What the action takes."""
        said = self.recommendation.data
        day: Any = self.reviewed_on.data
        return SheetFacts(
            results=self._said("result_"), criteria=self._said("criterion_"), reached=self.reached.data or "",
            group_words=self.group_words.data or "", conclusion=self.conclusion.data or "",
            recommendation=Recommendation(said) if said in set(Recommendation) else None,
            advice=self.advice.data or "", reviewed_on=day,
        )  # fmt: skip

    def fields_of(self, prefix: str) -> list[Any]:
        """Questions of one list, in its order."""
        return [field for name, field in self._fields.items() if name.startswith(prefix)]

    def _said(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): field.data
            for name, field in self._fields.items()
            if name.startswith(prefix) and field.data in set(Reached)
        }


def sheet_form(expected: tuple[ExpectedResult, ...], sheet: ClosingSheet | None = None, *, posted: bool = False) -> Any:
    """The form with a question for each expected result of the format and each criterion; filled from the sheet."""
    asked = {f"result_{each.code}": _scale(each.text) for each in expected}
    asked |= {f"criterion_{code.value}": _scale(CRITERIA[code]) for code in Criterion}
    made = type("SheetForm", (SheetFields,), asked)
    if posted:
        return made()
    data: dict[str, Any] = {}
    if sheet is not None:
        data = {name: getattr(sheet, name) for name in ("reached", "group_words", "conclusion", "recommendation",
                                                        "advice", "reviewed_on")}  # fmt: skip
        data["recommendation"] = data["recommendation"] or UNSAID
        data |= {f"result_{code}": value for code, value in sheet.results.items()}
        data |= {f"criterion_{code}": value for code, value in sheet.criteria.items()}
    return made(formdata=None, data=data)


def _scale(label: str) -> RadioField:
    choices = [*worded(REACHED), SelectChoice(UNSAID, _("не оценено"))]
    return RadioField(label, choices=choices, default=UNSAID, validate_choice=False)


class ReserveForm(BaseForm):
    """In which formats a mentee would mentor; the view gives the choices."""

    formats = SelectMultipleField(_("В каких формах"), [DataRequired(_("Отметьте хотя бы одну форму"))], choices=[])
