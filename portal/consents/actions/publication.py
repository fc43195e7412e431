"""Decisions on publication, item by item: silence is never a consent (152-ФЗ ст. 10.1 ч. 8)."""

from collections.abc import Mapping
from typing import Any

from portal.consents.kinds import Decision, Item
from portal.consents.models import ConsentText
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line

LONGEST_CONDITION = 300


def checked_items(text: ConsentText, items: Mapping[str, Any]) -> dict[str, Any]:
    """The decisions on every item that the wording names, cleaned: {"photo": {"decision": "allow"}}.

    Raises Refusal when an item is left undecided, a condition is empty or too long, or everything is banned.
    """
    decided: dict[str, Any] = {}
    for code in text.items or []:
        said = items.get(code) or {}
        decision = said.get("decision")
        if decision not in set(Decision):
            raise Refusal(_("Осталось решить: %(item)s.", item=Item(code).label))
        decided[code] = {"decision": Decision(decision).value}
        if decision == Decision.CONDITION:
            decided[code]["condition"] = _condition(Item(code), str(said.get("condition") or ""))
    if decided and all(one["decision"] == Decision.DENY for one in decided.values()):
        raise Refusal(_("Запрещено всё: это отказ. Согласие на публикацию подписывать не нужно."))
    return decided


def _condition(item: Item, said: str) -> str:
    condition = clean_line(said)
    if not condition:
        raise Refusal(_("Напишите условие: %(item)s.", item=item.label))
    if len(condition) > LONGEST_CONDITION:
        raise Refusal(_("Сократите условие до 300 знаков: %(item)s.", item=item.label))
    return condition
