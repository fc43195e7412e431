"""Texts of the community: a few marks of Markdown become HTML, and only what stands on the list survives.

The HTML is cleaned when it is written and once more when it is shown: a rule that becomes stricter reaches old posts.
"""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

LONGEST = 10_000
MOST_MENTIONS = 10
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
_RULES = ("newline", "emphasis", "escape", "autolink", "link", "backticks", "linkify", "list", "blockquote", "fence")
_MENTION = re.compile(r"(?<![\w@])@([А-ЯЁ][А-Яа-яЁё-]{1,40}) ([А-ЯЁ][А-Яа-яЁё-]{1,40})")


def to_html(text: str) -> str:
    """The text as clean HTML: paragraphs, lists, quotes, bold, code, links to http and https."""
    return _clean(_parser().render(text[:LONGEST]))


def shown(html: str) -> Markup:
    """The stored HTML for a page, cleaned again."""
    return Markup(_clean(html))  # noqa: S704 — nh3 leaves nothing but the tags above


def quoted(text: str) -> str:
    """The text as a quotation, to be answered below."""
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    body = "\n".join(lines).strip()[:600]
    return "".join(f"> {line}\n" for line in body.splitlines()) + "\n"


def mentions(text: str) -> list[tuple[str, str]]:
    """Pairs of words after «@» that may be a given and a family name, in either order; without repetition."""
    return list(dict.fromkeys(_MENTION.findall(text)))[:MOST_MENTIONS]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 12})
    return parser.enable(list(_RULES))


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
