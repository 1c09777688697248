"""Getting started and access: commands, help by role, access requests, roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from cards.actions.access import (
    AnswerAccess,
    AskAccess,
    ChangeDefaultRole,
    ChangeRole,
    Claim,
    OpenMembers,
    OpenStart,
    ShowAccessRequests,
)
from cards.actions.candidates import OpenCandidates
from cards.actions.entry import OpenHome, SearchFor, Welcome
from cards.commands import BY_WORD, COMMANDS, LATER, ChatCommand
from handlers.replies import Close, Tell
from handlers.routes import HANDLERS
from handlers.start import start as start_flow
from handlers.start.commands import SUGGESTED, nearest, parse_command
from store.chat import posted_cards
from store.chat.posted_cards import PostedCard
from store.db import statements
from store.members import admin_claims
from store.roles import Role
from store.tables.outreach import Notice
from tests.handlers.conftest import NOW, Workplace, nurse
from tests.handlers.reading import button, card, form, labels, posts, search_of, several, text_of


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("", OpenStart()),
        ("candidates saved", OpenCandidates("saved")),
        ("Candidates  MINE", OpenCandidates(mine=True)),
        ("candidates grace", OpenCandidates(words="grace")),
        ("source nurse in Boston", SearchFor("nurse in Boston")),
        ("search nurse", SearchFor("nurse")),
        ("hello", OpenStart()),
        ("claim ABCDE-FGH", Claim("ABCDE-FGH")),
        ("nurse in Boston", None),
        ("help desk technician", None),
        ("claim adjuster", None),
        ("claims adjuster", None),
        ("settings engineer", None),
    ],
)
def test_parsing_of_commands(typed: str, action: object):
    assert parse_command(typed) == action


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_a_bare_command_is_an_action_and_command_words_are_unique(command: ChatCommand):
    assert command.action("") is not None
    assert all(BY_WORD[word] is command for word in (command.word, *command.also))
    assert not {command.word, *command.also} & set(LATER)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jbo", "job"),
        ("jobb", "job"),
        ("candiates", "candidates"),
        ("serach", "search"),
        ("hepl", "help"),
        ("setings", "settings"),
    ],
)
def test_a_misspelt_command_suggests_the_nearest(typed: str, name: str):
    assert nearest(typed)[0] == name


@pytest.mark.parametrize(
    "word", ["nurse", "java", "chef", "teacher", "sales", "driver", "accountant", "go", "c", "php"]
)
def test_a_search_word_is_not_taken_for_a_misspelt_command(word: str):
    assert nearest(word) == ()


@given(st.sampled_from(sorted(SUGGESTED)), st.data())
def test_swapped_letters_are_recognised(name: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if swapped not in BY_WORD:
        assert name in nearest(swapped)


async def test_a_misspelt_command_is_answered_with_buttons(work: Workplace):
    await work.people(nurse("p1", "Jbo Nurse"))
    ana = await work.member("Ana")
    shown = card(await work.say("jbo", ana))
    assert "Select a job" in text_of(card(await work.press(button(shown, "job"), ana)))
    assert "Jbo Nurse" in text_of(card(await work.press(button(shown, "Search for “jbo”"), ana)))


async def test_a_reviewer_is_offered_only_permitted_commands(work: Workplace):
    mia = await work.member("Mia", Role.REVIEWER)
    assert labels(card(await work.say("hepl", mia)))[0] == "help"
    assert "job" not in labels(card(await work.say("jbo", mia)))


async def test_unavailable_commands_are_announced_and_further_text_searches(work: Workplace):
    await work.people(nurse("p1", "Credits Analyst", headline="Credits analyst"))
    ana = await work.member("Ana")
    assert isinstance(await work.say("privacy", ana), Tell)
    assert "Credits Analyst" in text_of(card(await work.say("credits analyst", ana)))


async def test_help_depends_on_the_role(work: Workplace):
    for role, label in (
        (Role.RECRUITER, "Select a job"),
        (Role.ADMIN, "Members and roles"),
        (Role.REVIEWER, "Open Home"),
    ):
        assert label in labels(card(await work.say("help", await work.member(role.value.title(), role))))
    guest = await work.member("Gus", Role.GUEST)
    assert "Select a job" not in labels(card(await work.say("help", guest)))


async def test_a_guest_asks_for_access_and_an_admin_grants_it_with_one_press(work: Workplace):
    ada, bea = await work.member("Ada", Role.ADMIN), await work.member("Bea", Role.ADMIN)
    gus = await work.member("Gus", Role.GUEST)
    start = card(await work.say("nurse", gus))
    replies = await work.press(button(start, "Ask for access"), gus)
    assert "I've let your admins know" in text_of(card(replies))
    await work.press(AskAccess(), gus)  # only the first request notifies
    async with work.store.read() as db:
        notices = list(await db.exec(select(Notice)))
    assert {(notice.member_id, notice.verb) for notice in notices} == {
        (each.id, "access_requests") for each in (ada, bea)
    }
    assert len(notices) == 2
    request = card(await work.press(ShowAccessRequests(), ada))
    answered = await work.press(button(request, "Let in as recruiter"), ada)
    assert "Gus is a recruiter now, approved by Ada" in text_of(card(answered))
    assert [post.to for post in posts(answered)] == [gus.id]
    assert "Ada gave you access as a recruiter" in text_of(posts(answered)[0].card)
    assert (await work.reload(gus)).role is Role.RECRUITER
    late = await work.press(button(request, "No"), bea)
    assert "Someone has already answered this" in text_of(card(late))
    assert (await work.reload(gus)).role is Role.RECRUITER


async def test_a_declined_guest_is_notified_and_may_ask_again(work: Workplace):
    ada, gus = await work.member("Ada", Role.ADMIN), await work.member("Gus", Role.GUEST)
    await work.press(AskAccess(), gus)
    answered = await work.press(AnswerAccess(gus.id), ada)
    assert "An admin declined" in text_of(posts(answered)[0].card)
    assert "Ask for access" in labels(card(await work.say("", gus)))


@pytest.mark.parametrize("role", [Role.GUEST, Role.REVIEWER, Role.RECRUITER])
async def test_only_admins_grant_access_and_change_roles(work: Workplace, role: Role):
    by, gus = await work.member("By", role), await work.member("Gus", Role.GUEST)
    await work.press(AskAccess(), gus)
    for action in (AnswerAccess(gus.id, "recruiter"), ChangeRole(by.id), ChangeDefaultRole(), OpenMembers()):
        await work.press(action, by, role="admin")
    assert (await work.reload(by)).role is role
    assert (await work.reload(gus)).role is Role.GUEST


async def test_a_forged_answer_makes_nobody_admin(work: Workplace):
    ada, gus = await work.member("Ada", Role.ADMIN), await work.member("Gus", Role.GUEST)
    await work.press(AskAccess(), gus)
    with pytest.raises(Exception, match="Choose one of the roles"):
        await work.press(AnswerAccess(gus.id, "admin"), ada)
    assert (await work.reload(gus)).role is Role.GUEST


async def test_an_outsider_can_only_press_help(work: Workplace):
    eve = await work.member("Eve", Role.GUEST, outsider=True)
    shown = card(await work.say("nurse", eve))
    assert labels(shown) == ["Help"]


async def test_the_claim_code_makes_the_first_admin(work: Workplace):
    gus = await work.member("Gus", Role.GUEST)
    async with work.store.write() as db:
        code = await admin_claims.new_claim(db, NOW)
    shown = card(await work.say(f"claim {code}", gus))
    assert "You are the first admin" in text_of(shown)
    assert (await work.reload(gus)).role is Role.ADMIN


async def test_roles_are_changed_in_a_form_and_the_last_admin_stays(work: Workplace):
    ada, mia = await work.member("Ada", Role.ADMIN), await work.member("Mia", Role.REVIEWER)
    shown = card(await work.say("members", ada))
    role_form = form(await work.press(button(shown, "Change role", 1), ada))
    closed, changed = several(await work.press(role_form.submit.does, ada, role="recruiter"))
    assert closed == Close()
    assert "Mia is a recruiter now" in text_of(changed.card)
    assert (await work.reload(mia)).role is Role.RECRUITER
    refused = form(await work.press(ChangeRole(ada.id), ada, role="reviewer"))
    assert "last admin" in refused.errors["role"]


async def test_the_admin_sets_the_role_of_newcomers(work: Workplace):
    ada = await work.member("Ada", Role.ADMIN)
    _, shown = several(await work.press(ChangeDefaultRole(), ada, role="recruiter"))
    assert "start as a recruiter" in text_of(shown.card)


async def test_home_shows_job_counts_and_access_requests(work: Workplace):
    ids = await work.people(nurse("p1", "Grace"), nurse("p2", "Omar"))
    ada, gus = await work.member("Ada", Role.ADMIN), await work.member("Gus", Role.GUEST)
    await work.press(AskAccess(), gus)
    found = card(await work.say("nurse", ada))
    await work.press(button(found, "☆ Star"), ada)
    with statements() as ran:
        home = card(await work.press(OpenHome(), ada))
    assert len(ran) <= 13
    assert set(home.about) < set(ids)
    assert "Gus is asking for access\ngus@example.com" in text_of(home)
    assert button(home, "Open").search_id == search_of(found)  # pyright: ignore
    assert "Nothing is waiting for you" in text_of(
        card(await work.press(OpenHome(), await work.member("Mia", Role.REVIEWER)))
    )


async def test_welcome_depends_on_the_role(work: Workplace):
    assert "Ask for access" in labels(card(await work.press(Welcome(), await work.member("Gus", Role.GUEST))))
    assert "Select a job" in labels(card(await work.press(Welcome(), await work.member("Ana"))))


async def test_an_outdated_card_gets_the_start_card_and_a_message(work: Workplace):
    shown = card(await start_flow.outdated(await work.member("Ana"), work.context))
    assert "earlier version" in text_of(shown)
    assert "Select a job" in labels(shown)


async def test_redrawing_a_card_has_no_side_effects(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    found = card(await work.say("nurse", ana))
    async with work.store.write() as db:
        for message, redraw in (
            ("m1", {"verb": "results", "args": {"search_id": search_of(found)}}),
            ("m2", {"verb": "star", "args": {"profile_id": found.about[0]}}),
            ("m3", {"verb": "long_gone", "args": {}}),
        ):
            shown = PostedCard(ana.workspace_id, ana.id, "D1", message, redraw, found.about)
            await posted_cards.remember(db, shown, NOW)
    assert "Grace" in text_of(card(await start_flow.redraw_card(HANDLERS, ana, "D1", "m1", work.context)))
    assert "Hello Ana" in text_of(card(await start_flow.redraw_card(HANDLERS, ana, "D1", "m2", work.context)))
    assert "earlier version" in text_of(card(await start_flow.redraw_card(HANDLERS, ana, "D1", "m3", work.context)))
    assert "☆ Star" in labels(card(await start_flow.redraw_card(HANDLERS, ana, "D1", "m1", work.context)))
