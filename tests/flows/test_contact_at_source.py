"""A source that gives out no contact details: people are contacted on its own pages, and the cards say so."""

from connectors.resumes.indeed import Indeed
from connectors.resumes.registry import SourceKind
from tests.chat.base import Chat, Someone
from tests.fakes import indeed as fakes
from tests.flows.test_connected_search import connect, stored, tab
from tests.flows.test_unlock import reveal

LINK = "https://resumes.indeed.com/resume/s1"


async def test_somebody_on_indeed_is_contacted_there(chat: Chat, ana: Someone):
    async with fakes.indeed() as fake:
        fake.people = [fakes.match("s1")]
        traits = Indeed(fakes.SEARCHING, fake.address).traits
        kind = SourceKind(traits, lambda credentials, _: Indeed(credentials, fake.address))
        await connect(chat, {"indeed": kind}, fakes.SEARCHING)
        await ana.search("nurse with 5+ years")
        seen = await ana.press(tab(ana, "Indeed (1)"))
        assert "Indeed doesn't support: 5+ years." in seen
        assert "Contact on Indeed" in seen
        assert not [each for each in seen.buttons if "Contact" in each or "Unlock" in each]
        assert "Contact details locked" not in seen
        seen = await ana.press("View")
        text = "Indeed doesn't give out contact details. Write to this person on Indeed; it costs no credits here."
        assert text in seen
        assert LINK in str(seen.raw)
        assert not {"Contact", "Unlock on Indeed"} & set(seen.buttons)
        for verb, more in (("unlock_form", {}), ("unlock", {"again": True}), ("contact", {})):
            await ana.forge(verb, {"profile_id": await found(chat), **more})
        assert await reveal(chat) is None
        assert chat.mailbox.mails == []


async def found(chat: Chat) -> int:
    """The id of their profile."""
    [profile] = await stored(chat)
    return profile.id
