"""Forms of consents: giving, recording from paper, a new wording, the order of collecting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from portal.consents.kinds import Decision, Evidence, Item, Minors, Term
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm

LONGEST_BODY = 20_000
PROVEN = (Evidence.SCAN, Evidence.PAPER)


def choices_of(kind: Any, *, only: Any = None) -> list[SelectChoice]:
    """The members of an enumeration with their labels."""
    return [SelectChoice(one.value, one.label) for one in only or kind]


def items_in(fields: Mapping[str, str], codes: list[Any]) -> dict[str, Any]:
    """Decisions on publication as the page posts them: `item_photo` and `condition_photo`."""
    return {
        code: {"decision": fields.get(f"item_{code}", ""), "condition": fields.get(f"condition_{code}", "")}
        for code in codes
        if fields.get(f"item_{code}")
    }


def conditions_in(fields: Mapping[str, str], name: str) -> dict[str, str]:
    """Conditions of one sheet of many, as lists of sheets post them: `c.<sheet>.photo`."""
    return {one.value: fields.get(f"c.{name}.{one}", "") for one in Item}


def item_rows(codes: list[Any], decided: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the page draws for each item: its name, the choices, what was chosen; nothing is chosen beforehand."""
    return [
        {"code": code, "label": Item(code).label, "choices": [(one.value, one.label) for one in Decision],
         "decision": (decided.get(code) or {}).get("decision"), "condition": (decided.get(code) or {}).get("condition")}
        for code in codes
    ]  # fmt: skip


def months_are_said(form: Any, field: IntegerField) -> None:
    """A number is needed where the term is counted in months. Stands before Optional, which would end the questions."""
    if form.term.data == Term.MONTHS and not any(str(typed).strip() for typed in field.raw_data or ()):
        raise StopValidation(_("Укажите от 1 до 120 месяцев"))


class GiveForm(CreatingForm):
    """The button under a text; `text_hash` says which wording was on the page when it was pressed."""

    text_hash = HiddenField()


class WithdrawForm(CreatingForm):
    """The last step before a withdrawal; `by` is who withdraws, where a curator enters a letter."""

    by = RadioField(_("Кто отзывает"), choices=[], validate_choice=False)
    reason = TextAreaField(_("Почему"), [Length(max=500, message=_("Сократите до 500 знаков"))])


class RecordForm(CreatingForm):
    """A signed sheet, or a refusal, that came to the curator; choices of signers come from the view."""

    today: date | None = None

    organization = HiddenField()
    signer = RadioField(_("Кто решил"), [InputRequired(_("Выберите, кто подписал"))], choices=[], validate_choice=False)
    outcome = RadioField(
        _("Что решено"),
        [InputRequired(_("Отметьте, согласие это или отказ"))],
        choices=[SelectChoice("given", _("Согласие")), SelectChoice("refused", _("Отказ"))],
    )
    signed_on = RussianDateField(_("День подписи"), [InputRequired(_("Укажите день подписи, например 17.11.2026"))])
    evidence = RadioField(
        _("Что есть"),
        [InputRequired(_("Выберите, что есть: скан или лист"))],
        choices=choices_of(Evidence, only=PROVEN),
    )

    def validate_signed_on(self, field: RussianDateField) -> None:
        """Nobody has signed tomorrow."""
        if field.data and self.today and field.data > self.today:
            raise ValidationError(_("Этот день ещё не наступил"))


class TextForm(CreatingForm):
    """The next edition of a wording."""

    organization = HiddenField()
    purpose = HiddenField()
    category = HiddenField()
    title = StringField(
        _("Название"), [InputRequired(_("Назовите документ")), Length(max=200, message=_("Сократите до 200 знаков"))]
    )
    body = TextAreaField(
        _("Текст дословно"),
        [InputRequired(_("Введите текст")), Length(max=LONGEST_BODY, message=_("Сократите до 20 000 знаков"))],
    )
    term = RadioField(_("Срок согласия"), [InputRequired(_("Выберите срок"))], choices=choices_of(Term))
    term_months = IntegerField(
        _("Сколько месяцев"),
        [months_are_said, Optional(), NumberRange(1, 120, message=_("Укажите от 1 до 120 месяцев"))],
    )
    starts_on = RussianDateField(_("Действует с"), [InputRequired(_("Укажите первый день, например 01.09.2026"))])
    renewal = RadioField(
        _("Что с согласиями, данными раньше"),
        [InputRequired(_("Выберите, что будет с данными раньше согласиями"))],
        choices=[
            SelectChoice("keep", _("Остаются: изменились только слова")),
            SelectChoice("again", _("Нужны заново: текст существенно новый")),
        ],
    )


class PolicyForm(BaseForm):
    """How the organisation collects consents."""

    organization = HiddenField()
    evidence = SelectMultipleField(
        _("Что подтверждает согласие, кроме скана"),
        choices=choices_of(Evidence, only=(Evidence.PAPER, Evidence.PORTAL)),
    )
    minors = RadioField(_("Кто подписывает с 14 до 17 лет"), [InputRequired(_("Выберите"))], choices=choices_of(Minors))
    term = RadioField(_("Срок в новых текстах"), [InputRequired(_("Выберите срок"))], choices=choices_of(Term))
    term_months = IntegerField(
        _("Сколько месяцев"),
        [months_are_said, Optional(), NumberRange(1, 120, message=_("Укажите от 1 до 120 месяцев"))],
    )
    operator_name = StringField(
        _("Оператор: полное название, ИНН и ОГРН"), [Length(max=400, message=_("Сократите до 400 знаков"))]
    )
    operator_address = StringField(_("Адрес оператора"), [Length(max=400, message=_("Сократите до 400 знаков"))])
    operator_contact = StringField(_("Куда писать об отзыве"), [Length(max=400, message=_("Сократите до 400 знаков"))])
