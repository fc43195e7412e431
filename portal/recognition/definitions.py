"""Awards that the documents name, read with strict keys: an unknown key or a wrong code is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from portal.core.yaml_files import load_yaml
from portal.recognition.kinds import Audience, AwardNature, Giver, Paper

FILE = Path(__file__).parent / "data" / "awards.yaml"


@dataclass(frozen=True, kw_only=True)
class KnownAward:
    """An award of the reference; `source` is the document and its clause."""

    code: str
    name: str
    nature: AwardNature
    audience: Audience
    decided_by: str
    giver: Giver
    paper: Paper
    needs_order: bool
    criteria: str
    source: str
    package: str = ""


@cache
def known_awards() -> Sequence[KnownAward]:
    """All of them in the order of the file. Raises ValueError for an unknown key or code."""
    known, found = {field.name for field in fields(KnownAward)}, []
    for record in load_yaml(FILE):
        if unknown := set(record) - known:
            raise ValueError(f"awards.yaml: {record.get('code')}: unknown keys {sorted(unknown)}")
        read = {
            "nature": AwardNature(record["nature"]), "audience": Audience(record["audience"]),
            "giver": Giver(record["giver"]), "paper": Paper(record["paper"]),
        }  # fmt: skip
        found.append(KnownAward(**{**record, **read}))
    return tuple(found)
