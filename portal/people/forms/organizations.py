"""Forms of an organisation: its card, its last day, its words for roles and its glossary."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.access.roles import Role
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.actions import Contacts
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.kinds import Contour, OrganizationKind
from portal.people.labels import CONTOURS, ORGANIZATION_KINDS
from portal.people.models import Organization
from portal.people.requisites import as_site, is_email, is_inn, is_ogrn, is_phone, is_site
from portal.people.zones import ZONES

LONGEST_LABEL = 40
LONGEST_TERM, LONGEST_MEANING, MOST_TERMS = 80, 500, 100
ADDED_ROWS = 3
CONTACTS = ("address", "phone", "email", "site", "inn", "ogrn")


class OrganizationFields(BaseForm):
    """The card. A municipality is not made here: it stands above the others and comes with the portal."""

    kind = SelectField(_("Вид"), choices=worded(ORGANIZATION_KINDS)[1:])
    contour = SelectField(_("Контур"), choices=worded(CONTOURS))
    name = StringField(
        _("Полное название"),
        [InputRequired(_("Укажите полное название")), Length(max=300, message=_("Сократите название до 300 знаков"))],
    )
    short_name = StringField(
        _("Краткое название"),
        [InputRequired(_("Укажите краткое название")), Length(max=60, message=_("Сократите название до 60 знаков"))],
        description=_("Так организация называется в списках и в шапке портала"),
    )
    time_zone = SelectField(_("Часовой пояс"), choices=worded(ZONES))
    address = StringField(_("Адрес"), [Length(max=300, message=_("Сократите адрес до 300 знаков"))])
    phone = StringField(_("Телефон"))
    email = StringField(_("Почта"))
    site = StringField(_("Сайт"), [Length(max=200, message=_("Сократите адрес до 200 знаков"))])
    inn = StringField(_("ИНН"))
    ogrn = StringField(_("ОГРН"))

    def validate_phone(self, field: StringField) -> None:
        """The number of the office."""
        if field.data and not is_phone(field.data):
            raise ValidationError(_("Укажите телефон с кодом, например +7 3953 00-00-00"))

    def validate_email(self, field: StringField) -> None:
        """The post box of the office."""
        if field.data and (len(field.data) > 200 or not is_email(field.data)):
            raise ValidationError(_("Укажите почту, например school@example.ru"))

    def validate_site(self, field: StringField) -> None:
        """Only what a link may lead to."""
        field.data = as_site(field.data or "")
        if field.data and not is_site(field.data):
            raise ValidationError(_("Укажите адрес сайта, например school12.ru"))

    def validate_inn(self, field: StringField) -> None:
        """Ten or twelve digits that agree with each other."""
        field.data = (field.data or "").replace(" ", "")
        if field.data and not is_inn(field.data):
            raise ValidationError(_("В ИНН 10 или 12 цифр. Сверьте их: контрольное число не сходится"))

    def validate_ogrn(self, field: StringField) -> None:
        """Thirteen or fifteen digits, the last one a check."""
        field.data = (field.data or "").replace(" ", "")
        if field.data and not is_ogrn(field.data):
            raise ValidationError(_("В ОГРН 13 или 15 цифр. Сверьте их: контрольное число не сходится"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take, without the people."""
        return {
            "kind": OrganizationKind(self.kind.data), "contour": Contour(self.contour.data),
            "name": self.name.data or "", "short_name": self.short_name.data or "",
            "time_zone": self.time_zone.data,
            "contacts": Contacts(**{field: self[field].data or "" for field in CONTACTS}),
        }  # fmt: skip


class NewOrganizationForm(OrganizationFields, CreatingForm):
    """A new organisation under one of those that the actor leads; `above` gets its choices from the view."""

    above = SelectField(_("Относится к"), choices=[])


class OrganizationForm(OrganizationFields):
    """The card as it stands; `head` gets its choices from the view and is absent where names must not be listed."""

    head = SelectField(_("Руководитель"), choices=[], description=_("Сотрудник организации. Имя увидят все её люди."))

    def keep_kind(self, organization: Organization) -> None:
        """A municipality stays one: the only choice is what it is."""
        if organization.kind == OrganizationKind.MUNICIPALITY:
            self.kind.choices = worded(ORGANIZATION_KINDS)[:1]
        if organization.time_zone not in ZONES:
            self.time_zone.choices = worded({**ZONES, organization.time_zone: organization.time_zone})


class LastDayForm(BaseForm):
    """The last day of an organisation, a group, a body or somebody's part in it."""

    ends_on = RussianDateField(_("Последний день"), [InputRequired(_("Укажите последний день")), sensible_day])


class WordsForm(BaseForm):
    """Labels of roles and the glossary; rows are named `label-<role>`, `term-<n>` and `meaning-<n>`."""

    def __init__(self, labels: Mapping[str, str], terms: list[dict[str, str]], posted: Any = None) -> None:
        super().__init__()
        roles = [role for role in Role if role is not Role.GUEST]
        said = posted or {f"label-{role}": labels.get(role, "") for role in roles}
        self.labels: dict[Role, str] = {role: clean_line(said.get(f"label-{role}", "")) for role in roles}
        rows = _posted_rows(posted) if posted else [(one["term"], one["meaning"]) for one in terms]
        self.terms = [*rows, *[("", "")] * ADDED_ROWS]
        self.faults: dict[str, str] = {}

    @property
    def said(self) -> dict[str, str]:
        """Everything in words, for the page that shows two texts side by side."""
        labels = {role.label: label for role, label in self.labels.items() if label}
        glossary = "\n".join(f"{term} – {meaning}" for term, meaning in self.terms if term or meaning)
        return {**labels, _("Словарь"): glossary}

    def check(self) -> bool:
        """Whether it may be saved; `faults` says what is wrong, by name of the field."""
        for role, label in self.labels.items():
            if len(label) > LONGEST_LABEL:
                self.faults[f"label-{role}"] = _("Сократите название роли до 40 знаков")
        for number, (term, meaning) in enumerate(self.terms):
            if bool(term) != bool(meaning):
                empty = "meaning" if term else "term"
                self.faults[f"{empty}-{number}"] = _("Заполните и слово, и его значение")
            if len(term) > LONGEST_TERM:
                self.faults[f"term-{number}"] = _("Сократите слово до 80 знаков")
            if len(meaning) > LONGEST_MEANING:
                self.faults[f"meaning-{number}"] = _("Сократите значение до 500 знаков")
        return self.validate() and not self.faults


def _posted_rows(posted: Any) -> list[tuple[str, str]]:
    rows = [
        (clean_line(posted.get(f"term-{number}", "")), clean_line(posted.get(f"meaning-{number}", "")))
        for number in range(MOST_TERMS)
    ]
    return [pair for pair in rows if any(pair)]
