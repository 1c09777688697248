"""Takes the documentation's screenshots in a playground with 20,000 sample people, used as a recruiter would.

    python scripts/screenshots.py           writes docs/pictures/{start,results,…}.png

Requires Debian's chromium, fonts-noto-color-emoji, and fonts-lato (the playground's font for Slack).
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PEOPLE = 20_000
LARGEST = 300_000  # bytes
SETTLED = 1_000  # ms
UNDO = 60_000  # ms; a message goes out after 15 seconds
SCALE = 1.5
INVITATION = (
    "We are opening a second ward in Denver and look for nurses who like to build a team. Would you have ten minutes "
    "for a call this week?"
)
SOURCER = Path(sys.executable).parent / "sourcer"


@contextmanager
def playground() -> Iterator[str]:
    """Starts a playground on a free port, in a temporary folder; yields its address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [SOURCER, "playground", "--port", "0", "--data-dir", folder, "--candidates", str(PEOPLE)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                yield _address(server)
            finally:
                server.terminate()


def _address(server: "subprocess.Popen[str]") -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://\S+/playground/", line):
            return found[0]
    raise SystemExit("the playground did not start")


class PlaygroundUser:
    """A playground user in their own browser window."""

    def __init__(
        self, browser: Browser, address: str, name: str, width: int, height: int, *, phone: bool = False
    ) -> None:
        window = {"width": width, "height": height}
        context = browser.new_context(
            viewport=window, device_scale_factor=SCALE, locale="en-US", is_mobile=phone, has_touch=phone
        )
        self.page: Page = context.new_page()
        self.page.goto(f"{address}#{name}")
        self.wait_until_loaded()

    def wait_until_loaded(self) -> None:
        """Waits until the conversation's messages are loaded."""
        expect(self.page.get_by_role("region", name="Messages")).to_have_attribute("aria-busy", "false")

    @property
    def card(self) -> Locator:
        return self.page.get_by_role("article").last

    @property
    def conversations(self) -> Locator:
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def form(self) -> Locator:
        return self.page.get_by_role("dialog")

    def command(self, words: str) -> None:
        cards = self.page.get_by_role("article")
        self.wait_until_loaded()
        before = cards.count()
        self.page.locator("#say").fill(words)
        self.page.locator("#say").press("Enter")
        expect(cards).to_have_count(before + 1)

    def buttons(self, name: str) -> Locator:
        """The newest card's buttons whose name starts with the pattern."""
        return self.card.get_by_role("button", name=re.compile(f"^{name}"))

    def press(self, button: Locator) -> None:
        """Clicks the button and waits for the page to settle."""
        button.click()
        self.page.wait_for_timeout(SETTLED)

    def write_note(self, words: str, *, to: str) -> None:
        self.press(self.buttons("Add note"))
        self.form.get_by_label("Note").fill(words)
        self.form.get_by_role("combobox").press_sequentially(to)
        expect(self.form.get_by_role("option").first).to_be_visible()
        self.form.get_by_role("combobox").press("Enter")
        self.press(self.form.get_by_role("button", name="Save"))

    def screenshot(self, name: str) -> None:
        save(self.page, name)


def save(page: Page, name: str) -> None:
    """Saves a screenshot of the window in 255 colors, which is hardly visible on a page."""
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.closest('dialog') || document.activeElement.blur()")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out = io.BytesIO()
    picture.quantize(255, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    assert out.tell() < LARGEST, f"{name}: {out.tell()} bytes"
    (PICTURES / f"{name}.png").write_bytes(out.getvalue())
    print(f"{name}: {out.tell() // 1000} KB")


def from_start_to_note(ana: PlaygroundUser) -> None:
    """The start card, the jobs, the results, a candidate card and a note."""
    ana.command("/sourcer")
    ana.press(ana.buttons("Select a job"))
    while not ana.buttons("Select .*Nurse").count():
        ana.press(ana.buttons("Next"))
    ana.press(ana.buttons("Select .*Nurse").first)
    ana.press(ana.buttons("Search").first)
    ana.press(ana.buttons("Star ").first)
    ana.press(ana.buttons("View ").nth(2))
    ana.press(ana.buttons("Back"))
    ana.screenshot("results")
    ana.press(ana.buttons("View ").first)
    ana.write_note("Spoke on Tuesday: wants days, can start in March.", to="sam")
    ana.press(ana.buttons("Back"))
    ana.press(ana.buttons("View ").first)
    ana.screenshot("candidate")


def saved_candidates(ana: PlaygroundUser, sam: PlaygroundUser) -> None:
    ana.command("/source software engineer in Austin")
    for _ in range(2):
        ana.press(ana.buttons("Star ").first)
    ana.press(ana.page.get_by_role("navigation", name="Sourcer").get_by_role("button", name="Home"))
    ana.screenshot("home")
    sam.command("/sourcer candidates")
    sam.screenshot("candidates")


def from_contact_to_answer(ana: PlaygroundUser, *, phone: PlaygroundUser) -> None:
    """The contact form, preview and sending; the candidate's mailbox and answer page; the recruiter's notification."""
    ana.command("/source registered nurse in Boston with email")
    ana.press(ana.buttons("Contact").first)
    ana.form.get_by_label("Template").select_option(label="Standard: invite to connect")
    ana.press(ana.form.get_by_role("button", name="Use template"))
    ana.screenshot("contact-form")
    ana.press(ana.form.get_by_role("button", name="Preview & Send"))
    ana.screenshot("contact-preview")
    ana.press(ana.form.get_by_role("button", name="Send message"))
    expect(ana.card).to_contain_text("You can undo this")
    ana.screenshot("contact-undo")
    expect(ana.card).to_contain_text("Contact:", timeout=UNDO)
    ana.screenshot("contact-sent")
    ana.press(ana.conversations.get_by_role("button", name="Mailbox"))
    mail = ana.page.frame_locator("iframe")
    answer = mail.get_by_role("link", name="Let us know whether").get_attribute("href")
    ana.screenshot("mailbox")
    phone.page.goto(answer or "")
    phone.page.get_by_label("Message to").fill("Thank you for writing. I can talk on Thursday.")
    phone.screenshot("answer-page")
    phone.page.get_by_role("button", name="Interested", exact=True).click()
    ana.press(ana.conversations.get_by_role("button", name="Sourcer"))
    expect(ana.card).to_contain_text("is interested")
    ana.screenshot("interest")


def conversations(ana: PlaygroundUser) -> None:
    """A conversation with a follow-up, an answer to it and our reply; and one that ends in a bounce."""
    ana.command("/source registered nurse in Denver with email")
    ana.press(ana.buttons("Contact").first)
    ana.press(ana.form.get_by_role("button", name="More options"))
    ana.form.get_by_label("Subject").fill("Days in Denver")
    ana.form.get_by_label("Message", exact=True).fill(f"Hello,\n\n{INVITATION}\n\nKind regards,")
    ana.form.get_by_label("Follow up after (days)").fill("3")
    ana.form.get_by_label("Follow-up message").fill("Did you see my message? I'm happy to answer any question.")
    send(ana)
    ana.press(ana.page.get_by_role("button", name="+1 week"))
    write_back(ana, "Re: Days in Denver", "Sorry, I was on vacation. Could we talk on Thursday?")
    expect(ana.card).to_contain_text("replied", timeout=UNDO)
    ana.press(ana.buttons("Reply"))
    ana.form.get_by_label("Your reply").fill("Of course. I will call you on Thursday at four.")
    ana.press(ana.form.get_by_role("button", name="Send"))
    expect(ana.card).not_to_contain_text("You can undo this", timeout=UNDO)
    ana.press(ana.buttons("Conversation"))
    ana.screenshot("conversation")
    ana.command("/source registered nurse in Denver with email")
    ana.press(ana.buttons("Contact").first)
    ana.form.get_by_label("Subject").fill("Nights in Denver")
    ana.form.get_by_label("Message", exact=True).fill(f"Hello,\n\n{INVITATION}\n\nKind regards,")
    send(ana)
    write_back(ana, "Nights in Denver", "")
    expect(ana.card).to_contain_text("didn't get your e-mail", timeout=UNDO)
    ana.press(ana.buttons("Conversation"))
    ana.screenshot("conversation-bounced")


def send(ana: PlaygroundUser) -> None:
    """Previews and sends what is in the form, and waits until it is out."""
    ana.press(ana.form.get_by_role("button", name="Preview & Send"))
    ana.press(ana.form.get_by_role("button", name=re.compile("Send message|Contact anyway")))
    expect(ana.form).to_be_hidden()
    expect(ana.card).to_contain_text("Contact:", timeout=UNDO)


def write_back(ana: PlaygroundUser, subject: str, words: str) -> None:
    """In the mailbox, answers the newest e-mail with that subject as its candidate would; no words: it bounces."""
    ana.press(ana.conversations.get_by_role("button", name="Mailbox"))
    ana.press(ana.page.get_by_role("button", name=re.compile(subject)).first)
    if words:
        ana.page.locator("#answer").fill(words)
        ana.press(ana.page.get_by_role("button", name="Reply as the candidate"))
    else:
        ana.press(ana.page.get_by_role("button", name="Bounce", exact=True))
    ana.press(ana.conversations.get_by_role("button", name="Sourcer"))


def credits(sam: PlaygroundUser) -> None:
    sam.command("/sourcer credits")
    sam.screenshot("credits")


def resume_databases(sam: PlaygroundUser) -> None:
    """All stand-ins connected, then one that fails: their card, the connect page, the tabs, and the stand-ins."""
    sam.command("/sourcer integrations")
    sam.press(sam.buttons("View the resume databases"))
    for name in ("CareerBuilder", "Dice", "Indeed", "People Data Labs"):
        sam.press(sam.buttons(f"Connect: {name}"))
        with sam.page.context.expect_page() as opened:
            sam.card.get_by_role("link", name="Open the page").click()
        page = opened.value
        if name == "Dice":
            page.set_viewport_size({"width": 700, "height": 1000})
            save(page, "connect")
        page.get_by_role("button", name="Connect").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} is connected")
        page.close()
        sam.press(sam.buttons("Resume databases"))
    sam.screenshot("databases")
    sam.page.get_by_role("button", name="Resume databases", exact=True).first.click()
    sam.page.get_by_label("Indeed").select_option("Failing")
    sam.page.wait_for_timeout(SETTLED)
    sam.screenshot("stand-ins")
    sam.press(sam.conversations.get_by_role("button", name="Sourcer"))
    sam.command("/source data engineer in Boston")
    sam.press(sam.buttons("Dice"))
    sam.screenshot("sources")


def search_form(user: PlaygroundUser) -> None:
    user.press(user.page.get_by_role("button", name="Search candidates"))
    user.form.get_by_label("What").fill("nurse practitioner")
    user.form.get_by_role("combobox", name="Where").press_sequentially("springf")
    expect(user.form.get_by_role("option").nth(3)).to_be_visible()
    user.screenshot("search-form")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, playground() as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        phone = PlaygroundUser(browser, address, "sam", 390, 844, phone=True)
        phone.command("/source electrician in Phoenix")
        phone.screenshot("phone")
        small = PlaygroundUser(browser, address, "ana", 1180, 600)
        small.command("/sourcer")
        small.screenshot("start")
        from_start_to_note(PlaygroundUser(browser, address, "ana", 1180, 1000))
        sam = PlaygroundUser(browser, address, "sam", 1180, 700)
        another = PlaygroundUser(browser, address, "ana", 390, 844, phone=True)
        from_contact_to_answer(PlaygroundUser(browser, address, "ana", 1180, 900), phone=another)
        credits(PlaygroundUser(browser, address, "sam", 1180, 900))
        saved_candidates(PlaygroundUser(browser, address, "ana", 1180, 700), sam)
        search_form(sam)
        resume_databases(PlaygroundUser(browser, address, "sam", 1180, 760))
        conversations(PlaygroundUser(browser, address, "ana", 1180, 900))  # moves the clock: last
        browser.close()


if __name__ == "__main__":
    main()
