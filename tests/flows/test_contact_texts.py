"""The text of a message: finished words to one person, marks to several, and what is refused."""

from store.chat import form_drafts
from store.outreach import templates
from store.outreach.templates import TemplateContent
from tests.chat.base import Chat, Someone
from tests.flows.looking import typed
from tests.flows.test_contact import TYPED, open_form, sent
from tests.flows.test_contact_several import choose
from tests.flows.test_contact_typed import draft_of

STORED = TemplateContent(
    "connect",
    "Nights",
    "{{ job.title }}",
    "Hi {{ candidate.first_name }}{% if candidate.company %} at {{ candidate.company }}{% endif %}",
)


async def store_template(chat: Chat, ana: Someone, content: TemplateContent = STORED) -> None:
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        await templates.add(db, me, content, chat.clock())


async def test_one_person_gets_finished_words_ready_to_edit(chat: Chat, ana: Someone):
    await store_template(chat, ana)
    form = await open_form(ana)
    assert "Hello Grace,\n\nMy name is Ana" in typed(form)
    assert "{first" not in typed(form)
    form = await ana.press("Use template", template="Nights")
    assert "Hi Grace at Harbor Clinic" in typed(form)
    assert "{job title}" in typed(form)  # no job is chosen
    seen = await ana.submit()
    assert "Line 1: replace {job title} with the actual words." in seen
    form = await ana.press("Use template", template="Nights", job="Registered Nurse")
    assert "Registered Nurse" in typed(form)
    assert "{job title}" not in typed(form)
    await ana.submit(text="Hi Grace [at {night}], 100 %")
    await ana.submit()
    [invitation] = await sent(chat)
    assert (invitation.subject, invitation.text) == ("Registered Nurse", "Hi Grace [at {night}], 100 %")


async def test_several_people_get_marks_with_the_first_one_as_an_example(chat: Chat, ana: Someone):
    await store_template(chat, ana)
    await store_template(chat, ana, TemplateContent("connect", "Odd", "x", "{% if not job %}x{% endif %}"))
    form = await choose(ana)
    assert "Hello {first name}," in typed(form)
    assert "{current title}" in form
    assert "Grace Hopper reads: Hello Grace, My name is Ana" in form
    form = await ana.press("Use template", template="Odd", **TYPED)
    assert "conditions that only work in a message to one person" in form
    assert "Hi Grace, a word?" in typed(form)  # nothing typed is lost
    form = await ana.press("Use template", template="Nights", job="Registered Nurse")
    assert "Hi {first name}[ at {company}]" in typed(form)
    assert "Grace Hopper reads: Hi Grace at Harbor Clinic" in form
    seen = await ana.submit(text="Hi {firstname}\n{{ candidate.name }}")
    assert "Line 2: “{{” can't be used in a message. Write placeholders such as {first name} instead." in seen
    seen = await ana.submit(text="Hi\n{firstname}")
    assert "Line 2: there's no placeholder {firstname}. Did you mean {first name}?" in seen
    seen = await ana.submit(text="Hi {first name}")
    assert "Hi Grace" in seen
    await ana.submit()
    assert sorted(each.text for each in await sent(chat)) == ["Hi Dorothea", "Hi Edith", "Hi Grace"]


async def test_saving_a_finished_text_says_what_became_a_mark(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    words = "Hi Grace,\nour Registered Nurse role needs you. Gracefully, Ana"
    seen = await ana.submit(job="Registered Nurse", text=words, template_name="Nights")
    assert "It uses {first name} for “Grace”, {job title} for “Registered Nurse”" in seen
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        [row] = await templates.usable(db, me, 10)
    assert "Hi {{ candidate.first_name }},\nour {{ job.title }} role needs you. Gracefully" in row.template.text
    await ana.submit()
    assert [each.text for each in await sent(chat)] == [words]


async def test_an_unsent_draft_with_variables_is_finished_when_reopened(chat: Chat, ana: Someone):
    """Drafts of earlier versions had them."""
    await open_form(ana)
    draft, me = await draft_of(chat, ana), await ana.member()
    old = {**TYPED, "text": "Hi {{ candidate.first_name }}, still nights?"}
    async with chat.bot.context.store.write() as db:
        await form_drafts.save(db, me, f"invitation:{draft.id}", old, chat.clock())
    await ana.cancel()
    assert "Hi Grace, still nights?" in typed(await open_form(ana))
    assert "Hi Grace, still nights?" in await ana.submit()
