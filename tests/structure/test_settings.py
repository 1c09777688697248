"""Settings: each is documented, invalid ones are named, secrets are never shown."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, WrongSetting, documented
from tests.structure.tree import ROOT, source, text

SECRETS = {
    "SOURCER_DATABASE_URL": "postgresql+asyncpg://sourcer:hunter2@db/sourcer",
    "SOURCER_TYPESENSE_API_KEY": "hunter2",
    "SLACK_SIGNING_SECRET": "hunter2",
    "SLACK_BOT_TOKEN": "xoxb-hunter2",
    "SLACK_APP_TOKEN": "xapp-hunter2",
    "TEAMS_APP_PASSWORD": "hunter2",
    "SOURCER_SECRET_KEYS": "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnQ=",
    "SOURCER_HASH_KEY": "hunter2hunter2hunter2hunter2hunter2",
    "SOURCER_SMTP_URL": "smtps://sourcer:hunter2@mail.example.com:465",
    "SOURCER_IMAP_URL": "imaps://sourcer:hunter2@mail.example.com:993/INBOX",
    "SOURCER_MICROSOFT_CLIENT_SECRET": "hunter2",
    "SOURCER_GOOGLE_CLIENT_SECRET": "hunter2",
    "SOURCER_SOURCE_APPS": "Indeed = app-1:hunter2%2C, careerbuilder=C1:hunter2",
}
WHOLE = {
    **SECRETS,
    "SOURCER_DATA_DIR": "somewhere",
    "SOURCER_TYPESENSE_URL": "http://typesense:8108/",
    "SOURCER_ADMINS": "Ana@Example.com, U123",
    "SOURCER_PUBLIC_URL": "https://sourcer.example.com/",
    "SOURCER_PROXIES": "1",
    "SOURCER_MAIL_FROM": "talent@example.com",
    "SOURCER_POSTAL_ADDRESS": "Northwind, 1 Main Street, Boston, MA 02110",
    "SOURCER_MICROSOFT_CLIENT_ID": "11111111-2222-3333-4444-555555555555",
    "SOURCER_MICROSOFT_TENANT": "acme.example",
    "SOURCER_GOOGLE_CLIENT_ID": "1.apps.googleusercontent.com",
    "SOURCER_MAIL_SERVICE_URLS": "microsoft_graph = http://127.0.0.1:9004/v1.0/",
    "SOURCER_UNDO_SECONDS": "120",
    "SOURCER_LOG_LEVEL": "DEBUG",
    "SOURCER_LOG_FORMAT": "json",
    "SOURCER_DEVELOPMENT": "yes",
    "SLACK_API_URL": "http://127.0.0.1:9000/api/",
    "SOURCER_GREENHOUSE_URL": "http://127.0.0.1:9001",
    "SOURCER_LEVER_URL": "http://127.0.0.1:9001",
    "SOURCER_ASHBY_URL": "http://127.0.0.1:9001",
    "SOURCER_WORKABLE_URL": "http://127.0.0.1:9001",
    "SOURCER_SOURCES_DIR": str(ROOT / "connectors/resumes/mapping"),
    "SOURCER_SOURCE_URLS": "Dice = http://127.0.0.1:9002/, careerbuilder=http://127.0.0.1:9003",
    "TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "TEAMS_TENANT_IDS": "Tenant-1,tenant-2",
}
WRONG = [
    ({"SOURCER_DATABASE_URL": "mysql://db/sourcer"}, "SOURCER_DATABASE_URL"),
    ({"SOURCER_DATABASE_URL": "postgresql://db/sourcer"}, "SOURCER_DATABASE_URL"),
    ({"SOURCER_TYPESENSE_URL": "typesense:8108"}, "SOURCER_TYPESENSE_URL"),
    ({"SOURCER_TYPESENSE_URL": "http://typesense:8108"}, "SOURCER_TYPESENSE_API_KEY"),
    ({"SOURCER_PUBLIC_URL": "sourcer.example.com"}, "SOURCER_PUBLIC_URL"),
    ({"SOURCER_SECRET_KEYS": "hunter2"}, "SOURCER_SECRET_KEYS"),
    ({"SOURCER_HASH_KEY": "short"}, "SOURCER_HASH_KEY"),
    ({"SOURCER_SMTP_URL": "mail.example.com"}, "SOURCER_SMTP_URL"),
    ({"SOURCER_SMTP_URL": "imaps://mail.example.com"}, "SOURCER_SMTP_URL"),
    ({"SOURCER_SMTP_URL": "smtps://mail.example.com:99999"}, "SOURCER_SMTP_URL"),
    ({"SOURCER_IMAP_URL": "smtps://mail.example.com"}, "SOURCER_IMAP_URL"),
    ({"SOURCER_MAIL_FROM": "nobody"}, "SOURCER_MAIL_FROM"),
    ({"SOURCER_SOURCES_DIR": "nowhere"}, "SOURCER_SOURCES_DIR"),
    ({"SOURCER_SOURCE_URLS": "http://127.0.0.1:9002"}, "SOURCER_SOURCE_URLS"),
    ({"SOURCER_SOURCE_APPS": "indeed=app-1"}, "SOURCER_SOURCE_APPS"),
    ({"SOURCER_SOURCE_APPS": "dice=app-1:hunter2"}, "SOURCER_SOURCE_APPS"),
    ({"SOURCER_MICROSOFT_CLIENT_ID": "1"}, "SOURCER_MICROSOFT_CLIENT_SECRET"),
    ({"SOURCER_GOOGLE_CLIENT_ID": "1"}, "SOURCER_GOOGLE_CLIENT_SECRET"),
    ({"SOURCER_MICROSOFT_TENANT": "acme/../x"}, "SOURCER_MICROSOFT_TENANT"),
    ({"SOURCER_MAIL_SERVICE_URLS": "graph=https://graph.microsoft.us"}, "SOURCER_MAIL_SERVICE_URLS"),
    ({"SOURCER_MAIL_SERVICE_URLS": "google_smtp=https://smtp.example.com"}, "SOURCER_MAIL_SERVICE_URLS"),
    ({"SOURCER_UNDO_SECONDS": "121"}, "SOURCER_UNDO_SECONDS"),
    ({"SOURCER_UNDO_SECONDS": "-1"}, "SOURCER_UNDO_SECONDS"),
    ({"SOURCER_LOG_LEVEL": "loud"}, "SOURCER_LOG_LEVEL"),
    ({"SOURCER_LOG_FORMAT": "xml"}, "SOURCER_LOG_FORMAT"),
    ({"SOURCER_DEVELOPMENT": "perhaps"}, "SOURCER_DEVELOPMENT"),
    ({"SLACK_API_URL": "slack"}, "SLACK_API_URL"),
    ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
    ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
    ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-2"}, "SLACK_APP_TOKEN"),
    ({"SOURCER_PROXIES": "-1"}, "SOURCER_PROXIES"),
    ({"TEAMS_APP_ID": "1"}, "TEAMS_APP_PASSWORD"),
    ({"TEAMS_APP_ID": "1", "TEAMS_APP_PASSWORD": "p"}, "TEAMS_TENANT_IDS"),
]


def in_docs() -> dict[str, tuple[str, str]]:
    """Name → meaning and default, from the tables in docs/configuration.md."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", text("docs/configuration.md"), re.MULTILINE)
    return {name: (meaning, default.strip("`")) for name, meaning, default in rows}


def test_every_setting_is_documented_and_nothing_else():
    wanted = {name: (meaning, default or "–") for name, meaning, default in documented()}
    assert in_docs() == wanted


def test_every_variable_the_code_reads_is_a_setting():
    """Environment variables are named in bot/settings.py; elsewhere only in messages to people."""
    known = {name for name, _, _ in documented()}
    named = {
        match
        for path in source(".py")
        for match in re.findall(r"\b(?:SOURCER|SLACK|TEAMS)_[A-Z_]+\b", text(path))
        if not path.startswith("bot/playground")
    }
    assert named <= known
    readers = [path for path in source(".py") if "os.environ" in text(path)]
    assert set(readers) <= {"bot/settings.py", "bot/cli/serving.py"}  # the playground's log level


def test_unset_settings_take_the_default():
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"SOURCER_DATA_DIR": " ", "SOURCER_ADMINS": "", "PATH": "/bin"}) == Settings()


def test_every_setting_is_read():
    read = Settings.from_environment(WHOLE)
    assert set(WHOLE) == {name for name, _, _ in documented()}
    unset = Settings()
    assert [f.name for f in dataclasses.fields(Settings) if getattr(read, f.name) == getattr(unset, f.name)] == []
    assert read.data_dir == Path("somewhere")
    assert read.admins == {"ana@example.com", "u123"}
    assert read.public_url == "https://sourcer.example.com"
    assert read.source_apps == (("indeed", ("app-1", "hunter2,")), ("careerbuilder", ("C1", "hunter2")))


@pytest.mark.parametrize(("given", "name"), WRONG)
def test_an_invalid_setting_is_named(given: dict[str, str], name: str):
    with pytest.raises(WrongSetting) as wrong:
        Settings.from_environment(given)
    assert wrong.value.name == name
    assert str(wrong.value).startswith(f"{name}: ")


def test_secrets_are_in_no_repr():
    shown = repr(Settings.from_environment(WHOLE))
    assert "hunter2" not in shown
    assert "sourcer.example.com" in shown


@pytest.mark.parametrize("name", ["SOURCER_DATABASE_URL", "SLACK_APP_TOKEN", "SOURCER_SOURCE_APPS"])
def test_an_invalid_secret_is_not_repeated(name: str):
    """The error message may end up in a log."""
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", name: "hunter2 is wrong"}
    with pytest.raises(WrongSetting, match=name) as wrong:
        Settings.from_environment(given)
    assert "hunter2" not in str(wrong.value)


@pytest.mark.parametrize("password", ["hunt/er2", "hunt#er2", "hunt?er2", "hunter2[", "hunter2\uff1a", "12/hunter2"])
@pytest.mark.parametrize("scheme", ["smtp", "imaps"])
def test_a_password_with_special_characters_is_refused_without_repeating_it(scheme: str, password: str):
    """Unescaped, part of it would be parsed as the port or the folder, and every e-mail would fail."""
    name = f"SOURCER_{scheme[:4].upper()}_URL"
    with pytest.raises(WrongSetting, match="percent-encoded") as wrong:
        Settings.from_environment({name: f"{scheme}://jobs:{password}@mail.example.com:587"})
    assert "hunt" not in str(wrong.value)


def test_tenants_preserve_their_order():
    """The first is where the app is registered: tokens are requested from it."""
    read = Settings.from_environment({"TEAMS_TENANT_IDS": "Zeta, alpha,,zeta, *"})
    assert read.teams_tenant_ids == ("zeta", "alpha", "*")


def test_settings_are_immutable():
    settings: Any = Settings()
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.data_dir = Path("elsewhere")
