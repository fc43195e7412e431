"""What speaks against a change of a plan."""

from datetime import date

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.mentorships.plans.models import Plan


def today_of(plan: Plan) -> date:
    """The day in the plan's organisation."""
    return clock.today(plan.organization.time_zone)


def refuse_over(plan: Plan) -> None:
    """Raise Refusal where the pair is over."""
    if plan.is_closed():
        raise Refusal(_("Пара завершена: её план больше не меняется."))


def refuse_locked(plan: Plan) -> None:
    """Raise Refusal unless the plan is being written."""
    refuse_over(plan)
    if not plan.is_draft:
        raise Refusal(_("План на согласовании или утверждён: чтобы менять пункты, верните его в черновик."))


def refuse_later(day: date, today: date) -> None:
    """Raise Refusal for a day that has not come."""
    if day > today:
        raise Refusal(_("Этот день ещё не настал."))
