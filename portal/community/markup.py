"""What texts of the community have besides their marks (`core.markup`): quotations and mentions of people."""

import re

MOST_MENTIONS = 10
_MENTION = re.compile(r"(?<![\w@])@([А-ЯЁ][А-Яа-яЁё-]{1,40}) ([А-ЯЁ][А-Яа-яЁё-]{1,40})")


def quoted(text: str) -> str:
    """The text as a quotation, to be answered below."""
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    body = "\n".join(lines).strip()[:600]
    return "".join(f"> {line}\n" for line in body.splitlines()) + "\n"


def mentions(text: str) -> list[tuple[str, str]]:
    """Pairs of words after «@» that may be a given and a family name, in either order; without repetition."""
    return list(dict.fromkeys(_MENTION.findall(text)))[:MOST_MENTIONS]
