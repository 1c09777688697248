"""The answer page: who wrote, about what, and one press for the answer.

Opening it changes nothing, because mail scanners open links."""

import re
from dataclasses import replace
from typing import cast, get_args
from urllib.parse import quote, urlsplit, urlunsplit

from aiohttp import web

from bot.pages import render
from bot.pages.guard import NotRead, fields
from bot.pages.texts import Words, preferred, spoken
from bot.pages.texts.base import said
from handlers.context import Context
from store.errors import Gone, Refusal
from store.outreach import answer_page, link_tokens
from store.outreach.answer_page import LONGEST, Invited, PageAnswer
from store.tables.outreach import MailToken

_HOST = re.compile(r"[\w.:-]+", re.ASCII)
_AS_IT_IS = "%/:=&?~#+!$,;'@()*[]"  # has a meaning in an address, or is encoded already
_FORMER = {"never": "opt_out"}  # posted by pages that were opened before an upgrade


class AnswerPage:
    """`/a/{token}`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def show(self, request: web.Request) -> web.Response:
        """Who wrote, about what, and what can be answered."""
        async with self._context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "answer")
            one = await answer_page.invited(db, token) if token else None
        if token is None or one is None:
            return wrong(request)
        return self._drawn(named(one, self._context), expired=link_tokens.expired(token, self._context.now()))

    async def answer(self, request: web.Request) -> web.Response:
        """One press. The same press again, and a press on an expired page, change nothing."""
        context = self._context
        async with context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "answer")
            one = await answer_page.invited(db, token) if token else None
        if token is None or one is None:
            return wrong(request)
        typed = await fields(request)
        kind = typed.get("answer", "")
        kind = _FORMER.get(kind, kind)
        if kind not in get_args(PageAnswer):
            raise NotRead(400)
        one = named(one, context)
        expired = link_tokens.expired(token, context.now())
        if expired and kind != "opt_out":
            return self._drawn(one, expired=True)
        try:
            await given(context, token, cast(PageAnswer, kind), typed.get("message", ""))
        except Gone:
            return wrong(request)
        except Refusal:
            words = spoken(one.language)
            return render.notice(words, words.too_often_title, words.too_often, 429)
        if kind == "opt_out" or one.never:
            return refused(one)
        if kind == "interested" and one.kind == "apply" and (link := apply_link(one)):
            return render.elsewhere(link)
        return self._drawn(replace(one, answer=kind), expired=False)

    def _drawn(self, one: Invited, *, expired: bool) -> web.Response:
        if one.never:
            return refused(one)
        words = spoken(one.language)
        link = apply_link(one) if one.kind == "apply" else ""
        html = render.draw(
            "answer",
            words,
            one=one,
            wrote=_wrote(words, one),
            thanks=_thanks(words, one, link),
            host=urlsplit(link).hostname or "",
            expired=expired,
            longest=LONGEST,
        )
        return render.page(html, 410 if expired else 200, leads_to=link)


def named(one: Invited, context: Context) -> Invited:
    """With a name that the page can be in, where the workspace has none."""
    domain = context.outreach.mail.mail_from.rpartition("@")[2]
    return one if one.company else replace(one, company=domain or one.sender)


async def given(context: Context, token: MailToken, kind: PageAnswer, text: str) -> None:
    """The answer is kept, and who is to be told is told soon. Raises as store.answer_pages.give."""
    async with context.store.write() as db:
        new = await answer_page.give(db, token, kind, text, context.outreach.hash_key, context.now())
    if new:
        context.wake()


def apply_link(one: Invited) -> str:
    """Where *Apply* leads: the job's link, encoded as a header wants it, when it is a web address; else ""."""
    try:
        parts = urlsplit(one.apply_url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    place = f"[{host}]" if ":" in host else host
    rest = (quote(part, safe=_AS_IT_IS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, *rest))


def _wrote(words: Words, one: Invited) -> str:
    """As in "Ana (Recruiter) of Acme wrote to you about this role: Nurse, Boston."."""
    who = words.wrote_with_title if one.sender_title else words.wrote
    place = one.place or (words.remote if one.remote else "")
    about = (words.about_job_in if place else words.about_job) if one.job else words.about_connecting
    sentence = f"{who} {about}"
    return said(sentence, sender=one.sender, title=one.sender_title, company=one.company, job=one.job, place=place)


def _thanks(words: Words, one: Invited, link: str) -> str:
    match one.answer:
        case "interested" if one.kind == "apply" and not link:
            return said(words.thanks_applied, company=one.company)
        case "interested":
            return said(words.thanks_interested, sender=one.sender)
        case "not_interested":
            return said(words.thanks_not_interested, sender=one.sender)
        case _:
            return ""


def wrong(request: web.Request) -> web.Response:
    """For a link that leads nowhere: not a word of why."""
    words = preferred(request.headers.get("Accept-Language", ""))
    return render.notice(words, words.wrong_title, words.wrong, 404)


def refused(one: Invited) -> web.Response:
    """They will not be contacted again."""
    words = spoken(one.language)
    return render.notice(words, words.never_done_title, said(words.never_done, company=one.company), 200)
