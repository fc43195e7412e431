"""The form of September: whose groups and from which day; rows are named by the public id of the group."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import CreatingForm
from portal.people.forms.days import sensible_day


class SeptemberForm(CreatingForm):
    """`moved_on` is the first day in the new course; graduates learn until the day before."""

    organization = HiddenField()
    moved_on = RussianDateField(_("День перевода"), [InputRequired(_("Укажите день перевода")), sensible_day])
