"""Forms of partners: the card, an agreement with its scan, who curates on the partner's side."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.kinds import OrganizationKind
from portal.people.labels import ORGANIZATION_KINDS
from portal.programs.actions import Terms
from portal.programs.forms.uploads import TermWithFile, upload_of
from portal.programs.kinds import AgreementKind
from portal.programs.labels import AGREEMENTS

LONGEST = 2_000
PARTNERS = {
    kind: label
    for kind, label in ORGANIZATION_KINDS.items()
    if kind not in (OrganizationKind.MUNICIPALITY, OrganizationKind.DEPARTMENT)
}


def _long(label: str, description: str) -> TextAreaField:
    message = _("Сократите до %(n)s знаков", n=LONGEST)
    return TextAreaField(label, [Optional(), Length(max=LONGEST, message=message)], description=description)


class PartnerFields(BaseForm):
    """What the card of a partner says."""

    about = _long(_("Что делаете вместе"), _("Наставники для студентов, практика, профориентация"))
    resources = _long(_("Что партнёр открывает обучающимся"), _("Лаборатории, оборудование, помещения"))
    starts_on = RussianDateField(_("Партнёр с какого дня"), [InputRequired(_("Укажите день")), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "about": self.about.data or "", "resources": self.resources.data or "", "starts_on": day_of(self.starts_on)
        }  # fmt: skip


class PartnerForm(PartnerFields):
    """The card as it stands."""

    ends_on = RussianDateField(
        _("Последний день"), [Optional(), sensible_day], description=_("Если вы больше не работаете вместе")
    )


class NewPartnerForm(PartnerFields, CreatingForm):
    """One of the organisations around, or one that the register does not know; the view gives the choices."""

    organization = SelectField(_("Чей партнёр"), choices=[])
    home = SelectField(_("Организация-партнёр"), choices=[])
    name = StringField(
        _("Название, если в списке нет"), [Length(max=200, message=_("Сократите название до 200 знаков"))]
    )
    kind = SelectField(_("Вид"), choices=worded(PARTNERS), default=OrganizationKind.ENTERPRISE.value)

    def validate_name(self, field: StringField) -> None:
        """Either chosen or named."""
        if not self.home.data and not field.data:
            raise ValidationError(_("Выберите организацию в списке или назовите новую"))
        if self.home.data and field.data:
            raise ValidationError(_("Организация уже выбрана в списке: новое название не нужно"))


class AgreementFields(TermWithFile):
    """What is recorded of an agreement; the scan is optional."""

    kind = SelectField(_("Вид"), choices=worded(AGREEMENTS))
    number = StringField(_("Номер"), [Optional(), Length(max=60, message=_("Сократите до 60 знаков"))])
    signed_on = RussianDateField(_("Дата подписания"), [InputRequired(_("Укажите дату подписания")), sensible_day])
    starts_on = RussianDateField(_("Действует с"), [InputRequired(_("Укажите первый день")), sensible_day])
    ends_on = RussianDateField(
        _("Действует по"), [Optional(), sensible_day], description=_("Оставьте пустым, если бессрочно")
    )
    scan = FileField(_("Скан соглашения"))

    @property
    def terms(self) -> Terms:
        """What the actions take."""
        last: Any = self.ends_on.data
        return Terms(kind=AgreementKind(self.kind.data), number=self.number.data or "",
                     signed_on=day_of(self.signed_on), starts_on=day_of(self.starts_on), ends_on=last)  # fmt: skip

    @property
    def upload(self) -> Any:
        """The file as (stream, name), or None."""
        return upload_of(self.scan)


class AgreementForm(AgreementFields):
    """An agreement as it was recorded."""


class NewAgreementForm(AgreementFields, CreatingForm):
    """A new agreement."""


class PartnerCuratorForm(CreatingForm):
    """Who curates on the partner's side; the view gives the choices."""

    person = RadioField(_("Кто курирует от партнёра"), [InputRequired(_("Выберите человека"))], choices=[],
                        validate_choice=False)  # fmt: skip
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])
    document = StringField(
        _("Документ"), [Length(max=200, message=_("Сократите до 200 знаков"))],
        description=_("Приказ или письмо партнёра: номер и дата"),
    )  # fmt: skip
