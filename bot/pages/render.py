"""Renders the pages: small HTML without scripts, with headers that allow nothing else."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.pages.texts import Texts
from bot.pages.texts.base import fill

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _style() -> str:
    return (_TEMPLATES / "style.css").read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, texts: Texts, **values: Any) -> str:
    """Render a template in one language. Everything that comes from outside is escaped."""
    return _environment().get_template(f"{name}.jinja").render(texts=texts, style=_style(), fill=fill, **values)


def headers(leads_to: str = "") -> dict[str, str]:
    """Response headers for every page. The URL contains a token, so it must not leak or be cached.

    `leads_to` is the URL that a form on the page redirects to. Chromium applies `form-action` to redirects after a form
    (https://w3c.github.io/webappsec-csp/#directive-form-action), and that page may redirect further, so its whole
    scheme is allowed."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    scheme = f" {urlsplit(leads_to).scheme}:" if leads_to else ""
    policy = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        f"form-action 'self'{scheme}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def page(html: str, status: int = 200, *, leads_to: str = "") -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8", headers=headers(leads_to))


def notice(texts: Texts, title: str, text: str, status: int, *, reference: str = "") -> web.Response:
    """A page with just a title and a paragraph of text."""
    detail = fill(texts.reference, code=reference) if reference else ""
    return page(render("notice", texts, title=title, text=text, more=detail), status)


def redirect(address: str) -> web.Response:
    """Redirect to another site by GET, without a referrer."""
    return web.Response(status=303, headers={**headers(), "Location": address})
