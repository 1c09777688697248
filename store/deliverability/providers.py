"""Mail providers with many domains: one that refuses our e-mail for one domain refuses it for all."""

from fnmatch import fnmatchcase

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import col

from store.tables.outreach import Mail

_PROVIDERS = {
    "Outlook.com": ("outlook.*", "hotmail.*", "live.*", "msn.com", "windowslive.com", "passport.com"),
    "Gmail": ("gmail.com", "googlemail.com"),
    "Yahoo and AOL": ("yahoo.*", "ymail.com", "rocketmail.com", "aol.*", "myyahoo.com", "sky.com", "verizon.net"),
    "iCloud": ("icloud.com", "me.com", "mac.com"),
    "GMX and WEB.DE": ("gmx.*", "web.de", "mail.com"),
    "Mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"),
    "QQ Mail": ("qq.com", "foxmail.com"),
    "NetEase": ("163.com", "126.com", "yeah.net"),
    "Proton": ("proton.me", "protonmail.com", "pm.me"),
}


def provider_of(domain: str) -> str:
    """The name of the provider that the domain belongs to; for any other domain, the domain itself."""
    domain = domain.casefold()
    return next((name for name, each in _PROVIDERS.items() if any(fnmatchcase(domain, one) for one in each)), domain)


def domains_of(provider: str) -> tuple[str, ...]:
    """A provider's domains; "*" stands for any ending."""
    return _PROVIDERS.get(provider, (provider,))


def addressed_to(provider: str) -> ColumnElement[bool]:
    """The condition for e-mails addressed to the provider."""
    each = [
        col(Mail.domain).like(one.replace("*", "%")) if "*" in one else col(Mail.domain) == one
        for one in domains_of(provider)
    ]
    return or_(false(), *each)
