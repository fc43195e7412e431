"""Forms of requests."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.kinds import MarkKind, Origin
from portal.matching.labels import MARKS, ORIGINS, all_variants
from portal.matching.languages import LANGUAGES, RUSSIAN
from portal.matching.queries import Opening
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.sensitive_words import HINT, sensitive_words
from portal.programs.definitions import formats

LONGEST_GOAL = 1_000
OTHERS = {origin: label for origin, label in ORIGINS.items() if origin not in (Origin.OWN, Origin.TABLE)}


def _goal(label: str, description: str) -> TextAreaField:
    said = [DataRequired(_("Напишите, с чем нужна помощь")),
            Length(max=LONGEST_GOAL, message=_("Сократите до %(n)s знаков", n=LONGEST_GOAL))]  # fmt: skip
    return TextAreaField(label, said, description=f"{description} {HINT}")


def languages_field() -> SelectMultipleField:
    """Languages that somebody speaks; Russian is ticked where nobody was asked yet."""
    return SelectMultipleField(
        _("На каких языках удобно говорить"), [Optional()], choices=worded(LANGUAGES), validate_choice=False,
        default=[RUSSIAN],
    )  # fmt: skip


class WishFields(BaseForm):
    """What is asked for; the view gives the openings."""

    opening = RadioField(
        _("Форма наставничества"), [InputRequired(_("Выберите форму наставничества"))], choices=[],
        validate_choice=False,
    )  # fmt: skip

    def offer(self, openings: Sequence[Opening]) -> None:
        """Give the choices: formats, with place and year where there are several."""
        several = len({each.cycle.id for each in openings}) > 1
        self.opening.choices = [
            SelectChoice(each.key, _in_words(each) if several else _named(each)) for each in openings
        ]
        if len(openings) == 1 and not self.opening.data:
            self.opening.data = openings[0].key

    def chosen(self, openings: Sequence[Opening]) -> Opening | None:
        """The opening that was chosen, if it is one of these."""
        return next((each for each in openings if each.key == self.opening.data), None)


class ApplicationForm(WishFields, CreatingForm):
    """A person asks for a mentor; the category is the staff's word."""

    goal = _goal(_("С чем нужна помощь"), _("Своими словами: что хочется освоить или что не получается."))
    languages = languages_field()


class NominationForm(WishFields, CreatingForm):
    """Somebody brings a person into the base."""

    origin = SelectField(_("Кто представляет"), choices=worded(OTHERS))
    variant = SelectField(_("Категория"), choices=[], validate_choice=False)
    goal = _goal(_("С чем нужна помощь"), _("Что хочется освоить или что не получается."))
    languages = languages_field()
    agreed_on = RussianDateField(
        _("День, когда человек согласился"), [Optional(), sensible_day],
        description=_("Оставьте пустым, если человека ещё не спросили: портал спросит"),
    )  # fmt: skip

    def offer(self, openings: Sequence[Opening]) -> None:
        """The same with the categories that these formats know."""
        super().offer(openings)
        self.variant.choices = variant_choices([each.format.format.code for each in openings])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"origin": Origin(self.origin.data), "goal": self.goal.data or "", "variant": self.variant.data or "",
                "agreed_on": self.agreed_on.data, "languages": self.languages.data or ()}  # fmt: skip


class RequestForm(BaseForm):
    """What is known of a request; the view gives the categories of its format."""

    origin = SelectField(_("От кого запрос"), choices=worded(ORIGINS))
    goal = _goal(_("С чем нужна помощь"), _("Что хочется освоить или что не получается."))
    languages = languages_field()
    variant = SelectField(_("Категория"), choices=[], validate_choice=False)
    agreed_on = RussianDateField(
        _("День, когда человек согласился"), [Optional(), sensible_day],
        description=_("Оставьте пустым, если человека ещё не спросили: портал спросит"),
    )  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"origin": Origin(self.origin.data), "goal": self.goal.data or "", "variant": self.variant.data or "",
                "agreed_on": self.agreed_on.data, "languages": self.languages.data or ()}  # fmt: skip


class AcceptanceForm(BaseForm):
    """By whose decision the request stands in the base."""

    decision = StringField(
        _("Чьё решение"),
        [DataRequired(_("Назовите решение")), Length(max=200, message=_("Сократите до 200 знаков"))],
        description=_("Например: педагогический совет, протокол № 3"),
    )
    decided_on = RussianDateField(_("День решения"), [InputRequired(_("Укажите день решения")), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"decision": self.decision.data or "", "decided_on": day_of(self.decided_on)}


class ClosureForm(BaseForm):
    """Why the staff ends the search."""

    reason = StringField(
        _("Почему"),
        [DataRequired(_("Напишите, почему запрос закрыт")), Length(max=200, message=_("Сократите до 200 знаков"))],
        description=HINT,
    )


class WithdrawalForm(BaseForm):
    """The person may say why, or not."""

    reason = StringField(_("Почему"), [Optional(), Length(max=200, message=_("Сократите до 200 знаков"))],
                         description=HINT)  # fmt: skip


class MarksForm(BaseForm):
    """Which marks the request bears; none is a choice too."""

    marks = SelectMultipleField(_("Отметки"), [Optional()], choices=worded(MARKS), validate_choice=False)

    def validate_marks(self, field: SelectMultipleField) -> None:
        """Only what the page offers."""
        if not set(field.data or ()) <= set(MarkKind):
            raise ValidationError(_("Выберите отметки из списка"))

    @property
    def wanted(self) -> set[MarkKind]:
        """What was ticked."""
        return {MarkKind(kind) for kind in self.marks.data or ()}


def variant_choices(codes: Sequence[str]) -> list[SelectChoice]:
    """Categories that these formats know and everybody may see."""
    known = {
        variant.code for code in codes if code in formats() for variant in formats()[code].variants
        if not variant.sensitive
    }  # fmt: skip
    choices = [SelectChoice(code, name) for code, name in all_variants().items() if code in known]
    return [SelectChoice("", _("Не указана")), *choices]


def doubtful(form: Any) -> list[str]:
    """Words in the goal that do not belong there: said after saving, nothing is refused."""
    return sensitive_words(form.goal.data)


def _in_words(opening: Opening) -> str:
    place = opening.place.organization.short_name
    return f"{_named(opening)}: {place}, {opening.cycle.name}"


def _named(opening: Opening) -> str:
    """«Студент – студент»; a format that does not run says so."""
    if opening.runs:
        return opening.format.name
    return _("%(format)s (в этом году пока не идёт: запомним как пожелание)", format=opening.format.name)
