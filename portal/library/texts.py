"""What a material says in words: what search finds it by, and what becomes a link."""

from portal.library.labels import act_words
from portal.library.models import Material, MaterialVersion


def searchable_text(material: Material, version: MaterialVersion) -> str:
    """Everything that search finds a material by, its title aside."""
    return "\n".join(filter(None, (material.about, act_words(material), version.text)))


def is_link(address: str) -> bool:
    """Whether a browser may open the address: a page of this portal, or another site by https; nothing else."""
    if any(ord(char) < 33 or char in '\\"<>' for char in address):
        return False
    return address.startswith("https://") or (address.startswith("/") and not address.startswith("//"))
