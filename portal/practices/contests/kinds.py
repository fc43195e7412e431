"""The words of contests: states, who may apply, what is put forward, states of an entry, kinds of conflict."""

from enum import StrEnum


class ContestState(StrEnum):
    """A contest is prepared, takes entries, is weighed, counted, signed by the chair and published."""

    DRAFT = "draft"
    OPEN = "open"
    JUDGING = "judging"
    COUNTED = "counted"
    SIGNED = "signed"
    PUBLISHED = "published"


JUDGED = (ContestState.JUDGING, ContestState.COUNTED, ContestState.SIGNED, ContestState.PUBLISHED)
OVER = (ContestState.COUNTED, ContestState.SIGNED, ContestState.PUBLISHED)


class Subject(StrEnum):
    """What a nomination is for."""

    PRACTICE = "practice"
    PERSON = "person"


class EntryState(StrEnum):
    """A person is asked first; whoever declines or withdraws is out."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "not_agreed"
    WITHDRAWN = "withdrawn"


ALIVE = (EntryState.ASKED, EntryState.ACCEPTED)


class Bond(StrEnum):
    """Why a juror has a conflict of interest; DECLARED is said by the juror, the others are found by the portal."""

    AUTHOR = "author"
    ORGANIZATION = "organization"
    RELATIVE = "relative"
    MENTOR = "mentor"
    DECLARED = "declared_conflict"


class Deed(StrEnum):
    """How a contest goes on; each leads to one state."""

    ANNOUNCE = "announce"
    JUDGE = "judge"
    COUNT = "count"
    SIGN = "sign"
    PUBLISH = "publish"
