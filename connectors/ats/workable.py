"""Workable, connected with a key: its SPI v3.

Source: https://workable.readme.io (grade D in docs/jobs.md; guesses are marked there). Each candidate belongs to one
job. Never run against Workable."""

import asyncio
import base64
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from connectors.ats.base import AtsPerson, AtsTraits, BoardJobs, NewCandidate, marked_do_not_contact
from connectors.ats.reading import checked_jobs, having, listed, moment
from connectors.errors import Refused, Uncertain
from connectors.resumes.base import CredentialField, Credentials, Document
from connectors.resumes.reading import Given, part, text, texts, without_empty
from connectors.wire import SECONDS, Key, Request, Wire

_PAGE = 100
_MOST_PAGES = 100
_REFUSES = frozenset({400, 403, 404, 422})
_SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

TRAITS = AtsTraits(
    name="workable",
    label="Workable",
    key="In Workable, under Settings, Integrations, API access tokens, create a token with the scopes r_jobs, "
    "r_candidates, w_candidates and r_members.",
    credentials=(
        CredentialField("subdomain", "Subdomain", secret=False, hint="“acme” if your address is acme.workable.com."),
        CredentialField("token", "API access token"),
        CredentialField(
            "member_email",
            "E-mail address of a Workable member",
            secret=False,
            hint="Notes are added in the name of this member.",
        ),
    ),
    adds_jobs=False,
)


class Workable:
    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        self._subdomain = credentials.get("subdomain", "").lower().removesuffix(".workable.com")
        self._email = credentials.get("member_email", "").lower()
        self._base = f"{address or f'https://{self._subdomain}.workable.com'}/spi/v3"
        self.wire = Wire(TRAITS.label, Key("Authorization", f"Bearer {credentials.get('token', '')}"), seconds)
        self._member = ""

    @property
    def traits(self) -> AtsTraits:
        return TRAITS

    async def close(self) -> None:
        await self.wire.close()

    async def check(self) -> None:
        if not _SUBDOMAIN.fullmatch(self._subdomain):
            raise Refused(TRAITS.label, "The subdomain is only the part before .workable.com.")
        await self._get("/jobs", {"limit": "1"})
        await self._get("/candidates", {"limit": "1"})
        await self._member_id()

    async def _member_id(self) -> str:
        if not self._member:
            for each in await self._every("/members", "members", {}):
                if (text(each, "email") or "").lower() == self._email:
                    self._member = text(each, "id") or ""
            if not self._member:
                raise Refused(TRAITS.label, "Workable has no member with this e-mail address.")
        return self._member

    # ── jobs ──

    async def jobs(self) -> BoardJobs:
        found = await self._every("/jobs", "jobs", {"state": "published"})
        return await asyncio.to_thread(checked_jobs, [_job(each) for each in found])

    async def _every(self, path: str, listed_in: str, params: Mapping[str, str]) -> list[object]:
        """All pages of a list. The address of the next page is followed only on the same host, because the key is sent
        along."""
        found: list[object] = []
        answer = await self._get(path, {**params, "limit": str(_PAGE)})
        for _ in range(_MOST_PAGES):
            found += listed(TRAITS.label, answer, listed_in)
            following = text(answer, "paging.next", 4_000)
            if following is None:
                return found
            if urlsplit(following)[:2] != urlsplit(self._base)[:2]:
                raise Refused(TRAITS.label, "Its list continues at another address.")
            answer = await self._ask(Request("GET", following, answers=_REFUSES))
        raise Refused(TRAITS.label, "Its list doesn't end.")

    # ── candidates ──

    async def find(self, email: str) -> AtsPerson | None:
        rows = listed(TRAITS.label, await self._get("/candidates", {"email": email, "limit": "50"}), "candidates")
        found = having(TRAITS.label, rows, lambda each: [text(each, "email") or ""], email)
        if not found:
            return None
        id = quote(text(_latest(found), "id") or "", safe="")
        whole = part(await self._get(f"/candidates/{id}", {}), "candidate")
        return _person(found, texts(whole, "tags", ("name",)))

    async def create(self, new: NewCandidate, job_id: str) -> AtsPerson:
        """Add a candidate as `sourced`; otherwise Workable would contact them."""
        candidate = without_empty(
            name=new.name,
            firstname=new.first_name,
            lastname=new.last_name,
            email=new.emails[0],
            headline=new.headline,
            phone=new.phones[0] if new.phones else None,
            address=", ".join(filter(None, (new.city, new.region, new.country))),
            social_profiles=[{"type": _network(each), "url": each} for each in new.links],
            tags=[new.origin or "Sourcer"],
        )
        path = f"/jobs/{quote(job_id, safe='')}/candidates"
        answer = await self._post(path, {"sourced": True, "candidate": candidate})
        created = part(answer, "candidate")
        if text(created, "id") is None:
            raise Uncertain(TRAITS.label, "the response contains no candidate")
        return _person([{"job": {"shortcode": job_id}, **created}], [])

    async def add_job(self, person: AtsPerson, job_id: str) -> None:
        raise Refused(TRAITS.label, "In Workable, another job can only be added by hand.")

    async def add_note(self, person: AtsPerson, words: str) -> None:
        await self._comment(person, {"body": words})

    async def add_resume(self, person: AtsPerson, file: Document) -> None:
        attachment = {"name": file.name, "data": base64.b64encode(file.content).decode()}
        await self._comment(person, {"body": "Resume, from Sourcer", "attachment": attachment})

    async def _comment(self, person: AtsPerson, comment: Given) -> None:
        body = {"member_id": await self._member_id(), "comment": comment}
        await self._post(f"/candidates/{quote(person.id, safe='')}/comments", body)

    async def _get(self, path: str, params: Mapping[str, str]) -> object:
        return await self._ask(Request("GET", f"{self._base}{path}", params=params, answers=_REFUSES))

    async def _post(self, path: str, body: Given) -> object:
        return await self._ask(Request("POST", f"{self._base}{path}", body=body, metered=True, answers=_REFUSES))

    async def _ask(self, request: Request) -> object:
        answer = await self.wire.ask(request)
        if answer.status == 403:
            raise Refused(TRAITS.label, "Workable doesn't allow this with your token. Check its scopes.")
        if answer.status in (400, 404, 422):
            words = (text(answer.value, "error", 200) or "no reason given").rstrip(".")
            raise Refused(TRAITS.label, f"Workable rejected it: {words}.")
        return answer.value


def _network(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return {"linkedin.com": "linkedin", "github.com": "github", "twitter.com": "twitter"}.get(host, "website")


def _job(given: object) -> object:
    where = part(given, "location")
    remote = where.get("telecommuting") is True or text(where, "workplace_type") == "remote"
    return without_empty(
        id=text(given, "shortcode"),
        title=text(given, "title", 300),
        department=text(given, "department"),
        place=without_empty(
            city=text(where, "city"), region=text(where, "region"), country=text(where, "country_code")
        ),
        remote="yes" if remote else None,
        apply_url=text(given, "application_url", 2_000) or text(given, "url", 2_000),
        updated_at=text(given, "updated_at"),
    )


def _latest(candidates: list[Given]) -> Given:
    return max(candidates, key=lambda each: text(each, "updated_at") or text(each, "created_at") or "")


def _person(candidates: list[Given], tags: list[str]) -> AtsPerson:
    """One person, combined from their candidate records for several jobs."""
    latest = _latest(candidates)
    since = min(filter(None, (moment(each, "created_at") for each in candidates)), default=None)
    stage = text(latest, "stage") or ""
    if latest.get("disqualified") is True:
        stage = f"{stage}, disqualified" if stage else "disqualified"
    reasons = [reason for each in candidates if (reason := text(each, "disqualification_reason"))]
    return AtsPerson(
        text(latest, "id") or "",
        text(latest, "profile_url", 2_000) or "",
        since,
        stage,
        frozenset(code for each in candidates if (code := text(each, "job.shortcode"))),
        marked_do_not_contact([*tags, *reasons]),
    )
