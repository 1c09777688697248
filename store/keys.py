"""The two secrets of an installation: the key ring that seals what is kept secret, and the key of the hashes."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

import idna
from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyRing:
    """Seals with its first key, opens with any (SOURCER_SECRET_KEYS). Without keys it can do neither."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        """Raises ValueError for a key that is none (32 bytes in URL-safe base64)."""
        rings = [Fernet(key) for key in keys]
        self._fernet = MultiFernet(rings) if rings else None

    def __bool__(self) -> bool:
        return self._fernet is not None

    def __repr__(self) -> str:
        return f"KeyRing({'set' if self else 'empty'})"

    def seal(self, words: str) -> bytes:
        """Raises LookupError without a key."""
        if self._fernet is None:
            raise LookupError("no key to seal with")
        return self._fernet.encrypt(words.encode())

    def open(self, sealed: bytes) -> str | None:
        """None when none of the keys opens it: the one that sealed it was taken from the ring."""
        if self._fernet is None:
            return None
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None


class HashKey:
    """Hashes what must be recognised again and never read (SOURCER_HASH_KEY). Never rotated."""

    def __init__(self, key: str = "") -> None:
        self._key = key.encode()

    def __bool__(self) -> bool:
        return bool(self._key)

    def __repr__(self) -> str:
        return f"HashKey({'set' if self else 'empty'})"

    def email(self, address: str) -> str:
        """Of an e-mail address, however it is spelt: see `mailbox`. Raises LookupError without a key."""
        if not self._key:
            raise LookupError("no key to hash with")
        return hmac.new(self._key, mailbox(address).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def mailbox(address: str) -> str:
    """Whose address it is, in one spelling: without case, without what stands behind a plus, its domain as the DNS has
    it. "Ann+jobs@Bücher.example" is "ann@xn--bcher-kva.example"."""
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
    """Of a random token: it needs no key, because nobody can guess what was hashed."""
    return hashlib.sha256(token.encode()).hexdigest()
