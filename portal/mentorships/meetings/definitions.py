"""What the data says about kinds of meetings."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.core.yaml_files import load_yaml
from portal.mentorships.meetings.kinds import MeetingKind

FILE = Path(__file__).parent / "data" / "meeting_kinds.yaml"


@dataclass(frozen=True, kw_only=True)
class KindOfMeeting:
    """One kind: its name, what it is for, and its three questions; `result` asks for what is expected of it."""

    code: MeetingKind
    name: str
    purpose: str
    agreed: str
    next: str
    result: str


@cache
def meeting_kinds() -> dict[MeetingKind, KindOfMeeting]:
    """Every kind in the order of the file. Raises TypeError for an unknown key, ValueError where a kind is missing."""
    found = {MeetingKind(each["code"]): KindOfMeeting(**{**each, "code": MeetingKind(each["code"])})
             for each in load_yaml(FILE)}  # fmt: skip
    if set(found) != set(MeetingKind):
        raise ValueError(f"{FILE.name}: not every kind is described")
    return found
