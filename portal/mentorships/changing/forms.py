"""Forms of changes."""

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.mentorships.kinds import Ending
from portal.mentorships.labels import ENDINGS
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.sensitive_words import HINT

LONGEST_REASON = 500
OF_PAIR = (
    Ending.COMPLETED, Ending.INCOMPATIBLE, Ending.MENTOR_ASKED, Ending.MENTEE_ASKED, Ending.LEFT, Ending.OTHER,
)  # fmt: skip
OF_MENTEE = (Ending.COMPLETED, Ending.INCOMPATIBLE, Ending.MENTEE_ASKED, Ending.LEFT, Ending.OTHER)


def _reason(label: str, needed: str = "") -> TextAreaField:
    first = DataRequired(needed) if needed else Optional()
    fits = Length(max=LONGEST_REASON, message=_("Сократите до %(n)s знаков", n=LONGEST_REASON))
    return TextAreaField(label, [first, fits], description=HINT)


class PauseForm(BaseForm):
    """Why the pair rests."""

    reason = _reason(_("Почему пауза"), _("Напишите, почему пауза"))


class ExtensionForm(BaseForm):
    """Until when and why."""

    planned_until = RussianDateField(_("Новый срок"), [InputRequired(_("Укажите новый срок")), sensible_day])
    reason = _reason(_("Почему меняется срок"), _("Напишите, почему меняется срок"))


class EndingForm(BaseForm):
    """Why the pair is over."""

    ending = SelectField(_("Причина"), choices=worded({code: ENDINGS[code] for code in OF_PAIR}))
    reason = _reason(_("Пояснение"), _("Напишите несколько слов: это останется в реестре"))


class LeavingForm(BaseForm):
    """Why one mentee leaves."""

    ending = SelectField(_("Причина"), choices=worded({code: ENDINGS[code] for code in OF_MENTEE}))
    reason = _reason(_("Пояснение"))


class MentorForm(CreatingForm):
    """Who comes in whose place; the view gives the choices."""

    former = RadioField(_("Кого заменить"), [InputRequired(_("Выберите, кого заменить"))], choices=[])
    profile = RadioField(_("Новый наставник"), [InputRequired(_("Выберите наставника"))], choices=[])
    agreed_on = RussianDateField(
        _("День, когда новый наставник согласился"), [InputRequired(_("Укажите день согласия")), sensible_day]
    )
    reason = _reason(_("Почему меняется наставник"), _("Напишите, почему меняется наставник"))
    insists = BooleanField(_("Поставить эту пару всё равно"))


class MenteeForm(CreatingForm):
    """Whose request is answered by the pair; the view gives the choices."""

    asked = RadioField(_("Кто войдёт в группу"), [InputRequired(_("Выберите человека"))], choices=[])
    agreed_on = RussianDateField(
        _("День, когда человек согласился"), [InputRequired(_("Укажите день согласия")), sensible_day]
    )
    reason = _reason(_("Пояснение"))
    insists = BooleanField(_("Поставить эту пару всё равно"))
