"""Forms of a registered paper and of days of the organisation's own."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.programs.actions import PaperFacts
from portal.programs.forms.uploads import TermWithFile, upload_of
from portal.programs.kinds import DayKind, PaperKind
from portal.programs.labels import DAYS, PAPERS


class PaperFields(TermWithFile):
    """What is registered of a paper; the file is optional."""

    kind = SelectField(_("Вид"), choices=worded(PAPERS))
    title = StringField(
        _("Название"),
        [DataRequired(_("Назовите документ")), Length(max=300, message=_("Сократите название до 300 знаков"))],
    )
    number = StringField(_("Номер"), [Optional(), Length(max=60, message=_("Сократите до 60 знаков"))])
    adopted_on = RussianDateField(_("Дата утверждения"), [InputRequired(_("Укажите дату утверждения")), sensible_day])
    starts_on = RussianDateField(_("Действует с"), [InputRequired(_("Укажите первый день")), sensible_day])
    ends_on = RussianDateField(
        _("Действует по"), [Optional(), sensible_day], description=_("Оставьте пустым, пока документ действует")
    )
    file = FileField(_("Файл документа"))

    @property
    def facts(self) -> PaperFacts:
        """What the actions take."""
        last: Any = self.ends_on.data
        return PaperFacts(
            kind=PaperKind(self.kind.data),
            title=self.title.data or "",
            number=self.number.data or "",
            adopted_on=day_of(self.adopted_on),
            starts_on=day_of(self.starts_on),
            ends_on=last,
        )

    @property
    def upload(self) -> Any:
        """The file as (stream, name), or None."""
        return upload_of(self.file)


class PaperForm(PaperFields):
    """A paper as it was registered."""


class NewPaperForm(PaperFields, CreatingForm):
    """A new paper."""


class OwnDaysForm(CreatingForm):
    """Days in which the organisation differs from the calendar of the country; the view gives the organisations."""

    organization = SelectField(_("Организация"), choices=[])
    kind = RadioField(_("Что это за дни"), [InputRequired(_("Выберите, что это за дни"))], choices=worded(DAYS),
                      default=DayKind.HOLIDAYS.value)  # fmt: skip
    name = StringField(
        _("Название"),
        [DataRequired(_("Назовите эти дни")), Length(max=100, message=_("Сократите название до 100 знаков"))],
    )
    starts_on = RussianDateField(_("Первый день"), [InputRequired(_("Укажите первый день")), sensible_day])
    ends_on = RussianDateField(_("Последний день"), [Optional(), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        first = day_of(self.starts_on)
        return {"kind": DayKind(self.kind.data), "name": self.name.data or "", "starts_on": first,
                "ends_on": self.ends_on.data or first}  # fmt: skip
