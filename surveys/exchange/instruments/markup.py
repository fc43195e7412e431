"""Words of foreign forms without their markup: the portal shows plain text."""

import html
import re

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_DROPPED = re.compile(r"<\s*(script|style)\b.*?(?:<\s*/\s*\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_LINES = re.compile(r"\n\s*\n\s*")


def plain_words(text: str) -> str:
    """The text with line breaks where paragraphs ended, without tags, entities and the stars of Markdown."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", _DROPPED.sub("", text)))
    if "&" in text:
        text = html.unescape(text)
    text = _BOLD.sub(r"\1", text).replace("\u00a0", " ")
    lines = (" ".join(line.split()) for line in _LINES.sub("\n\n", text).splitlines())
    return "\n".join(lines).strip()
