"""Templates keep the rules of the house: they compile, have a title, and nothing that a strict CSP drops."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")]
CODE = [path for room in ("portal", "surveys") for path in (ROOT / room).rglob("*.py")]
names = {"ids": lambda path: str(path.relative_to(ROOT))}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, **names)
def test_a_template_compiles(app: Flask, path: Path) -> None:
    app.jinja_env.get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", PAGES, **names)
def test_a_page_has_a_title(path: Path) -> None:
    assert "{% block title %}" in text_of(path)


@pytest.mark.parametrize("path", PAGES, **names)
def test_a_page_keeps_the_head_of_the_house(path: Path) -> None:
    """The scripts and the token of every page stand there; a page adds its own in `scripts`."""
    assert not re.search(r"{%-?\s*block head\b", text_of(path))


@pytest.mark.parametrize("path", TEMPLATES, **names)
def test_nothing_stands_in_a_template_that_the_policy_of_content_drops(path: Path) -> None:
    forbidden = re.findall(
        r'\sstyle="|<script>|\son[a-z]+="|hx-on|hx-vals=.js:|\|\s*safe\b|https?://(?!www\.w3\.org)', text_of(path)
    )
    assert forbidden == []


@pytest.mark.parametrize("path", TEMPLATES, **names)
def test_a_form_that_posts_carries_its_token(path: Path) -> None:
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text_of(path), re.S):
        assert "csrf" in form, form[:120]


@pytest.mark.parametrize("path", PAGES, **names)
def test_a_page_imports_no_macros(path: Path) -> None:
    assert not re.search(r"{%-?\s*(import|from)\b", text_of(path)), "macros come as the global `ui`"


def test_every_fragment_is_a_block_and_an_id() -> None:
    asked = {
        (template, fragment)
        for path in CODE
        for template, fragment in re.findall(r'page\(\s*"([\w/.]+)",\s*fragment="(\w+)"', text_of(path))
    }
    assert asked
    for template, fragment in asked:
        text = text_of(ROOT / "templates" / template)
        assert re.search(rf"{{%-?\s*block {fragment}\b", text), (template, fragment)
        assert f'id="{fragment}"' in text, (template, fragment)


def test_every_address_named_in_a_template_exists(app: Flask) -> None:
    named = {name for path in TEMPLATES for name in re.findall(r'url_for\("([\w.]+)"', text_of(path))}
    assert sorted(named - set(app.view_functions)) == []


def test_every_asset_named_in_a_template_exists() -> None:
    named = {name for path in TEMPLATES for name in re.findall(r'asset\("([\w./-]+)"', text_of(path))}
    assert [name for name in sorted(named) if not (ROOT / "static" / name).exists()] == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = text_of(ROOT / "static/vendor/icons.svg")
    named = {name for path in TEMPLATES for name in re.findall(r'\bicon\("([\w-]+)"\)', text_of(path))}
    assert [name for name in sorted(named) if f'id="{name}"' not in sprite] == []
