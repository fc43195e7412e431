"""The mail server: `smtps://` or `smtp+starttls://`, certificates verified, one connection for a batch of letters."""

import smtplib
import socket
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from portal.core import clock
from portal.core.i18n import _
from portal.core.text import clean_line

PATIENCE = 20.0  # seconds for one answer of the server
CLOSING = 421  # «service not available»: about the server, whatever it was asked (RFC 5321, 3.8)


class LetterRefused(Exception):
    """The server does not want this letter; others may still go."""


class ServerAway(Exception):
    """The server does not answer or does not let us in; no letter can go now."""


class Letter(Protocol):
    """What is needed of a letter to send it."""

    recipient: str
    subject: str
    text: str
    html: str
    message_id: str


class Server:
    """An open conversation with the mail server."""

    def __init__(self, talk: smtplib.SMTP) -> None:
        self._talk = talk

    def send(self, letter: Letter, *, sender: str) -> None:
        """Hand the letter over. Raises LetterRefused or ServerAway; otherwise the server has taken it."""
        try:
            message = message_of(letter, sender=sender)
        except (ValueError, IndexError) as wrong:
            raise LetterRefused(_("Адрес или заголовок письма записан неверно.")) from wrong
        try:
            self._talk.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError) as refused:
            if CLOSING in _codes(refused):
                raise ServerAway(_reason(refused)) from refused
            self._reset()
            raise LetterRefused(_reason(refused)) from refused
        except (smtplib.SMTPException, OSError) as away:
            raise ServerAway(_reason(away)) from away

    def close(self) -> None:
        try:
            self._talk.quit()
        except (smtplib.SMTPException, OSError):
            pass  # the server hung up first: the letters are settled already

    def _reset(self) -> None:
        try:
            self._talk.rset()
        except (smtplib.SMTPException, OSError) as away:
            raise ServerAway(_reason(away)) from away


def connect(url: str) -> Server:
    """Open a conversation with the server at `url`, encrypted and signed in. Raises ServerAway."""
    where = urlsplit(url)
    try:
        talk = _dial(where)
        if where.username:
            talk.login(unquote(where.username), unquote(where.password or ""))
    except (smtplib.SMTPException, OSError, ValueError) as away:
        raise ServerAway(_reason(away)) from away
    return Server(talk)


def message_of(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as a message: text and HTML, a stable Message-ID, headers that no line break can widen."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(clean_line(sender))
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=clean_line(letter.recipient))
    message["Subject"] = clean_line(letter.subject)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(clock.now())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _dial(where: SplitResult) -> smtplib.SMTP:
    host = where.hostname or "localhost"
    if where.scheme == "smtps":
        return smtplib.SMTP_SSL(host, where.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    talk = smtplib.SMTP(host, where.port or (587 if where.scheme == "smtp+starttls" else 25), timeout=PATIENCE)
    if where.scheme == "smtp+starttls":
        talk.starttls(context=ssl.create_default_context())
    return talk


def _codes(error: Exception) -> set[int]:
    """The numbers with which the server answered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _text in error.recipients.values()}
    return {error.smtp_code} if isinstance(error, smtplib.SMTPResponseException) else set()


def _reason(error: Exception) -> str:
    """What went wrong, without the address of the recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("Сервер не принял адрес, ответ %(code)s.", code=", ".join(map(str, sorted(_codes(error)))))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("Почтовый сервер не принял имя и пароль, ответ %(code)s.", code=error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return _("Почтовый сервер ответил %(code)s.", code=error.smtp_code)
    if isinstance(error, ssl.SSLError):
        return _("Сертификат почтового сервера не прошёл проверку.")
    if isinstance(error, socket.gaierror):
        return _("Имя почтового сервера не найдено.")
    return _("Почтовый сервер недоступен (%(kind)s).", kind=type(error).__name__)
