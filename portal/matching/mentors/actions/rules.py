"""What every change of the base of mentors refuses."""

from datetime import date

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.mentors.models import MentorProfile


def refuse_without_consent(person_id: int, organization_id: int, today: date) -> None:
    """Nothing is written without the consent to take part."""
    if basis_for(person_id, organization_id, Purpose.PARTICIPATION, today) is None:
        raise Refusal(_("Нет согласия на участие и мониторинг: наставника записать нельзя. Сначала получите его."))


def refuse_later(day: date | None, today: date) -> None:
    """Nobody decided or agreed tomorrow."""
    if day is not None and day > today:
        raise Refusal(_("Этот день ещё не настал."))


def refuse_over(profile: MentorProfile) -> None:
    """What is over stays as it was."""
    if not profile.is_open:
        raise Refusal(_("Этот профиль уже закрыт. Если человек снова готов быть наставником, запишите новый."))


def refuse_unasked(profile: MentorProfile) -> None:
    """Nobody stands in the base against their will."""
    if profile.agreed_on is None:
        raise Refusal(_("Сначала спросите человека: в базе стоят только те, кто согласен."))
