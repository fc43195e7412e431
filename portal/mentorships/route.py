"""The steps that a pair goes from the yes of its members to its first day. Pure: data goes in, steps come out.

The route is the programme's; the settings of the year add meetings and the psychologist where the organisation wants
them, and the ground on which a pair stands (an order, an entry of the registry) where the route does not name it.
"""

from collections.abc import Collection

from portal.access.roles import Role
from portal.core.i18n import _
from portal.programs.cycle_settings import CycleSettings
from portal.programs.kinds import Ground, StepAction
from portal.programs.routes import Route, RouteStep

ORDERING = (StepAction.DRAFT_ORDER, StepAction.ORDER)
KEEPERS = (Role.CURATOR, Role.METHODOLOGIST, Role.SECRETARY, Role.DIRECTOR)
"""Roles that write down what others decided: a body in its protocol, an employer in a letter."""
GROUP_MEETING = RouteStep(
    code="group_meeting", action=StepAction.PROPOSAL, roles=(Role.CURATOR, Role.METHODOLOGIST),
    words=_("Групповая встреча прошла, участники выбрали друг друга"),
)  # fmt: skip
TRIAL = RouteStep(
    code="trial", action=StepAction.AGREEMENT, roles=(Role.CURATOR, Role.METHODOLOGIST),
    words=_("Пробная встреча прошла, обе стороны совместимы"),
)  # fmt: skip
PSYCHOLOGIST = RouteStep(code="psychologist", action=StepAction.OPINION, roles=(Role.PSYCHOLOGIST,))
GROUNDS = {
    Ground.ORDER: RouteStep(code="order", action=StepAction.ORDER, roles=(Role.DIRECTOR,)),
    Ground.REGISTRY: RouteStep(code="registration", action=StepAction.REGISTRATION, roles=(Role.CURATOR,)),
}
# Words of these steps are about how two people get on: the keepers and the psychologist read them, nobody else.
CONFIDENTIAL = frozenset({TRIAL.code, PSYCHOLOGIST.code})


def steps_for(route: Route, settings: CycleSettings) -> Route:
    """Every step of a pair in order: proposals, the meetings and the advice of the year, then the rest of the route."""
    first = next((n for n, step in enumerate(route) if step.action != StepAction.PROPOSAL), len(route))
    added = []
    if settings.group_meeting:
        added.append(GROUP_MEETING)
    if settings.trial_meeting:
        added.append(TRIAL)
    if settings.psychologist and not any(Role.PSYCHOLOGIST in step.roles for step in route):
        added.append(PSYCHOLOGIST)
    ground = GROUNDS[Ground(settings.ground)]
    last = () if any(step.action == ground.action for step in route) else (ground,)
    return (*route[:first], *added, *route[first:], *last)


def next_step(steps: Route, passed: Collection[str]) -> RouteStep | None:
    """The first step that is not passed yet (codes); None at the end."""
    return next((step for step in steps if step.code not in passed), None)


def grounds_pair(step: RouteStep, settings: CycleSettings) -> bool:
    """Whether the pair works from the day of this step on."""
    return step.action == GROUNDS[Ground(settings.ground)].action


def is_confidential(step: RouteStep) -> bool:
    """Whether what was said at the step is for few."""
    return step.code in CONFIDENTIAL or (step.is_advisory and step.roles == (Role.PSYCHOLOGIST,))
