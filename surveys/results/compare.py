"""Before and after of the same people: two waves joined by person and subject, or by the private code.

Only people in both waves are compared; who left is counted and shown apart, never mixed in. Marks are turned so that
more is always better. The database counts how often each pair of marks occurs, so the number of people costs nothing.
Sources: paired t and Wilcoxon's signed ranks, effects g_z and d_av after Lakens (2013), Holm's correction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.core.i18n import _, ru_number
from surveys.changes import breaks
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.models import (
    SurveyAssignment,
)
from surveys.results.crosstab import not_open, one_at_a_time
from surveys.results.filters import Cut
from surveys.results.gate import Gate
from surveys.results.inference import FEW, Joint, PairedTest, holm, paired_test
from surveys.results.opening import opening_of
from surveys.results.pairs import Attrition, Pairs
from surveys.results.privacy import Reading, told_to
from surveys.scoring import range_of, scored_items
from surveys.storage import compiled

NOTABLE_LOSS = 0.2  # a fifth of the people gone may carry the whole difference of means away
NOTABLE_GAP = 0.2  # of the range's tenth: see _warnings


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One question of both waves. Where `closed` says why, there are no figures; `p` is corrected for all questions."""

    item: ItemDefinition
    closed: str = ""
    test: PairedTest | None = None
    p: float | None = None
    unmatched_difference: float | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_descriptive(self) -> bool:
        """Whether there are too few people for more than a description."""
        return self.test is not None and self.test.n < FEW


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that two waves say together."""

    before: SurveyAssignment
    after: SurveyAssignment
    closed: str = ""
    attrition: Attrition | None = None
    items: tuple[Compared, ...] = ()
    refused: tuple[tuple[ItemDefinition, str], ...] = field(default=())
    cuts: tuple[Cut, ...] = ()
    pairs: Pairs | None = None
    gate: Gate | None = None

    @property
    def counts_those_who_left(self) -> bool:
        """Whether the attrition is that of the people who are compared."""
        return not self.cuts or self.gate is None


def compare(
    reading: Reading, before: SurveyAssignment, after: SurveyAssignment, cuts: Sequence[Cut] = ()
) -> Comparison:
    """The comparison for one reader, of the people whom the cuts (of the earlier wave) leave.

    Without names there is one cut at a time, and each question is open on its own; who left and who came stays that
    of the whole.
    """
    before, after = in_order(before, after)
    whole = Pairs(before, after, (), released=not reading.names)
    pairs = Pairs(before, after, cuts, released=not reading.names) if cuts else whole
    closed = "" if reading.names else _why_closed(reading, before, after)
    if not closed and not reading.names and len(cuts) > 1:
        closed = one_at_a_time()
    if closed:
        return Comparison(before=before, after=after, closed=closed)
    attrition = pairs.attrition() if reading.names else whole.attrition()
    gate = None if reading.names else Gate(reading, whole)
    if attrition.both < reading.k or (gate is not None and not gate.opens_whole(attrition)):
        return Comparison(before=before, after=after, closed=_too_few(reading.k))
    first, last = (told_to(reading, compiled(wave.version_id)) for wave in (before, after))
    items, refused = comparable(first, last)
    joints = pairs.joints(items)
    is_part = gate is not None and bool(cuts)  # then means of those who came once would be views of their own
    margins = ({}, {}) if is_part else (pairs.margins(before, items), pairs.margins(after, items))
    found = []
    for item in items:
        why = _why_hidden(reading, gate, item.code, cuts)
        if why:
            found.append(Compared(item=item, closed=why))
            continue
        found.append(_compared(item, joints.get(item.code, {}), *(each.get(item.code, {}) for each in margins)))
    corrected = holm([each.test.p if each.test else None for each in found])
    done = tuple(
        Compared(item=each.item, closed=each.closed, test=each.test, p=p, warnings=each.warnings,
                 unmatched_difference=each.unmatched_difference)
        for each, p in zip(found, corrected, strict=True)
    )  # fmt: skip
    return Comparison(
        before=before, after=after, attrition=attrition, items=done, refused=tuple(refused), cuts=tuple(cuts),
        pairs=pairs, gate=gate,
    )  # fmt: skip


def in_order(one: SurveyAssignment, other: SurveyAssignment) -> tuple[SurveyAssignment, SurveyAssignment]:
    """The two waves, the earlier one first."""
    return (other, one) if one.opens_at > other.opens_at else (one, other)


def comparable(
    first: QuestionnaireDefinition, last: QuestionnaireDefinition
) -> tuple[list[ItemDefinition], list[tuple[ItemDefinition, str]]]:
    """Questions with marks that both wordings ask of everybody alike, and those that cannot be compared, with why."""
    items, refused = [], []
    everybody = {code: _asks_everybody(definition) for code, definition in (("first", first), ("last", last))}
    known = scored_items(first)
    for code, item in scored_items(last).items():
        if code not in known:
            continue
        why = breaks(first, last, code)
        if why:
            refused.append((item, f"{why[:1].upper()}{why[1:]}."))
        elif code not in everybody["first"] or code not in everybody["last"]:
            refused.append((item, _("Вопрос видят не все: одних и тех же людей не сравнить.")))
        else:
            items.append(item)
    return items, refused


def _compared(item: ItemDefinition, joint: Joint, before: Mapping[float, int], after: Mapping[float, int]) -> Compared:
    test = paired_test(joint)
    if test is None:
        return Compared(item=item, closed=_("Сравнить некого: на вопрос дважды ответил один человек или никто."))
    means = [_mean(each) for each in (before, after)]
    unmatched = means[1] - means[0] if None not in means else None  # type: ignore[operator]
    return Compared(
        item=item, test=test, unmatched_difference=unmatched,
        warnings=tuple(_warnings(item, test, sum(before.values()), unmatched)),
    )  # fmt: skip


def _warnings(item: ItemDefinition, test: PairedTest, before: int, unmatched: float | None) -> list[str]:
    found = []
    lost = (before - test.n) / before if before else 0.0
    low, high = _points(item)
    apart = unmatched is not None and abs(unmatched - test.difference) >= NOTABLE_GAP * (high - low) / 10
    if lost >= NOTABLE_LOSS:
        found.append(
            _("На выходе нет %(share)s %% ответивших на входе (%(n)s): вывод только о тех, кто остался.",
              share=ru_number(100 * lost), n=before - test.n)
        )  # fmt: skip
    if apart and unmatched is not None:
        found.append(
            _("Общие средние разошлись на %(apart)s: это состав людей, а не их изменение.",
              apart=signed(unmatched))
        )  # fmt: skip
    if test.n < FEW:
        found.append(_("Описательно: людей меньше %(few)s, о вероятности говорить нельзя.", few=FEW))
    return found


def signed(value: float, digits: int = 2) -> str:
    """A difference with its sign: «+0,75», «−0,20», «0»."""
    rounded = round(value, digits)
    if not rounded:
        return "0"
    return ("+" if rounded > 0 else "−") + ru_number(abs(rounded), digits)


def _mean(marks: Mapping[float, int]) -> float | None:
    n = sum(marks.values())
    return sum(mark * k for mark, k in marks.items()) / n if n else None


def _points(item: ItemDefinition) -> tuple[float, float]:
    return range_of(item) or (0.0, 0.0)


def _asks_everybody(definition: QuestionnaireDefinition) -> set[str]:
    found, section_is_free = set(), True
    for item in definition.items:
        if item.type == "section":
            section_is_free = item.show_if is None
        elif section_is_free and item.show_if is None:
            found |= {item.code, *item.row_items}
    return found


def _why_hidden(reading: Reading, gate: Gate | None, code: str, cuts: Sequence[Cut]) -> str:
    if gate is None:
        return ""
    if not gate.opens(code):
        return _too_few(reading.k)
    if cuts and not gate.opens_part(code, cuts[0].dimension.code, cuts[0].value):
        return not_open(reading.k)
    return ""


def _why_closed(reading: Reading, before: SurveyAssignment, after: SurveyAssignment) -> str:
    for wave in (before, after):
        closed = opening_of(wave, compiled(wave.version_id), reading.k).closed
        if closed:
            return f"{wave.title}: {closed}"
    return ""


def _too_few(k: int) -> str:
    return _("Сравнение закрыто: среди тех, кто ответил дважды или только раз, есть группа меньше %(k)s человек.", k=k)
