"""The two secrets of an installation: the key ring that encrypts stored secrets, and the key for the hashes."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

import idna
from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyRing:
    """Encrypts with its first key, decrypts with any (SOURCER_SECRET_KEYS). Without keys it can do neither."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        """Raises ValueError for an invalid key (valid: 32 bytes in URL-safe base64)."""
        ciphers = [Fernet(key) for key in keys]
        self._fernet = MultiFernet(ciphers) if ciphers else None

    def __bool__(self) -> bool:
        return self._fernet is not None

    def __repr__(self) -> str:
        return f"KeyRing({'set' if self else 'empty'})"

    def seal(self, text: str) -> bytes:
        """Encrypt the text. Raises LookupError without a key."""
        if self._fernet is None:
            raise LookupError("no encryption key")
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str | None:
        """The decrypted text; None when no key in the ring can decrypt it, because the key that encrypted it was
        removed."""
        if self._fernet is None:
            return None
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None


class HashKey:
    """Hashes what must be recognized again but never read (SOURCER_HASH_KEY). The key is never rotated."""

    def __init__(self, key: str = "") -> None:
        self._key = key.encode()

    def __bool__(self) -> bool:
        return bool(self._key)

    def __repr__(self) -> str:
        return f"HashKey({'set' if self else 'empty'})"

    def email(self, address: str) -> str:
        """Hash of an e-mail address, the same for every spelling (see `mailbox`). Raises LookupError without a key."""
        if not self._key:
            raise LookupError("no hash key")
        return hmac.new(self._key, mailbox(address).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def mailbox(address: str) -> str:
    """The canonical spelling of an address: lower case, without what follows a plus, the domain in its DNS form.
    "Ann+jobs@Bücher.example" is "ann@xn--bcher-kva.example"."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    local, at, domain = plain.rpartition("@")
    name = local.partition("+")[0] or local
    return f"{name}{at}{_in_ascii(domain.rstrip('.'))}"


def _in_ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def token_hash(token: str) -> str:
    """Hash of a random token. Needs no key: the token cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
