"""The version of a paper for everybody: what was ordered, without whom it names."""

from typing import Any

from portal.core.i18n import _
from portal.documents.kinds import Disguise
from portal.documents.models import Document
from portal.documents.queries import context_now

PERSONAL_TEXTS = ("text", "to_whom", "from_whom", "sides")
OFFICIAL = ("organization", "signatory", "heading", "number", "date", "place", "address", "command", "body")


def public_context(document: Document) -> dict[str, Any]:
    """The context without names: initials stand for them, or their lines are left out, as the kind sets.

    Who signed stays, as an official. Names in free text are found as the register has them, not in other cases: the
    page on which one publishes asks to read it through.
    """
    said, kind = context_now(document), document.definition
    names = _names(said)
    hidden = {key: value if key in OFFICIAL else _without(value, names) for key, value in said.items()}
    hidden |= {"people": [], "present": [], "chair": "", "secretary": ""}
    if kind.disguise == Disguise.OMIT:
        hidden |= {"appendix": None, **{key: [] if key == "sides" else "" for key in PERSONAL_TEXTS}}
    return hidden


def initials_of(name: str) -> str:
    """«О. Н. П.» for «Орлова Нина Павловна»."""
    return " ".join(f"{word[0]}." for word in name.split())


def _names(said: dict[str, Any]) -> dict[str, str]:
    """Whatever a name may be written as, the longest first, and what stands for it."""
    table = said["appendix"]
    whole = [one["name"] for one in said["people"]]
    if table:
        whole += [row["cells"][place] for row in table["rows"] for place in table["named"] if place < len(row["cells"])]
    found: dict[str, str] = {}
    for cell in whole:
        for name in (part.strip() for part in cell.replace(";", ",").replace("\n", ",").split(",")):
            words = name.split()
            if len(words) > 1:
                found |= dict.fromkeys(_spelled(words), initials_of(name))
    for one in (said["chair"], said["secretary"], *said["present"]):
        words = one.split()
        if len(words) > 1:
            found |= dict.fromkeys(_spelled(words), initials_of(one))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _spelled(words: list[str]) -> list[str]:
    family, *given = words
    letters = [f"{word[0]}." for word in given]
    spaced = (" ".join(letters), "".join(letters), "\u00a0".join(letters))
    around = [each for said in spaced for each in (f"{family} {said}", f"{family}\u00a0{said}", f"{said} {family}")]
    return [" ".join(words), " ".join(words[:2]), f"{given[0]} {family}", *around, family]


def _without(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, short in names.items():
            value = value.replace(name, short)
        return value
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    if isinstance(value, dict):
        return {key: each if key in ("persons", "named") else _without(each, names) for key, each in value.items()}
    return value


def title_of(document: Document) -> str:
    """The title for everybody: as it stands where the version is published, else only what kind of paper it is."""
    published: str = public_context(document)["title"]
    return published if document.published_on else _("Заголовок открывается вместе с опубликованной версией.")
