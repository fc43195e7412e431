"""Forms of the library, of the open page and of its news."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.markup import LONGEST
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.library.actions import Body, Facts
from portal.library.actions.materials import LONGEST_BODY
from portal.library.kinds import Facet, MaterialKind
from portal.library.labels import KINDS, choices_of
from portal.library.models import Material
from portal.library.texts import is_link
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Organization
from portal.people.requisites import is_email, is_phone

LONGEST_LINE, LONGEST_ABOUT = 300, 2_000
MARKS = _("Абзацы, **жирный**, списки с «-», ссылки")


def _length(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


def _known(form: BaseForm, field: SelectMultipleField) -> None:
    """Only what the page offers."""
    if not set(field.data or ()) <= {choice.value for choice in field.choices}:  # type: ignore[union-attr]
        raise ValidationError(_("Выберите из списка"))


def _several(label: str, facet: Facet) -> SelectMultipleField:
    return SelectMultipleField(label, [Optional(), _known], choices=worded(choices_of(facet)), validate_choice=False)


class FactsForm(BaseForm):
    """What is said about a material."""

    kind = SelectField(_("Вид"), choices=worded(KINDS))
    title = StringField(_("Название"), [DataRequired(_("Назовите материал")), _length(LONGEST_LINE)])
    about = TextAreaField(
        _("О чём это"), [Optional(), _length(LONGEST_ABOUT)], description=_("Два-три предложения своими словами")
    )
    act_source = StringField(
        _("Кто принял"), [Optional(), _length(LONGEST_LINE)], description=_("Например: Минпросвещения России")
    )
    act_number = StringField(_("Номер акта"), [Optional(), _length(60)], description=_("Например: Р-145"))
    act_date = RussianDateField(_("Дата акта"), [Optional(), sensible_day])
    format = _several(_("Для каких форм"), Facet.FORMAT)
    stage = _several(_("Для каких этапов"), Facet.STAGE)
    role = _several(_("Для кого"), Facet.ROLE)
    is_public = BooleanField(_("Показывать всем, и без входа на портал"))
    for_mentors = BooleanField(_("Просить прочитать новых наставников"))
    for_mentees = BooleanField(_("Просить прочитать новых наставляемых"))
    newcomers_since = RussianDateField(
        _("Новые – те, кто начал не раньше"), [Optional(), sensible_day],
        description=_("Нужно, если материал просят прочитать"),
    )  # fmt: skip
    review_on = RussianDateField(
        _("Когда проверить, что материал верен"),
        [Optional(), sensible_day],
        description=_("В этот день портал напомнит"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what one field asks of another: an act is named, a newcomer is told by a day."""
        is_valid = bool(super().validate(extra_validators))
        wanted = []
        if self.kind.data == MaterialKind.ACT:
            wanted += [
                (self.act_source, _("Укажите, кто принял акт")), (self.act_number, _("Укажите номер акта")),
                (self.act_date, _("Укажите дату акта, например 25.12.2019")),
            ]  # fmt: skip
        if self.for_mentors.data or self.for_mentees.data:
            wanted.append((self.newcomers_since, _("Укажите день, например 01.09.2026")))
        for field, words in wanted:
            if not field.data and not field.errors:
                field.errors, is_valid = [words], False
                field.flags.optional, field.flags.required = False, True
        return is_valid

    def show(self, material: Material) -> None:
        """What stands, as the form shows it."""
        for facet in Facet:
            codes = material.codes(facet)
            self._fields[facet.value].data = [code for code in choices_of(facet) if code in codes]

    @property
    def facts(self) -> Facts:
        """What the action takes."""
        return Facts(
            kind=MaterialKind(self.kind.data), title=self.title.data or "", about=self.about.data or "",
            chosen={facet: self._fields[facet.value].data or [] for facet in Facet},
            act_source=self.act_source.data or "", act_number=self.act_number.data or "",
            act_date=_day(self.act_date), is_public=bool(self.is_public.data),
            for_mentors=bool(self.for_mentors.data), for_mentees=bool(self.for_mentees.data),
            newcomers_since=_day(self.newcomers_since), review_on=_day(self.review_on),
        )  # fmt: skip


class BodyForm(CreatingForm):
    """What a version holds."""

    file = FileField(_("Файл"), description=_("PDF, DOCX, XLSX, PPTX, ODT, JPG, PNG, TXT, до 20 МБ"))
    text = TextAreaField(_("Текст"), [Optional(), _length(LONGEST_BODY)], description=MARKS)
    link = StringField(
        _("Ссылка"), [Optional(), _length(LONGEST_LINE)],
        description=_("Страница портала, например /practices, или адрес с https://"),
    )  # fmt: skip

    def validate_link(self, field: StringField) -> None:
        """An address that a browser opens, nothing else."""
        if field.data and not is_link(field.data):
            raise ValidationError(_("Ссылка начинается с https:// или с / для страниц портала"))

    @property
    def body(self) -> Body:
        """What the action takes."""
        chosen: Any = self.file.data
        upload = (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None
        return Body(text=self.text.data or "", link=self.link.data or "", upload=upload)


class OfOrganization(BaseForm):
    """Something in the name of an organisation; the view gives those that may be chosen."""

    organization = SelectField(_("Организация"), choices=[], validate_choice=False)

    def offer(self, organizations: Sequence[Organization]) -> None:
        """Give the choices."""
        self.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
        if not self.organization.data and organizations:
            self.organization.data = organizations[0].public_id

    def chosen(self, organizations: Sequence[Organization]) -> Organization | None:
        """The organisation that was chosen, if it is one of these."""
        found = next((each for each in organizations if each.public_id == self.organization.data), None)
        if found is None:
            self.organization.errors = [_("Выберите организацию из списка")]
        return found


class MaterialForm(OfOrganization, FactsForm, BodyForm):
    """A material comes in with its first version."""


class VersionForm(BodyForm):
    """The next version."""

    change_note = StringField(
        _("Что изменилось"), [DataRequired(_("Напишите, что изменилось")), _length(LONGEST_LINE)],
        description=_("Прочитает каждый, кто откроет материал"),
    )  # fmt: skip


class SectionForm(BaseForm):
    """What guests read of the organisation."""

    about = TextAreaField(
        _("О программе наставничества"), [DataRequired(_("Расскажите о программе")), _length(LONGEST)],
        description=MARKS,
    )  # fmt: skip
    post = StringField(
        _("К кому обращаться"), [Optional(), _length(LONGEST_LINE)],
        description=_("Должность без имени, например: куратор программы наставничества"),
    )  # fmt: skip
    phone = StringField(_("Телефон"), [Optional(), _length(60)], description=_("Пусто – телефон организации"))
    email = StringField(_("Почта"), [Optional(), _length(200)], description=_("Пусто – почта организации"))
    is_open = BooleanField(_("Показывать страницу всем"))

    def validate_phone(self, field: StringField) -> None:
        """The number of the office."""
        if field.data and not is_phone(field.data):
            raise ValidationError(_("Укажите телефон с кодом, например +7 3953 00-00-00"))

    def validate_email(self, field: StringField) -> None:
        """The post box of the office."""
        if field.data and not is_email(field.data):
            raise ValidationError(_("Укажите почту, например school@example.ru"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "about": self.about.data or "", "post": self.post.data or "", "phone": self.phone.data or "",
            "email": self.email.data or "", "is_open": bool(self.is_open.data),
        }  # fmt: skip


class NewsForm(CreatingForm):
    """A piece of news."""

    title = StringField(_("Заголовок"), [DataRequired(_("Назовите новость")), _length(LONGEST_LINE)])
    text = TextAreaField(_("Текст"), [DataRequired(_("Напишите текст")), _length(LONGEST)], description=MARKS)
    published_on = RussianDateField(_("Дата"), [InputRequired(_("Укажите день")), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"title": self.title.data or "", "text": self.text.data or "", "on": day_of(self.published_on)}


def _day(field: RussianDateField) -> date | None:
    return day_of(field) if field.data else None
