"""Dice Talent Search: an account with people, views and tokens, and switches for faults.

Its answers have the shapes that public clients of Dice show; it has not been verified that Dice itself answers this
way."""

import asyncio
import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from aiohttp import web

from bot.playground.sources import resume_file, searching
from bot.playground.sources.searching import Place, found_in, words_of
from connectors.resumes.dice import DEGREES, PERMITS
from connectors.resumes.place_names import country_name
from connectors.resumes.reading import at, number, parts, text, texts

Record = dict[str, Any]
HIDDEN = ("email", "phone", "resume")  # in the results of a search


@dataclass(slots=True)
class FakeDice:
    """`views_left` is what is left of the contract; viewing the same person again is free. `token_uses`: requests after
    which a token expires. `misbehave`: answers instead of a search or a view. `gate`: requests wait for it."""

    name: ClassVar[str] = "dice"
    login_path: ClassVar[str] = "/oauth/token"
    allowances: ClassVar[tuple[str, ...]] = ("views_left",)
    renamed: ClassVar[Mapping[str, str]] = {"fullName": "displayName", "firstName": "given", "lastName": "family"}

    credentials: Mapping[str, str]
    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    views: int = 40
    views_left: int = 37
    token_uses: int = 1_000
    misbehave: Callable[[], web.StreamResponse] | None = None
    cut: bool = False  # the connection breaks mid-answer
    gate: asyncio.Event | None = None
    searches: list[Record] = field(default_factory=list[Record])
    asked: list[str] = field(default_factory=list[str])  # method and path of every request
    viewed: set[str] = field(default_factory=set[str])
    _tokens: dict[str, int] = field(default_factory=dict[str, int])

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post(self.login_path, self.token)
        app.router.add_post("/v2/profiles/search", self.search)
        app.router.add_get("/v2/profiles/{id}", self.view)
        return app

    def left(self) -> str:
        return f"{self.views_left} of {self.views} views left"

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        given = "grant_type", "username", "password"
        right = ("password", self.credentials["username"], self.credentials["password"])
        login = f"{self.credentials['client_id']}:{self.credentials['client_secret']}".encode()
        if request.headers.get("Authorization") != "Basic " + base64.b64encode(login).decode():
            return web.json_response({"error": "invalid_client"}, status=401)
        if tuple(form.get(name) for name in given) != right:
            return web.json_response({"error": "invalid_grant", "error_description": form.get("password")}, status=400)
        token = f"dice-token-{len(self._tokens) + 1}"
        self._tokens[token] = self.token_uses
        return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": 3600})

    async def search(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        asked = (await request.json())["searchParameters"]
        self.searches.append(asked)
        found = searching.chosen(self.people, lambda each: matches(asked, each))
        if asked.get("sortBy") == "dateResumeLastUpdated":
            found.sort(key=lambda each: text(each, "dateResumeLastUpdated") or "", reverse=True)
        page, size = asked["page"], asked["pageSize"]
        shown = found[(page - 1) * size : page * size]
        return web.json_response({"data": [_masked(each) for each in shown], "meta": {"totalCount": len(found)}})

    async def view(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        id = request.match_info["id"]
        record = searching.named(self.people, id)
        if record is None:
            return web.json_response({"message": "Profile not found"}, status=404)
        if id not in self.viewed:
            if self.views_left == 0:
                return web.json_response({"message": "No views remaining", "usage": self._usage()}, status=403)
            self.views_left -= 1
            self.viewed.add(id)
        if self.cut:
            return await _half(request, b'{"id": "1", "fullName": "Ro')
        return web.json_response({**record, "usage": self._usage()}, dumps=resume_file.dumps)

    def _usage(self) -> Record:
        return {
            "customerId": "1",
            "quota": self.views,
            "viewsConsumed": self.views - self.views_left,
            "viewsRemaining": self.views_left,
        }

    async def _gone_through(self, request: web.Request) -> web.StreamResponse | None:
        self.asked.append(f"{request.method} {request.path}")
        if self.gate is not None:
            await self.gate.wait()
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0) < 1:
            return web.json_response({"message": f"token {token} expired"}, status=401)
        self._tokens[token] -= 1
        return self.misbehave() if self.misbehave is not None else None


def _masked(person: Any) -> Any:
    if not searching.is_record(person):
        return person
    return {name: value for name, value in person.items() if name not in HIDDEN}


async def _half(request: web.Request, part: bytes) -> web.StreamResponse:
    """Begin an answer, then break the connection."""
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "5000"})
    await answer.prepare(request)
    await answer.write(part)
    assert request.transport is not None
    request.transport.close()
    return answer


# ── searching ──


def matches(asked: Record, record: Record) -> bool:
    """Whether a profile matches the search parameters."""
    posts = [each for name in ("current", "history") for each in parts(record, f"experience.{name}")]
    titles = [text(record, "currentJobTitle"), *(text(each, "title") for each in posts)]
    employers = [text(record, "currentCompany")]
    if not asked.get("companyCurrent"):
        employers += [text(each, "org") for each in posts]
    return (
        found_in(asked.get("q", ""), words_of(record, HIDDEN))
        and found_in(asked.get("jobTitleKeyword", ""), " | ".join(filter(None, titles)))
        and found_in(asked.get("company", ""), " | ".join(filter(None, employers)))
        and searching.within(at(record, "yearsOfExperience"), asked.get("yearsExperience"))
        and _one_of(asked.get("educationDegree"), [text(each, "degree") for each in parts(record, "education")])
        and _one_of(asked.get("workPermit"), texts(record, "workPermitDocuments"))
        and all(record.get(ours) for theirs, ours in _FLAGS.items() if asked.get(theirs))
        and (not asked.get("willingToRelocate") or _relocates(record))
        and _recent(asked.get("dateResumeLastUpdated"), record)
        and _somewhere(asked, record)
    )


_FLAGS = {"hasEmail": "hasEmail", "hasPhoneNumber": "hasPhone"}


def _relocates(record: Record) -> bool:
    return any(each.get("willingToRelocate") is True for each in parts(record, "workPreferences"))


def _one_of(wanted: list[str] | None, given: list[str | None] | list[str]) -> bool:
    return not wanted or any((each or "").lower() in wanted for each in given)


def _recent(days: int | None, record: Record) -> bool:
    since = (datetime.now(UTC) - timedelta(days=days)).isoformat() if days else ""
    return (text(record, "dateResumeLastUpdated") or "") >= since


def _somewhere(asked: Record, record: Record) -> bool:
    locations: list[Record] = asked.get("locations", [])
    countries: list[str] = asked.get("countryCode", [])
    first = (parts(record, "locations") or [{}])[0]
    place = Place(
        text(record, "city") or "",
        text(record, "region") or "",
        text(first, "countryCode") or "",
        text(first, "postalCode") or "",
        number(first, "latitude"),
        number(first, "longitude"),
    )
    if not locations:
        return not countries or place.country in countries
    return any(searching.lives_in(each["value"], place, each.get("distance", 0)) for each in locations)


# ── sample people ──


def record(person: Record) -> Record:
    """Convert a person from the import format to what Dice shows to those who view the profile."""
    place, experience = person["place"], person["experience"]
    first, _, last = person["name"].partition(" ")
    now = experience[0] if not experience[0]["end"] else None
    id = hashlib.sha1(person["id"].encode(), usedforsecurity=False).hexdigest()
    return {
        "id": id,
        "candidateId": f"c-{person['id']}",
        "firstName": first,
        "lastName": last,
        "fullName": person["name"],
        "city": place["city"],
        "region": place.get("region"),
        "country": country_name(place["country"]),
        "currentJobTitle": experience[0]["title"],
        "currentCompany": now["company"] if now else None,
        "experience": {
            "current": _post(now) if now else None,
            "history": [_post(each) for each in experience[1 if now else 0 :]],
        },
        "skills": [{"skill": each} for each in person["skills"]],
        "yearsOfExperience": person["years_experience"],
        "locations": [
            {
                "city": place["city"],
                "region": place.get("region"),
                "countryCode": place["country"],
                "postalCode": place.get("postal_code"),
                "latitude": place["lat"],
                "longitude": place["lon"],
            }
        ],
        "education": [{"degree": DEGREES.get(each["degree"]), "org": each["school"]} for each in person["education"]],
        "socialProfiles": [{"source": each["kind"], "url": each["url"]} for each in person.get("links", ())],
        "workPermitDocuments": [each for each in (PERMITS.get(person.get("work_authorization", "")),) if each],
        "workPreferences": [{"willingToRelocate": True}] if person.get("willing_to_relocate") else [],
        "dateResumeLastUpdated": person["updated_at"],
        "hasEmail": bool(person.get("emails")),
        "hasPhone": bool(person.get("phones")),
        "email": person.get("emails", []),
        "phone": person.get("phones", []),
        "resume": {
            "contentType": "text/html",
            "filename": f"{last}.html",
            "resumeData": partial(resume_file.resume_pdf, person),
        },
    }


def _post(post: Record) -> Record:
    return {
        "org": post["company"],
        "title": post["title"],
        "periodStart": _month(post["start"]),
        "periodEnd": _month(post["end"]),
    }


def _month(given: str | None) -> Record | None:
    year, _, month = (given or "").partition("-")
    return {"year": int(year), "month": int(month)} if year and month else None
