"""Texts of people: a few marks of Markdown become HTML, and only what stands on the list survives.

The HTML is cleaned when it is written and once more when it is shown: a rule that becomes stricter reaches old texts.
"""

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

LONGEST = 10_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
_RULES = ("newline", "emphasis", "escape", "autolink", "link", "backticks", "linkify", "list", "blockquote", "fence")


def to_html(text: str, longest: int = LONGEST) -> str:
    """The text as clean HTML: paragraphs, lists, quotes, bold, code, links to http and https."""
    return _clean(_parser().render(text[:longest]))


def shown(html: str) -> Markup:
    """The stored HTML for a page, cleaned again."""
    return Markup(_clean(html))  # noqa: S704 — nh3 leaves nothing but the tags above


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 12})
    return parser.enable(list(_RULES))


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
