"""Forms of deeds with a document: registration, cancelling, people, templates, numbering."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm
from portal.documents.kinds import Numbering
from portal.documents.labels import MODES
from portal.documents.numbering import LONGEST_NUMBER, MOST
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day

LONGEST = 300
TOO_LONG = _("Сократите до %(n)s знаков", n=LONGEST)


class WithFile(BaseForm):
    """A form with a file; the heirs declare it."""

    file: FileField

    @property
    def upload(self) -> Any:
        """The file as (stream, name), or None where nothing was chosen."""
        chosen: Any = self.file.data
        return (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None


class RegistrationForm(WithFile):
    """The paper came back with a signature."""

    registered_on = RussianDateField(_("Дата документа"), [InputRequired(_("Укажите дату документа")), sensible_day])
    number = StringField(
        _("Номер по журналу"),
        [Optional(), Length(max=LONGEST_NUMBER, message=_("Сократите до %(n)s знаков", n=LONGEST_NUMBER))],
    )
    file = FileField(_("Скан подписанного листа"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"registered_on": day_of(self.registered_on), "number": self.number.data or ""}


class ScanForm(WithFile):
    """A scan that came later, or a better one."""

    file = FileField(_("Скан подписанного листа"))


class CancellationForm(BaseForm):
    """Why a draft is given up."""

    reason = StringField(
        _("Почему"), [DataRequired(_("Напишите, почему документ не нужен")), Length(max=LONGEST, message=TOO_LONG)]
    )


class PersonForm(BaseForm):
    """Somebody who comes into a draft, or is to read a paper."""

    person = StringField(_("Человек"), [Optional(), Length(max=22)])
    note = StringField(_("Примечание"), [Optional(), Length(max=LONGEST, message=TOO_LONG)])


class TemplateForm(WithFile):
    """An organisation's own template."""

    file = FileField(_("Файл шаблона"))


class NumberingForm(BaseForm):
    """How one series is numbered."""

    mode = RadioField(_("Откуда номер"), [InputRequired(_("Выберите, откуда номер"))], choices=worded(MODES),
                      default=Numbering.AUTO.value)  # fmt: skip
    suffix = StringField(
        _("После номера"), [Optional(), Length(max=20, message=_("Сократите до 20 знаков"))],
        description=_("Например -од: тогда номер 47 пишется как 47-од"),
    )  # fmt: skip
    last = IntegerField(
        _("Последний номер этого года"), [Optional(), NumberRange(0, MOST, _("От 0 до %(n)s", n=MOST))],
        description=_("Если журнал вёлся до портала: следующий документ получит номер на единицу больше"),
    )  # fmt: skip
