"""Elements of SVG as escaped markup: what the charts are put together from."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def image(title: str, said: Iterable[tuple[str, str]], parts: Iterable[Markup], **attributes: str) -> Markup:
    """The picture as one image for assistive technology: its title, then every figure in words."""
    words = "; ".join(f"{label}: {value}" for label, value in said)
    head = tag("title", title) + tag("desc", words)
    return tag("svg", head, *parts, role="img", focusable="false", **attributes)


def text(words: str, x: str, y: float, *, cls: str, anchor: str = "start", dx: str = "") -> Markup:
    """Words at a place; nothing where there are none."""
    if not words:
        return Markup("")
    shift = {"dx": dx} if dx else {}
    return tag("text", words, cls=cls, x=x, y=em(y), text_anchor=anchor, **shift)


def tag(name: str, *content: str | Markup, cls: str = "", **attributes: str | float) -> Markup:
    """An element; `text_anchor` becomes `text-anchor`, content that is not markup is escaped."""
    written = {"class": cls, **attributes} if cls else attributes
    pairs = "".join(f' {_written(key)}="{escape(value)}"' for key, value in written.items())
    return Markup(f"<{name}{pairs}>{''.join(map(escape, content))}</{name}>")  # noqa: S704 — each part is escaped


def _written(key: str) -> str:
    return key if key == "viewBox" else key.replace("_", "-")


def em(value: float) -> str:
    """A length in em."""
    return f"{num(value)}em"


def percent(share: float) -> str:
    """A share as per cent of the width."""
    return f"{num(100 * share)}%"


def num(value: float) -> str:
    """A number as SVG writes it, to two places."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
