"""The library as readers see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.search import index
from portal.core.text import clean_line
from portal.library.kinds import Facet, MaterialKind
from portal.library.labels import choices_of
from portal.library.models import Material, MaterialTag, MaterialVersion
from portal.people.models import Organization

LONGEST_TEXT = 200
KIND = "material"


@dataclass(frozen=True, kw_only=True)
class MaterialFilter:
    """What the reader typed and chose; nonsense in an address means nothing was chosen."""

    text: str = ""
    kind: MaterialKind | None = None
    chosen: Mapping[Facet, str] = field(default_factory=dict)
    is_archive: bool = False

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the library."""
        kind = args.get("kind", "")
        said = {facet: args.get(facet.value, "") for facet in Facet}
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            kind=MaterialKind(kind) if kind in set(MaterialKind) else None,
            chosen={facet: code for facet, code in said.items() if code in choices_of(facet)},
            is_archive=args.get("archive") == "1",
        )

    @property
    def is_set(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.kind or self.chosen)


def find_materials(actor: Actor, wanted: MaterialFilter) -> Any:
    """Materials as rows (material, its latest version), the best match first, else the latest published."""
    archived = Material.archived_on.is_not(None) if wanted.is_archive else Material.archived_on.is_(None)
    permission = Permission.MATERIAL_EDIT if wanted.is_archive else Permission.MATERIAL_READ
    query = (
        sa.select(Material, MaterialVersion)
        .join(MaterialVersion, _is_current())
        .join(Organization, Organization.id == Material.organization_id)
        .where(allowed(actor, permission, Material), archived)
        .options(contains_eager(Material.organization))
    )
    if wanted.kind:
        query = query.where(Material.kind == wanted.kind)
    for facet, code in wanted.chosen.items():
        query = query.where(
            sa.exists().where(
                MaterialTag.material_id == Material.id, MaterialTag.facet == facet, MaterialTag.code == code
            )
        )
    order: list[Any] = [Material.published_on.desc(), Material.id.desc()]
    if wanted.text:
        hits = index.hits(KIND, wanted.text)
        query = query.join(hits, hits.c.ref_id == Material.id)
        order = [hits.c.rank, *order]
    return query.order_by(*order)


def open_materials(organization_ids: Sequence[int]) -> Sequence[Material]:
    """Materials of these organisations that are open to everybody, the latest first."""
    return db.session.scalars(
        sa.select(Material)
        .where(Material.organization_id.in_(organization_ids), Material.is_public, Material.archived_on.is_(None))
        .order_by(Material.published_on.desc(), Material.id.desc())
        .limit(30)
    ).all()


def to_review(actor: Actor, today: date) -> sa.Select[str, str]:
    """(public id, title) of materials that the actor keeps and whose review day has come."""
    return (
        sa.select(Material.public_id, Material.title)
        .where(
            allowed(actor, Permission.MATERIAL_EDIT, Material), Material.review_on <= today,
            Material.archived_on.is_(None),
        )
        .order_by(Material.review_on, Material.id)
    )  # fmt: skip


def readable_hits(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    """Materials among the hits of the search page."""
    return (
        sa.select(Material.public_id)
        .join(hits, hits.c.ref_id == Material.id)
        .where(allowed(actor, Permission.MATERIAL_READ, Material), Material.archived_on.is_(None))
    )


def current_versions() -> Sequence[Any]:
    """(material, latest version) of everything that search may find."""
    return db.session.execute(
        sa.select(Material, MaterialVersion)
        .join(MaterialVersion, _is_current())
        .where(Material.archived_on.is_(None))
        .order_by(Material.id)
    ).all()


def _is_current() -> sa.ColumnElement[bool]:
    return sa.and_(MaterialVersion.material_id == Material.id, MaterialVersion.number == Material.current_number)
