"""Tables of the practice bank."""

from portal.practices.models.parts import (
    PracticeAuthor,
    PracticeFacet,
    PracticeFile,
    PracticeRemark,
    PracticeResult,
    PracticeStep,
)
from portal.practices.models.practices import Practice, PracticeVersion
from portal.practices.models.uses import (
    CollectionItem,
    PracticeAdoption,
    PracticeCollection,
    PracticeMark,
    PracticePresentation,
)

__all__ = [
    "CollectionItem",
    "Practice",
    "PracticeAdoption",
    "PracticeAuthor",
    "PracticeCollection",
    "PracticeFacet",
    "PracticeFile",
    "PracticeMark",
    "PracticePresentation",
    "PracticeRemark",
    "PracticeResult",
    "PracticeStep",
    "PracticeVersion",
]
