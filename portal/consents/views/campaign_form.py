"""The form of a campaign: what is told, to whom, how and in which days."""

from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from portal.consents.paper_kinds import Way
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import CreatingForm

LONGEST_TEXT = 4_000


class CampaignForm(CreatingForm):
    """`parts` get their choices from the view: what the reader reaches in the organisation."""

    organization = HiddenField()
    title = StringField(
        _("О чём"), [InputRequired(_("Напишите, о чём")), Length(max=150, message=_("Сократите до 150 знаков"))]
    )
    body = TextAreaField(
        _("Что рассказать"),
        [
            InputRequired(_("Напишите, что рассказать")),
            Length(max=LONGEST_TEXT, message=_("Сократите текст до 4000 знаков")),
        ],
    )
    address = StringField(
        _("Ссылка на подробности"), [MayBeEmpty(), Length(max=300, message=_("Сократите до 300 знаков"))]
    )
    way = SelectField(_("Как"), choices=[SelectChoice(way.value, way.label) for way in Way])
    parts = SelectMultipleField(_("Кому"), choices=[], validate_choice=False)
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день"))])
    ends_on = RussianDateField(_("Последний день"), [MayBeEmpty()])

    def validate_parts(self, field: SelectMultipleField) -> None:
        """Somebody must be told."""
        if not any(field.data or ()):
            raise ValidationError(_("Отметьте, кому рассказать"))

    def validate_address(self, field: StringField) -> None:
        """A link that a letter may carry."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Ссылка начинается с https://"))

    def validate_ends_on(self, field: RussianDateField) -> None:
        """The last day cannot stand before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Последний день стоит раньше первого"))

    @property
    def campaign(self) -> dict[str, Any]:
        """What was entered, as `open_campaign` takes it."""
        return {
            "title": self.title.data, "body": self.body.data, "address": self.address.data or "",
            "way": Way(self.way.data), "parts": self.parts.data, "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
        }  # fmt: skip
