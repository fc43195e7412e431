"""Approval routes as data: steps that are added, moved and taken out. Pure: a route goes in, another comes out."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from portal.access.roles import Role
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.kinds import BodyKind
from portal.programs.kinds import StepAction

MOST_STEPS = 12
DECIDING = frozenset({StepAction.DECISION, StepAction.ORDER, StepAction.REGISTRATION})


def new_code() -> str:
    """A code that no other step has: what was done at the step refers to it."""
    return secrets.token_hex(4)


@dataclass(frozen=True, kw_only=True)
class RouteStep:
    """Who does what: any one of the roles or bodies. `words` is how the organisation calls them, `note` a condition."""

    action: str
    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    words: str = ""
    note: str = ""
    code: str = field(default_factory=new_code)

    def __post_init__(self) -> None:
        StepAction(self.action)
        object.__setattr__(self, "roles", tuple(Role(role).value for role in self.roles))
        object.__setattr__(self, "bodies", tuple(BodyKind(body).value for body in self.bodies))
        if not self.roles and not self.bodies:
            raise ValueError("a step needs somebody who acts")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """A step as it is stored."""
        read: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**read)

    def as_data(self) -> dict[str, Any]:
        """What is stored."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def is_advisory(self) -> bool:
        """An opinion is heard and written down; the route goes on whatever it says."""
        return self.action == StepAction.OPINION

    @property
    def decides(self) -> bool:
        """Whether a pair may rest on this step."""
        return self.action in DECIDING


Route = tuple[RouteStep, ...]


def read_route(rows: Sequence[Mapping[str, Any]]) -> Route:
    """Steps as they are stored, in order."""
    return tuple(RouteStep.from_data(row) for row in rows)


def fresh(route: Route) -> Route:
    """The same steps under new codes: a programme never shares them with the pattern it came from."""
    return tuple(replace(step, code=new_code()) for step in route)


def with_step(route: Route, step: RouteStep) -> Route:
    """One more step at the end. Raises Refusal when there are too many."""
    if len(route) >= MOST_STEPS:
        raise Refusal(_("В маршруте уже %(n)s шагов, больше не помещается.", n=MOST_STEPS))
    return (*route, step)


def moved(route: Route, code: str, places: int) -> Route:
    """The step further up (negative) or down; at the edge it stays."""
    here = _place_of(route, code)
    there = min(max(here + places, 0), len(route) - 1)
    rest = [step for step in route if step.code != code]
    return (*rest[:there], route[here], *rest[there:])


def without_step(route: Route, code: str) -> Route:
    """The route without the step. Raises Refusal where nothing would decide any more."""
    _place_of(route, code)
    left = tuple(step for step in route if step.code != code)
    if not any(step.decides for step in left):
        raise Refusal(_("Это единственный шаг, который решает. Сначала добавьте другой: решение, приказ или запись."))
    return left


def _place_of(route: Route, code: str) -> int:
    for place, step in enumerate(route):
        if step.code == code:
            return place
    raise Refusal(_("Такого шага в маршруте уже нет. Откройте страницу заново."))
