"""Which mail servers the bot may connect to (protection against server-side request forgery).

A workspace admin enters the server name, so it must not give access to services next to the bot: loopback, link-local
addresses (where cloud providers serve metadata), and ports that mail servers don't use are blocked. Private networks
are allowed, because a company's mail server is often on one."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from connectors.errors import Unreachable

SMTP_PORTS = (465, 587, 25, 2525)
IMAP_PORTS = (993, 143)
LOOK_UP_WITHIN = 10.0  # seconds


def on_this_machine(host: str) -> bool:
    """Whether the host is loopback, by its name or address, which means that traffic never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def allowed(host: str) -> bool:
    """Whether every address of the host may be connected to. Raises Unreachable if the name doesn't resolve."""
    try:
        async with asyncio.timeout(LOOK_UP_WITHIN):
            found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as fault:
        raise Unreachable("the mail server", f"its name cannot be resolved ({type(fault).__name__})") from None
    return all(_open(ip_address(str(address[0]).partition("%")[0])) for *_, address in found)


def _open(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address may be connected to. IPv4-mapped IPv6 addresses count as reserved; from Python 3.13 on, the
    IPv4 address is checked."""
    closed = (address.is_loopback, address.is_link_local, address.is_unspecified, address.is_multicast)
    return not (any(closed) or address.is_reserved)
