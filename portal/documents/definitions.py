"""Kinds of documents as the reference file says, read with strict keys: an unknown key or a wrong code is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.i18n import _
from portal.core.yaml_files import load_yaml
from portal.documents.kinds import Disguise, Layout, Signer

FILE = Path(__file__).parent / "data" / "document_kinds.yaml"
SERIES = {
    "orders": _("Приказы"),
    "protocols": _("Протоколы"),
    "extracts": _("Выписки"),
    "agreements": _("Соглашения"),
    "statements": _("Заявления и согласия"),
}


@dataclass(frozen=True, kw_only=True)
class KindDefinition:
    """A kind of document: its layout, who signs, in which journal it is numbered.

    `free` kinds are written by hand, others come from rooms above. `appendix` and `duty` head the table of people.
    """

    code: str
    name: str
    heading: str
    series: str
    layout: Layout
    signer: Signer
    acquaints: bool
    free: bool
    disguise: Disguise
    title: str
    source: str
    preamble: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    appendix: str = ""
    duty: str = ""
    body: bool = False
    sides: bool = False
    statement: bool = False

    @property
    def names_people(self) -> bool:
        """Whether people are chosen for it by hand."""
        return bool(self.appendix or self.sides or self.statement)

    @property
    def one_person(self) -> bool:
        """Whether exactly one person writes or signs it beside the organisation."""
        return self.sides or self.statement


@cache
def kinds() -> Mapping[str, KindDefinition]:
    """All kinds by code, in the order of the file."""
    found = {}
    known = {field.name for field in fields(KindDefinition)}
    for record in load_yaml(FILE):
        if unknown := set(record) - known:
            raise ValueError(f"document_kinds.yaml: {record.get('code')}: unknown keys {sorted(unknown)}")
        found[record["code"]] = _kind(record)
    return found


def kind_of(code: str) -> KindDefinition:
    """The kind with this code. Raises KeyError for an unknown one."""
    return kinds()[code]


def free_kinds() -> dict[str, str]:
    """Kinds that are written by hand: code and name."""
    return {code: kind.name for code, kind in kinds().items() if kind.free}


def _kind(record: dict[str, Any]) -> KindDefinition:
    if record["series"] not in SERIES:
        raise ValueError(f"document_kinds.yaml: {record['code']}: unknown series {record['series']}")
    return KindDefinition(
        **{
            **record,
            "layout": Layout(record["layout"]),
            "signer": Signer(record["signer"]),
            "disguise": Disguise(record["disguise"]),
            "items": tuple(record.get("items", ())),
        }
    )
