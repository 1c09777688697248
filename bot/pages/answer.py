"""The answer page: it shows who wrote and why, and a button for each answer.

Opening the page changes nothing, because mail scanners open links."""

import re
from dataclasses import replace
from typing import cast, get_args
from urllib.parse import quote, urlsplit, urlunsplit

from aiohttp import web

from bot.pages import render
from bot.pages.guard import UnreadableForm, fields
from bot.pages.texts import Texts, preferred_texts, texts_for
from bot.pages.texts.base import fill
from connectors.mail.receiving.opt_outs import detect_opt_out, may_want_no_more_mail
from handlers.context import Context
from store.errors import Gone, Refusal
from store.outreach import answer_page, link_tokens
from store.outreach.answer_page import LONGEST, Invited, PageAnswer
from store.tables.outreach import MailToken

_HOST = re.compile(r"[\w.:-]+", re.ASCII)
_UNQUOTED = "%/:=&?~#+!$,;'@()*[]"  # characters with a meaning in a URL, or already encoded
_OLD_ANSWERS = {"never": "opt_out"}  # values posted by pages that were opened before an upgrade


class AnswerPage:
    """`/a/{token}`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def show(self, request: web.Request) -> web.Response:
        """Render the page; changes nothing."""
        async with self._context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "answer")
            one = await answer_page.invited(db, token) if token else None
        if token is None or one is None:
            return link_not_found(request)
        return self._render(with_company(one, self._context), expired=link_tokens.expired(token, self._context.now()))

    async def answer(self, request: web.Request) -> web.Response:
        """Record an answer. Repeating it changes nothing, and neither does answering on an expired page."""
        context = self._context
        async with context.store.read() as db:
            token = await link_tokens.read(db, request.match_info["token"], "answer")
            one = await answer_page.invited(db, token) if token else None
        if token is None or one is None:
            return link_not_found(request)
        form = await fields(request)
        kind = form.get("answer", "")
        kind = _OLD_ANSWERS.get(kind, kind)
        if kind not in get_args(PageAnswer):
            raise UnreadableForm(400)
        one = with_company(one, context)
        expired = link_tokens.expired(token, context.now())
        if expired and kind != "opt_out":
            return self._render(one, expired=True)
        try:
            await record_answer(context, token, cast(PageAnswer, kind), form.get("message", ""))
        except Gone:
            return link_not_found(request)
        except Refusal:
            texts = texts_for(one.language)
            return render.notice(texts, texts.too_often_title, texts.too_often, 429)
        if kind == "opt_out" or one.never:
            return opted_out(one)
        if kind == "interested" and one.kind == "apply" and (link := apply_link(one)):
            return render.redirect(link)
        return self._render(replace(one, answer=kind), expired=False)

    def _render(self, one: Invited, *, expired: bool) -> web.Response:
        if one.never:
            return opted_out(one)
        texts = texts_for(one.language)
        link = apply_link(one) if one.kind == "apply" else ""
        html = render.render(
            "answer",
            texts,
            one=one,
            wrote=_intro(texts, one),
            thanks=_thanks(texts, one, link),
            host=urlsplit(link).hostname or "",
            expired=expired,
            longest=LONGEST,
        )
        return render.page(html, 410 if expired else 200, leads_to=link)


def with_company(one: Invited, context: Context) -> Invited:
    """Fill in the company that the page names, chosen as in invitations: the sender's name if no company is known."""
    return replace(one, company=one.company or context.outreach.mail.company or one.workspace or one.sender)


async def record_answer(context: Context, token: MailToken, kind: PageAnswer, text: str) -> None:
    """Store the answer and wake the notifier. A request in the candidate's text is not treated as a press of *Don't
    contact me again*: the recruiter decides. Raises what `answer_page.give` raises."""
    asked = detect_opt_out(text) if kind != "opt_out" else ""
    doubt = kind != "opt_out" and (bool(asked) or may_want_no_more_mail(text))
    hash_key, now, erasure = context.outreach.hash_key, context.now(), asked == "erasure_request"
    async with context.store.write() as db:
        new = await answer_page.give(db, token, kind, text, hash_key, now, may_opt_out=doubt, erasure=erasure)
    if new:
        context.wake()


def apply_link(one: Invited) -> str:
    """Where *Apply* leads: the job's link, encoded for a Location header, or "" if it isn't a web address."""
    try:
        parts = urlsplit(one.apply_url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    place = f"[{host}]" if ":" in host else host
    rest = (quote(part, safe=_UNQUOTED) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, *rest))


def _intro(texts: Texts, one: Invited) -> str:
    """The introduction, for example: "Ana (Recruiter) from Acme wrote to you about this role: Nurse (Boston)."."""
    who = texts.wrote_with_title if one.sender_title else texts.wrote
    if one.company == one.sender:  # no company is known
        who = texts.wrote_alone
    place = one.place or (texts.remote if one.remote else "")
    about = (texts.about_job_in if place else texts.about_job) if one.job else texts.about_connecting
    sentence = f"{who} {about}"
    return fill(sentence, sender=one.sender, title=one.sender_title, company=one.company, job=one.job, place=place)


def _thanks(texts: Texts, one: Invited, link: str) -> str:
    match one.answer:
        case "interested" if one.kind == "apply" and not link:
            return fill(texts.thanks_applied, company=one.company)
        case "interested":
            return fill(texts.thanks_interested, sender=one.sender)
        case "not_interested":
            return fill(texts.thanks_not_interested, sender=one.sender)
        case _:
            return ""


def link_not_found(request: web.Request) -> web.Response:
    """The page for an invalid link. It doesn't say why the link is invalid."""
    texts = preferred_texts(request.headers.get("Accept-Language", ""))
    return render.notice(texts, texts.wrong_title, texts.wrong, 404)


def opted_out(one: Invited) -> web.Response:
    """The page confirming that the candidate won't be contacted again."""
    texts = texts_for(one.language)
    return render.notice(texts, texts.never_done_title, fill(texts.never_done, company=one.company), 200)
