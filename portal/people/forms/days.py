"""Days in the forms of the registers: within the lifetime of a school."""

from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def sensible_day(form: BaseForm, field: RussianDateField) -> None:
    """A validator: neither the year 26 nor 20226."""
    if field.data and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(_("Проверьте год"))


def day_of(field: RussianDateField) -> date:
    """The day of a field that was validated."""
    day: Any = field.data
    if not isinstance(day, date):
        raise TypeError(field.name)
    return day
