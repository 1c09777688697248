"""The environment, read once into one frozen object. docs/configuration.md is held to this table by a test."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store.keys import KeyRing


class WrongSetting(Exception):
    """A setting that cannot be used: its name, what is wrong, and how to mend it."""

    def __init__(self, name: str, wrong: str) -> None:
        super().__init__(f"{name}: {wrong}")
        self.name = name


def _words(text: str) -> str:
    return text


def _switch(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError(f"'{text}' is neither 1 nor 0")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise ValueError(f"'{text}' is not a small number")
    return int(text)


def _list(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())


def _in_order(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"'{text}' is none of {', '.join(allowed)}")
        return text.lower()

    return read


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{text}' is not an http or https address")
    return text.rstrip("/")


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        KeyRing(keys)
    except ValueError:
        raise ValueError("one of them is no key: make one with `sourcer key`") from None
    return keys


def _long(text: str) -> str:
    if len(text) < 32:
        raise ValueError("is too short: 32 characters or more, made with `sourcer key`")
    return text


def _mail_address(*schemes: str) -> Callable[[str], str]:
    """Neither what was given nor the library's words about it are repeated: they may hold a password."""

    def fits(text: str) -> bool:
        try:
            parts = urlsplit(text)
            cut = "@" in f"{parts.path}{parts.query}{parts.fragment}"  # a password with a slash ends the host early
            return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not cut
        except ValueError:
            return False

    def read(text: str) -> str:
        if not fits(text):
            begin = " or ".join(f"{each}://" for each in schemes)
            raise ValueError(f"is not {begin}USER:PASSWORD@HOST:PORT, with special characters percent-encoded")
        return text

    return read


def _email(text: str) -> str:
    name, at, host = text.rpartition("@")
    if not (name and at and "." in host) or any(sign.isspace() or sign in "<>,;" for sign in text):
        raise ValueError(f"'{text}' is not an e-mail address")
    return text


def _database(text: str) -> str:
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("write it as postgresql+asyncpg://USER:PASSWORD@HOST/NAME, or leave it unset for SQLite")
    return text


def setting(
    name: str,
    doc: str,
    default: Any = "",
    *,
    read: Callable[[str], Any] = _words,
    secret: bool = False,
    shown: str = "",
) -> Any:
    """A field of Settings. `shown` is the default as the documentation writes it."""
    about = {"name": name, "doc": doc, "read": read, "shown": shown or str(default)}
    return dataclasses.field(default=default, metadata=about, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides. Secrets are left out of `repr`."""

    data_dir: Path = setting(
        "SOURCER_DATA_DIR",
        "Folder for the SQLite file and the embedded index.",
        Path("data"),
        read=Path,
        shown="./data",
    )
    database_url: str = setting(
        "SOURCER_DATABASE_URL",
        "`postgresql+asyncpg://USER:PASSWORD@HOST/NAME`; unset: SQLite in the data directory.",
        read=_database,
        secret=True,
    )
    typesense_url: str = setting(
        "SOURCER_TYPESENSE_URL",
        "Address of a Typesense server; unset: the embedded index in the data directory. "
        "Several replicas need Typesense: the embedded index has one writing process.",
        read=_address,
    )
    typesense_api_key: str = setting("SOURCER_TYPESENSE_API_KEY", "Key of that Typesense server.", secret=True)
    admins: frozenset[str] = setting(
        "SOURCER_ADMINS",
        "First admins: e-mail addresses or platform ids, separated by commas. "
        "Unset, and as long as there is no admin, `serve` prints a one-time claim code.",
        frozenset[str](),
        read=_list,
        shown=" ",
    )
    public_url: str = setting(
        "SOURCER_PUBLIC_URL",
        "Address under which the bot is reached from outside: for the manifests, and for the pages that candidates "
        "answer on. Nobody is contacted while it is unset or loopback.",
        read=_address,
    )
    proxies: int = setting(
        "SOURCER_PROXIES",
        "How many reverse proxies of yours stand in front of the bot: so many addresses from the right of "
        "`X-Forwarded-For` says who opens a page, which limits how often one address asks. 0: the header is ignored.",
        0,
        read=_count,
    )
    secret_keys: tuple[str, ...] = setting(
        "SOURCER_SECRET_KEYS",
        "Keys that seal the secrets of workspaces (their mailboxes), separated by commas: the first seals, all open. "
        "Make one with `sourcer key`. Unset: no workspace can connect a mailbox of its own.",
        (),
        read=_keys,
        shown=" ",
        secret=True,
    )
    hash_key: str = setting(
        "SOURCER_HASH_KEY",
        "Key of the hashes by which people are recognised who are never to be contacted again. Never change it: who "
        "was forgotten would be met anew. Nobody is contacted while it is unset.",
        read=_long,
        secret=True,
    )
    smtp_url: str = setting(
        "SOURCER_SMTP_URL",
        "Mail server that sends invitations, for workspaces without a mailbox of their own: "
        "`smtps://USER:PASSWORD@HOST:465` or `smtp://USER:PASSWORD@HOST:587` (STARTTLS).",
        read=_mail_address("smtp", "smtps"),
        secret=True,
    )
    imap_url: str = setting(
        "SOURCER_IMAP_URL",
        "Mailbox that answers arrive in: `imaps://USER:PASSWORD@HOST:993/INBOX`.",
        read=_mail_address("imap", "imaps"),
        secret=True,
    )
    mail_from: str = setting("SOURCER_MAIL_FROM", "E-mail address that invitations come from.", read=_email)
    postal_address: str = setting(
        "SOURCER_POSTAL_ADDRESS", "Postal address at the foot of each invitation, which the law asks for."
    )
    log_level: str = setting(
        "SOURCER_LOG_LEVEL", "debug, info, warning or error.", "info", read=_one_of("debug", "info", "warning", "error")
    )
    log_format: str = setting(
        "SOURCER_LOG_FORMAT", "console, or json for a log collector.", "console", read=_one_of("console", "json")
    )
    development: bool = setting(
        "SOURCER_DEVELOPMENT",
        "1 serves Teams without an app id, only on a loopback address: for Microsoft's Agents Playground. "
        "And workspaces may connect a mail server on this machine.",
        False,
        read=_switch,
        shown="0",
    )
    slack_signing_secret: str = setting(
        "SLACK_SIGNING_SECRET", "Slack over HTTP: the app's signing secret (Basic Information).", secret=True
    )
    slack_bot_token: str = setting("SLACK_BOT_TOKEN", "Slack: the bot token, `xoxb-…`.", secret=True)
    slack_app_token: str = setting(
        "SLACK_APP_TOKEN", "Slack in Socket Mode, without a public address: the app token, `xapp-…`.", secret=True
    )
    slack_api_url: str = setting(
        "SLACK_API_URL", "Another address of Slack's Web API, for tests.", "https://slack.com/api", read=_address
    )
    teams_app_id: str = setting("TEAMS_APP_ID", "Teams: the bot's application (client) id.")
    teams_app_password: str = setting(
        "TEAMS_APP_PASSWORD", "Teams: the client secret of that application.", secret=True
    )
    teams_tenant_ids: tuple[str, ...] = setting(
        "TEAMS_TENANT_IDS",
        "Teams: the tenants that are served, separated by commas; the first is the one the app is registered in. "
        "`*` lets every tenant in.",
        (),
        read=_in_order,
        shown=" ",
    )

    @staticmethod
    def from_environment(environment: Mapping[str, str] | None = None) -> "Settings":
        """Raises WrongSetting for the first value that cannot be used."""
        given = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for field in dataclasses.fields(Settings):
            name, read = field.metadata["name"], field.metadata["read"]
            text = given.get(name, "").strip()
            if not text:
                continue
            try:
                values[field.name] = read(text)
            except ValueError as wrong:
                raise WrongSetting(name, str(wrong)) from None
        settings = Settings(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """What only makes sense together."""
        if self.typesense_url and not self.typesense_api_key:
            raise WrongSetting("SOURCER_TYPESENSE_API_KEY", "is missing; SOURCER_TYPESENSE_URL is set")
        if self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token):
            raise WrongSetting(
                "SLACK_SIGNING_SECRET", "is missing: set it for Slack over HTTP, or SLACK_APP_TOKEN for Socket Mode"
            )
        if (self.slack_signing_secret or self.slack_app_token) and not self.slack_bot_token:
            raise WrongSetting("SLACK_BOT_TOKEN", "is missing: copy it from the app's page, OAuth & Permissions")
        if self.slack_app_token and not self.slack_app_token.startswith("xapp-"):
            raise WrongSetting("SLACK_APP_TOKEN", "is not an app token: it starts with xapp-")
        if self.teams_app_id and not self.teams_app_password:
            raise WrongSetting("TEAMS_APP_PASSWORD", "is missing; TEAMS_APP_ID is set")
        if self.teams_app_id and not self.teams_tenant_ids:
            raise WrongSetting("TEAMS_TENANT_IDS", "is missing: without it anybody's tenant would be served")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'sourcer.db'}"

    @property
    def teams(self) -> bool:
        """Whether Teams is served at all."""
        return bool(self.teams_app_id) or self.development


def documented() -> list[tuple[str, str, str]]:
    """Name, meaning and default of every setting, in order."""
    return [(f.metadata["name"], f.metadata["doc"], f.metadata["shown"].strip()) for f in dataclasses.fields(Settings)]
