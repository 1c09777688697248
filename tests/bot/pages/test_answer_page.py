"""The answer page: opening it changes nothing, one press answers, and links cannot be abused."""

import asyncio
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from markupsafe import escape

from bot.pages.texts import LANGUAGES
from store.outreach import link_tokens
from store.outreach.answer_page import LONGEST, MOST_ANSWERS
from store.tables.core import Candidate
from store.tables.outreach import CandidateAnswer, Invitation, MailToken, Notice
from tests.bot.pages.conftest import Answer, Site, a_site
from tests.chat.base import Clock

FORM = "application/x-www-form-urlencoded"
NURSE = {"title": "Staff Nurse, ICU", "place": "Boston, MA"}
HOSTILE = "<script>alert(1)</script>\"'&{company}{{ 7*7 }}{% raw %}"


async def test_it_says_who_wrote_about_what(site: Site):
    await site.set_signature("Acme Health", "Ana R.", "Head of Nursing")
    links = await site.invite(job=NURSE)
    shown = await site.get(f"/a/{links.answer}")
    assert shown.status == 200
    assert (
        "Ana R. (Head of Nursing) from Acme Health wrote to you about this role: Staff Nurse, ICU (Boston, MA)."
        in shown.text
    )
    assert ">Interested<" in re.sub(r">\s+", ">", shown.text)
    assert "Don&#39;t contact me again" in shown.text


async def test_opening_it_changes_nothing_with_any_method(site: Site):
    links = await site.invite(job=NURSE)
    before = await site.all_rows()
    for path in (f"/a/{links.answer}", f"/u/{links.never}"):
        for method in ("GET", "HEAD", "GET", "GET", "OPTIONS", "PUT", "DELETE"):
            shown = await site.ask(method, path, headers={"User-Agent": "LinkScanner/1.0"})
            assert shown.status == (200 if method in ("GET", "HEAD") else 405)
        await site.get(f"{path}?answer=interested&List-Unsubscribe=One-Click")
    assert await site.all_rows() == before


async def test_one_press_answers_and_queues_a_notice_for_the_recruiter(site: Site):
    links = await site.invite(job=NURSE)
    mail = await site.follow_up(links)
    wakeups: list[None] = []
    shown = await site.post(f"/a/{links.answer}", {"answer": "interested", "message": "  Call me in the morning.  "})
    assert shown.status == 200
    assert "knows you&#39;re interested" in shown.text
    assert await site.answers() == [("interested", "Call me in the morning.")]
    assert [each.interest for each in await site.rows(Candidate)] == ["interested"]
    assert len(await site.rows(Notice)) == 1
    invitation = (await site.rows(Invitation))[0]
    assert (invitation.state, invitation.answer, mail > 0, wakeups) == ("answered", "interested", True, [])
    assert "knows you&#39;re interested" in (await site.get(f"/a/{links.answer}")).text


async def test_repeated_presses_count_once_even_when_simultaneous(site: Site):
    links = await site.invite()
    form = {"answer": "interested", "message": "Yes"}
    many = await asyncio.gather(*(site.post(f"/a/{links.answer}", form) for _ in range(10)))
    assert {each.status for each in many} == {200}
    await site.post(f"/a/{links.answer}", {"answer": "interested"})
    assert await site.answers() == [("interested", "Yes")]
    assert len(await site.rows(Notice)) == 1


async def test_a_changed_answer_is_recorded_and_the_last_one_counts(site: Site):
    links = await site.invite()
    for kind in ("interested", "not_interested", "interested", "not_interested"):
        await site.post(f"/a/{links.answer}", {"answer": kind})
    assert [kind for kind, _ in await site.answers()] == ["interested", "not_interested"] * 2
    assert [each.interest for each in await site.rows(Candidate)] == ["not_interested"]
    assert "Thank you for letting us know" in (await site.get(f"/a/{links.answer}")).text


async def test_a_link_cannot_be_used_to_flood_the_recruiter(site: Site):
    links = await site.invite()
    last = None
    for turn in range(MOST_ANSWERS + 3):
        kind = "not_interested" if turn % 2 else "interested"
        last = await site.post(f"/a/{links.answer}", {"answer": kind})
    assert last is not None
    assert last.status == 429
    assert len(await site.rows(CandidateAnswer)) == MOST_ANSWERS
    await site.post(f"/a/{links.answer}", {"answer": "opt_out"})
    assert await site.opted_out()


@pytest.mark.parametrize("posted", ["opt_out", "never"])  # the second from a page opened before an upgrade
async def test_never_again_suppresses_and_stays(site: Site, posted: str):
    links = await site.invite(job=NURSE)
    await site.follow_up(links)
    shown = await site.post(f"/a/{links.answer}", {"answer": posted})
    assert "won&#39;t write to you again" in shown.text
    assert await site.opted_out()
    await site.post(f"/a/{links.answer}", {"answer": "interested"})
    assert [kind for kind, _ in await site.answers()] == ["opt_out"]
    shown = await site.get(f"/a/{links.answer}")
    assert "won&#39;t write to you again" in shown.text
    assert "<form" not in shown.text


# ── applying ──


@pytest.mark.parametrize(
    "link", ["https://jobs.acme.example/nurse?id=7#top", "HTTP://jobs.acme.example/", "https://bücher.example/é"]
)
async def test_apply_records_interest_and_opens_the_jobs_link(site: Site, link: str):
    links = await site.invite(kind="apply", job={**NURSE, "apply_url": link})
    shown = await site.get(f"/a/{links.answer}")
    assert "Apply" in shown.text
    for _ in range(2):
        gone = await site.post(f"/a/{links.answer}", {"answer": "interested"})
        assert gone.status == 303
        assert gone.headers["Location"].isascii()
        assert gone.headers["Location"].lower().startswith(link[:8].lower())
        assert gone.headers["Referrer-Policy"] == "no-referrer"
    assert await site.answers() == [("interested", "")]
    assert (await site.post(f"/a/{links.answer}", {"answer": "not_interested"})).status == 200


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        "file:///etc/passwd",
        "https://[::1",
        "mailto:a@b.example",
    ],
)
async def test_apply_without_a_web_address_is_a_short_form(site: Site, link: str):
    links = await site.invite(kind="apply", job={**NURSE, "apply_url": link})
    thanks = await site.post(f"/a/{links.answer}", {"answer": "interested"})
    assert thanks.status == 200
    assert "Thank you for applying" in thanks.text
    assert "How can Ana Ruiz reach you" in thanks.text
    await site.post(f"/a/{links.answer}", {"answer": "interested", "message": "+1 202 555 0101"})
    assert await site.answers() == [("interested", ""), ("interested", "+1 202 555 0101")]


async def test_a_jobs_link_cannot_write_headers(site: Site):
    links = await site.invite(kind="apply", job={**NURSE, "apply_url": "https://a.example/\r\nSet-Cookie: x=1"})
    gone = await site.post(f"/a/{links.answer}", {"answer": "interested"})
    assert "Set-Cookie" not in gone.headers


# ── expired, forged and foreign links ──


async def test_an_expired_page_says_so_and_still_accepts_a_refusal(site: Site):
    links = await site.invite(job=NURSE)
    site.clock.at += link_tokens.ANSWER_LIFE + timedelta(seconds=1)
    shown = await site.get(f"/a/{links.answer}")
    assert shown.status == 410
    assert "This link has expired" in shown.text
    assert 'value="interested"' not in shown.text
    assert (await site.post(f"/a/{links.answer}", {"answer": "interested"})).status == 410
    assert await site.answers() == []
    await site.post(f"/a/{links.answer}", {"answer": "opt_out"})
    assert await site.opted_out()


@pytest.mark.parametrize("token", ["x", "a" * 32, "A" * 5000, "%00", "..%2f..", "%F0%9F%92%A9", "a'%20OR%201=1--"])
@pytest.mark.parametrize("page", ["a", "u", "connect"])
async def test_a_forged_link_gets_a_friendly_page_that_reveals_nothing(site: Site, page: str, token: str):
    links = await site.invite(job=NURSE)
    for shown in (await site.get(f"/{page}/{token}"), await site.post(f"/{page}/{token}", {"answer": "opt_out"})):
        assert shown.status == 404
        assert "<h1>" in shown.text
        assert not [word for word in ("Acme", "Ana", "Nurse", "token") if word in shown.text]
    assert await site.answers() == []
    assert links.answer not in (await site.get(f"/{page}/{token}")).text


async def test_a_link_of_one_kind_does_not_work_as_another(site: Site):
    links = await site.invite()
    assert (await site.get(f"/a/{links.never}")).status == 404
    assert (await site.get(f"/u/{links.answer}")).status == 404
    assert (await site.post(f"/u/{links.answer}", {"List-Unsubscribe": "One-Click"})).status == 404
    assert not await site.opted_out()


async def test_only_hashes_of_tokens_are_stored(site: Site):
    links = await site.invite()
    stored = " ".join(str(row.model_dump()) for row in await site.rows(MailToken))
    assert links.answer not in stored
    assert links.never not in stored
    assert len(set(map(len, (links.answer, links.never)))) == 1
    assert len(links.answer) * 6 >= 128


# ── request bodies ──


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"answer=perhaps", FORM, 400),
        (b"", FORM, 400),
        (b"&".join([b"a=b"] * 1000), FORM, 400),
        (b'{"answer": "interested"}', "application/json", 415),
        (b"answer=interested", "text/plain", 415),
        (b"answer=interested&message=" + b"x" * 100_000, FORM, 413),
        (b"\xff\xfe%00%ff", FORM, 400),
        (b"not a multipart", "multipart/form-data; boundary=x", 400),
        (b"not a multipart", "multipart/form-data", 400),
    ],
)
async def test_invalid_answers_change_nothing_and_get_a_message(
    site: Site, data: bytes, content_type: str, status: int
):
    links = await site.invite()
    shown = await site.post(f"/a/{links.answer}", data, headers={"Content-Type": content_type})
    assert shown.status == status
    assert "That didn&#39;t work" in shown.text
    assert await site.answers() == []


async def test_an_endless_body_is_cut_off(site: Site):
    links = await site.invite()

    async def endless():  # chunked: no length is declared in advance
        yield b"answer=interested&message="
        for _ in range(200):
            yield b"x" * 1024

    try:
        shown = await site.post(f"/a/{links.answer}", endless(), headers={"Content-Type": FORM})
        assert shown.status == 413
    except OSError:  # the server closed the connection while we were still sending
        pass
    assert await site.answers() == []


async def test_a_long_message_is_cut_and_a_hostile_one_stored_as_typed(site: Site):
    links = await site.invite()
    await site.post(f"/a/{links.answer}", {"answer": "interested", "message": "é" * (LONGEST + 50)})
    await site.post(f"/a/{links.answer}", {"answer": "not_interested", "message": "a\x00b <script>"})
    assert [text for _, text in await site.answers()] == ["é" * LONGEST, "ab <script>"]


async def test_hostile_names_are_shown_as_typed(site: Site):
    await site.set_signature(f"C{HOSTILE}", f"S{HOSTILE}", f"T{HOSTILE}")
    links = await site.invite(kind="apply", job={"title": f"J{HOSTILE}", "place": f"P{HOSTILE}"})
    before = (await site.get(f"/a/{links.answer}")).text
    after = (await site.post(f"/a/{links.answer}", {"answer": "interested"})).text
    page = (await site.get(f"/u/{links.never}")).text
    done = (await site.post(f"/u/{links.never}", {"List-Unsubscribe": "One-Click"})).text
    for shown in (before, after, page, done):
        assert "<script" not in shown
        assert "C&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;{company}{{ 7*7 }}{% raw %}" in shown
        assert "49" not in shown


# ── responses ──


async def shown_everywhere(site: Site) -> list[Answer]:
    links = await site.invite(job=NURSE)
    return [
        await site.get(f"/a/{links.answer}"),
        await site.get("/a/wrong"),
        await site.get(f"/u/{links.never}"),
        await site.post(f"/a/{links.answer}", {"answer": "perhaps"}),
        await site.post(f"/a/{links.answer}", {"answer": "interested"}),
        await site.post(f"/u/{links.never}", {"List-Unsubscribe": "One-Click"}),
        await site.get("/connect/wrong"),
    ]


async def test_every_page_is_small_and_loads_nothing_else(site: Site):
    for shown in await shown_everywhere(site):
        allowed = dict(each.split(" ", 1) for each in shown.headers["Content-Security-Policy"].split("; "))
        assert allowed.pop("style-src").startswith("'sha256-")
        assert allowed.pop("form-action") in ("'self'", "'self' https:")
        assert allowed == {"default-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in shown.headers["X-Robots-Tag"]
        assert shown.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in shown.headers
        assert len(shown.text.encode()) < 10_000
        assert not re.search(r"<(script|link|img|iframe)|\ssrc=|url\(|@import|style=|\son\w+=", shown.text)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_every_page_is_in_the_invitations_language(site: Site, language: str):
    texts = LANGUAGES[language]
    links = await site.invite(language=language, kind="apply", job={"title": "ICU", "remote": True})
    shown = (await site.get(f"/a/{links.answer}")).text
    assert f'<html lang="{language}">' in shown
    assert texts.remote in shown
    for sentence in (texts.apply, texts.not_interested, texts.never, texts.question):
        assert escape(sentence) in shown
    assert "{" not in shown.split("</style>")[1]
    wrong = await site.get("/a/nothing", headers={"Accept-Language": f"xx, {language}-XX;q=0.9, en;q=0.1"})
    assert escape(texts.wrong_title) in wrong.text


async def test_unsupported_languages_fall_back_to_english(site: Site):
    links = await site.invite(language="tlh")
    assert '<html lang="en">' in (await site.get(f"/a/{links.answer}")).text
    assert '<html lang="en">' in (await site.get("/a/x", headers={"Accept-Language": "tlh;;,=,," * 500})).text


async def test_no_token_is_logged_even_on_errors(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with a_site(tmp_path, clock, hash_key="") as site:
        links = await site.invite(job=NURSE)
        await site.get(f"/a/{links.answer}")
        await site.post(f"/a/{links.answer}", {"answer": "interested", "message": "my secret wish"})
        for path, data in (
            (f"/a/{links.answer}", {"answer": "opt_out"}),
            (f"/u/{links.never}", {"List-Unsubscribe": "One-Click"}),
        ):
            shown = await site.post(path, data)
            assert shown.status == 503
            code = re.search(r"Reference: ([0-9a-f]{8})", shown.text)
            assert code
            assert f"reference {code[1]}" in caplog.text
        await site.ask("GET", f"/a/{links.answer}%ZZ")
    assert [word for word in (links.answer, links.never, "secret wish") if word in caplog.text] == []
