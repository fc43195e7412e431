"""Texts of the interface: the catalogue is complete and fresh, plurals have three forms, D5 is kept."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "portal/translations/ru/LC_MESSAGES/messages.po"
BANNED = re.compile(r"пожалуйста|онбординг|дашборд|фидбек|чек-лист|логин\b|трекер|\b\w+\((а|ась|на|ла|ка)\)", re.I)


def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="ru")


def test_every_plural_has_three_forms() -> None:
    assert [message.id for message in catalogue() if isinstance(message.id, tuple) and not all(message.string)] == []


def test_the_compiled_catalogue_is_fresh() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, catalogue())
    assert PO.with_suffix(".mo").read_bytes() == fresh.getvalue(), "run make setup"


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue()}
    options = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
    found = [
        message if isinstance(message, str) else message[0]
        for folder in ("portal", "surveys", "templates")
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python"), ("**.html", "jinja2")], options, comment_tags=()
        )
    ]
    assert sorted({text for text in found if text not in known}) == [], "run make texts"


def test_texts_guess_no_gender_and_use_the_words_of_the_house() -> None:
    found = [message.id for message in catalogue() if message.id and BANNED.search(str(message.id))]
    assert found == []


def test_no_russian_text_of_a_template_stands_outside_gettext() -> None:
    bare = []
    for path in ROOT.glob("templates/**/*.html"):
        text = re.sub(r"{#.*?#}|{%-?\s*trans.*?endtrans\s*-?%}", "", path.read_text(encoding="utf-8"), flags=re.S)
        outside = re.sub(r"{{.*?}}|{%.*?%}", "", text, flags=re.S)
        if re.search(r"[А-Яа-яё]{2,}", outside):
            bare.append(str(path.relative_to(ROOT)))
    assert bare == []
