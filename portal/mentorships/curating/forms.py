"""Forms of curators' reports."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from portal.mentorships.curating.actions import ReportTexts
from portal.people.sensitive_words import HINT

FITS = Length(max=4_000, message=_("Сократите до %(n)s знаков", n=4_000))


def _text(label: str, description: str = "") -> TextAreaField:
    return TextAreaField(label, [Optional(), FITS], description=description)


class ReportForm(BaseForm):
    """A curator's report; what must be there is asked when it is sent, not when it is saved."""

    done = _text(_("Что сделано за это время"), _("О чём не скажут числа: мероприятия, помощь парам, новые люди"))
    conclusion = _text(_("Выводы"), _("Без выводов отчёт не отправить"))
    difficulties = _text(_("Что было трудно"), HINT)
    proposals = _text(_("Предложения"))

    @property
    def texts(self) -> ReportTexts:
        """What the action takes."""
        return ReportTexts(**{name: text or "" for name, text in self.values.items()})


class ReturnForm(BaseForm):
    """Why a report comes back."""

    remark = TextAreaField(_("Что поправить"), [DataRequired(_("Напишите, что поправить")), FITS])
