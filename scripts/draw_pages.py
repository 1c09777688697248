"""Takes the documentation's pictures of the pages on which people connect a mailbox, an ATS or a resume database.

    python scripts/draw_pages.py           writes docs/pictures/connect-*.png

The pages are those of a bot that runs for a moment in a temporary folder, with apps registered at Microsoft, Google and
CareerBuilder that don't exist. Requires Debian's chromium.
"""

import asyncio
import io
import shutil
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet
from PIL import Image
from playwright.async_api import async_playwright

from bot.app import running, served
from bot.settings import Settings
from store.mailbox import one_time_links
from store.members import members, workspaces
from store.roles import Role

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PAGES = {  # by picture: what the page connects
    "connect-mailbox": "mailbox",
    "connect-ats": "ats:greenhouse",
    "connect-sign-in": "source:careerbuilder",
}
WIDTH, SCALE = 640, 1.5  # CSS pixels
APP = ("app-1", "none")


def settings(folder: Path) -> Settings:
    return Settings(
        data_dir=folder,
        secret_keys=(Fernet.generate_key().decode(),),
        public_url="https://sourcer.example.com",
        microsoft_client_id=APP[0],
        microsoft_client_secret=APP[1],
        google_client_id=APP[0],
        google_client_secret=APP[1],
        source_apps=(("careerbuilder", APP),),
    )


async def draw(folder: Path) -> None:
    async with (
        running(settings(folder)) as bot,
        served(bot.app, "127.0.0.1", 0) as address,
        async_playwright() as playwright,
    ):
        async with bot.context.store.write() as db:
            workspace = await workspaces.get_or_create(db, "slack", "T1", "Northwind Health")
            sam = await members.get_or_create(
                db, workspace, "U1", name="Sam Okafor", email="", outsider=False, admins=frozenset()
            )
            sam.role = Role.ADMIN
            links = {name: await one_time_links.make(db, sam, what, bot.context.now()) for name, what in PAGES.items()}
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        window = {"width": WIDTH, "height": 400}
        page = await browser.new_page(viewport=window, device_scale_factor=SCALE, locale="en-US")
        for name, token in links.items():
            await page.goto(f"{address}/connect/{token}")
            save(name, await page.screenshot(full_page=True))
        await browser.close()


def save(name: str, png: bytes) -> None:
    """In 255 colors, which is hardly visible on a page."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(255, dither=Image.Dither.NONE)
    picture.save(PICTURES / f"{name}.png", "PNG", optimize=True)
    print(f"{name}: {(PICTURES / f'{name}.png').stat().st_size // 1000} KB")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw(Path(folder)))


if __name__ == "__main__":
    main()
