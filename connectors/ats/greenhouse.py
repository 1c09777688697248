"""Greenhouse, connected with a key: Harvest v3.

Sources: https://harvestdocs.greenhouse.io (token, paging, time limits: grade D in docs/jobs.md); fields of candidates,
applications and jobs as public clients read them from Greenhouse's OpenAPI (C). Never run against Greenhouse."""

import asyncio
import base64
import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import parse_qs, urlsplit

from connectors.ats.base import AtsPerson, AtsTraits, BoardJobs, NewCandidate, marked_do_not_contact
from connectors.ats.reading import checked_jobs, having, moment
from connectors.errors import Refused, Uncertain
from connectors.files.values import parsers
from connectors.resumes.base import CredentialField, Credentials, Document
from connectors.resumes.reading import Given, part, parts, text, texts, without_empty
from connectors.wire import SECONDS, Request, Token, Wire

_TOKEN_ADDRESS = "https://auth.greenhouse.io"  # noqa: S105 - an address
_ADDRESS = "https://harvest.greenhouse.io"
_PEOPLE = "https://app.greenhouse.io/people/{id}"  # C: where Greenhouse's own pages show a candidate
_PAGE = 500
_NOTHING: Given = {}
_MOST_PAGES = 40
_REFUSES = frozenset({403, 404, 422})

TRAITS = AtsTraits(
    name="greenhouse",
    label="Greenhouse",
    key="In Greenhouse, under Configure, Dev Center, API Credentials, create Harvest v3 (OAuth) credentials that may "
    "list jobs, departments, offices, candidates and applications, and create candidates, applications, notes and "
    "attachments.",
    credentials=(
        CredentialField(
            "client_id",
            "Client ID",
            secret=False,
            hint="If Greenhouse gave you one key without a client ID, it is for another of its APIs.",
        ),
        CredentialField("client_secret", "Client secret"),
        CredentialField(
            "user_id",
            "Greenhouse user ID",
            secret=False,
            hint="A number. Candidates and notes are added in the name of this user, who should be a Site Admin.",
        ),
    ),
    mistaken="It must be the client secret of Harvest v3 (OAuth) credentials. Keys for Harvest v1 or v2, Ingestion or "
    "the Job Board don't work here.",
)


class Greenhouse:
    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        login = (credentials.get("client_id", ""), credentials.get("client_secret", ""))
        self._user = credentials.get("user_id", "").strip()
        form = {"grant_type": "client_credentials", "sub": self._user}
        token = Request("POST", f"{address or _TOKEN_ADDRESS}/token", form=form, login=login)
        self._base = f"{address or _ADDRESS}/v3"
        self.wire = Wire(TRAITS.label, Token(TRAITS.label, lambda: token), seconds)

    @property
    def traits(self) -> AtsTraits:
        return TRAITS

    async def close(self) -> None:
        await self.wire.close()

    async def check(self) -> None:
        if not self._user.isdecimal():
            raise Refused(TRAITS.label, "The Greenhouse user ID must be a number.")
        await self.wire.log_in()
        for path in ("/jobs", "/candidates", "/applications"):
            await self._get(f"{self._base}{path}", {"per_page": "1"})

    # ── jobs ──

    async def jobs(self) -> BoardJobs:
        jobs, departments, offices = await asyncio.gather(
            self._every("/jobs", {"status": "open"}), self._names("/departments"), self._names("/offices")
        )
        return await asyncio.to_thread(checked_jobs, [_job(each, departments, offices) for each in jobs])

    async def _names(self, path: str) -> dict[str, str]:
        """Names by id; empty if the key has no permission to list them."""
        try:
            found = await self._every(path, {})
        except Refused:
            return {}
        return {
            id: text(each, "location") or text(each, "name") or "" for each in parts(found) if (id := text(each, "id"))
        }

    async def _every(self, path: str, params: Mapping[str, str]) -> list[object]:
        """All pages of a list. A cursor must be the only parameter: Greenhouse refuses it together with others."""
        found: list[object] = []
        asked, seen = {**params, "per_page": str(_PAGE)}, set[str]()
        while True:
            rows, cursor = await self._get(f"{self._base}{path}", asked)
            found += rows
            if not cursor:
                return found
            if cursor in seen or len(seen) >= _MOST_PAGES:
                raise Refused(TRAITS.label, "Its list doesn't end.")
            seen.add(cursor)
            asked = {"cursor": cursor}

    async def _get(self, url: str, params: Mapping[str, str]) -> tuple[list[object], str]:
        """The rows, and the cursor of the next page."""
        answer = await self.wire.ask(Request("GET", url, params=params, answers=_REFUSES))
        _check(answer.status, answer.value)
        value: object = answer.value
        if not isinstance(value, list):
            raise Refused(TRAITS.label, "It answered with something other than a list.")
        return cast(list[object], value), _cursor(answer.headers.get("link", ""))

    # ── candidates ──

    async def find(self, email: str) -> AtsPerson | None:
        rows, _ = await self._get(f"{self._base}/candidates", {"email": email, "per_page": "10"})
        found = having(TRAITS.label, rows, _emails, email)
        return await self._with_applications(text(found[0], "id") or "", found[0]) if found else None

    async def _with_applications(self, id: str, candidate: Given) -> AtsPerson:
        rows, _ = await self._get(f"{self._base}/applications", {"candidate_ids": id, "per_page": "50"})
        return _person(id, candidate, parts(rows))

    async def create(self, new: NewCandidate, job_id: str) -> AtsPerson:
        body = without_empty(
            first_name=new.first_name,
            last_name=new.last_name,
            company=new.company,
            title=new.title,
            email_addresses=[{"value": each, "type": "personal"} for each in new.emails],
            phone_numbers=[{"value": each, "type": "other"} for each in new.phones],
            social_media_addresses=[{"value": each} for each in new.links],
            tags=[new.origin or "Sourcer"],
            application={"job_id": _number(job_id)},
        )
        answer = await self._post("/candidates", body)
        candidate = part(answer, "candidate")
        id = text(candidate, "id")
        if id is None:
            raise Uncertain(TRAITS.label, "the response contains no candidate")
        return _person(id, candidate, [part(answer, "application")])

    async def add_job(self, person: AtsPerson, job_id: str) -> None:
        await self._post("/applications", {"candidate_id": _number(person.id), "job_id": _number(job_id)})

    async def add_note(self, person: AtsPerson, words: str) -> None:
        body = {"candidate_id": _number(person.id), "user_id": _number(self._user), "body": words}
        await self._post("/notes", {**body, "visibility": "public", "note_type": "NOTE"})

    async def add_resume(self, person: AtsPerson, file: Document) -> None:
        content = base64.b64encode(file.content).decode()
        body = {"candidate_id": _number(person.id), "filename": file.name, "type": "resume"}
        await self._post("/attachments", {**body, "content": content, "content_type": file.content_type})

    async def _post(self, path: str, body: Given) -> object:
        request = Request("POST", f"{self._base}{path}", body=body, metered=True, answers=_REFUSES)
        answer = await self.wire.ask(request)
        _check(answer.status, answer.value)
        return answer.value


def _check(status: int, value: object) -> None:
    """Raises the error that the status means, with Greenhouse's own message if it rejected the request."""
    if status == 403:
        raise Refused(TRAITS.label, "Greenhouse doesn't allow this with your key. Check what the key may do.")
    if status == 404:
        raise Refused(TRAITS.label, "Greenhouse no longer has it.")
    if status == 422:
        words = texts(value, "errors", ("message",))
        raise Refused(
            TRAITS.label, f"Greenhouse rejected it: {'; '.join(words)[:200].rstrip('.') or 'no reason given'}."
        )


def _cursor(link: str) -> str:
    """The cursor of the next page, from the Link header; "" on the last page."""
    found = re.search(r"<([^<>]*)>\s*;[^,<]*\brel=\"?next\"?", link)
    return parse_qs(urlsplit(found[1]).query).get("cursor", [""])[0] if found else ""


def _number(id: str) -> int:
    """The id as a number, since all of Greenhouse's ids are numbers."""
    if not id.isdecimal():
        raise Refused(TRAITS.label, "This id isn't one of Greenhouse's.")
    return int(id)


def _emails(candidate: Given) -> list[str]:
    return texts(candidate, "email_addresses", ("value",))


def _job(given: object, departments: Mapping[str, str], offices: Mapping[str, str]) -> object:
    if part(given).get("is_template") is True:
        return None
    places = [offices[each] for each in texts(given, "office_ids") if offices.get(each)]
    return without_empty(
        id=text(given, "id"),
        title=text(given, "name", 300),
        department=departments.get(text(given, "department_id") or ""),
        place=parsers.place(places[0]) if places else None,
        updated_at=text(given, "updated_at"),
    )


def _activity(application: Given) -> str:
    return text(application, "last_activity_at") or text(application, "created_at") or ""


def _person(id: str, candidate: Given, applications: list[Given]) -> AtsPerson:
    latest = max(applications, key=_activity, default=_NOTHING)
    status = text(latest, "status")
    stage = text(latest, "stage_name") or ""
    if status in ("rejected", "hired"):
        stage = f"{stage}, {status}" if stage else status.capitalize()
    marked = candidate.get("can_email") is False or marked_do_not_contact(texts(candidate, "tags", ("name",)))
    return AtsPerson(
        id,
        _PEOPLE.format(id=id),
        moment(candidate, "created_at"),
        stage,
        frozenset(job for each in applications if (job := text(each, "job_id"))),
        marked,
    )
