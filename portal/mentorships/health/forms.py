"""Forms of health: why something waits, what came of it, what somebody tells the curator."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.mentorships.health.actions import SAID
from portal.mentorships.health.kinds import Urgency
from portal.mentorships.health.labels import OUTCOMES, URGENCIES
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.sensitive_words import HINT

LONGEST_WORDS, LONGEST_CALL = 500, 2_000


def _fits(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


class SnoozeForm(BaseForm):
    """Until when it may wait, and why."""

    until = RussianDateField(_("Вернуться к этому"), [InputRequired(_("Укажите день")), sensible_day])
    words = TextAreaField(
        _("Почему это может подождать"), [DataRequired(_("Напишите, почему это может подождать")),
                                          _fits(LONGEST_WORDS)], description=HINT,
    )  # fmt: skip


class ClosingForm(BaseForm):
    """What came of it."""

    outcome = RadioField(
        _("Что вышло"), [InputRequired(_("Выберите, что вышло"))],
        choices=worded({code: OUTCOMES[code] for code in SAID}),
    )  # fmt: skip
    words = TextAreaField(_("Что сделано"), [Optional(), _fits(LONGEST_WORDS)], description=HINT)


class CallForm(CreatingForm):
    """What happened and how soon somebody is wanted."""

    urgency = RadioField(
        _("Как срочно"), [InputRequired(_("Выберите, как срочно"))],
        choices=worded({str(code.value): label for code, label in URGENCIES.items()}),
    )  # fmt: skip
    text = TextAreaField(_("Что случилось"), [DataRequired(_("Напишите, что случилось")), _fits(LONGEST_CALL)])
    to_psychologist = BooleanField(_("Показать и психологу"))

    @property
    def how_soon(self) -> Urgency:
        """The chosen urgency."""
        return Urgency(int(self.urgency.data))
