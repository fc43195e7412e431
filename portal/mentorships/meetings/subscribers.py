"""What happens in pairs and can be the occasion of a questionnaire."""

from portal.core.i18n import _
from portal.mentorships.meetings.actions.asking import EVENT
from surveys.occasions import event

event(EVENT, _("После встречи пары"))
