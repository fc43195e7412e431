"""What differs between two drafts."""

from dataclasses import dataclass

from portal.matching.solving.drafts import Draft


@dataclass(frozen=True, kw_only=True)
class Change:
    """A mentee whose mentor differs; None for nobody."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Differences, after less before: `total` and `least` in thousandths of a point, `matched` in mentees.

    `least` is None where one of the two drafts has no pairs. `kept` counts mentees with the same mentor in both;
    `is_same_input` says whether both rest on the same input.
    """

    total: int
    matched: int
    least: int | None
    changes: tuple[Change, ...]
    kept: int
    is_same_input: bool


def compare(before: Draft, after: Draft) -> Comparison:
    """Changes in order of the mentees' keys; the drafts may be of different pools."""
    old, new = before.mentor_of, after.mentor_of
    changes = [
        Change(mentee=key, before=old.get(key), after=new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
    return Comparison(
        total=after.total - before.total,
        matched=len(new) - len(old),
        least=None if before.least is None or after.least is None else after.least - before.least,
        changes=tuple(changes),
        kept=sum(new.get(key) == mentor for key, mentor in old.items()),
        is_same_input=before.input_hash == after.input_hash,
    )
