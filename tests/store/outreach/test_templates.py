"""Templates: ownership, who may change them, and unique names, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from store.db import Store
from store.errors import Gone, Refusal
from store.outreach import templates
from store.outreach.templates import TemplateContent
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import Template
from tests.databases import NOW, Team

WORDS = TemplateContent("connect", "First hello", "Hello {{ candidate.first_name }}", "Shall we talk?")


def named(name: str) -> TemplateContent:
    return TemplateContent("apply", name, "A job", "Apply here", "de")


async def add(store: Store, by: Member, fields: TemplateContent = WORDS, *, shared: bool = False) -> Template:
    async with store.write() as db:
        made = await templates.add(db, by, fields, NOW)
        if shared:
            await templates.share(db, by, made.id, True, NOW)
    return made


async def names(store: Store, by: Member, tab: templates.Tab = "all") -> list[str]:
    async with store.read() as db:
        return [row.template.name for row in (await templates.listed(db, by, tab, 0, 50)).rows.items]


async def test_templates_are_private_until_shared(team: Team):
    ana, admin = await team.member("Ana"), await team.member("Ada", Role.ADMIN)
    made = await add(team.store, ana)
    assert await names(team.store, ana) == ["First hello"]
    for other in (admin, await team.member("Ben")):
        assert await names(team.store, other) == []
        async with team.store.read() as db:
            with pytest.raises(Gone):
                await templates.get(db, other, made.id)
    async with team.store.write() as db:
        await templates.share(db, ana, made.id, True, NOW)
    assert await names(team.store, admin, "shared") == ["First hello"]
    assert await names(team.store, admin, "mine") == []


async def test_another_workspace_sees_and_changes_nothing(team: Team, other_team: Team):
    ana, stranger = await team.member("Ana"), await other_team.member("Sly", Role.ADMIN)
    made = await add(team.store, ana, shared=True)
    assert await names(team.store, stranger) == []
    for change in (
        lambda db: templates.edit(db, stranger, made.id, named("Mine"), NOW),
        lambda db: templates.delete(db, stranger, made.id),
        lambda db: templates.share(db, stranger, made.id, False, NOW),
        lambda db: templates.duplicate(db, stranger, made.id, NOW),
    ):
        with pytest.raises(Gone):
            async with team.store.write() as db:
                await change(db)
    assert await names(team.store, ana, "shared") == ["First hello"]


async def test_a_shared_template_is_changed_only_by_its_owner_and_admins(team: Team):
    ana, ben = await team.member("Ana"), await team.member("Ben")
    admin = await team.member("Ada", Role.ADMIN)
    made = await add(team.store, ana, shared=True)
    for change in (
        lambda db: templates.edit(db, ben, made.id, named("Ben's"), NOW),
        lambda db: templates.delete(db, ben, made.id),
        lambda db: templates.share(db, ben, made.id, False, NOW),
    ):
        with pytest.raises(Refusal, match="Only the owner or an admin"):
            async with team.store.write() as db:
                await change(db)
    async with team.store.write() as db:
        await templates.edit(db, admin, made.id, named("Better"), NOW + timedelta(days=1))
    async with team.store.read() as db:
        row = await templates.get(db, ana, made.id)
    assert (row.template.name, row.template.language, row.owner_name) == ("Better", "de", "Ana")
    async with team.store.write() as db:
        await templates.delete(db, admin, made.id)
    assert await names(team.store, ana) == []


async def test_names_are_unique_per_owner_in_any_spelling(team: Team):
    ana, ben = await team.member("Ana"), await team.member("Ben")
    await add(team.store, ana, named("Hello"))
    second = await add(team.store, ana, named("Other"))
    with pytest.raises(Refusal, match="already"):
        await add(team.store, ana, TemplateContent("connect", " HÉLLO ", "x", "y"))
    with pytest.raises(Refusal, match="already"):
        async with team.store.write() as db:
            await templates.edit(db, ana, second.id, named("hello"), NOW)
    async with team.store.write() as db:
        await templates.edit(db, ana, second.id, named("OTHER"), NOW)  # its own name does not count as taken
    await add(team.store, ben, named("Hello"))
    assert await names(team.store, ana) == ["Hello", "OTHER"]


async def test_a_form_submitted_twice_creates_one(team: Team):
    ana = await team.member("Ana")
    made = await asyncio.gather(*(add(team.store, ana) for _ in range(6)))
    assert len({each.id for each in made}) == 1
    assert await names(team.store, ana) == ["First hello"]


async def test_of_many_simultaneous_claims_on_a_name_one_succeeds(team: Team):
    ana = await team.member("Ana")
    wanted = [TemplateContent("connect", "Same", f"Subject {n}", "Text") for n in range(6)]
    done = await asyncio.gather(*(add(team.store, ana, fields) for fields in wanted), return_exceptions=True)
    assert sum(isinstance(each, Refusal) for each in done) == 5
    assert await names(team.store, ana) == ["Same"]


async def test_a_copy_belongs_to_the_copier_under_a_free_name(team: Team):
    ana, ben = await team.member("Ana"), await team.member("Ben")
    made = await add(team.store, ana, shared=True)
    for _ in range(3):
        async with team.store.write() as db:
            await templates.duplicate(db, ana, made.id, NOW)
    async with team.store.write() as db:
        copy = await templates.duplicate(db, ben, made.id, NOW)
    assert (copy.owner_id, copy.shared, copy.subject) == (ben.id, False, WORDS.subject)
    assert await names(team.store, ana, "mine") == [
        "First hello",
        "First hello (copy 2)",
        "First hello (copy 3)",
        "First hello (copy)",
    ]
    assert await names(team.store, ben) == ["First hello", "First hello"]


async def test_a_copy_of_the_longest_name_fits(team: Team):
    ana = await team.member("Ana")
    made = await add(team.store, ana, named("n" * templates.LONGEST_NAME))
    async with team.store.write() as db:
        copy = await templates.duplicate(db, ana, made.id, NOW)
    assert len(copy.name) <= templates.LONGEST_NAME
    assert copy.name.endswith("(copy)")


async def test_pages_list_own_templates_first_with_counts(team: Team):
    ana, ben, cy = await team.member("Ana"), await team.member("Ben"), await team.member("Cy")
    for n in range(4):
        await add(team.store, ben, named(f"A shared {n}"), shared=True)
    for n in range(3):
        await add(team.store, ana, named(f"Z mine {n}"), shared=n == 0)
    await add(team.store, ben, named("Secret"))
    async with team.store.read() as db:
        first = await templates.listed(db, ana, "all", 0, 5)
        beyond = await templates.listed(db, ana, "all", 99, 5)
        none = await templates.listed(db, cy, "mine", 3, 5)
    assert first.counts == {"all": 7, "mine": 3, "shared": 5}
    assert [row.template.name for row in first.rows.items] == [
        "Z mine 0", "Z mine 1", "Z mine 2", "A shared 0", "A shared 1",
    ]  # fmt: skip
    assert (beyond.rows.page, len(beyond.rows.items)) == (1, 2)
    assert (none.rows.page, none.rows.items) == (0, [])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (TemplateContent("connect", " \u200b ", "s", "t"), "needs a name"),
        (TemplateContent("spam", "n", "s", "t"), "Choose a purpose"),
        (TemplateContent("connect", "n" * 81, "s", "t"), "name can have at most 80"),
        (TemplateContent("connect", "n", "s" * 1_001, "t"), "subject can have at most 1,000"),
        (TemplateContent("connect", "n", "s", "t" * 10_001), "text can have at most 10,000"),
    ],
)
async def test_invalid_templates_are_refused_with_a_reason(team: Team, fields: TemplateContent, message: str):
    with pytest.raises(Refusal) as no:
        await add(team.store, await team.member("Ana"), fields)
    assert message in no.value.message


async def test_characters_no_database_stores_are_dropped(team: Team):
    ana = await team.member("Ana")
    made = await add(team.store, ana, TemplateContent("connect", "a\x00b", "s\ud800", "t\x00"))
    assert (made.name, made.subject, made.text) == ("ab", "s", "t")


async def test_the_number_of_templates_per_member_is_limited(team: Team):
    ana = await team.member("Ana")
    async with team.store.write() as db:
        for n in range(templates.MOST):
            await templates.add(db, ana, named(f"T{n}"), NOW)
    with pytest.raises(Refusal, match="Delete one first"):
        await add(team.store, ana)
