"""Restricts the playground to this machine's own pages and programs.

A page on the internet can reach loopback through a browser: by a name that resolves to 127.0.0.1 (hence the Host check)
or by a form (hence the Origin and content type checks).
"""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Whether a Host header, with or without a port, names this machine."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def same_origin(request: web.Request) -> bool:
    """Whether the request comes from our own page, or from a program that isn't a browser."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc == request.host)


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not is_loopback(request.headers.get("Host", "")):
        raise web.HTTPForbidden(text="The playground is only available at this machine's own address.")
    return await handler(request)


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Require the same origin and JSON bodies on the page's routes, and add a strict policy to responses that have
    none."""
    changes = request.method not in ("GET", "HEAD")
    if changes and not (same_origin(request) and request.content_type == "application/json"):
        raise web.HTTPForbidden(text="Only the playground's own page may do this.", headers=HEADERS)
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        answer.headers.update(HEADERS)
        raise
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response
