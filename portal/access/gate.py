"""The one gate to every object: lists, single rows and buttons ask the same WHERE clause."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.policy import POLICY, scope_of
from portal.access.roles import Role, Scope
from portal.core.db import Base, db
from portal.core.errors import NotAllowed, NotSeen

Model = TypeVar("Model", bound=Base)
Clause = sa.ColumnElement[bool]
Scopes = Mapping[Scope, Clause | Callable[[], Clause]]
ScopeRule = Callable[[Actor, Role], Scopes]


@dataclass(frozen=True)
class Guarded:
    """How a model is guarded: what each scope means for it and which permission makes it visible at all."""

    rule: ScopeRule
    read: Permission
    key: str


GUARDED: dict[type[Base], Guarded] = {}


def scopes(model: type[Base], *, read: Permission, key: str = "public_id") -> Callable[[ScopeRule], ScopeRule]:
    """Declare what scopes mean for `model`; whoever lacks `read` on a row must not learn that it exists."""

    def declare(rule: ScopeRule) -> ScopeRule:
        GUARDED[model] = Guarded(rule, read, key)
        return rule

    return declare


def allowed(actor: Actor, permission: Permission, model: type[Base]) -> sa.ColumnElement[bool]:
    """The clause «the actor has `permission` on this row», for WHERE and for a column beside the row."""
    guarded = GUARDED[model]
    clauses = []
    for role in actor.roles:
        reach = scope_of(permission, role)
        if reach is Scope.NONE:
            continue
        meanings = guarded.rule(actor, role)
        clauses += [clause_of(meanings[scope]) for scope in reach if scope in meanings]
    return sa.or_(sa.false(), *clauses)


def clause_of(meaning: Clause | Callable[[], Clause]) -> Clause:
    """The clause itself; a dear one is a function, so that it is built only for those whose role reaches that far."""
    return meaning if isinstance(meaning, sa.ColumnElement) else meaning()


def select_allowed(actor: Actor, permission: Permission, model: type[Model]) -> sa.Select[Model]:
    """The rows on which the actor has `permission`."""
    return sa.select(model).where(allowed(actor, permission, model))


def get_or_404(
    actor: Actor, model: type[Model], key: str, permission: Permission, *options: Any, lock: bool = False
) -> Model:
    """The row with the public `key`. Raises NotSeen if it is absent or hidden, NotAllowed if only readable.

    `lock` takes the row for this transaction (PostgreSQL; SQLite's writers are alone anyway).
    """
    guarded = GUARDED[model]
    column: InstrumentedAttribute[Any] = getattr(model, guarded.key)
    may = allowed(actor, permission, model)
    sees = may if permission is guarded.read else sa.or_(allowed(actor, guarded.read, model), may)
    query = sa.select(model, may.label("may")).where(column == key, sees).options(*options)
    if lock:
        query = query.with_for_update(of=model)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotSeen
    if not found.may:
        raise NotAllowed
    return found[0]


def permissions_on(actor: Actor, thing: Base) -> frozenset[Permission]:
    """Everything that the actor may do with this row, in one query: for buttons on its page."""
    model = type(thing)
    asked = _all_permissions(actor, model)
    if not asked:
        return frozenset()
    row_key: Any = sa.inspect(model).primary_key[0]
    identity: Any = sa.inspect(thing).identity
    row = db.session.execute(sa.select(*(clause for clause, _equal in asked)).where(row_key == identity[0])).one()
    return frozenset(each for may, (_clause, equal) in zip(row, asked, strict=True) if may for each in equal)


def opened_or_404(
    actor: Actor, model: type[Model], key: str, permission: Permission, *options: Any
) -> tuple[Model, frozenset[Permission]]:
    """The row with the public `key` and everything that the actor may do with it, in one query.

    Raises NotSeen if the row is absent or hidden, NotAllowed if it is only readable.
    """
    guarded = GUARDED[model]
    column: InstrumentedAttribute[Any] = getattr(model, guarded.key)
    asked = _all_permissions(actor, model)
    opening = [clause for clause, equal in asked if permission in equal or guarded.read in equal]
    if not opening:
        raise NotSeen
    columns = [clause.label(f"may_{place}") for place, (clause, _equal) in enumerate(asked)]
    found = db.session.execute(
        sa.select(model, *columns).where(column == key, sa.or_(*opening)).options(*options)
    ).one_or_none()
    if found is None:
        raise NotSeen
    may = frozenset(each for yes, (_clause, equal) in zip(found[1:], asked, strict=True) if yes for each in equal)
    if permission not in may:
        raise NotAllowed
    return found[0], may


def _all_permissions(actor: Actor, model: type[Base]) -> list[tuple[Clause, tuple[Permission, ...]]]:
    """Clauses on rows of the model with the permissions that each of them gives.

    Permissions that reach equally far are asked about once, and what a scope means is said once.
    """
    rule, roles = GUARDED[model].rule, actor.roles
    meanings = {role: rule(actor, role) for role in roles}
    alike = alike_permissions(tuple((role, tuple(meanings[role])) for role in roles))
    said = {
        (role, scope): clause_of(meanings[role][scope])
        for role, scope in {each for key, _equal in alike for each in key}
    }
    return [(sa.or_(*(said[each] for each in reached)), equal) for reached, equal in alike]


@lru_cache(maxsize=1000)
def alike_permissions(
    known: tuple[tuple[Role, tuple[Scope, ...]], ...],
) -> list[tuple[tuple[tuple[Role, Scope], ...], tuple[Permission, ...]]]:
    """Permissions by what they reach with these roles, each with the scopes that mean something: once a process.

    A question of the policy alone: whoever changes the policy of a running process clears what is remembered.
    """
    alike: dict[tuple[tuple[Role, Scope], ...], list[Permission]] = {}
    for permission in POLICY:
        reached = [(role, scope) for role, scopes_ in known for scope in scope_of(permission, role) if scope in scopes_]
        alike.setdefault(tuple(reached), []).append(permission)
    alike.pop((), None)
    return [(reached, tuple(equal)) for reached, equal in alike.items()]
