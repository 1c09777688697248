"""Lever, connected with a key: its data API.

Source: https://hire.lever.co/developer/documentation (grade D in docs/jobs.md; guesses are marked there). A
person is a contact, with an opportunity for each job. Never run against Lever."""

import asyncio
import base64
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from connectors.ats.base import AtsPerson, AtsTraits, BoardJobs, NewCandidate, marked_do_not_contact
from connectors.ats.reading import checked_jobs, having, listed, moment
from connectors.errors import Refused, Uncertain, Unreadable
from connectors.files.values import parsers
from connectors.resumes.base import CredentialField, Credentials, Document
from connectors.resumes.reading import Given, part, parts, text, texts, without_empty
from connectors.wire import SECONDS, Key, Request, Upload, Wire

_ADDRESS = "https://api.lever.co"
_PAGE = 100
_MOST_PAGES = 100
_NEVER = datetime.min.replace(tzinfo=UTC)
_REFUSES = frozenset({400, 403, 404, 422})

TRAITS = AtsTraits(
    name="lever",
    label="Lever",
    key="In Lever, under Settings, Integrations and API, create an API key that may read postings, users and archive "
    "reasons, and read and write opportunities, notes and files.",
    credentials=(
        CredentialField("api_key", "API key"),
        CredentialField(
            "perform_as",
            "Lever user ID",
            secret=False,
            hint="Candidates and notes are added in the name of this user.",
        ),
    ),
    adds_jobs=False,
)


class Lever:
    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        key = base64.b64encode(f"{credentials.get('api_key', '')}:".encode()).decode()
        self._user = credentials.get("perform_as", "")
        self._base = f"{address or _ADDRESS}/v1"
        self.wire = Wire(TRAITS.label, Key("Authorization", f"Basic {key}"), seconds)
        self._reasons: dict[str, str] | None = None

    @property
    def traits(self) -> AtsTraits:
        return TRAITS

    async def close(self) -> None:
        await self.wire.close()

    async def check(self) -> None:
        await self._get("/postings", "limit=1")
        await self._get("/opportunities", "limit=1")
        try:
            await self._get(f"/users/{quote(self._user, safe='')}")
        except Refused:
            raise Refused(TRAITS.label, "Lever has no user with this ID, or your key may not read users.") from None

    # ── jobs ──

    async def jobs(self) -> BoardJobs:
        found: list[object] = []
        offset = ""
        for _ in range(_MOST_PAGES):
            paging = f"&offset={quote(offset, safe='')}" if offset else ""
            answer = await self._get("/postings", f"state=published&limit={_PAGE}{paging}")
            found += listed(TRAITS.label, answer, "data")
            offset = text(answer, "next", 2_000) or ""
            if part(answer).get("hasNext") is not True:
                return await asyncio.to_thread(checked_jobs, [_job(each) for each in found])
            if not offset:
                raise Unreadable(TRAITS.label, "more pages, but no offset")
        raise Refused(TRAITS.label, "Its list doesn't end.")

    # ── candidates ──

    async def find(self, email: str) -> AtsPerson | None:
        query = urlencode([("email", email), ("expand", "stage"), ("expand", "applications"), ("limit", "50")])
        rows = listed(TRAITS.label, await self._get("/opportunities", query), "data")
        found = having(TRAITS.label, rows, lambda each: texts(each, "emails"), email)
        if not found:
            return None
        archived = any(text(each, "archived.reason") for each in found)
        return _person(found, await self._archive_reasons() if archived else {})

    async def _archive_reasons(self) -> dict[str, str]:
        """The reasons for archiving, by id; empty if the key has no permission to list them."""
        if self._reasons is None:
            try:
                answer = await self._get("/archive_reasons")
            except Refused:
                return {}
            self._reasons = {id: text(each, "text") or "" for each in parts(answer, "data") if (id := text(each, "id"))}
        return self._reasons

    async def create(self, new: NewCandidate, job_id: str) -> AtsPerson:
        body = without_empty(
            name=new.name,
            headline=new.headline,
            emails=list(new.emails),
            phones=[{"value": each} for each in new.phones],
            links=list(new.links),
            location=", ".join(filter(None, (new.city, new.region, new.country))),
            sources=[new.origin] if new.origin else [],
            tags=["Sourcer"],
            origin="sourced",
            postings=[job_id],
        )
        answer = await self._post("/opportunities", body)
        opportunity = part(answer, "data")
        if text(opportunity, "id") is None:
            raise Uncertain(TRAITS.label, "the response contains no opportunity")
        return _person([opportunity], {})

    async def add_job(self, person: AtsPerson, job_id: str) -> None:
        raise Refused(TRAITS.label, "In Lever, another job can only be added by hand.")

    async def add_note(self, person: AtsPerson, words: str) -> None:
        await self._post(f"/opportunities/{quote(person.id, safe='')}/notes", {"value": words})

    async def add_resume(self, person: AtsPerson, file: Document) -> None:
        upload = Upload("file", file.name, file.content_type, file.content)
        await self._send(f"/opportunities/{quote(person.id, safe='')}/files", None, upload)

    async def _post(self, path: str, body: Given) -> object:
        return await self._send(path, body, None)

    async def _send(self, path: str, body: Given | None, upload: Upload | None) -> object:
        url = f"{self._base}{path}?perform_as={quote(self._user, safe='')}"
        request = Request("POST", url, body=body, upload=upload, metered=True, answers=_REFUSES)
        answer = await self.wire.ask(request)
        _check(answer.status, answer.value)
        return answer.value

    async def _get(self, path: str, query: str = "") -> object:
        url = f"{self._base}{path}?{query}" if query else f"{self._base}{path}"
        answer = await self.wire.ask(Request("GET", url, answers=_REFUSES))
        _check(answer.status, answer.value)
        return answer.value


def _check(status: int, value: object) -> None:
    """Raises the error that the status means."""
    if status == 403:
        raise Refused(TRAITS.label, "Lever doesn't allow this with your key. Check what the key may do.")
    if status in (400, 404, 422):
        words = (text(value, "message", 200) or "no reason given").rstrip(".")
        raise Refused(TRAITS.label, f"Lever rejected it: {words}.")


def _job(given: object) -> object:
    place = text(given, "categories.location")
    return without_empty(
        id=text(given, "id"),
        title=text(given, "text", 300),
        department=text(given, "categories.department") or text(given, "categories.team"),
        place=parsers.place(place) if place else None,
        remote="yes" if text(given, "workplaceType") == "remote" else None,
        description=text(given, "content.description", 20_000),
        apply_url=text(given, "urls.apply", 2_000) or text(given, "urls.show", 2_000),
        employment_type=text(given, "categories.commitment"),
        updated_at=_iso(given),
    )


def _iso(given: object) -> str | None:
    at = moment(given, "updatedAt")
    return at.isoformat() if at else None


def _person(opportunities: list[Given], reasons: dict[str, str]) -> AtsPerson:
    """A person, from all of their opportunities. `reasons`: the reasons for archiving, by id."""
    latest = max(opportunities, key=lambda each: moment(each, "updatedAt") or moment(each, "createdAt") or _NEVER)
    since = min(filter(None, (moment(each, "createdAt") for each in opportunities)), default=None)
    archived = [reasons.get(id, "") for each in opportunities if (id := text(each, "archived.reason"))]
    stage = text(latest, "stage.text") or ""
    if reason := text(latest, "archived.reason"):
        stage = f"archived: {reasons[reason]}" if reasons.get(reason) else "archived"
    words = [*archived, *(tag for each in opportunities for tag in texts(each, "tags"))]
    jobs = [text(job, "posting") for each in opportunities for job in parts(each, "applications")]
    return AtsPerson(
        text(latest, "id") or "",
        text(latest, "urls.show", 2_000) or "",
        since,
        stage,
        frozenset(filter(None, jobs)),
        marked_do_not_contact(words),
    )
