"""Settings of the Teams adapter: who the bot is, who may talk to it, and where Microsoft's services are."""

import re
from dataclasses import dataclass, field

ANY_TENANT = "*"
CHANNEL = "msteams"  # Bot Framework's name for Teams
_LOOPBACK = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[\w.~%-]*)*", re.ASCII)
_PATH = re.compile(r"(/[\w.~%-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """`tenant_ids` are the allowed tenants, or `*` for any. Without `app_id` requests are not authenticated, which is
    allowed only in development and only on a loopback address; else raises ValueError with the setting's name.

    `app_tenant` is the tenant the bot is registered in; if empty, it is the only one of `tenant_ids` or, if there are
    several, Bot Framework's own (for bots registered for many tenants)."""

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    tenant_ids: frozenset[str] = frozenset()
    development: bool = False
    loopback: bool = False
    app_tenant: str = ""
    # https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
    service_hosts: tuple[str, ...] = ("https://smba.trafficmanager.net", "https://smba.infra.gcc.teams.microsoft.com")
    login_url: str = "https://login.microsoftonline.com"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"

    def __post_init__(self) -> None:
        if not self.app_id:
            if not (self.development and self.loopback):
                raise ValueError(
                    "TEAMS_APP_ID is not set: anyone could send requests to the bot. Set it, or, to try things out, "
                    "set SOURCER_DEVELOPMENT=1 and serve on 127.0.0.1."
                )
        elif not self.app_password:
            raise ValueError("TEAMS_APP_PASSWORD is not set: without it, the bot cannot reply.")
        elif not self.tenant_ids:
            raise ValueError("TEAMS_TENANT_IDS is not set: set it to your tenant's id, or to * to allow every tenant.")

    @property
    def open(self) -> bool:
        """Whether requests go unauthenticated, which is for development on loopback only."""
        return not self.app_id

    @property
    def everywhere(self) -> str:
        """Microsoft's address for conversations for which only the id is known."""
        return f"{self.service_hosts[0]}/teams"

    @property
    def token_tenant(self) -> str:
        named = self.tenant_ids - {ANY_TENANT}
        only = next(iter(named)) if len(named) == 1 and ANY_TENANT not in self.tenant_ids else ""
        return self.app_tenant or only or "botframework.com"

    def lets_in(self, tenant: str) -> bool:
        known = {each.lower() for each in self.tenant_ids}  # ids may be in upper or lower case
        return ANY_TENANT in known or tenant.lower() in known or (self.open and not known)

    def trusts(self, service_url: str) -> bool:
        """Whether our answers, and our token with them, may be sent to that address."""
        if self.open:
            return _LOOPBACK.fullmatch(service_url) is not None
        return any(
            service_url.startswith(host) and _PATH.fullmatch(service_url[len(host) :]) for host in self.service_hosts
        )
