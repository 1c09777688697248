"""Settings from the environment, read once into a frozen object. A test keeps docs/configuration.md in sync."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import setting_values as values
from connectors.mail import services
from connectors.resumes import registry


class WrongSetting(Exception):
    """An invalid setting: its name, what is wrong, and how to fix it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


def setting(
    name: str,
    doc: str,
    default: Any = "",
    *,
    read: Callable[[str], Any] = values.text,
    secret: bool = False,
    shown: str = "",
) -> Any:
    """A field of Settings. `shown` is the default as it appears in the documentation."""
    metadata = {"name": name, "doc": doc, "read": read, "shown": shown or str(default)}
    return dataclasses.field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The operator's settings. Secrets are left out of `repr`."""

    data_dir: Path = setting(
        "SOURCER_DATA_DIR",
        "Directory for the SQLite file and the embedded index.",
        Path("data"),
        read=Path,
        shown="./data",
    )
    database_url: str = setting(
        "SOURCER_DATABASE_URL",
        "`postgresql+asyncpg://USER:PASSWORD@HOST/NAME`; unset: SQLite in the data directory.",
        read=values.database,
        secret=True,
    )
    typesense_url: str = setting(
        "SOURCER_TYPESENSE_URL",
        "Address of a Typesense server; unset: the embedded index in the data directory. "
        "Several replicas need Typesense: only one process can write to the embedded index.",
        read=values.address,
    )
    typesense_api_key: str = setting("SOURCER_TYPESENSE_API_KEY", "API key for that Typesense server.", secret=True)
    admins: frozenset[str] = setting(
        "SOURCER_ADMINS",
        "First admins: e-mail addresses or platform ids, separated by commas. "
        "If unset, `serve` prints a one-time claim code as long as there is no admin.",
        frozenset[str](),
        read=values.words,
        shown=" ",
    )
    public_url: str = setting(
        "SOURCER_PUBLIC_URL",
        "Public address of the bot, for the manifests and for the pages where candidates answer. No invitations are "
        "sent while it is unset or a loopback address.",
        read=values.address,
    )
    proxies: int = setting(
        "SOURCER_PROXIES",
        "Number of your own reverse proxies in front of the bot. Requests to the web pages are rate-limited per client "
        "address, which is the entry at this position from the right of `X-Forwarded-For`. 0: the header is ignored.",
        0,
        read=values.count,
    )
    secret_keys: tuple[str, ...] = setting(
        "SOURCER_SECRET_KEYS",
        "Keys that encrypt workspace secrets (logins of mailboxes, resume databases and ATSes), separated by commas: "
        "the first encrypts, all can decrypt. Create one with `sourcer key`. Unset: no workspace can connect its own "
        "mailbox, a resume database or an ATS.",
        (),
        read=values.keys,
        shown=" ",
        secret=True,
    )
    hash_key: str = setting(
        "SOURCER_HASH_KEY",
        "Key for the hashes that identify people who must never be contacted again. Never change it: people who "
        "opted out or had their data erased would no longer be recognized. No invitations are sent while it is unset.",
        read=values.long_key,
        secret=True,
    )
    smtp_url: str = setting(
        "SOURCER_SMTP_URL",
        "Mail server that sends invitations for workspaces without their own mailbox: "
        "`smtps://USER:PASSWORD@HOST:465` or `smtp://USER:PASSWORD@HOST:587` (STARTTLS).",
        read=values.mail_address("smtp", "smtps"),
        secret=True,
    )
    imap_url: str = setting(
        "SOURCER_IMAP_URL",
        "Mailbox where answers arrive: `imaps://USER:PASSWORD@HOST:993/INBOX`.",
        read=values.mail_address("imap", "imaps"),
        secret=True,
    )
    mail_from: str = setting("SOURCER_MAIL_FROM", "E-mail address that invitations are sent from.", read=values.email)
    postal_address: str = setting(
        "SOURCER_POSTAL_ADDRESS", "Postal address in the footer of each invitation, as the law requires."
    )
    microsoft_client_id: str = setting(
        "SOURCER_MICROSOFT_CLIENT_ID",
        "Microsoft 365: the application (client) id of the app with which people sign in to connect a mailbox (see "
        "mail.md).",
    )
    microsoft_client_secret: str = setting(
        "SOURCER_MICROSOFT_CLIENT_SECRET", "Microsoft 365: the client secret of that app.", secret=True
    )
    microsoft_tenant: str = setting(
        "SOURCER_MICROSOFT_TENANT",
        "Microsoft 365: the tenant whose people may sign in: its id or a domain. `organizations`: any company.",
        "organizations",
        read=services.tenant,
    )
    google_client_id: str = setting(
        "SOURCER_GOOGLE_CLIENT_ID",
        "Google: the client id of the app with which people sign in to connect a mailbox (see mail.md).",
    )
    google_client_secret: str = setting(
        "SOURCER_GOOGLE_CLIENT_SECRET", "Google: the client secret of that app.", secret=True
    )
    mail_service_urls: tuple[tuple[str, str], ...] = setting(
        "SOURCER_MAIL_SERVICE_URLS",
        "Alternative addresses of Microsoft's and Google's services, for tests: `NAME=ADDRESS`, separated by commas.",
        (),
        read=services.addresses,
        shown=" ",
    )
    undo_seconds: int = setting(
        "SOURCER_UNDO_SECONDS",
        "Seconds for which a message can be undone after *Send message*, from 0 to 120. Contact details are shown once "
        "it is sent. 0: it can't be undone, and contact details are shown at once.",
        15,
        read=values.seconds,
    )
    log_level: str = setting(
        "SOURCER_LOG_LEVEL",
        "debug, info, warning or error.",
        "info",
        read=values.one_of("debug", "info", "warning", "error"),
    )
    log_format: str = setting(
        "SOURCER_LOG_FORMAT", "console, or json for a log collector.", "console", read=values.one_of("console", "json")
    )
    development: bool = setting(
        "SOURCER_DEVELOPMENT",
        "1: Teams is served without an app ID, on a loopback address only, for Microsoft's Agents Playground, and "
        "workspaces can connect a mail server on this machine.",
        False,
        read=values.switch,
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
        "SLACK_API_URL",
        "Alternative address for Slack's Web API, for tests.",
        "https://slack.com/api",
        read=values.address,
    )
    teams_app_id: str = setting("TEAMS_APP_ID", "Teams: the bot's application (client) id.")
    teams_app_password: str = setting(
        "TEAMS_APP_PASSWORD", "Teams: the client secret of that application.", secret=True
    )
    teams_tenant_ids: tuple[str, ...] = setting(
        "TEAMS_TENANT_IDS",
        "Teams: the tenants to serve, separated by commas; the first is the one the app is registered in. "
        "`*` allows every tenant.",
        (),
        read=values.ordered,
        shown=" ",
    )

    greenhouse_url: str = setting(
        "SOURCER_GREENHOUSE_URL", "Alternative address for Greenhouse's job boards, for tests.", read=values.address
    )
    lever_url: str = setting(
        "SOURCER_LEVER_URL", "Alternative address for Lever's postings, for tests.", read=values.address
    )
    ashby_url: str = setting(
        "SOURCER_ASHBY_URL", "Alternative address for Ashby's job boards, for tests.", read=values.address
    )
    workable_url: str = setting(
        "SOURCER_WORKABLE_URL", "Alternative address for Workable's job boards, for tests.", read=values.address
    )
    source_urls: tuple[tuple[str, str], ...] = setting(
        "SOURCER_SOURCE_URLS",
        "Alternative addresses of partners' resume databases, and of ATSes connected with a key, for a partner's "
        "sandbox or for tests: `NAME=ADDRESS`, separated by commas.",
        (),
        read=values.addresses,
        shown=" ",
    )

    source_apps: tuple[tuple[str, tuple[str, str]], ...] = setting(
        "SOURCER_SOURCE_APPS",
        "Apps registered with partners' resume databases, so that people sign in there instead of entering credentials "
        "(see sources.md): `NAME=CLIENT_ID:CLIENT_SECRET`, separated by commas, with special characters "
        "percent-encoded.",
        (),
        read=registry.apps,
        shown=" ",
        secret=True,
    )
    sources_dir: Path | None = setting(
        "SOURCER_SOURCES_DIR",
        "Directory of files that describe additional resume databases (see source-mapping.md). Unset: only the "
        "built-in ones can be connected.",
        None,
        read=values.sources,
        shown=" ",
    )

    @property
    def job_board_addresses(self) -> dict[str, str]:
        """Alternative base addresses, by system."""
        urls = {
            "greenhouse": self.greenhouse_url,
            "lever": self.lever_url,
            "lever_eu": self.lever_url,
            "ashby": self.ashby_url,
            "workable": self.workable_url,
        }
        return {system: url for system, url in urls.items() if url}

    @staticmethod
    def from_environment(environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings. Raises WrongSetting for the first value that cannot be used."""
        variables = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for field in dataclasses.fields(Settings):
            name, read = field.metadata["name"], field.metadata["read"]
            text = variables.get(name, "").strip()
            if not text:
                continue
            try:
                values[field.name] = read(text)
            except ValueError as error:
                raise WrongSetting(name, str(error)) from None
        settings = Settings(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Check settings that depend on each other. Raises WrongSetting."""
        if self.typesense_url and not self.typesense_api_key:
            raise WrongSetting("SOURCER_TYPESENSE_API_KEY", "is missing; SOURCER_TYPESENSE_URL is set")
        if self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token):
            raise WrongSetting(
                "SLACK_SIGNING_SECRET", "is missing: set it for Slack over HTTP, or SLACK_APP_TOKEN for Socket Mode"
            )
        if (self.slack_signing_secret or self.slack_app_token) and not self.slack_bot_token:
            raise WrongSetting("SLACK_BOT_TOKEN", "is missing: copy it from the app's page, OAuth & Permissions")
        if self.slack_app_token and not self.slack_app_token.startswith("xapp-"):
            raise WrongSetting("SLACK_APP_TOKEN", "is not an app-level token; those start with xapp-")
        if self.microsoft_client_id and not self.microsoft_client_secret:
            raise WrongSetting("SOURCER_MICROSOFT_CLIENT_SECRET", "is missing; SOURCER_MICROSOFT_CLIENT_ID is set")
        if self.google_client_id and not self.google_client_secret:
            raise WrongSetting("SOURCER_GOOGLE_CLIENT_SECRET", "is missing; SOURCER_GOOGLE_CLIENT_ID is set")
        if problem := registry.unusable(self.source_apps, self.sources_dir):
            raise WrongSetting("SOURCER_SOURCE_APPS", problem)
        if self.teams_app_id and not self.teams_app_password:
            raise WrongSetting("TEAMS_APP_PASSWORD", "is missing; TEAMS_APP_ID is set")
        if self.teams_app_id and not self.teams_tenant_ids:
            raise WrongSetting("TEAMS_TENANT_IDS", "is missing: without it, the bot would serve any tenant")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'sourcer.db'}"

    @property
    def teams(self) -> bool:
        """Whether Teams is served."""
        return bool(self.teams_app_id) or self.development


def documented() -> list[tuple[str, str, str]]:
    """Name, meaning and default of every setting, in order."""
    return [(f.metadata["name"], f.metadata["doc"], f.metadata["shown"].strip()) for f in dataclasses.fields(Settings)]
