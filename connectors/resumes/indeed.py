"""Indeed: the people who answered (Candidate Sync), and resume search if Indeed has turned it on.

The token, the errors and Candidate Sync are documented (https://docs.indeed.com/authentication/auth-2-legged-oauth,
https://docs.indeed.com/support/error-reference, https://docs.indeed.com/retrieve-candidates-api). The search is based
on a sample from 2021 (indeedeng/sourcing-platform-nodejs-client-credentials), so it is used only if the person who
connects says that Indeed has turned it on. None of this has been tested against the live system."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from connectors.answer_sources import SourceAnswer, SourceAnswers
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable, Unreadable
from connectors.files.values.dates import moment
from connectors.resumes import reading
from connectors.resumes.base import (
    Body,
    CredentialField,
    Credentials,
    Quota,
    Revealed,
    SourceQuery,
    SourceResults,
    Traits,
)
from connectors.resumes.boolean_text import boolean_text, unexpressed_filters
from connectors.resumes.mapping import paths
from connectors.resumes.mapping.queries import SKILLS, with_skills
from connectors.resumes.sign_in import SignIn
from connectors.wire import SECONDS, Answer, Authorization, Grant, Granted, Request, Send, Token, Wire

LABEL = "Indeed"
ADDRESS = "https://apis.indeed.com"  # D
TOKEN_PATH = "/oauth/v2/tokens"  # noqa: S105
AUTHORIZE_URL = "https://secure.indeed.com/oauth/v2/authorize"  # D
SCOPES = ("email", "offline_access", "employer_access")  # D: in Indeed's own client (indeedeng/oauth-client)
GRAPHQL_PATH = "/graphql"
SEARCH_ADDRESS = "https://sourcing.indeed.com"  # sample from 2021
SEARCH_PATH = "/api/v1/resumeSearch"
_PEOPLE = "data.matches"
_BATCH = 50  # answers at once; Indeed allows 100
_YES = frozenset({"1", "yes", "y", "true", "on"})
_FETCH = """mutation FetchAssets($input: FetchAssetsAtsSyncCandidateSyncInput) {
  atsSyncCandidateSync { fetchAssets(input: $input) { token assets {
    id metadata { stagedAt }
    ... on AtsSyncCandidateSyncInterestedCandidateAsset {
      contact { candidate { email location name phone } job { sourcedPostingId } } } } } } }"""
_CHECK = "query Check { __typename }"  # which every GraphQL server answers
_ASSETS = "data.atsSyncCandidateSync.fetchAssets"
TRAITS = Traits(
    name="indeed",
    label=LABEL,
    offers="Resumes on Indeed, and the people who answered your messages there. You need an agreement with Indeed for "
    "its API: indeed.com/hire. You write to people on Indeed, not from here.",
    credentials=(
        CredentialField("client_id", "Client ID", secret=False),
        CredentialField("client_secret", "Client secret"),
        CredentialField(
            "employer_id", "Employer ID", secret=False, required=False, hint="If your client has several employers."
        ),
        CredentialField(
            "resume_search",
            "Search resumes",
            secret=False,
            required=False,
            hint="Enter yes if Indeed has turned on resume search for you. Otherwise, Sourcer only reads candidates' "
            "answers from Indeed.",
        ),
    ),
    filters=SKILLS,
    page_size=25,
    contact=frozenset({"link"}),
    answers=True,
)


def _token(credentials: Credentials, address: str) -> Token:
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.get("client_id", ""),
        "client_secret": credentials.get("client_secret", ""),
        "scope": "employer_access",
    }
    if employer := credentials.get("employer_id", "").strip():
        form["employer"] = employer
    request = Request("POST", address + TOKEN_PATH, form=form)
    return Token(LABEL, lambda: request)


class _Login:
    """A token, with the header that Indeed requires next to it."""

    def __init__(self, client_id: str, token: Authorization) -> None:
        self._client = client_id
        self._token = token
        self._sent: Mapping[str, str] = {}

    async def headers(self, send: Send) -> Mapping[str, str]:
        self._sent = {**await self._token.headers(send), "indeed-client-id": self._client}
        return self._sent

    def expire(self, refused: Mapping[str, str] | None = None) -> bool:
        """Forget the token in these headers; if `refused` is None, the one in the last headers that were sent."""
        return self._token.expire(self._sent if refused is None else refused)


class Indeed:
    """A connection to Indeed. `address` replaces both of Indeed's addresses unless it is "". `grant`: set if somebody
    signed in; the credentials then contain neither client nor secret."""

    def __init__(
        self, credentials: Credentials, address: str = "", seconds: float = SECONDS, grant: Grant | None = None
    ) -> None:
        self._employer = credentials.get("employer_id", "").strip()
        self._searches = credentials.get("resume_search", "").strip().lower() in _YES
        self._address = (address or ADDRESS).rstrip("/")
        self._search_url = (address or SEARCH_ADDRESS).rstrip("/") + SEARCH_PATH
        self._grant = grant
        client_id = grant.client_id if grant else credentials.get("client_id", "")
        self._login = _Login(client_id, Granted(grant) if grant else _token(credentials, self._address))
        self._wire = Wire(LABEL, self._login, seconds)

    def __repr__(self) -> str:
        return "Indeed()"

    @property
    def traits(self) -> Traits:
        return replace(TRAITS, searches=self._searches)

    async def check(self) -> Quota | None:
        if self._grant is None:
            await self._wire.log_in()
        else:  # a token that we already have proves nothing
            await self._graphql(_CHECK, {})
        return None

    async def quota(self) -> Quota | None:
        return None

    async def close(self) -> None:
        await self._wire.close()

    async def search(self, query: SourceQuery) -> SourceResults:
        """Search, but return only one page: we don't know how to request the next one."""
        if not self._searches:
            raise Refused(LABEL, "Resume search isn't turned on for this Indeed connection.")
        body, left_out = search_body(query, self._employer)
        answer = await self._wire.ask(Request("POST", self._search_url, body=body))
        records = paths.first(answer.value, _PEOPLE)
        total = paths.number(answer.value, "pagination.total")
        if not isinstance(records, list) and total != 0:
            raise Unreadable(LABEL, f"no list of people at {_PEOPLE}")
        given = paths.find(answer.value, f"{_PEOPLE}[]")
        people = [person for each in given if (person := _person(each)) is not None]
        shown = tuple(people[: max(1, query.size)])
        return SourceResults(
            shown,
            max(total or 0, len(people)),
            "",
            left_out,
            skipped=len(given) - len(people),
            sample=next(iter(given), None),
        )

    async def reveal(self, source_id: str) -> Revealed:
        raise Refused(
            LABEL, "Indeed shares no contact details with other programs. Open the resume on Indeed to write."
        )

    async def answers(self, cursor: str) -> SourceAnswers:
        """Fetch a batch of answers. Sending a batch's token acknowledges the batch. Assets of an unknown kind are
        skipped."""
        given: dict[str, Any] = {"limit": _BATCH} | ({"token": cursor} if cursor else {})
        value = await self._graphql(_FETCH, {"input": given})
        batch = paths.first(value, _ASSETS)
        if not isinstance(batch, dict):
            raise Unreachable(LABEL, "no assets in the answer")
        assets = paths.find(value, f"{_ASSETS}.assets[]")
        token = paths.text(value, f"{_ASSETS}.token") or cursor
        found = tuple(one for asset in assets if (one := _answer(asset)))
        return SourceAnswers(found, token, more=len(assets) >= _BATCH and token != cursor)

    async def _graphql(self, query: str, variables: Mapping[str, Any]) -> Any:
        """Send a GraphQL request. Errors come with HTTP 200, even for an expired token, which is renewed once."""
        sent = {"query": query, "variables": variables}
        request = Request("POST", self._address + GRAPHQL_PATH, body=sent, answers=frozenset({200}))
        answer = await self._wire.ask(request)
        if isinstance(_fault(answer), BadCredentials) and self._login.expire():
            answer = await self._wire.ask(request)
        if fault := _fault(answer):
            raise fault
        return answer.value


def _fault(answer: Answer) -> OutsideError | None:
    """The error that a GraphQL response reports, by its first error code; None if it reports none."""
    if answer.value is None:
        return Unreadable(LABEL, "not JSON")
    if not paths.find(answer.value, "errors[]"):
        return None
    codes = [str(code) for code in paths.find(answer.value, "errors[].extensions.code")]
    match codes[0] if codes else "":
        case "UNAUTHENTICATED":
            return BadCredentials(LABEL, "UNAUTHENTICATED")
        case "FORBIDDEN":
            return Refused(LABEL, "Your agreement with Indeed doesn't include this.")
        case "DOWNSTREAM_SERVICE_ERROR" | "INTERNAL_SERVER_ERROR":
            return Unreachable(LABEL, codes[0])
        case "TOO_MANY_REQUESTS" | "RATE_LIMITED":
            return Throttled(LABEL, 60.0)
        case _:
            return Refused(LABEL, "Indeed refused the request.")


def _answer(asset: Any) -> SourceAnswer | None:
    """An interested candidate. Indeed identifies them by their e-mail address: it gives no id for the resume."""
    id, email = paths.text(asset, "id"), paths.text(asset, "contact.candidate.email").strip().lower()
    if not id or not email:
        return None
    at = reading.read(moment, paths.text(asset, "metadata.stagedAt"))
    return SourceAnswer(id, "", "interested", at=datetime.fromisoformat(at) if at else None, email=email)


def search_body(query: SourceQuery, employer: str) -> tuple[Body, tuple[str, ...]]:
    """The request body, with words and one place; Indeed can't search for anything else."""
    text, missing = boolean_text(query.what)
    left_out = [*missing, *unexpressed_filters(query.filters, SKILLS)]
    places = [(place.label, place.country) for place in query.places]
    places += [(f"{region}, {country}" if region else country, country) for country, region in query.areas]
    left_out += [label for label, _ in places[1:]]
    if query.places and query.places[0].radius_km:
        left_out.append(f"the distance from {query.places[0].label}")
    body: Body = {"keywords": _sendable(with_skills(text, query))}
    if employer:
        body["employerId"] = employer
    if places and (label := _sendable(places[0][0])):
        body["searchArea"] = {"country": places[0][1] or "US", "freeformLocation": label}
    return body, tuple(dict.fromkeys(filter(None, left_out)))


def _sendable(text: str) -> str:
    return reading.text(text, longest=2_000) or ""


def _person(match: Any) -> Body | None:
    """A person found. Indeed shows no names, so the row says what the person does, and its link leads to the resume."""
    summary = paths.first(match, "resumeSummary")
    posts = [
        {name: text for name in ("title", "company") if (text := paths.text(each, name))}
        for each in paths.find(summary, "workExperience[]")
    ]
    title = next((post["title"] for post in posts if "title" in post), "")
    body: Body = {
        "id": paths.text(match, "jobSeekerId"),
        "source": TRAITS.name,
        "name": f"Indeed candidate ({title})"[:200] if title else "Indeed candidate",
        "headline": title,
        "place": {name: text for name in ("city", "country") if (text := paths.text(summary, f"location.{name}"))},
        "experience": [post for post in posts if post],
        "links": [{"kind": "indeed", "url": url} for url in _urls(match)],
        "updated_at": paths.first(summary, "lastUpdatedTime"),
    }
    return reading.checked(reading.without_empty(**body))


def _urls(match: Any) -> list[str]:
    url = paths.text(match, "viewResumeUrls.onIndeed")
    return [url] if url.startswith("https://") else []


def _signed_in(credentials: Credentials, grant: Grant, address: str) -> Indeed:
    return Indeed(credentials, address, grant=grant)


SIGN_IN = SignIn(
    AUTHORIZE_URL,
    ADDRESS + TOKEN_PATH,
    SCOPES,
    _signed_in,
    fields=tuple(each for each in TRAITS.credentials if each.name in ("employer_id", "resume_search")),
)
"""Not documented: whether Indeed checks the PKCE challenge. A server that doesn't know it ignores it (RFC 7636, 5)."""
