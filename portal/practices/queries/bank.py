"""The bank as readers see it: what they chose, the practices found, and how many each further choice would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.search import index
from portal.core.text import clean_line
from portal.people.models import Organization
from portal.practices.kinds import Facet
from portal.practices.labels import SORTS, choices_of
from portal.practices.models import Practice, PracticeFacet, PracticeVersion

LONGEST_TEXT, MOST_CHOSEN = 200, 40
KIND = "practice"


@dataclass(frozen=True, kw_only=True)
class PracticeFilter:
    """What the reader typed and ticked; nonsense in an address means nothing was chosen."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the bank: one field a facet, repeated for several values."""
        chosen = {}
        for facet in Facet:
            known = choices_of(facet)
            said = dict.fromkeys(code[:40] for code in args.getlist(facet.value)[:MOST_CHOSEN])
            kept = tuple(code for code in said if code and (not known or code in known))
            if kept:
                chosen[facet] = kept
        sort = args.get("sort", "")
        return cls(text=clean_line(args.get("q", ""))[:LONGEST_TEXT], chosen=chosen, sort=sort if sort in SORTS else "")

    @property
    def as_args(self) -> dict[str, Any]:
        """The same as fields of an address."""
        said: dict[str, Any] = {facet.value: list(codes) for facet, codes in self.chosen.items()}
        return {**({"q": self.text} if self.text else {}), **said, **({"sort": self.sort} if self.sort else {})}

    @property
    def is_set(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.chosen)

    @property
    def n_chosen(self) -> int:
        """How many values are ticked."""
        return sum(len(codes) for codes in self.chosen.values())

    def without(self, facet: Facet, code: str = "") -> dict[str, Any]:
        """Fields of the address with one value, or the whole facet, taken away."""
        left = tuple(each for each in self.chosen.get(facet, ()) if code and each != code)
        chosen = {name: codes for name, codes in self.chosen.items() if name is not facet}
        return PracticeFilter(
            text=self.text, chosen={**chosen, facet: left} if left else chosen, sort=self.sort
        ).as_args


def find_practices(actor: Actor, wanted: PracticeFilter) -> Any:
    """Published practices as rows (practice, its published version), best match first or as the reader sorts."""
    query = (
        sa.select(Practice, PracticeVersion)
        .join(PracticeVersion, _is_published())
        .join(Organization, Organization.id == Practice.organization_id)
        .where(*_open_to(actor), *_narrowed(wanted.chosen))
        .options(contains_eager(Practice.organization), sa.orm.lazyload(PracticeVersion.steps),
                 sa.orm.lazyload(PracticeVersion.results), sa.orm.lazyload(PracticeVersion.files))
    )  # fmt: skip
    order: list[Any] = [Practice.evidence.desc(), Practice.published_on.desc()]
    if wanted.sort == "new":
        order = [Practice.published_on.desc()]
    elif wanted.sort == "used":
        order = [Practice.uses.desc(), Practice.evidence.desc()]
    if wanted.text:
        hits = index.hits(KIND, wanted.text)
        query = query.join(hits, hits.c.ref_id == Practice.id)
        order = order if wanted.sort else [hits.c.rank, *order]
    return query.order_by(*order, Practice.id.desc())


def facet_counts(actor: Actor, wanted: PracticeFilter) -> dict[Facet, dict[str, int]]:
    """How many practices each value would show with the other facets as they are: one statement for all facets in
    which nothing is ticked, one more for each of the others."""
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    ticked = list(wanted.chosen)
    _count(actor, wanted, [facet for facet in Facet if facet not in ticked], wanted.chosen, counts)
    for facet in ticked:
        others = {name: codes for name, codes in wanted.chosen.items() if name is not facet}
        _count(actor, wanted, [facet], others, counts)
    return counts


def organization_names(public_ids: Sequence[str]) -> dict[str, str]:
    """Public id → short name."""
    rows = db.session.execute(
        sa.select(Organization.public_id, Organization.short_name)
        .where(Organization.public_id.in_(public_ids))
        .order_by(Organization.sort_name)
    )
    return {row[0]: row[1] for row in rows}


def formats_and_modules() -> dict[tuple[str, str], int]:
    """(format, module) → how many published practices: what the page of gaps draws."""
    form, module = sa.orm.aliased(PracticeFacet), sa.orm.aliased(PracticeFacet)
    rows = db.session.execute(
        sa.select(form.code, module.code, sa.func.count())
        .join(module, module.practice_id == form.practice_id)
        .where(form.facet == Facet.FORMAT.value, module.facet == Facet.MODULE.value)
        .group_by(form.code, module.code)
    )
    return {(one, other): n for one, other, n in rows}


def needs_met() -> dict[str, int]:
    """Need → how many published practices answer it."""
    rows = db.session.execute(
        sa.select(PracticeFacet.code, sa.func.count())
        .where(PracticeFacet.facet == Facet.NEED.value)
        .group_by(PracticeFacet.code)
    )
    return {row[0]: row[1] for row in rows}


def readable_hits(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    """Published practices among the hits of the search page."""
    return (
        sa.select(Practice.public_id).join(hits, hits.c.ref_id == Practice.id).where(*_open_to(actor))
    )  # fmt: skip


def _count(
    actor: Actor, wanted: PracticeFilter, facets: Sequence[Facet], chosen: Mapping[Facet, tuple[str, ...]],
    counts: dict[Facet, dict[str, int]],
) -> None:  # fmt: skip
    found = sa.select(Practice.id).where(*_open_to(actor), *_narrowed(chosen))
    if wanted.text:
        hits = index.hits(KIND, wanted.text)
        found = found.join(hits, hits.c.ref_id == Practice.id)
    rows = db.session.execute(
        sa.select(PracticeFacet.facet, PracticeFacet.code, sa.func.count())
        .where(PracticeFacet.facet.in_([each.value for each in facets]), PracticeFacet.practice_id.in_(found))
        .group_by(PracticeFacet.facet, PracticeFacet.code)
    )
    for facet, code, n in rows:
        counts[Facet(facet)][code] = n


def _open_to(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        allowed(actor, Permission.PRACTICE_READ, Practice),
        Practice.current_number.is_not(None),
        Practice.archived_on.is_(None),
    )


def _is_published() -> sa.ColumnElement[bool]:
    return sa.and_(PracticeVersion.practice_id == Practice.id, PracticeVersion.number == Practice.current_number)


def _narrowed(chosen: Mapping[Facet, tuple[str, ...]]) -> list[sa.ColumnElement[bool]]:
    """AND between facets, OR within one."""
    return [
        sa.exists().where(
            PracticeFacet.practice_id == Practice.id, PracticeFacet.facet == facet.value, PracticeFacet.code.in_(codes)
        )
        for facet, codes in chosen.items()
    ]
