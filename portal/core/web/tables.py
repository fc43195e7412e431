"""Lists by pages: numbered links, the page in the address, one count and one select."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request, url_for

from portal.core.db import db

PER_PAGE = 20
LAST_PAGE = 10_000
TAKEN = {"endpoint", "self"}  # url_for has these and `_anchor`, `_scheme` and the like for itself


@dataclass(frozen=True)
class Page:
    """Rows of one page; `total` counts all of them."""

    rows: Sequence[Any]
    number: int
    total: int
    per_page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.per_page))

    def url(self, number: int) -> str:
        """The address of another page of the same list, filters kept."""
        kept = {name: values for name, values in request.args.lists() if name not in TAKEN and name[:1] != "_"}
        return url_for(request.endpoint or "", **{**kept, **(request.view_args or {}), "page": number})


def asked_page() -> int:
    """The page number in the address; nonsense means the first."""
    number = request.args.get("page", "1")
    return min(max(int(number), 1), LAST_PAGE) if number.isascii() and number.isdigit() and len(number) < 6 else 1


def paginate(query: sa.Select[Any], *, per_page: int = PER_PAGE, scalars: bool = True) -> Page:
    """One page of `query`, which must have an ORDER BY; costs two statements however many rows there are."""
    number = asked_page()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    result = db.session.execute(query.limit(per_page).offset((number - 1) * per_page))
    return Page(result.scalars().all() if scalars else result.all(), number, total, per_page)
