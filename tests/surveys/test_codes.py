"""Private codes: written by chance, read however they are typed, and a slip of the pen is noticed."""

import pytest

from surveys.codes import WORDS, WrongCode, new_code, read_code


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    one, two, three, check = code.split("-")
    for typed in (
        code, code.upper(), f"{one} {two} {three} {check}", f"  {one}, {two}; {three} - {check}.",
        f"{one}{' ' * 9}{two}\n{three}\t{check[0]} {check[1]}", code.replace("е", "ё"),
    ):  # fmt: skip
        assert read_code(typed) == code


def test_there_are_256_words_without_repetition_and_without_the_letter_that_people_leave_out() -> None:
    words = WORDS.read_text(encoding="utf-8").split()
    assert len(words) == len(set(words)) == 256
    assert not [word for word in words if "ё" in word or not word.isalpha()]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "три слова и число"),
        ("сова", "три слова и число"),
        ("сова клен река", "три слова и число"),
        ("сова клен река сад 10", "три слова и число"),
        ("сова клен рыка 10", "Слова «рыка» в кодах нет"),
        ("я" * 5000, "в кодах нет"),
        ("\x00 1", "три слова и число"),
    ],
)
def test_what_is_no_code_is_said_in_words(typed: str, says: str) -> None:
    with pytest.raises(WrongCode, match=says):
        read_code(typed)


def test_another_word_or_another_order_is_noticed() -> None:
    words = WORDS.read_text(encoding="utf-8").split()
    noticed = tried = 0
    for _turn in range(40):
        code = new_code()
        one, two, three, check = code.split("-")
        slips = [f"{two} {one} {three} {check}", f"{one} {three} {two} {check}"]
        slips += [f"{one} {two} {other} {check}" for other in words[:50] if other != three]
        for slip in slips:
            tried += 1
            try:
                noticed += read_code(slip) == "never"
            except WrongCode:
                noticed += 1
    assert noticed / tried > 0.97


def test_codes_of_ten_thousand_people_hardly_meet() -> None:
    codes = {new_code() for _turn in range(10_000)}
    assert len(codes) > 9_980
