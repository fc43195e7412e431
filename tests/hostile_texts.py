"""Three hundred texts that would like to run, and what of a page would run if one of them got through.

Each text bears MARK. A page is read as a browser reads it: the mark may stand in text and in a few attributes, nowhere
else. So one page that shows all of them judges all of them at once.
"""

from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlsplit

MARK = "xq7"
CALL = f"alert({MARK})"
TAGS = (
    f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f"<svg/onload={CALL}>", f"<body onpageshow={CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'>", f"<iframe src=javascript:{CALL}>", f"<a href=javascript:{CALL}>x</a>",
    f"<details open ontoggle={CALL}>", f"<math><mtext><img src=x onerror={CALL}>", f"<object data=javascript:{CALL}>",
    f"<style>@import 'https://{MARK}.example/x.css'</style>", f"<link rel=stylesheet href=//{MARK}.example/x.css>",
    f"<meta http-equiv=refresh content='0;url=//{MARK}.example'>", f"<base href=//{MARK}.example/>",
    f"<form action=//{MARK}.example><button>x</button></form>", f"<b hx-get=/{MARK} hx-trigger=load>x</b>",
    f"<b data-hx-post=/{MARK} data-hx-trigger=load>x</b>", f"<p style=background:url(//{MARK}.example/x)>x</p>",
    f"<video><source onerror={CALL}></video>", f"<input autofocus onfocus={CALL}>",
)  # fmt: skip
AROUND = (
    "{}", '">{}', "'>{}", "</textarea>{}", "</title>{}", "</script>{}", "-->{}", "]]>{}", "</option></select>{}",
    "</template>{}", "<x<{}", "{{{{ {} }}}}",
)  # fmt: skip
ATTRIBUTES = (
    f'" onmouseover={CALL} x="', f"' onmouseover={CALL} x='", f"` onmouseover={CALL} x=`",
    f'" autofocus onfocus={CALL} x="',
    f'" hx-get=/{MARK} hx-trigger=load x="', f'" style="background:url(//{MARK}.example)" x="', f"x onmouseover={CALL}",
)  # fmt: skip
ADDRESSES = (
    f"javascript:{CALL}", f"JaVaScRiPt:{CALL}", f"java&Tab;script:{CALL}", f"java\tscript:{CALL}",
    f" javascript:{CALL}",
    f"&#106;avascript:{CALL}", f"data:text/html,<script>{CALL}</script>", f"vbscript:{CALL}", f"//{MARK}.example",
)  # fmt: skip
MARKDOWN = (
    "[x]({})", "![x]({})", "<{}>", '[x](https://a.example "{}")', "> [x]({})", "- [x]({})", "```\n{}\n```", "`{}`",
    "[x]: {}\n[x]",
)  # fmt: skip
TEMPLATES = (
    f"{{{{ {MARK} }}}}", f"{{% set {MARK} %}}", f"${{{MARK}}}", f"#{{{MARK}}}", f"<%= {MARK} %>",
    f"=cmd|'/c {MARK}'!A1",
    f"+{MARK}", f"-{MARK}", f"@{MARK}", f'=HYPERLINK("https://{MARK}.example")', f"'; DROP TABLE {MARK}; --",
)  # fmt: skip
PAYLOADS = tuple(dict.fromkeys((
    *(around.format(tag) for tag, around in product(TAGS, AROUND)), *ATTRIBUTES, *ADDRESSES, *TEMPLATES,
    *(mark.format(text) for mark, text in product(MARKDOWN, (*ADDRESSES[:4], f'"onmouseover={CALL} '))),
)))  # fmt: skip
assert len(PAYLOADS) >= 300
ALL = "\n\n".join(PAYLOADS)
HALVES = ("\n\n".join(PAYLOADS[::2]), "\n\n".join(PAYLOADS[1::2]))  # each fits where 10,000 signs do
LINE = " ".join(text.replace("\n", " ") for text in PAYLOADS)
# Where a text may stand without harm; an address only as the next word allows.
QUIET = {"value", "title", "alt", "placeholder", "aria-label", "content", "id", "for", "label"}


class _Reader(HTMLParser):
    """Notes what bears the mark and is not text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        for name, value in attrs:
            marked = MARK in (value or "") or MARK in name
            if marked and not self._is_harmless(tag, name, value or "", said):
                self.found.append(f"<{tag} {name}={value}>"[:200])
        if tag in ("script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._inside and MARK in data:
            self.found.append(f"<{self._inside[-1]}>{data[:100]}")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.found.append(f"<!--{data[:100]}")

    @staticmethod
    def _is_harmless(tag: str, name: str, value: str, said: dict[str, str | None]) -> bool:
        if name in QUIET:
            return tag not in ("base", "link") and "http-equiv" not in said
        if name.startswith("data-"):
            return not name.startswith("data-hx")
        if tag == "a" and name == "href":
            is_ours = value.startswith("/") and not value.startswith("//")
            return is_ours or (
                urlsplit(value).scheme in ("", "http", "https") and "noopener" in (said.get("rel") or "")
            )
        return False


def executable(html: str) -> list[str]:
    """What of the page would run, load or lead away, in words; an empty list is a harmless page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def hits(client, *paths: str) -> dict[str, list[str]]:
    """Path → what would run, of the pages that have something; the page must open and show a text as it was typed."""
    pages = {path: client.get(path) for path in paths}
    for path, page in pages.items():
        assert page.status_code == 200, (path, page.status_code)
        assert MARK in page.text, f"{path} shows none of it"
    return {path: found for path, page in pages.items() if (found := executable(page.text))}
