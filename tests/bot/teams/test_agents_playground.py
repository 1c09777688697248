"""The bot in Microsoft's own local client, rendered by Teams' own card renderer in a real browser.

Skipped unless `AGENTS_PLAYGROUND` names the client's `cli.js` (docs/teams-playground.md) and Node and Chromium are
there. The client is Microsoft's pre-release software: it is neither shipped with Sourcer nor run in CI.
"""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.paths import ROOT

CLI = os.environ.get("AGENTS_PLAYGROUND", "")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(not (CLI and Path(CLI).is_file()), reason="AGENTS_PLAYGROUND does not name cli.js"),
    pytest.mark.skipif(not (NODE and CHROMIUM), reason="needs Node and Chromium"),
    pytest.mark.timeout(180),
]

ANA = "00000000-0000-0000-0000-0000000000a1"
CONFIG = ROOT / "docs" / "teams-playground.yml"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def answering(address: str) -> None:
    """Returns once a server answers at the address."""
    async with aiohttp.ClientSession() as http:
        for _ in range(300):
            try:
                async with http.get(address):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


async def start(folder: Path, *command: str, **environment: str) -> asyncio.subprocess.Process:
    with (folder / "log.txt").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log
        )


async def end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncIterator[str]:
    """The URL of Microsoft's client, connected to `sourcer serve`."""
    bot_port, client_port = free_port(), free_port()
    shutil.copy(CONFIG, tmp_path / ".m365agentsplayground.yml")
    sourcer = Path(sys.executable).with_name("sourcer")
    bot = await start(
        tmp_path,
        str(sourcer),
        *("serve", "--port", str(bot_port)),
        SOURCER_DEVELOPMENT="1",
        SOURCER_DATA_DIR=str(tmp_path / "data"),
        SOURCER_ADMINS=ANA,
    )
    endpoint = f"http://127.0.0.1:{bot_port}/api/messages"
    await answering(f"http://127.0.0.1:{bot_port}/healthz")
    options = ("--app-endpoint", endpoint, "--channel-id", "msteams", "--port", str(client_port), "--disable-telemetry")
    playground = await start(tmp_path, str(NODE), CLI, "start", *options)
    try:
        await answering(f"http://127.0.0.1:{client_port}/")
        yield f"http://127.0.0.1:{client_port}/"
    finally:
        await end(playground)
        await end(bot)


async def test_text_a_press_and_a_form_in_microsofts_client(client: str) -> None:
    from playwright.async_api import async_playwright, expect

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
        await page.goto(client)

        async def say(text: str) -> None:
            box = page.get_by_role("textbox").last
            await box.click()
            await box.press_sequentially(text)
            await page.get_by_role("button", name="Send Message").last.click()

        # Installing sends the welcome message.
        await expect(page.get_by_role("button", name="Select a job").last).to_be_visible(timeout=20_000)

        await say("help")
        await expect(page.get_by_text("How it works").last).to_be_visible(timeout=10_000)

        # A press changes the card in place, and a form replaces it.
        await page.get_by_role("button", name="Search candidates").last.click()
        what = page.get_by_role("textbox", name="What").last
        await expect(what).to_be_visible(timeout=10_000)
        await what.fill("nurse")
        await page.get_by_role("button", name="Search").last.click()
        await expect(page.get_by_text("The Internet index is empty").last).to_be_visible(timeout=10_000)
        await browser.close()
