"""Forms of a collegial body: its card and somebody who comes into it."""

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.kinds import BodyKind, BodyPart
from portal.people.labels import BODY_KINDS, BODY_PARTS


class BodyFields(BaseForm):
    """What the card of a body says; without a name it is called by its kind."""

    kind = SelectField(_("Вид"), choices=worded(BODY_KINDS))
    name = StringField(
        _("Название"),
        [Length(max=200, message=_("Сократите название до 200 знаков"))],
        description=_("Если оставить пустым, орган будет называться по виду"),
    )
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день")), sensible_day])

    def validate_name(self, field: StringField) -> None:
        """«Другой орган» says nothing: it needs a name."""
        if self.kind.data == BodyKind.OTHER and not field.data:
            raise ValidationError(_("Назовите орган"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        kind = BodyKind(self.kind.data)
        return {"kind": kind, "name": self.name.data or BODY_KINDS[kind], "starts_on": day_of(self.starts_on)}


class BodyForm(BodyFields):
    """The card as it stands."""


class NewBodyForm(BodyFields, CreatingForm):
    """A new body of one of the organisations that the actor leads; the view gives the choices."""

    organization = SelectField(_("Организация"), choices=[])


class MemberForm(CreatingForm):
    """Who comes into the body, as whom and from which day; the view gives the choices."""

    person = RadioField(_("Кто входит в состав"), [InputRequired(_("Выберите человека"))], choices=[],
                        validate_choice=False)  # fmt: skip
    part = RadioField(
        _("В каком качестве"),
        [InputRequired(_("Выберите, в каком качестве"))],
        choices=worded(BODY_PARTS),
        default=BodyPart.MEMBER.value,
        validate_choice=False,
    )
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])
    ends_on = RussianDateField(_("По какой день"), [Optional(), sensible_day])

    def validate_part(self, field: RadioField) -> None:
        """Only what the page offers."""
        if field.data not in set(BodyPart):
            raise ValidationError(_("Выберите, в каком качестве"))
