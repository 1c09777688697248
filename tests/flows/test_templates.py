"""Templates, own and shared: write, preview with a sample person, delete."""

import asyncio

import pytest

from store.outreach import templates
from store.outreach.templates import TemplateContent
from store.roles import Role
from tests.chat.base import Chat, Screen, Someone
from tests.flows.looking import NEXT, typed

NAME = "First hello"


async def template_names(chat: Chat, who: Someone, tab: templates.Tab = "all") -> list[str]:
    """Names of the templates they may use."""
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return [row.template.name for row in (await templates.listed(db, me, tab, 0, 50)).rows.items]


async def add_template(
    chat: Chat, who: Someone, name: str, *, shared: bool = False, text: str = "Shall we talk?"
) -> int:
    """Adds a template of theirs; returns its id."""
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        made = await templates.add(db, me, TemplateContent("connect", name, f"About {name}", text), chat.clock())
        await templates.share(db, me, made.id, shared, chat.clock())
    return made.id


async def write(who: Someone, **more: str) -> Screen:
    """Fills in and submits a new template; returns the screen they see next."""
    await who.command("templates")
    assert (await who.press("New template")).form
    filled = {
        "name": NAME,
        "kind": "Invite to connect",
        "language": "English",
        "subject": "Hello {first name}",
        "text": "Dear {full name},\n\nshall we talk?",
    }
    return await who.submit(**{**filled, **more})


async def test_the_list_begins_empty_and_says_what_templates_are_for(ana: Someone):
    seen = await ana.command("templates")
    assert "No templates yet" in seen
    assert "New template" in seen.buttons


async def test_a_template_is_written_and_shown_as_a_sample_person_reads_it(chat: Chat, ana: Someone):
    await write(ana)
    seen = ana.card()
    assert "Saved." in seen
    assert "Hello Grace" in seen
    assert "Dear Grace Hopper," in seen
    assert "[answer link]" in seen
    assert "Where we found your details" in seen
    assert "Ana" in seen  # the sender
    assert await template_names(chat, ana) == [NAME]
    assert NAME in await ana.command("templates")


async def test_a_new_one_begins_with_the_standard_text_and_lists_the_marks(ana: Someone):
    await ana.command("templates")
    seen = await ana.press("New template")
    assert "Hello {first name}," in typed(seen)
    for name in ("{first name}", "{apply link}", "{calendar link}"):
        assert name in seen


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"subject": "Hello {firstname}"}, "Did you mean {first name}?"),
        ({"text": "{% for x in y %}{% endfor %}"}, "can't be used in an invitation"),
        ({"text": "one\ntwo {{ candidate.name"}, "Line 2"),
        ({"text": "{{ 'a' * 10**9 }}"}, "can't be used in an invitation"),
    ],
)
async def test_an_error_is_shown_at_its_input_and_nothing_typed_is_lost(
    chat: Chat, ana: Someone, given: dict[str, str], error: str
):
    seen = await write(ana, **given)
    assert seen.form
    assert error in seen
    everything = typed(seen)
    for words in (NAME, *given.values()):
        assert words in everything
    assert await template_names(chat, ana) == []
    await ana.cancel()
    await ana.command("templates")
    assert next(iter(given.values())) in typed(await ana.press("New template"))  # also after leaving the form
    await ana.submit(subject="Hello", text="Shall we talk?")
    assert await template_names(chat, ana) == [NAME]
    await ana.command("templates")
    assert NAME not in typed(await ana.press("New template"))


async def test_a_template_name_is_unique_per_member(chat: Chat, ana: Someone):
    await write(ana)
    seen = await write(ana, name=NAME.upper(), text="Something else")
    assert seen.form
    assert "already" in seen
    assert "Something else" in typed(seen)
    await ana.submit(name="Second hello")
    assert await template_names(chat, ana) == [NAME, "Second hello"]


async def test_a_form_submitted_twice_makes_one(chat: Chat, ana: Someone):
    await ana.command("templates")
    await ana.press("New template")
    await asyncio.gather(*(ana.submit(name=NAME) for _ in range(2)), return_exceptions=True)
    assert await template_names(chat, ana) == [NAME]


async def test_the_form_shows_how_it_reads_without_saving(chat: Chat, ana: Someone):
    await ana.command("templates")
    await ana.press("New template")
    seen = await ana.press("Preview", name=NAME, subject="Hi {first name}", text="At {job title}")
    assert seen.form
    assert "Hi Grace" in seen
    assert "At Head Nurse, ICU" in seen
    assert "At {job title}" in typed(seen)
    assert await template_names(chat, ana) == []
    await ana.submit()
    assert await template_names(chat, ana) == [NAME]


async def test_a_preview_with_an_error_shows_it_at_its_input(ana: Someone):
    await ana.command("templates")
    await ana.press("New template")
    seen = await ana.press("Preview", name=NAME, subject="Hi", text="{salary}")
    assert seen.form
    assert "there's no placeholder {salary}" in seen
    assert "{salary}" in typed(seen)


async def test_missing_sender_details_are_shown_in_the_preview_and_block_nothing(chat: Chat, ana: Someone):
    """Another member may have it, or they may add it later."""
    await write(ana, text="Call me: {calendar link}")
    assert "Add it in your sender settings" in ana.card()
    assert await template_names(chat, ana) == [NAME]


async def test_the_standard_text_of_a_kind_and_language(ana: Someone):
    await ana.command("templates")
    await ana.press("New template")
    seen = await ana.press("Standard text", name=NAME, kind="Invite to apply", language="Deutsch")
    assert "Guten Tag {full name}," in typed(seen)
    assert NAME in typed(seen)
    await ana.submit()
    assert "Einladung zur Bewerbung" in ana.card()
    assert "Woher wir Ihre Daten haben" in ana.card()


async def test_a_template_is_edited(chat: Chat, ana: Someone):
    await add_template(chat, ana, NAME, text="Frist words")
    await ana.command("templates")
    seen = await ana.press("Edit", near=NAME)
    assert "Frist words" in typed(seen)
    await ana.submit(text="First words", name="Better hello")
    assert "First words" in ana.card()
    assert await template_names(chat, ana) == ["Better hello"]


async def test_a_template_is_duplicated_and_deleted(chat: Chat, ana: Someone):
    await add_template(chat, ana, NAME)
    await ana.command("templates")
    await ana.press("Open", near=NAME)
    assert "your own copy" in await ana.press("Duplicate")
    assert await template_names(chat, ana) == [NAME, f"{NAME} (copy)"]
    assert "was deleted" in await ana.press("Delete")
    assert await template_names(chat, ana) == [NAME]


async def test_a_template_deleted_twice_concurrently(chat: Chat, ana: Someone):
    await add_template(chat, ana, NAME)
    await ana.command("templates")
    await ana.press("Open", near=NAME)
    await asyncio.gather(ana.press("Delete"), ana.press("Delete"))
    assert "reference" not in ana.everything()
    assert await template_names(chat, ana) == []


async def test_a_shared_template_is_used_by_all_and_changed_by_its_owner_and_admins(chat: Chat, ana: Someone):
    diego, sam = await chat.person("Diego", Role.RECRUITER), await chat.person("Sam", Role.ADMIN)
    id_ = await add_template(chat, ana, NAME)
    assert NAME not in await diego.command("templates")
    await ana.command("templates")
    await ana.press("Open", near=NAME)
    assert "Your team can use it now" in await ana.press("Share with the workspace")
    seen = await diego.command("templates")
    assert NAME in seen
    assert "shared by Ana" in seen
    assert "Edit" not in seen.buttons
    seen = await diego.press("Open", near=NAME)
    assert not {"Edit", "Delete", "Stop sharing"} & set(seen.buttons)
    for verb, args, given in (
        ("template_form", {"template_id": id_}, None),
        ("save_template", {"template_id": id_}, {"name": "Taken over", "kind": "connect", "subject": "s", "text": "t"}),
        ("share_template", {"template_id": id_, "shared": False}, None),
        ("delete_template", {"template_id": id_}, None),
    ):
        await diego.command("templates")
        reply = await diego.forge(verb, args, given)
        assert "Only the owner or an admin" in reply, verb
    assert await template_names(chat, ana) == [NAME]
    await sam.command("templates")
    seen = await sam.press("Edit", near=NAME)
    assert "This template belongs to Ana" in seen.text.replace("*", "")
    await sam.submit(name="Made better")
    assert await template_names(chat, ana, "mine") == ["Made better"]
    await sam.press("Stop sharing")
    assert "is no longer shared" in sam.card()
    assert await template_names(chat, sam) == []
    assert await template_names(chat, ana) == ["Made better"]


async def test_tabs_and_pages(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    for n in range(4):
        await add_template(chat, diego, f"Shared {n}", shared=True)
    for n in range(3):
        await add_template(chat, ana, f"Mine {n}")
    seen = await ana.command("templates")
    assert "1–5 of 7" in seen
    assert "Mine 0" in seen
    seen = await ana.press(NEXT)
    assert "6–7 of 7" in seen
    assert "Mine 0" not in seen
    seen = await ana.command("templates shared")
    assert "Mine 0" not in seen
    assert "Shared 0" in seen
    assert "Shared 0" in await diego.command("templates mine")


async def test_editing_a_deleted_template_keeps_what_was_typed_as_a_new_one(chat: Chat, ana: Someone):
    """Someone deleted it while it was being edited."""
    id_ = await add_template(chat, ana, NAME)
    await ana.command("templates")
    await ana.press("Edit", near=NAME)
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        await templates.delete(db, me, id_)
    seen = await ana.submit(text="Long and thoughtful words")
    assert seen.form
    assert "no longer" in seen
    assert "Long and thoughtful words" in typed(seen)
    await ana.submit()
    assert await template_names(chat, ana) == [NAME]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GUEST])
async def test_roles_without_contact_have_no_templates(chat: Chat, ana: Someone, role: Role):
    id_ = await add_template(chat, ana, NAME, shared=True)
    lee = await chat.person("Lee", role)
    await lee.command("templates")
    for verb in ("template", "duplicate_template", "delete_template", "template_form"):
        await lee.forge(verb, {"template_id": id_})
    await lee.forge("save_template", {}, {"name": "x", "kind": "connect", "subject": "s", "text": "t"})
    assert NAME not in lee.everything()
    assert await template_names(chat, ana) == [NAME]


async def test_hostile_text_is_shown_as_typed(chat: Chat, ana: Someone):
    await write(ana, name="<!channel> x", subject="<@U123> {full name}", text="<https://evil.example|click> `x`")
    assert await template_names(chat, ana) == ["<!channel> x"]
    for seen in (ana.card(), await ana.command("templates")):
        assert "<!channel> x" in seen
        assert "<@U123>" in seen
    assert not [link for link in ana.card().links if "evil" in link]
