"""Ashby, connected with a key.

Source: https://developers.ashbyhq.com/reference and its OpenAPI description (grade D in docs/jobs.md). Every request is
a POST, and an error may come with status 200. Never run against Ashby."""

import asyncio
import base64

from connectors.ats.base import AtsPerson, AtsTraits, BoardJobs, NewCandidate, marked_do_not_contact
from connectors.ats.reading import checked_jobs, having, listed, moment
from connectors.errors import Refused, Uncertain, Unreadable
from connectors.files.values import parsers
from connectors.resumes.base import CredentialField, Credentials, Document
from connectors.resumes.reading import Given, part, parts, text, texts, without_empty
from connectors.wire import SECONDS, Key, Request, Upload, Wire

_ADDRESS = "https://api.ashbyhq.com"
_PAGE = 100
_MOST_PAGES = 100
_NOTHING: Given = {}
_MOST_APPLICATIONS = 5  # looked at for each person
_ANSWERS = frozenset({200, 403, 404, 422})  # errors may come with 200; the body says what is wrong

TRAITS = AtsTraits(
    name="ashby",
    label="Ashby",
    key="In Ashby, under Admin, Integrations, API keys, create a key that may read jobs, read candidates and write "
    "candidates.",
    credentials=(CredentialField("api_key", "API key"),),
    takes_origin=False,  # it takes only the id of a source that was set up in Ashby
)


class Ashby:
    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        key = base64.b64encode(f"{credentials.get('api_key', '')}:".encode()).decode()
        self._base = address or _ADDRESS
        self.wire = Wire(TRAITS.label, Key("Authorization", f"Basic {key}"), seconds)

    @property
    def traits(self) -> AtsTraits:
        return TRAITS

    async def close(self) -> None:
        await self.wire.close()

    async def check(self) -> None:
        await self._ask("job.list", {"limit": 1})
        await self._ask("candidate.search", {"email": "nobody@example.com"})

    # ── jobs ──

    async def jobs(self) -> BoardJobs:
        jobs, postings = await asyncio.gather(self._every("job.list", {"status": ["Open"]}), self._postings())
        return await asyncio.to_thread(checked_jobs, [_job(each, postings) for each in jobs])

    async def _postings(self) -> dict[str, Given]:
        """The published posting of each job, by job id; empty if the key has no permission to list postings."""
        try:
            found = await self._ask("jobPosting.list", {"listedOnly": True})
        except Refused:
            return {}
        return {id: each for each in parts(found, "results") if (id := text(each, "jobId"))}

    async def _every(self, method: str, body: Given) -> list[object]:
        found: list[object] = []
        asked: Given = {**body, "limit": _PAGE}
        for _ in range(_MOST_PAGES):
            answer = await self._ask(method, asked)
            found += listed(TRAITS.label, answer, "results")
            cursor = text(answer, "nextCursor", 2_000)
            if answer.get("moreDataAvailable") is not True:
                return found
            if cursor is None:
                raise Unreadable(TRAITS.label, "more pages, but no cursor")
            asked = {**asked, "cursor": cursor}
        raise Refused(TRAITS.label, "Its list doesn't end.")

    # ── candidates ──

    async def find(self, email: str) -> AtsPerson | None:
        answer = await self._ask("candidate.search", {"email": email})
        found = having(TRAITS.label, listed(TRAITS.label, answer, "results"), _emails, email)
        if not found:
            return None
        ids = texts(found[0], "applicationIds")[-_MOST_APPLICATIONS:]
        infos = await asyncio.gather(*(self._ask("application.info", {"applicationId": id}) for id in ids))
        return _person(found[0], [part(info, "results") for info in infos])

    async def create(self, new: NewCandidate, job_id: str) -> AtsPerson:
        linkedin = next((each for each in new.links if "linkedin.com/" in each), None)
        github = next((each for each in new.links if "github.com/" in each), None)
        body = without_empty(
            name=new.name,
            email=new.emails[0],
            alternateEmailAddresses=list(new.emails[1:]),
            phoneNumber=new.phones[0] if new.phones else None,
            linkedInUrl=linkedin,
            githubUrl=github,
            website=next((each for each in new.links if each not in (linkedin, github)), None),
            location=without_empty(city=new.city, region=new.region, country=new.country),
        )
        answer = await self._ask("candidate.create", body, changes=True)
        candidate = part(answer, "results")
        if text(candidate, "id") is None:
            raise Uncertain(TRAITS.label, "the answer names no candidate")
        return _person(candidate, [])

    async def add_job(self, person: AtsPerson, job_id: str) -> None:
        await self._ask("application.create", {"candidateId": person.id, "jobId": job_id}, changes=True)

    async def add_note(self, person: AtsPerson, words: str) -> None:
        note = {"type": "text/plain", "value": words}
        await self._ask("candidate.createNote", {"candidateId": person.id, "note": note}, changes=True)

    async def add_resume(self, person: AtsPerson, file: Document) -> None:
        upload = Upload("resume", file.name, file.content_type, file.content)
        url, form = f"{self._base}/candidate.uploadResume", {"candidateId": person.id}
        answer = await self.wire.ask(Request("POST", url, form=form, upload=upload, metered=True, answers=_ANSWERS))
        _check(answer.status, answer.value)

    async def _ask(self, method: str, body: Given, *, changes: bool = False) -> Given:
        request = Request("POST", f"{self._base}/{method}", body=body, metered=changes, answers=_ANSWERS)
        answer = await self.wire.ask(request)
        _check(answer.status, answer.value)
        return part(answer.value)


def _check(status: int, value: object) -> None:
    """Raises the error that the status or the response means: an error may come with status 200."""
    if status == 403:
        raise Refused(TRAITS.label, "Ashby doesn't allow this with your key. Check what the key may do.")
    if status != 200 or part(value).get("success") is False:
        words = text(value, "errorInfo.message", 200) or ", ".join(texts(value, "errors"))[:200]
        raise Refused(TRAITS.label, f"Ashby rejected it: {words.rstrip('.') or 'no reason given'}.")
    if part(value).get("success") is not True:
        raise Refused(TRAITS.label, "It answered with something other than what it documents.")


def _emails(candidate: Given) -> list[str]:
    return [text(candidate, "primaryEmailAddress.value") or "", *texts(candidate, "emailAddresses", ("value",))]


def _job(given: object, postings: dict[str, Given]) -> object:
    posting = postings.get(text(given, "id") or "", {})
    place = text(posting, "locationName")
    return without_empty(
        id=text(given, "id"),
        title=text(given, "title", 300),
        department=text(posting, "departmentName"),
        place=parsers.place(place) if place else None,
        remote="yes" if text(posting, "workplaceType") == "Remote" else None,
        apply_url=text(posting, "applyLink") or text(posting, "externalLink"),
        employment_type=text(given, "employmentType"),
        updated_at=text(given, "updatedAt"),
    )


def _person(candidate: Given, applications: list[Given]) -> AtsPerson:
    latest = max(applications, key=lambda each: text(each, "updatedAt") or "", default=_NOTHING)
    status, stage = text(latest, "status"), text(latest, "currentInterviewStage.title") or ""
    if status in ("Archived", "Hired"):
        stage = f"{stage}, {status.lower()}" if stage else status
    reasons = [reason for each in applications if (reason := text(each, "archiveReason.text"))]
    return AtsPerson(
        text(candidate, "id") or "",
        text(candidate, "profileUrl", 2_000) or "",
        moment(candidate, "createdAt"),
        stage,
        frozenset(job for each in applications if (job := text(each, "job.id"))),
        marked_do_not_contact([*texts(candidate, "tags", ("title",)), *reasons]),
    )
