"""Forms of the register: a person, a place, a representative, a qualification, a dated fact."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.audiences import Conditions
from portal.people.columns import KIND_WORDS
from portal.people.kinds import MembershipKind
from portal.people.periods import age_on
from portal.people.sensitive_words import HINT, sensitive_words
from portal.people.words import DOCUMENTS, FACT_WORDS, QUALIFICATION_WORDS

OLDEST, FIRST_YEAR = 110, 1940
_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s,;<>\"().]{2,}")
_PHONE = re.compile(r"[0-9+()\-\s,.;/а-яё]{5,60}", re.IGNORECASE)
_PLAINLY = {MembershipKind.SPECIALIST: _("Специалист партнёра")}
_SHORT = Length(max=100, message=_("Сократите до 100 знаков"))
_LINE = Length(max=200, message=_("Сократите до 200 знаков"))


def is_email(text: str) -> bool:
    """Whether a letter could be sent there."""
    return bool(_EMAIL.fullmatch(text)) and len(text) <= 200


class _Dated:
    """`today` is the day where the organisation is; the view sets it."""

    today: date

    def check_past(self, field: RussianDateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("Этот день ещё не наступил"))
        if field.data and field.data.year < FIRST_YEAR:
            raise ValidationError(_("Проверьте год"))

    @property
    def doubtful(self) -> list[str]:
        """Words in free texts that do not belong into a register; a warning, not a refusal."""
        free = ("post", "subject", "note", "relation", "title", "issuer")
        texts = [getattr(self, name).data for name in free if hasattr(self, name)]
        return sensitive_words(*(text for text in texts if isinstance(text, str)))


class _PersonFields(_Dated):
    family_name = StringField(_("Фамилия"), [InputRequired(_("Укажите фамилию")), _SHORT])
    given_name = StringField(_("Имя"), [InputRequired(_("Укажите имя")), _SHORT])
    patronymic = StringField(_("Отчество"), [_SHORT])
    birth_on = RussianDateField(_("Дата рождения"), [Optional()])
    email = StringField(_("Почта"), [_LINE])
    phone = StringField(_("Телефон"), [_SHORT])

    def validate_birth_on(self, field: RussianDateField) -> None:
        """A day that somebody alive can have been born on."""
        if field.data and (field.data > self.today or age_on(field.data, self.today) > OLDEST):
            raise ValidationError(_("Проверьте год рождения"))

    def validate_email(self, field: StringField) -> None:
        """Empty or an address."""
        if field.data and not is_email(field.data):
            raise ValidationError(
                _("Проверьте адрес почты: в нём должны быть @ и точка, например ivanova@mail.example")
            )

    def validate_phone(self, field: StringField) -> None:
        """Empty or a number as people write it."""
        if field.data and not _PHONE.fullmatch(field.data):
            raise ValidationError(_("Проверьте номер телефона, например +7 900 123-45-67"))


class _CareerField:
    career_began_on = RussianDateField(_("Стаж с"), [Optional()])

    def validate_career_began_on(self, field: RussianDateField) -> None:
        """Not in the future."""
        self.check_past(field)  # type: ignore[attr-defined]


class PersonForm(_PersonFields, _CareerField, BaseForm):
    """What stands on the card."""


class _PlaceFields:
    kind = RadioField(
        _("Кем приходится"),
        [InputRequired(_("Выберите, кем приходится организации"))],
        choices=[SelectChoice(kind.value, _PLAINLY.get(kind, word)) for kind, word in KIND_WORDS.items()],
        validate_choice=False,
    )
    group = SelectField(_("Группа или класс"), choices=[], validate_choice=False)
    post = StringField(_("Должность"), [_LINE])
    subject = StringField(_("Предмет или направление"), [_LINE])
    home = SelectField(_("Где работает или учится, если не здесь"), choices=[], validate_choice=False)
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите первый день"))])

    def validate_kind(self, field: RadioField) -> None:
        """Only what the page offers."""
        _only_offered(field, _("Выберите, кем приходится организации"))

    def validate_group(self, field: SelectField) -> None:
        """A group of this organisation or none."""
        if field.data:
            _only_offered(field, _("Выберите группу из списка"))

    def validate_home(self, field: SelectField) -> None:
        """An organisation of the list or none."""
        if field.data:
            _only_offered(field, _("Выберите организацию из списка"))

    def validate_starts_on(self, field: RussianDateField) -> None:
        """A place may begin soon, but not in another age."""
        if field.data and not FIRST_YEAR <= field.data.year <= self.today.year + 1:  # type: ignore[attr-defined]
            raise ValidationError(_("Проверьте год"))


class NewPersonForm(_PersonFields, _CareerField, _PlaceFields, CreatingForm):
    """A person with the first place; `same` answers «Это тот же человек?» with a public id or «new»."""

    organization = HiddenField()
    same = HiddenField()


class PlaceForm(_Dated, _PlaceFields, CreatingForm):
    """One more place of a person who is there already."""

    organization = SelectField(_("Организация"), choices=[], validate_choice=False)


class EndingForm(_Dated, BaseForm):
    """The last day of a place or a representation."""

    ends_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день"))])

    def validate_ends_on(self, field: RussianDateField) -> None:
        """Not in the future: what ends later is ended later."""
        self.check_past(field)


class RepresentativeForm(_PersonFields, CreatingForm):
    """A representative: one who is in the register (`existing`), or a new person entered here."""

    existing = SelectField(_("Представитель"), choices=[], validate_choice=False)
    relation = StringField(_("Кем приходится"), [InputRequired(_("Укажите, кем приходится")), _SHORT])
    document = SelectField(_("Чем подтверждены полномочия"), choices=[], validate_choice=False)
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите первый день"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document.choices = [SelectChoice("", _("Не указано")), *(SelectChoice(word, word) for word in DOCUMENTS)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Names are asked only where nobody of the register was chosen."""
        if self.existing.data:
            for name in ("family_name", "given_name"):
                self._fields[name].validators = [Optional()]
                self._fields[name].flags.optional = True
        return bool(super().validate(extra_validators))

    def validate_existing(self, field: SelectField) -> None:
        """Somebody of the list or nobody."""
        if field.data:
            _only_offered(field, _("Выберите человека из списка"))

    def validate_document(self, field: SelectField) -> None:
        """A kind of paper; its number has no place here."""
        if field.data:
            _only_offered(field, _("Выберите вид документа из списка"))

    def validate_starts_on(self, field: RussianDateField) -> None:
        """Not in the future."""
        self.check_past(field)


class _QualificationFields(_Dated):
    kind = SelectField(
        _("Вид"),
        choices=[SelectChoice(kind.value, word) for kind, word in QUALIFICATION_WORDS.items()],
        validate_choice=False,
    )
    title = StringField(_("Название"), [InputRequired(_("Укажите название")), _LINE], description=HINT)
    issuer = StringField(_("Кто выдал"), [_LINE])
    hours = IntegerField(
        _("Часов"), [Optional(), NumberRange(1, 10_000, message=_("Укажите число часов от 1 до 10 000"))]
    )
    issued_on = RussianDateField(_("Когда"), [Optional()])
    valid_until = RussianDateField(_("Действует до"), [Optional()])

    def validate_kind(self, field: SelectField) -> None:
        """Only what the page offers."""
        _only_offered(field, _("Выберите вид из списка"))

    def validate_issued_on(self, field: RussianDateField) -> None:
        """Not in the future."""
        self.check_past(field)

    def validate_valid_until(self, field: RussianDateField) -> None:
        """Not before it was issued."""
        issued_on = self.issued_on.data
        if field.data and issued_on and field.data < issued_on:
            raise ValidationError(_("Срок действия кончается раньше, чем документ выдан"))


class NewQualificationForm(_QualificationFields, CreatingForm):
    """A qualification that was not there yet."""


class QualificationForm(_QualificationFields, BaseForm):
    """A qualification put right."""


class _FactFields(_Dated):
    kind = SelectField(
        _("Что произошло"),
        choices=[SelectChoice(kind.value, word) for kind, word in FACT_WORDS.items()],
        validate_choice=False,
    )
    happened_on = RussianDateField(_("Когда"), [InputRequired(_("Укажите день"))])
    note = TextAreaField(_("Пояснение"), [Length(max=500, message=_("Сократите до 500 знаков"))], description=HINT)

    def validate_kind(self, field: SelectField) -> None:
        """Only what the page offers."""
        _only_offered(field, _("Выберите, что произошло"))

    def validate_happened_on(self, field: RussianDateField) -> None:
        """A fact has happened."""
        self.check_past(field)


class NewFactForm(_FactFields, CreatingForm):
    """A fact that was not there yet; `organization` is the one that knows it."""

    organization = SelectField(_("Организация"), choices=[], validate_choice=False)


class FactForm(_FactFields, BaseForm):
    """A fact put right."""


def _only_offered(field: Any, message: str) -> None:
    """Refuse a value that the page did not offer."""
    if field.data not in {value for value, *_rest in field.iter_choices()}:
        raise ValidationError(message)


def _years(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, OLDEST, message=_("Укажите число от 0 до 110"))])


class AudienceForm(BaseForm):
    """The numbers of a rule; as what somebody belongs and where, the library says."""

    min_age = _years(_("Возраст не меньше, полных лет"))
    max_age = _years(_("Возраст не больше, полных лет"))
    total_years_from = _years(_("Общий стаж от, полных лет"))
    total_years_under = _years(_("Общий стаж меньше, полных лет"))
    local_years_from = _years(_("Стаж в организации от, полных лет"))
    local_years_under = _years(_("Стаж в организации меньше, полных лет"))
    min_course = _years(_("Курс или класс не младше"))
    max_course = _years(_("Курс или класс не старше"))
    first_year_in_post = BooleanField(_("На этом месте меньше года"))
    last_course = BooleanField(_("Последний курс: старше группы в организации нет"))

    def validate_max_age(self, field: IntegerField) -> None:
        """Not below the lower end."""
        _not_below(field, self.min_age)

    def validate_total_years_under(self, field: IntegerField) -> None:
        """Above the lower end."""
        _above(field, self.total_years_from)

    def validate_local_years_under(self, field: IntegerField) -> None:
        """Above the lower end."""
        _above(field, self.local_years_from)

    def validate_max_course(self, field: IntegerField) -> None:
        """Not below the lower end."""
        _not_below(field, self.min_course)

    def conditions_over(self, library: Conditions) -> Conditions:
        """These numbers with the kinds of the rule that stands."""
        return replace(library, **self.values)


def _not_below(field: IntegerField, lower: IntegerField) -> None:
    if field.data is not None and lower.data is not None and field.data < lower.data:
        raise ValidationError(_("Верхняя граница меньше нижней"))


def _above(field: IntegerField, lower: IntegerField) -> None:
    if field.data is not None and lower.data is not None and field.data <= lower.data:
        raise ValidationError(_("Верхняя граница должна быть больше нижней"))
