"""Model wordings of `data/texts.yaml`, filled with the operator's name and the term of the organisation."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.consents.kinds import Category, Item, Purpose
from portal.consents.models import ConsentPolicy
from portal.consents.terms import term_words
from portal.core.i18n import _
from portal.core.yaml_files import load_yaml

FILE = Path(__file__).parent / "data" / "texts.yaml"
HEADINGS = (
    ("aim", _("Цель")),
    ("data", _("Какие данные")),
    ("actions", _("Что с ними делают")),
    ("seen_by", _("Кто видит")),
    ("term", _("Срок")),
    ("withdrawal", _("Как отозвать")),
)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A model wording: whose, for what, and its parts as the law counts them."""

    purpose: Purpose
    category: Category
    title: str
    source: str
    opening: str
    parts: dict[str, str]
    closing: str
    items: tuple[Item, ...]

    def body(self, policy: ConsentPolicy) -> str:
        """The text of this organisation, to be put in force or changed first."""
        operator = ", ".join(filter(None, (policy.operator_name, policy.operator_address)))
        contact = policy.operator_contact or policy.operator_address or _("в организацию, куратору программы")
        filled = {**self.parts, "term": f"{term_words(policy.term, policy.term_months)}."}
        filled["withdrawal"] = filled["withdrawal"].replace("{contact}", contact)
        said = [f"{heading}: {filled[name]}" for name, heading in HEADINGS if filled.get(name)]
        if self.items:
            said.insert(2, "\n".join(f"– {item.label}" for item in self.items))
        return "\n\n".join([self.opening, _("Оператор: %(operator)s.", operator=operator), *said, self.closing])


@cache
def wordings() -> dict[tuple[Purpose, Category], Wording]:
    """All model wordings, by purpose and category, in the order of the file; of several versions the latest.

    An earlier version stays in the file: people have signed it. A wrong file fails at once.
    """
    read = load_yaml(FILE)
    made = [_wording(raw, read["parts"]) for raw in sorted(read["texts"], key=lambda raw: raw.get("version", 1))]
    return {(one.purpose, one.category): one for one in made}


def _wording(raw: dict[str, Any], parts: dict[str, str]) -> Wording:
    is_agreement, items = raw.get("kind") == "agreement", raw.get("items", ())
    told = {"aim": raw["aim"], "data": raw["data"], "seen_by": raw["seen_by"]}
    told["withdrawal"] = parts["step_back" if is_agreement else "withdrawal"]
    if not is_agreement:
        told["actions"] = raw.get("actions", parts["actions"])
        told["data"] += "" if items or raw.get("special") else f" {parts['minimum']}"
    return Wording(
        purpose=Purpose(raw["purpose"]), category=Category(raw["category"]), title=raw["title"], source=raw["source"],
        opening=raw["opening"], parts=told, closing=parts["closing"],
        items=tuple(Item(code) for code in items),
    )  # fmt: skip
