"""Where a mail server is, and where one that somebody typed in may be: not here, nor where only machines talk.

A workspace's admin names the server and we connect to it, so the bot must not become a way to what listens beside it:
loopback, link-local addresses (where clouds keep their metadata), and ports that no mail server has. Private networks
are allowed, because the mail server of a company is often there."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from connectors.errors import Unreachable

SMTP_PORTS = (465, 587, 25, 2525)
IMAP_PORTS = (993, 143)
LOOK_UP_WITHIN = 10.0  # seconds


def on_this_machine(host: str) -> bool:
    """Whether the name itself says so, so that nobody in between reads what is said there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def allowed(host: str) -> bool:
    """Whether all that the name stands for may be connected to. Raises Unreachable for a name that is not known."""
    try:
        async with asyncio.timeout(LOOK_UP_WITHIN):
            found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as fault:
        raise Unreachable("the mail server", f"its name is not known ({type(fault).__name__})") from None
    return all(_open(ip_address(str(address[0]).partition("%")[0])) for *_, address in found)


def _open(address: IPv4Address | IPv6Address) -> bool:
    """An IPv4 address written as an IPv6 one is reserved, or (from Python 3.13 on) told for what it is."""
    closed = (address.is_loopback, address.is_link_local, address.is_unspecified, address.is_multicast)
    return not (any(closed) or address.is_reserved)
