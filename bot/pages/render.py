"""Pages drawn: small HTML without scripts, in a browser that is told to allow nothing else."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.pages.texts import Words
from bot.pages.texts.base import said

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


def draw(name: str, words: Words, **more: Any) -> str:
    """The page of that template, in that language. Everything that comes from outside is escaped."""
    return _environment().get_template(f"{name}.jinja").render(words=words, style=_style(), said=said, **more)


def headers(leads_to: str = "") -> dict[str, str]:
    """What a browser is told with every answer. The address holds a token: nobody else learns it, nothing keeps it.

    `leads_to` is the address that a form of the page ends at. Chromium holds redirects after a form to `form-action`
    (https://w3c.github.io/webappsec-csp/#directive-form-action), and that page may itself lead on, so its whole scheme
    is allowed."""
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


def notice(words: Words, title: str, text: str, status: int, *, reference: str = "") -> web.Response:
    """A page that only says something."""
    more = said(words.reference, code=reference) if reference else ""
    return page(draw("notice", words, title=title, text=text, more=more), status)


def elsewhere(address: str) -> web.Response:
    """On to another site by GET, which does not learn where from."""
    return web.Response(status=303, headers={**headers(), "Location": address})
