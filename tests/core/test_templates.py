"""Words without values are constants of a compiled template; everything else is looked up at each request."""

from typing import Any

import pytest
from jinja2 import nodes


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ _("Готово на 100 %%") }}', "Готово на 100 %"),
        ('{{ _("<b>Важно</b>") }}', "<b>Важно</b>"),
        ('{{ _("Ответов: %(n)s", n="<3") }}', "Ответов: &lt;3"),
        ('{{ _(word) }}', "Помощь"),
        ('{% set said = _("Да") %}{{ said ~ "<" }}', "Да&lt;"),
    ],
)  # fmt: skip
def test_words_read_as_they_did(app: Any, source: str, shown: str) -> None:
    assert app.jinja_env.from_string(source).render(word="Помощь") == shown


def test_only_a_text_without_values_is_set_in(app: Any) -> None:
    def calls(source: str) -> int:
        return len(list(app.jinja_env.parse(source).find_all(nodes.Call)))

    assert calls('{{ _("Помощь") }}') == 0
    assert calls('{{ _("Ответов: %(n)s", n=3) }}') == 1
    assert calls("{{ _(word) }}") == 1
    assert calls('{{ say("Помощь") }}') == 1


def test_a_letter_is_not_html(app: Any) -> None:
    """A constant that counted as HTML there would have the rest of the line escaped."""
    letters = app.jinja_env.overlay(autoescape=False)
    assert letters.from_string('{{ _("Школа") + " & колледж" }}').render() == "Школа & колледж"


def test_addresses_follow_the_place_of_the_portal(client: Any) -> None:
    """They are remembered, so the second place must not get those of the first."""
    for place in ("", "/portal", "/other", ""):
        page = client.get("/about", environ_overrides={"SCRIPT_NAME": place}).text
        assert f'href="{place}/login' in page
        assert page.count('href="/login') == (0 if place else page.count(f'href="{place}/login'))
