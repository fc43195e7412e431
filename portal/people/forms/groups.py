"""Forms of a group: its card, learners who come and go."""

from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.actions.transfers import LONGEST_NAME
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.labels import GROUP_KINDS
from portal.people.next_year import LAST_COURSE


class GroupFields(BaseForm):
    """What the card of a group says."""

    name = StringField(
        _("Название"),
        [InputRequired(_("Укажите название, например 9 «А»")),
         Length(max=LONGEST_NAME, message=_("Сократите название до 60 знаков"))],
        description=_("Как в журнале: 9 «А» или М-21"),
    )  # fmt: skip
    kind = SelectField(_("Вид"), choices=worded(GROUP_KINDS))
    course = SelectField(
        _("Курс или класс"),
        choices=worded({"": _("Не указан"), **{str(number): str(number) for number in range(1, LAST_COURSE + 1)}}),
        description=_("По нему группа переходит на следующий год"),
    )
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день")), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "name": self.name.data or "", "kind": self.kind.data, "starts_on": day_of(self.starts_on),
            "course": int(self.course.data) if self.course.data else None,
        }  # fmt: skip


class GroupForm(GroupFields):
    """The card as it stands."""


class NewGroupForm(GroupFields, CreatingForm):
    """A new group of one of the organisations that the actor leads; the view gives the choices."""

    organization = SelectField(_("Организация"), choices=[])


class ComingForm(CreatingForm):
    """Who comes to the group, from which day; the view gives the choices."""

    places = SelectMultipleField(_("Кого записать"), [InputRequired(_("Отметьте хотя бы одного человека"))], choices=[])
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])


class LeavingForm(CreatingForm):
    """Who goes to which other group, from which day; the view gives the choices."""

    places = SelectMultipleField(
        _("Кого перевести"), [InputRequired(_("Отметьте хотя бы одного человека"))], choices=[]
    )
    group = SelectField(_("В какую группу"), choices=[])
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])
