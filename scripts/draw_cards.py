"""Renders every gallery example as users see it, to review a screen before committing a change.

    python scripts/draw_cards.py                      everything, into build/pictures
    python scripts/draw_cards.py results candidate    the examples whose names start with these
    python scripts/draw_cards.py --docs               the pictures in docs/pictures
    python scripts/draw_cards.py --docs mailbox       those whose names start with this

Slack cards are drawn by the playground's modules (680 px wide, and 390 px as on a phone), Teams cards by Microsoft's
npm package `adaptivecards` with Teams' colors and sizes (600 px wide, and 360 px as on a phone). `npm pack` downloads
the package into build/npm if it is missing. The browser is Debian's chromium without network access: page requests are
served from local folders or fail. Requires fonts-noto-color-emoji, fonts-noto-cjk
and fonts-open-sans.
"""

import argparse
import io
import mimetypes
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from cards.gallery import Example, examples
from cards.platforms import RENDERERS
from cards.tree import Surface

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent / "drawing"
STATIC = ROOT / "bot" / "playground" / "static"
PICTURES = ROOT / "build" / "pictures"
DOCS = ROOT / "docs" / "pictures"
PACKAGE = ROOT / "build" / "npm" / "adaptivecards-3.0.6.tgz"
ORIGIN = "http://cards.localhost"
LARGEST = 250_000  # bytes of a picture in docs


@dataclass(frozen=True)
class Look:
    """A viewport for the examples: the page that draws them, the card's width, and the window's width."""

    name: str
    platform: str
    width: int
    window: int


LOOKS = (
    Look("slack-desktop", "slack", 680, 1280),
    Look("slack-phone", "slack", 390, 390),
    Look("teams-desktop", "teams", 600, 1280),
    Look("teams-phone", "teams", 360, 360),
)
IN_DOCS = {  # by picture; those that begin with "teams-" are drawn as in Teams, the others as in Slack
    "teams-results": "results.first_page",
    "teams-candidate": "candidate.in_search",
    "teams-search-form": "search_form.filled",
    "teams-candidates": "candidates.all",
    "teams-start": "start.with_job",
    "teams-contact-form": "invitation_form.new",
    "teams-contact-preview": "invitation_preview.now",
    "teams-contact-sent": "candidate.sent",
    "teams-interest": "answer.interested",
    "teams-conversation": "conversation.first_page",
    "teams-conversation-bounced": "conversation.bounced",
    "teams-credits": "credits.used",
    "teams-sources": "results.all_sources",
    "all-sources": "results.all_sources",
    "teams-unlock": "unlock_form.new",
    "teams-push": "push_form.new",
    "teams-pushed": "candidate.push_there",
    "teams-databases": "sources.every_state",
    "teams-mailbox-connected": "integrations.signed_in",
    "mailbox-connected": "integrations.signed_in",
}


def payload(platform: str, example: Example) -> dict[str, Any] | None:
    """The JSON sent to the platform; None if it never shows the example."""
    only = {Surface.EXTENSION: "teams", Surface.HOME: "slack"}.get(example.surface, platform)
    if only != platform:
        return None
    return RENDERERS[platform].draw(example.screen, example.surface)


def adaptivecards() -> bytes:
    """The script of Microsoft's renderer."""
    if not PACKAGE.exists():
        PACKAGE.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", "adaptivecards@3.0.6"], cwd=PACKAGE.parent, check=True)
    with tarfile.open(PACKAGE) as package:
        script = package.extractfile("package/dist/adaptivecards.min.js")
        assert script is not None, "the package has no dist/adaptivecards.min.js"
        return script.read()


def answers(script: bytes) -> Any:
    """A route handler that serves page requests from local folders only."""

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(ORIGIN)
        folder, _, name = address.strip("/").rpartition("/")
        file = {"": HERE, "playground/static": STATIC}.get(folder, HERE) / name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if name == "adaptivecards.js":
            route.fulfill(body=script, content_type="text/javascript")
        elif address.startswith("/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.abort()

    return answer


def selected(names: Iterable[str]) -> list[Example]:
    starts = tuple(names)
    return [each for each in examples() if not starts or each.name.startswith(starts)]


def open_page(browser: Any, look: Look, script: bytes, scale: int = 1) -> Page:
    page = browser.new_page(viewport={"width": look.window, "height": 900}, device_scale_factor=scale)
    page.on("pageerror", lambda error: print(f"{look.name}: {error}"))
    page.route("**/*", answers(script))
    page.goto(f"{ORIGIN}/{look.platform}.html")
    page.wait_for_function("() => Boolean(window.draw)")
    page.locator("#card").evaluate("(frame, width) => (frame.style.width = `${width}px`)", look.width)
    return page


def pictures(page: Page, look: Look, shown: Iterable[Example]) -> Iterator[tuple[str, bytes]]:
    """Yields the name and PNG of each example that the platform shows."""
    for each in shown:
        drawn = payload(look.platform, each)
        if drawn is not None:
            page.evaluate("card => window.draw(card)", drawn)
            yield each.name, page.locator("#card").screenshot()


def small(png: bytes) -> bytes:
    """The picture reduced to 255 colors, which is hardly visible on a card."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(255, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    assert out.tell() < LARGEST, f"a picture of {out.tell()} bytes, at most {LARGEST}"
    return out.getvalue()


def draw_all(browser: Any, script: bytes, names: Iterable[str]) -> None:
    shown = selected(names)
    for look in LOOKS:
        folder = PICTURES / look.name
        folder.mkdir(parents=True, exist_ok=True)
        for name, png in pictures(open_page(browser, look, script), look, shown):
            (folder / f"{name}.png").write_bytes(png)
        print(f"{look.name}: {len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")


def draw_docs(browser: Any, script: bytes, names: Iterable[str]) -> None:
    starts = tuple(names) or ("",)
    DOCS.mkdir(parents=True, exist_ok=True)
    by_name = {each.name: each for each in examples()}
    for platform in ("teams", "slack"):
        look = next(each for each in LOOKS if each.name == f"{platform}-desktop")
        page = open_page(browser, look, script, scale=2)
        for name, example in IN_DOCS.items():
            if name.startswith(starts) and name.startswith("teams-") == (platform == "teams"):
                [(_, png)] = pictures(page, look, [by_name[example]])
                (DOCS / f"{name}.png").write_bytes(small(png))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", help="only the examples or pictures whose names start with one of these")
    options.add_argument("--docs", action="store_true", help="write the documentation's pictures instead")
    chosen = options.parse_args()
    with sync_playwright() as playwright:
        browser = _chromium(playwright)
        if chosen.docs:
            draw_docs(browser, adaptivecards(), chosen.names)
        else:
            draw_all(browser, adaptivecards(), chosen.names)
        browser.close()


def _chromium(playwright: Playwright) -> Any:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--hide-scrollbars"])


if __name__ == "__main__":
    main()
