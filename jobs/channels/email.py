"""E-mail by SMTP, never without TLS."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from jobs.errors import Undeliverable, Unreachable

TIMEOUT = 20.0
"""Seconds for each answer of the server."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """A mail server as `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`, and the sender's address."""

    url: str
    sender: str
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def send(self, to: str, subject: str, text: str, key: str, headers: Mapping[str, str]) -> None:
        """Hand a letter over; `key` becomes its Message-ID, so that a repeated one can be told. Unreachable, or
        Undeliverable where the server refuses this letter for good."""
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject, self.sender, to
        message["Message-ID"] = f"<{key}@{self.sender.partition('@')[2] or 'yeongo'}>"
        message["Date"] = formatdate(usegmt=True)  # the host's, whatever time the programme lives in
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)  # which drops every Content- header set before
        for name, value in headers.items():
            message[name] = value
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _of_code(min(code for code, _ in error.recipients.values()), str(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _of_code(error.smtp_code, str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "localhost", parts.port
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=self.tls)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT)
            server.starttls(context=self.tls)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _of_code(code: int, reason: str) -> Exception:
    """5xx is for good, everything else for now."""
    return Undeliverable(reason) if 500 <= code < 600 else Unreachable(reason)
