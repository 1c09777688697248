"""*Select several*: star, hide or contact up to 25 people across pages."""

from cards.actions.base import packed
from cards.actions.search import DoInBulk, OpenBulk, Results
from cards.screens.search_forms import GROUP, MOST, bulk_form
from cards.screens.wording import counted
from cards.tree import Form, Value
from cards.views.people import PersonRow
from handlers.context import Context
from handlers.lookup import id_of
from handlers.outreach import compose
from handlers.people.star_and_hide import FOR_ALL
from handlers.replies import Ask, Close, Replies, Show, Tell
from handlers.search import requests, results
from handlers.search.requests import PAGE, SearchRequest
from store.people import candidates, matching, profiles
from store.tables.core import Member


async def _people(by: Member, context: Context, request: SearchRequest, at: int) -> tuple[PersonRow, ...]:
    return await results.people(by, context, request, at // PAGE * PAGE, MOST)


async def _request(action: OpenBulk | DoInBulk, by: Member, context: Context) -> SearchRequest:
    async with context.read() as db:
        search = await requests.get_search(db, by, context, action.search_id)
    return await requests.request_for(context, search, action.source, action.late)


async def open_form(action: OpenBulk, by: Member, context: Context) -> Replies:
    request = await _request(action, by, context)
    people = await _people(by, context, request, action.at)
    if not people:
        return Tell("There's no one left to select here. Search again.")
    return Ask(_form(request, people, action.at))


def _form(
    request: SearchRequest,
    people: tuple[PersonRow, ...],
    at: int,
    *,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    return bulk_form(
        people,
        search_id=request.search.id,
        source=request.source,
        first=at // PAGE * PAGE,
        late=request.late,
        job=request.search.job,
        errors=errors,
        values=values,
    )


def _chosen(action: DoInBulk) -> list[int]:
    values = dict.fromkeys((*action.people_1, *action.people_2, *action.people_3))
    return [id_ for value in values if (id_ := id_of(value))][:MOST]


async def do(action: DoInBulk, by: Member, context: Context) -> Replies:
    """Stars or hides the selected people in one transaction (and says how many no longer exist), or opens the contact
    form."""
    request = await _request(action, by, context)
    chosen = _chosen(action)
    errors: dict[str, str] = {}
    if not chosen:
        errors["people_1"] = "Choose at least one person."
    if action.do not in ("star", "hide", "contact"):
        errors["do"] = "Choose what to do with them."
    if errors:
        people = await _people(by, context, request, action.at)
        values: dict[str, Value] = {"do": action.do} if action.do else {}
        for n, group in enumerate(people[g : g + GROUP] for g in range(0, len(people), GROUP)):
            here = tuple(str(one.profile_id) for one in group if one.profile_id in chosen)
            values |= {f"people_{n + 1}": here} if here else {}
        return Ask(_form(request, people, action.at, errors=errors, values=values))
    if action.do == "contact":
        back_to = packed(Results(action.search_id, action.source, action.at, action.late))
        return await compose.compose_bulk(by, context, chosen, back_to)
    done = await _all(action, by, context, request, chosen)
    async with context.read() as db:
        search = await requests.get_search(db, by, context, action.search_id)
    request = SearchRequest(search, request.parsed, action.source, action.late)
    return Close(), Show(
        await results.results_card(by, context, request, action.at, notice=_said(action, request, done, chosen))
    )


async def _all(action: DoInBulk, by: Member, context: Context, request: SearchRequest, chosen: list[int]) -> int:
    """Stars or hides the selected people, and returns how many."""
    job_id, now = request.search.job_id, context.now()
    async with context.write() as db:
        if action.do == "hide":
            return len(await profiles.reject_many(db, by, job_id, chosen, now))
        engaged = await matching.engage_many(db, by, chosen, job_id, now)
        await candidates.star_many(db, by, [one.id for one in engaged.values()], job_id, now)
        return len(engaged)


def _said(action: DoInBulk, request: SearchRequest, done: int, chosen: list[int]) -> str:
    people = counted(done, "person", "people")
    lost = (
        f" {counted(len(chosen) - done, 'other is', 'others are')} no longer in Sourcer." if done < len(chosen) else ""
    )
    if action.do == "star":
        return f"{people} starred.{lost}"
    where = f"for {request.search.job.title}" if request.search.job else "from searches without a job"
    return f"{people} hidden {where}. {FOR_ALL}{lost}"
