"""Forms of corrections."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm
from portal.matching.corrections.kinds import Season
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.sensitive_words import HINT

SEASONS = {Season.SPRING: _("Весна: апрель – май"), Season.AUTUMN: _("Осень: август – сентябрь")}


class OpeningForm(BaseForm):
    """Which season, until when, in which organisation; the view gives the choices."""

    organization = SelectField(_("Организация"), choices=[])
    season = SelectField(_("Сезон"), choices=worded(SEASONS))
    due_on = RussianDateField(
        _("До какого дня"), [InputRequired(_("Укажите срок")), sensible_day],
        description=_("К этому дню нужно пройти весь список"),
    )  # fmt: skip


class EndingForm(BaseForm):
    """A curator leaves: nothing is asked but the password."""


class LeavingForm(BaseForm):
    """Why somebody leaves a base."""

    reason = StringField(
        _("Почему"),
        [DataRequired(_("Напишите, почему человек выбывает")), Length(max=200, message=_("Сократите до 200 знаков"))],
        description=HINT,
    )
    ends_pair = BooleanField(_("Пара завершается вместе с этим"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"reason": self.reason.data or "", "ends_pair": bool(self.ends_pair.data)}
