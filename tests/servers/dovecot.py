"""A real IMAP server, Debian's dovecot, as an ordinary process on free ports with its own directory."""

import contextlib
import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "jobs@acme.example", "s3cret/with:signs"


class CannotRun(Exception):
    """Why the server cannot run here; used as the skip reason."""


@dataclass(frozen=True)
class Dovecot:
    port: int
    tls_port: int
    certificate: Path

    def client(self) -> imaplib.IMAP4:
        """A logged-in client, to put e-mails into the mailbox as a mail server would."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        with self.client() as client:
            kind, response = client.append(folder, "", None, raw)  # pyright: ignore[reportArgumentType]
            assert kind == "OK", response


def _binary() -> str:
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise CannotRun("dovecot is not installed (Debian: dovecot-imapd)")
    return found


def _certificate(directory: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = directory / "certificate.pem", directory / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _configuration(directory: Path, ports: tuple[int, int], public: Path, private: Path, introspect: str) -> str:
    """Everything is below `directory`. E-mails belong to the user running the test, or to `nobody` if that is root,
    which dovecot refuses."""
    me = getpass.getuser()
    owner = "nobody" if os.getuid() == 0 else me
    user = pwd.getpwnam(owner)
    (directory / "mail").mkdir()
    if os.getuid() == 0:
        directory.chmod(0o755)
        os.chown(directory / "mail", user.pw_uid, user.pw_gid)
    login = "" if os.getuid() == 0 else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
    by_token = ""
    if introspect:
        (directory / "oauth2.conf").write_text(
            f"introspection_mode = get\nintrospection_url = {introspect}?token=\nforce_introspection = yes\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        by_token = f"""auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {directory}/oauth2.conf
}}"""
    return f"""
{by_token}
{login}base_dir = {directory}/run
state_dir = {directory}/run
log_path = {directory}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{public}
ssl_key = <{private}
disable_plaintext_auth = no
mail_location = maildir:{directory}/mail/%u
mail_uid = {user.pw_uid}
mail_gid = {user.pw_gid}
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={user.pw_uid} gid={user.pw_gid} home={directory}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports[0]}
  }}
  inet_listener imaps {{
    port = {ports[1]}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Gesendet {{
    auto = create
    special_use = \\Sent
  }}
}}
"""


@contextlib.contextmanager
def dovecot(*, wait: float = 20.0, introspect: str = "") -> Iterator[Dovecot]:
    """Serve a mailbox until the block ends; `introspect`: the endpoint where it checks access tokens (XOAUTH2). Raises
    CannotRun where that is not possible."""
    binary = _binary()
    made = tempfile.TemporaryDirectory(prefix="dovecot-")  # sockets need a short path, e-mails one that others can read
    with made as directory, _served(binary, Path(directory), wait, introspect) as running:
        yield running


@contextlib.contextmanager
def _served(binary: str, directory: Path, wait: float, introspect: str) -> Iterator[Dovecot]:
    public, private = _certificate(directory)
    ports = _free_ports()
    configuration = directory / "dovecot.conf"
    configuration.write_text(_configuration(directory, ports, public, private, introspect))
    with (directory / "output").open("wb") as output:
        process = subprocess.Popen([binary, "-F", "-c", str(configuration)], stdout=output, stderr=output)
    running = Dovecot(*ports, public)
    try:
        _wait_until_it_answers(process, running, wait, directory)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", running: Dovecot, wait: float, directory: Path) -> None:
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if process.poll() is not None:
            raise CannotRun(
                f"dovecot ended with code {process.returncode}: {(directory / 'output').read_text()[-300:]}"
            )
        with contextlib.suppress(OSError, imaplib.IMAP4.error), running.client():
            return
        time.sleep(0.05)
    raise CannotRun(f"dovecot did not answer within {wait:.0f} s")
