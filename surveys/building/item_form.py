"""The form of one item: fields by the type of question, and the item that was typed."""

from dataclasses import dataclass, replace
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from surveys.building.lines import OPTIONS, ROWS, Line, lines_of_options, lines_of_rows, options_from, rows_from
from surveys.checks import RESERVED, is_code
from surveys.definitions import ItemDefinition, RowDefinition
from surveys.items import type_of
from surveys.items.date import read_date
from surveys.items.date import shown as shown_date
from surveys.strict import number_of, plain_number

# What each type has besides its words; every other field of the form is taken away.
FIELDS: dict[str, frozenset[str]] = {
    "single": frozenset({"required", "na", "shuffle", "numbered", "polarity", "measure", "message"}),
    "multiple": frozenset({"required", "na", "shuffle", "max_choices", "message"}),
    "yesno": frozenset({"required", "na", "message"}),
    "scale10": frozenset({"required", "na", "min_label", "max_label", "polarity", "measure", "message"}),
    "scale": frozenset({"required", "na", "minimum", "maximum", "min_label", "max_label", "polarity", "measure",
                        "message"}),
    "nps": frozenset({"required", "na", "min_label", "max_label", "message"}),
    "text": frozenset({"required", "na", "long", "swot", "message"}),
    "number": frozenset({"required", "na", "minimum", "maximum", "step", "message"}),
    "date": frozenset({"required", "na", "minimum", "maximum", "message"}),
    "matrix": frozenset({"required", "na", "shuffle", "select", "numbered", "measure"}),
    "ranking": frozenset({"required", "na", "shuffle", "message"}),
    "file": frozenset({"required", "message"}),
    "section": frozenset(),
    "note": frozenset(),
}  # fmt: skip
WITH_OPTIONS = frozenset({"single", "multiple", "scale", "matrix", "ranking"})
MEASURES = {
    "": _("Просто ответ"),
    "state": _("Состояние: сравнивается «до» и «после»"),
    "expectation": _("Ожидание"),
    "quality": _("Качество программы"),
    "result": _("Результат"),
    "profile": _("Сведения о человеке"),
}
SWOT = {
    "": _("Нет"),
    "strengths": _("Сильные стороны"),
    "weaknesses": _("Слабые стороны"),
    "opportunities": _("Возможности"),
    "threats": _("Угрозы"),
}
AS_TYPED = ("text", "hint", "message", "required", "long", "shuffle", "measure", "swot", "select", "min_label",
            "max_label")  # fmt: skip
ENDS = {
    "scale": (_("Низкий край числом"), _("Высокий край числом")),
    "date": (_("Не раньше"), _("Не позже")),
}
LONGEST_TEXT = 2_000


def _short(label: str, most: int = 200) -> StringField:
    return StringField(label, [Length(max=most, message=_("Сократите до %(most)s знаков", most=most))])


class ItemForm(BaseForm):
    """Every field that some type has; `for_type` leaves those of one."""

    asks = True

    seen = HiddenField()
    text = TextAreaField(
        _("Вопрос"), [Length(max=LONGEST_TEXT, message=_("Сократите до %(most)s знаков", most=LONGEST_TEXT))]
    )
    hint = _short(_("Подсказка под вопросом"), 500)
    required = BooleanField(_("Без ответа анкету не отправить"))
    na = BooleanField(_("Можно ответить «Не могу ответить»"))
    long = BooleanField(_("Место для длинного ответа"))
    max_choices = _short(_("Сколько вариантов можно отметить"), 5)
    minimum = _short(_("Не меньше"), 20)
    maximum = _short(_("Не больше"), 20)
    step = _short(_("Шаг"), 20)
    min_label = _short(_("Подпись низкого края"))
    max_label = _short(_("Подпись высокого края"))
    select = RadioField(
        _("Ответов в строке"),
        choices=[SelectChoice("single", _("Один")), SelectChoice("multiple", _("Несколько"))],
        default="single",
    )
    numbered = BooleanField(_("Варианты – это баллы по порядку: 1,\u00a02,\u00a03…"))
    shuffle = BooleanField(_("У каждого свой, случайный порядок"))
    polarity = BooleanField(_("Обратный вопрос: чем меньше, тем лучше"))
    measure = SelectField(_("Что измеряет"), choices=[SelectChoice(*pair) for pair in MEASURES.items()], default="")
    swot = SelectField(_("Часть SWOT"), choices=[SelectChoice(*pair) for pair in SWOT.items()], default="")
    message = _short(_("Что сказать, если ответа нет"))
    code = _short(_("Код вопроса"), 54)

    def validate_text(self, field: TextAreaField) -> None:
        """Something must be said."""
        if not field.data:
            raise ValidationError(_("Напишите вопрос") if self.asks else _("Напишите текст"))

    def validate_code(self, field: StringField) -> None:
        """Only what an answer may be stored under."""
        if field.data and (not is_code(field.data) or field.data in RESERVED):
            raise ValidationError(_("Начните код с латинской буквы, дальше – латинские буквы, цифры и подчёркивания"))

    @classmethod
    def for_type(cls, kind: str, **how: Any) -> "ItemForm":
        """The form with the fields of one type."""
        form = cls(**how)
        for name in {name for each in FIELDS.values() for name in each} - FIELDS[kind]:
            delattr(form, name)
        if form._fields.get("select") is not None:
            form.select.flags.required = True  # one of two is always chosen
        form.text.flags.required = True
        if kind in ENDS:
            form.minimum.label.text, form.maximum.label.text = ENDS[kind]
        if kind in ("section", "note"):
            form.asks = False
            form.text.label.text = _("Название раздела") if kind == "section" else _("Текст пояснения")
            form.hint.label.text = _("Несколько слов под названием") if kind == "section" else _("Подсказка")
        return form

    def show(self, item: ItemDefinition) -> None:
        """Fill the fields from an item."""
        shown = {
            "text": item.text, "hint": item.hint, "message": item.message, "code": item.code, "required": item.required,
            "na": item.allows_na, "long": item.long, "shuffle": item.shuffle, "measure": item.measure,
            "swot": item.swot, "select": item.select or "single", "polarity": item.polarity == -1,
            "min_label": item.min_label, "max_label": item.max_label, "minimum": _typed(item.minimum),
            "maximum": _typed(item.maximum), "step": _typed(item.step), "max_choices": _typed(item.max_choices),
        }  # fmt: skip
        for name, value in shown.items():
            if self._fields.get(name) is not None:
                self._fields[name].data = value


@dataclass(frozen=True)
class Typed:
    """What the author gave: the form of the item with its lists."""

    form: ItemForm
    options: list[Line]
    rows: list[Line]


def typed_from(item: ItemDefinition, **how: Any) -> Typed:
    """A form that shows the item as it stands."""
    form = ItemForm.for_type(item.type, formdata=None, **how)
    form.show(item)
    return Typed(form, lines_of_options(item.options), lines_of_rows(item.rows, item.polarity))


def item_from(typed: Typed, before: ItemDefinition, ever: set[str], taken: set[str]) -> ItemDefinition | None:
    """The item that was typed, or None with the errors beside the fields.

    `before` is the item as it stood (its code decides identity), `ever` the values its options had in any version,
    `taken` the codes that no new row may bear.
    """
    form, kind = typed.form, before.type
    changes = {name: _said(form._fields[name].data) for name in AS_TYPED if form._fields.get(name) is not None}
    if form._fields.get("na") is not None:
        changes["na"] = form.na.data if form.na.data != replace(before, na=None).allows_na else None
    if form._fields.get("polarity") is not None:
        changes["polarity"] = -1 if form.polarity.data else None if before.polarity == -1 else before.polarity
    for name in ("minimum", "maximum", "step", "max_choices"):
        if form._fields.get(name) is not None:
            changes[name] = _bound(form._fields[name], kind)
    if kind in WITH_OPTIONS:
        numbered = kind == "scale" or bool(form._fields.get("numbered") is not None and form.numbered.data)
        changes["options"] = options_from(typed.options, before.options, ever, numbered=numbered)
    if kind == "matrix":
        rows = rows_from(typed.rows, before.rows, taken, before.code)
        is_turned = before.polarity == -1 and all(row.polarity == -1 for row in rows)
        changes["rows"] = _as_one(rows, before) if is_turned else rows
        changes["polarity"] = None if before.polarity == -1 and not is_turned else before.polarity
    if kind == "scale" and changes.get("options"):
        changes |= {"minimum": None, "maximum": None, "min_label": "", "max_label": ""}
    item = replace(before, **changes)
    _refuse(form, item)
    return None if form.errors else item


def _as_one(rows: tuple[RowDefinition, ...], before: ItemDefinition) -> tuple[RowDefinition, ...]:
    """Rows of a matrix that is turned round as a whole: only those say so themselves that said it before."""
    known = {row.code: row.polarity for row in before.rows}
    return tuple(replace(row, polarity=known.get(row.code)) for row in rows)


def _said(value: Any) -> Any:
    """A field that was not sent says nothing."""
    return "" if value is None else value


def _refuse(form: ItemForm, item: ItemDefinition) -> None:
    """Say beside a field what keeps the item from being asked."""
    labels = [option.label.casefold() for option in item.options]
    if item.type in WITH_OPTIONS - {"scale"} and len(item.options) < 2:
        _add(form, OPTIONS, _("Добавьте хотя бы два варианта ответа"))
    elif len(set(labels)) < len(labels):
        _add(form, OPTIONS, _("Два варианта названы одинаково: оставьте один или назовите иначе"))
    elif sum(option.other for option in item.options) > 1:
        _add(form, OPTIONS, _("Оставьте свой текст только у одного варианта"))
    elif item.type == "scale" and len(item.options) == 1:
        _add(form, OPTIONS, _("Добавьте хотя бы две ступени или задайте концы шкалы числами"))
    if item.type == "matrix" and not item.rows:
        _add(form, ROWS, _("Добавьте в таблицу хотя бы одну строку"))
    if not form.errors:
        for problem in type_of(item).validate_item(item):
            _add(form, _place_of(form, item), problem)


def _place_of(form: ItemForm, item: ItemDefinition) -> str:
    """The field beside which a problem of the type is said: mostly a bound that does not fit the other."""
    if item.type == "number" and item.step is not None and item.step <= 0:
        return "step"
    return next((name for name in ("max_choices", "maximum") if form._fields.get(name) is not None), "text")


def _add(form: ItemForm, name: str, message: str) -> None:
    """An error of a field, or of a list that is no field of the form."""
    field = form._fields.get(name)
    if field is not None:
        field.errors = [*field.errors, message]
    else:
        form.form_errors.append((name, message))


def problems_of(form: ItemForm) -> list[tuple[str, str]]:
    """Where and what, for the summary: fields first, then lists."""
    lists = [(f"{name}-0-label", message) for name, message in form.form_errors if not isinstance(name, str) or name]
    return form.problems + lists


def _bound(field: Any, kind: str) -> int | float | str | None:
    """A number or an ISO date; an error beside the field where it is neither."""
    text = (field.data or "").strip().replace(" ", "")
    if not text:
        return None
    if kind == "date":
        day = read_date(text)
        if day is None:
            field.errors = [*field.errors, _("Укажите дату, например 27.11.2026")]
        return day.isoformat() if day else None
    number = number_of(text.replace(",", ".")) if text.isascii() else None
    whole = kind in ("scale", "multiple")
    if number is None or abs(number) > 10**12 or (whole and number != int(number)):
        field.errors = [*field.errors, _("Укажите целое число") if whole else _("Укажите число")]
        return None
    return int(number) if number == int(number) else number


def _typed(bound: int | float | str | None) -> str:
    """A bound as the author writes it."""
    if bound is None:
        return ""
    if isinstance(bound, str):
        day = read_date(bound)
        return shown_date(day) if day else bound
    return plain_number(bound).replace(".", ",")
