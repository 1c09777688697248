"""Parses the mailbox form: errors by field, and the server URLs with their logins."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from typing import Literal
from urllib.parse import quote

from bot.pages.guard import Fields
from connectors.errors import Unreachable
from connectors.mail import allowed_hosts
from connectors.mail.base import MailAccount
from store.people.match_keys import is_address

_HOST = re.compile(r"[\w.-]{1,253}")
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
LONGEST = 200  # characters of a name, a user, a password
NAMES = (
    "mail_from",
    "smtp_host",
    "smtp_port",
    "smtp_user",
    "imap_host",
    "imap_port",
    "imap_user",
)
_FORBIDDEN_HOST = "This server can't be used: its address is reserved, or belongs to the machine the bot runs on."


def _none() -> dict[str, str]:
    return {}


@dataclass(slots=True)
class MailForm:
    """The submitted form. `values` are shown again in the form and contain no passwords; `errors` are by field."""

    values: dict[str, str] = field(default_factory=_none)
    errors: dict[str, str] = field(default_factory=_none)
    smtp_url: str = field(default="", repr=False)
    imap_url: str = field(default="", repr=False)

    @property
    def mail_from(self) -> str:
        return self.values["mail_from"]

    def account(self) -> MailAccount:
        return MailAccount(smtp_url=self.smtp_url, imap_url=self.imap_url, mail_from=self.mail_from)


def empty() -> MailForm:
    return MailForm(dict.fromkeys(NAMES, "") | {"smtp_port": "465", "imap_port": "993"})


def read(typed: Fields, *, any_server: bool) -> MailForm:
    """Parse the form. `any_server` allows any port. Connections on ports other than 465 and 993 start in plain text and
    must upgrade to TLS; connectors/mail enforces that."""
    values = {name: typed.get(name, "").strip()[:LONGEST] for name in NAMES}
    form = MailForm(values)
    password = typed.get("smtp_password", "")[:LONGEST]
    if not is_address(values["mail_from"]):
        form.errors["mail_from"] = "Enter an e-mail address, like jobs@acme.com."
    _check_server(form, "smtp", allowed_hosts.SMTP_PORTS, any_server)
    if not values["smtp_user"]:
        form.errors["smtp_user"] = "Enter the username."
    for name in ("smtp_user", "imap_user"):
        if not values[name].isprintable():  # such as a null byte, which no database stores as text
            form.errors[name] = "The username contains a character that can't be used."
    if not password:
        form.errors |= {"smtp_password": "Enter the password. You need to enter it each time you submit the form."}
    if values["imap_host"]:
        _check_server(form, "imap", allowed_hosts.IMAP_PORTS, any_server)
    if form.errors:
        return form
    tls = "smtps" if values["smtp_port"] == "465" else "smtp"
    form.smtp_url = _url(tls, values["smtp_host"], values["smtp_port"], values["smtp_user"], password)
    if values["imap_host"]:
        user, imap_password = values["imap_user"] or values["smtp_user"], typed.get("imap_password", "")[:LONGEST]
        tls = "imaps" if values["imap_port"] == "993" else "imap"
        form.imap_url = _url(tls, values["imap_host"], values["imap_port"], user, imap_password or password) + "/INBOX"
    return form


def _check_server(form: MailForm, part: Literal["smtp", "imap"], ports: tuple[int, ...], any_server: bool) -> None:
    host, port = form.values[f"{part}_host"], form.values[f"{part}_port"]
    if not (_HOST.fullmatch(host) or _is_ipv6(host)):
        form.errors[f"{part}_host"] = "Enter a server name, like mail.acme.com."
    if not _PORT.fullmatch(port) or not 0 < int(port) < 65_536:
        form.errors[f"{part}_port"] = "Enter a port number from 1 to 65535."
    elif not any_server and int(port) not in ports:
        *first, last = map(str, ports)
        form.errors[f"{part}_port"] = f"Use port {', '.join(first)} or {last}."


def _is_ipv6(host: str) -> bool:
    try:
        return not IPv6Address(host).scope_id  # an IPv6 scope only has a meaning on one machine
    except ValueError:
        return False


def _url(scheme: str, host: str, port: str, user: str, password: str) -> str:
    place = f"[{host}]" if ":" in host else host
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{place}:{port}"


async def check_hosts(form: MailForm) -> None:
    """Add an error for each server that doesn't exist, or that we must not connect to."""
    for name in ("smtp_host", "imap_host"):
        if host := form.values[name]:
            try:
                if not await allowed_hosts.allowed(host):
                    form.errors[name] = _FORBIDDEN_HOST
            except Unreachable:
                form.errors[name] = "There's no server with this name."
