"""The part of a form that says when a wave invites: to a date, some days after a beginning, or after an event."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from surveys.occasions import COUNTINGS, EVENTS, MOST_DAYS, OccasionKind, kind_of

DAYS_ASKED = _("Укажите число дней от 0 до %(most)s", most=MOST_DAYS)


class OccasionFields(BaseForm):
    """`offer_occasions` gives it the choices that exist in the portal now; a form that says nothing means a date."""

    when = RadioField(_("Когда приглашать"), choices=[], validate_choice=False)
    days = IntegerField(_("Через сколько дней"), [Optional(), NumberRange(0, MOST_DAYS, message=DAYS_ASKED)])
    beginning = SelectField(_("После чего"), choices=[], validate_choice=False)
    event = SelectField(_("После какого события"), choices=[], validate_choice=False)

    def offer_occasions(self) -> None:
        """Take the clocks that can strike: one without a single beginning or event is not offered."""
        kinds = [SelectChoice(OccasionKind.DATE.value, _("К дате: всех сразу, в первый день"))]
        if COUNTINGS:
            kinds.append(
                SelectChoice(OccasionKind.DAYS.value, _("Через несколько дней после начала: каждого в свой день"))
            )
        if EVENTS:
            kinds.append(SelectChoice(OccasionKind.EVENT.value, _("После события: каждого, когда оно внесено")))
        self.when.choices = kinds
        self.beginning.choices = [SelectChoice(each.code, each.title) for each in COUNTINGS.values()]
        self.event.choices = [SelectChoice(each.code, each.title) for each in EVENTS.values()]

    def show_occasion(self, occasion: dict[str, Any]) -> None:
        """Choose what stands."""
        kind, code = kind_of(occasion), str(occasion.get("code", ""))
        self.when.data = kind.value
        if kind is OccasionKind.DAYS:
            self.days.data, self.beginning.data = occasion.get("days", 0), code
        elif kind is OccasionKind.EVENT:
            self.event.data = code

    @property
    def clock(self) -> OccasionKind | None:
        """On which clock; None for one that is not offered."""
        said = self.when.data or OccasionKind.DATE.value
        offered = {value for value, *_rest in self.when.iter_choices()} | {OccasionKind.DATE.value}
        return OccasionKind(said) if said in offered else None

    @property
    def is_by_date(self) -> bool:
        """Whether everybody is invited at once."""
        return self.clock is OccasionKind.DATE

    @property
    def occasion(self) -> dict[str, Any]:
        """As `surveys.occasions` reads it; empty for a date."""
        if self.clock is OccasionKind.DAYS:
            return {"kind": OccasionKind.DAYS.value, "code": self.beginning.data, "days": self.days.data}
        if self.clock is OccasionKind.EVENT:
            return {"kind": OccasionKind.EVENT.value, "code": self.event.data}
        return {}

    def validate_when(self, field: RadioField) -> None:
        """Only what is offered; with days their number and their beginning, with an event which one."""
        if self.clock is None:
            raise ValidationError(_("Выберите, когда приглашать"))
        if self.clock is OccasionKind.DAYS and self.days.data is None and not self.days.errors:
            raise ValidationError(DAYS_ASKED)
        if self.clock is OccasionKind.DAYS and self.beginning.data not in COUNTINGS:
            raise ValidationError(_("Выберите, после чего считать дни"))
        if self.clock is OccasionKind.EVENT and self.event.data not in EVENTS:
            raise ValidationError(_("Выберите, после какого события приглашать"))
