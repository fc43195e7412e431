"""The one gate to every object: lists, single rows and buttons ask the same WHERE clause."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    """Everything that the actor may do with this row, in one query: for buttons on its page.

    Permissions that reach equally far are asked about once, and what a scope means is said once.
    """
    model = type(thing)
    rule, roles = GUARDED[model].rule, actor.roles
    meanings = {role: rule(actor, role) for role in roles}
    alike: dict[tuple[tuple[Role, Scope], ...], list[Permission]] = {}
    for permission in POLICY:
        reached = [(role, scope) for role in roles for scope in scope_of(permission, role) if scope in meanings[role]]
        alike.setdefault(tuple(reached), []).append(permission)
    alike.pop((), None)
    if not alike:
        return frozenset()
    said = {(role, scope): clause_of(meanings[role][scope]) for role, scope in {each for key in alike for each in key}}
    columns = [sa.or_(*(said[each] for each in reached)) for reached in alike]
    row_key: Any = sa.inspect(model).primary_key[0]
    identity: Any = sa.inspect(thing).identity
    row = db.session.execute(sa.select(*columns).where(row_key == identity[0])).one()
    return frozenset(each for may, equal in zip(row, alike.values(), strict=True) if may for each in equal)
