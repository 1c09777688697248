"""A source that a mapping file describes."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote

from connectors.answer_sources import SourceAnswers
from connectors.errors import OutsideError, QuotaSpent, Refused, Uncertain, Unreadable
from connectors.resumes.base import (
    Body,
    Credentials,
    Document,
    Quota,
    Revealed,
    SourceQuery,
    SourceResults,
    Spent,
    Traits,
)
from connectors.resumes.documents import document
from connectors.resumes.mapping import auth, paths, profiles, queries, templates
from connectors.resumes.mapping.file import Mapped, MappingFile, QuotaOf, Search
from connectors.resumes.mapping.file import Request as Template
from connectors.resumes.sign_in import SignIn
from connectors.wire import SECONDS, Answer, Grant, Granted, Request, Wire

log = logging.getLogger(__name__)


def traits_of(name: str, mapping: MappingFile) -> Traits:
    return Traits(
        name=name,
        label=mapping.label,
        offers=mapping.offers or f"{mapping.label}, under your own contract.",
        credentials=auth.FIELDS[mapping.auth.kind],
        filters=queries.can(mapping),
        places=queries.has_places(mapping),
        sorts=queries.sorts(mapping),
        page_size=mapping.page_size,
        search_costs=mapping.search_costs,
        unit=mapping.unit,
        free_again_days=mapping.free_again_days,
        contact=frozenset(mapping.contact),
        may_export=mapping.may_export,
        may_share=mapping.may_share,
        keep_days=mapping.keep_days,
    )


def sign_in_of(traits: Traits, mapping: MappingFile) -> SignIn | None:
    rule = mapping.sign_in
    if rule is None:
        return None

    def opened(credentials: Credentials, grant: Grant, address: str) -> MappedSource:
        return MappedSource(traits, mapping, credentials, address, grant=grant)

    urls = [
        path if not path or "://" in path else mapping.address.rstrip("/") + path
        for path in (rule.authorize_path, rule.token_path, rule.revoke_path)
    ]
    scopes, parameters = tuple(rule.scope.split()), tuple(rule.params.items())
    return SignIn(urls[0], urls[1], scopes, opened, parameters=parameters, revoke_url=urls[2])


class MappedSource:
    """A connection to a mapped source. `address` replaces the one in the mapping unless it is "". `grant`: set instead
    of `credentials` if somebody signed in."""

    def __init__(
        self,
        traits: Traits,
        mapping: MappingFile,
        credentials: Credentials,
        address: str = "",
        seconds: float = SECONDS,
        grant: Grant | None = None,
    ) -> None:
        self._traits = traits
        self._mapping = mapping
        self._address = (address or mapping.address).rstrip("/")
        authorization = Granted(grant) if grant else None
        authorization = authorization or auth.authorization(mapping.label, mapping.auth, credentials, self._address)
        self._logs_in = grant is None and mapping.auth.kind in auth.WITH_TOKEN
        self._wire = Wire(mapping.label, authorization, seconds)
        self._codes = queries.out_codes(mapping)
        self._meanings = queries.meanings(self._codes)

    def __repr__(self) -> str:
        return f"MappedSource({self._traits.name!r})"

    @property
    def traits(self) -> Traits:
        return self._traits

    async def check(self) -> Quota | None:
        """Check the credentials. If the source neither issues a token for them nor reports what is left, search for one
        person, unless searches are billed."""
        await self._wire.log_in()
        if self._mapping.quota is not None:
            return await self.quota()
        if not self._logs_in and not self._traits.search_costs:
            await self.search(SourceQuery(size=1))
        return None

    async def search(self, query: SourceQuery) -> SourceResults:
        rule = self._mapping.search
        asked, at = queries.page(query, self._traits.page_size)
        values, left_out = queries.values(asked, at, self._mapping, self._codes)
        answer = await self._wire.ask(self._request(rule, values))
        records = self._records(answer, rule)
        people = tuple(body for each in records if (body := self._profile(each, rule.fields)) is not None)
        seen = at[0] + len(records)
        total = paths.number(answer.value, rule.total) if rule.total else None
        return SourceResults(
            people,
            seen if total is None else max(total, len(people)),
            self._cursor(answer, asked.size, seen, len(records), total),
            left_out,
            Spent(len(records)) if self._traits.search_costs else None,
            skipped=len(records) - len(people),
            sample=next(iter(records), None),
        )

    def _records(self, answer: Answer, rule: Search) -> list[Any]:
        """The list of people. Raises Unreadable if there is no list at the path in the mapping: the partner's API has
        changed."""
        found = paths.find(answer.value, rule.people.removesuffix("[]"))
        lists = [cast(list[Any], each) for each in found if isinstance(each, list)]
        if not lists and not (rule.total and paths.number(answer.value, rule.total) == 0):
            raise Unreadable(self._traits.label, f"no list of people at {rule.people}")
        return [each for one in lists for each in one]

    def _cursor(self, answer: Answer, size: int, seen: int, here: int, total: int | None) -> str:
        if seen >= self._mapping.deepest or not here:
            return ""
        if "cursor" in self._mapping.asked:
            theirs = paths.text(answer.value, self._mapping.search.cursor)
            return f"{seen}/{size}/{theirs}" if theirs else ""
        if not self._mapping.asked & {"page", "offset"}:
            return ""  # everything comes at once
        return f"{seen}/{size}/" if here >= size and (total is None or seen < total) else ""

    async def reveal(self, source_id: str) -> Revealed:
        """Buy the person's details. If nothing is left of the contract, the partner isn't asked. What was bought is
        returned even if other parts can't be read."""
        rule, label = self._mapping.reveal, self._traits.label
        if rule is None:
            raise Refused(label, f"{label} shows contact details only on its own page.")
        before = await self.quota()
        if before is not None and before.left <= 0:
            raise QuotaSpent(label, before.resets)
        request = self._request(rule, {"id": (source_id,)})
        answer = await self._wire.ask(replace(request, metered=True, answers=frozenset({404, 410})))
        if answer.status != 200:
            raise Refused(label, f"This person is no longer on {label}.")
        person = paths.first(answer.value, rule.person)
        if not isinstance(person, dict) or not person:
            raise Uncertain(label, "no person in the answer")
        body = self._profile(person, {**self._mapping.search.fields, **rule.fields}, source_id)
        if body is None:
            raise Uncertain(label, "the profile could not be read")
        resume = await self._document(source_id)
        return Revealed(body, await self._spent(answer, before), resume)

    async def _spent(self, answer: Answer, before: Quota | None) -> Spent | None:
        """What the reveal cost according to the partner: as stated in the response, or from its counter before and
        after."""
        rule = self._mapping.reveal
        if rule is None or not self._traits.unit:
            return None
        left = paths.number(answer.value, rule.left) if rule.left else None
        spent = paths.number(answer.value, rule.spent) if rule.spent else None
        if left is not None or before is None:
            return Spent(1 if spent is None else spent, None if left is None else Quota(left))
        try:
            after = await self.quota()
        except OutsideError:
            after = None
        if spent is None:
            spent = 1 if after is None else max(0, before.left - after.left)
        return Spent(spent, after)

    async def _document(self, source_id: str) -> Document | None:
        """The resume; None if it can't be fetched, because the contact details are useful without it."""
        rule = self._mapping.document
        if rule is None:
            return None
        values: dict[str, tuple[Any, ...]] = {"id": (source_id,)}
        try:
            if rule.list_path:
                listed = await self._wire.ask(Request("GET", self._address + _filled(rule.list_path, values)))
                values["document_id"] = tuple(paths.find(listed.value, rule.document_id)[:1])
                if not values["document_id"]:
                    return None
            path = _filled(rule.path, values)
            answer = await self._wire.ask(Request("GET", self._address + path, metered=True))
        except OutsideError as fault:
            log.warning("no resume: %s", fault)
            return None
        name = paths.text(answer.value, rule.name) if rule.name else ""
        return document(_whole_text(answer.value, rule.content), name)

    async def quota(self) -> Quota | None:
        rule = self._mapping.quota
        if rule is None:
            return None
        answer = await self._wire.ask(Request("GET", self._address + rule.path))
        return _quota(answer.value, rule)

    async def answers(self, cursor: str) -> SourceAnswers:
        return SourceAnswers((), cursor)

    async def close(self) -> None:
        await self._wire.close()

    def _request(self, rule: Template, values: templates.Values) -> Request:
        body: Any = None if rule.body is None else templates.body(rule.body, values) or {}
        params = templates.params(rule.params, values)
        return Request(rule.method, self._address + _filled(rule.path, values), params or None, body)

    def _profile(self, record: Any, fields: Mapping[str, Mapped], bought: str = "") -> Body | None:
        return profiles.profile(record, fields, self._meanings, self._traits.name, bought)


def _filled(path: str, values: templates.Values) -> str:
    """The path with its placeholders filled in; values are escaped, so they can't lead to another path."""
    safe = {name: tuple(_segment(str(each)) for each in given) for name, given in values.items()}
    return (templates.strings(path, safe) or [""])[0]


def _segment(value: str) -> str:
    return quote(value, safe="") if value.strip(".") else "-"  # "." and ".." would lead to other folders


def _whole_text(value: Any, path: str) -> str | None:
    found = paths.first(value, path)
    return found if isinstance(found, str) else None


def _quota(value: Any, rule: QuotaOf) -> Quota | None:
    """The quota, from the lowest of the counters."""
    counters = {"": rule.left} if isinstance(rule.left, str) else rule.left
    known = [(paths.number(value, path), resets) for resets, path in counters.items()]
    found = [(left, resets) for left, resets in known if left is not None]
    if not found:
        return None
    left, resets = min(found, key=lambda one: one[0])
    return Quota(left, paths.number(value, rule.total) if rule.total else None, resets)
