"""What a sheet is called on paper: a QR code for scanners, twelve digits for fingers."""

import io
import secrets

import segno

MARK = "TR1."  # so that a code of somebody else's programme is not taken for ours
DIGITS = 12


def new_code() -> str:
    """Eleven random digits and one that catches a slip of the finger (ISO/IEC 7812-1)."""
    body = "".join(secrets.choice("0123456789") for _place in range(DIGITS - 1))
    return body + _check_digit(body)


def read_code(typed: str) -> str | None:
    """The code as it is stored, or None where a digit is wrong or missing. Spaces and dashes do not matter."""
    digits = "".join(char for char in typed if char not in " \u00a0-–—")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if _check_digit(digits[:-1]) == digits[-1] else None


def shown_code(code: str) -> str:
    """In groups of four, as people read figures."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def qr_text(public_id: str) -> str:
    """What the QR code of a sheet says: nothing but its random name."""
    return MARK + public_id


def qr_svg(public_id: str) -> str:
    """The QR code as a picture without inline style, sized by whoever shows it.

    Level Q: a quarter of it may be under a stamp or a crease. The mask is fixed: trying all eight would cost a
    group's print a second.
    """
    return _drawn(segno.make(qr_text(public_id), error="q", micro=False, boost_error=False, mask=3), border=4)


def address_svg(address: str) -> str:
    """The address of a page as such a picture, for a poster; empty where it is too long for a code."""
    try:
        return _drawn(segno.make(address, error="m", micro=False), border=2)
    except segno.DataOverflowError:
        return ""


def _drawn(code: segno.QRCode, *, border: int) -> str:
    picture = io.BytesIO()
    code.save(
        picture, kind="svg", border=border, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None,
        omitsize=True,
    )  # fmt: skip
    return picture.getvalue().decode()


def _check_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
