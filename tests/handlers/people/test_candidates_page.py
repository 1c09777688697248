"""The candidates page, its CSV export, typeaheads and the message extension."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from cards.actions.base import packed
from cards.actions.candidates import ExportCandidates, FilterCandidates, OpenCandidates
from cards.actions.entry import FindToInsert, Suggest
from cards.actions.person import Star
from cards.tree import Button, LinkButton
from handlers.replies import Attach, Inserts, Options, Tell
from handlers.views.candidates_csv import cell
from store.people import profiles
from store.roles import Role
from store.tables.core import Audit
from tests.fakes.source import MemorySource, called
from tests.handlers.conftest import Workplace, nurse, profile_row
from tests.handlers.reading import button, card, form, labels, parts, several, text_of
from tests.handlers.test_jobs import job


async def test_tabs_and_mine_show_the_right_people(work: Workplace):
    grace, omar = await work.people(nurse("p1", "Grace"), nurse("p2", "Omar"))
    ana, ben = await work.member("Ana"), await work.member("Ben")
    await work.press(Star(grace), ana)
    await work.press(Star(omar), ben)
    page = card(await work.say("candidates", ana))
    assert {"Grace", "Omar"} <= set(text_of(page).split("\n"))
    mine = card(await work.press(button(page, "Show mine"), ana))
    assert "Omar" not in text_of(mine)
    assert "Owner: Ana" in text_of(mine)
    saved = card(await work.press(button(mine, "Saved"), ana))
    assert "Saved by Ana" in text_of(saved)
    assert "Unlocked" in labels(saved)


async def test_filters_take_names_and_reject_unknown_ones(work: Workplace):
    grace, omar = await work.people(nurse("p1", "Grace"), nurse("p2", "Omar"))
    ana, ben = await work.member("Ana"), await work.member("Ben")
    row = await job(work, ana, "Registered Nurse")
    shown = card(await work.press(button(card(await work.say("nurse", ana)), "Use for: Registered Nurse"), ana))
    assert shown.redraw is not None
    await work.press(Star(grace, packed(shown.redraw)), ana)
    await work.press(Star(omar), ben)
    filters = form(await work.press(button(card(await work.say("candidates", ana)), "Search and filter"), ana))
    _, by_job = several(await work.press(filters.submit.does, ana, job=str(row.id)))
    assert "Grace" in text_of(by_job.card)
    assert "Omar" not in text_of(by_job.card)
    assert "for Registered Nurse" in text_of(by_job.card)
    _, by_owner = several(await work.press(FilterCandidates(), ana, owner="Ben"))
    assert "Grace" not in text_of(by_owner.card)
    wrong = form(await work.press(FilterCandidates(), ana, words="grace", owner="Nobody"))
    assert "member called “Nobody”" in wrong.errors["owner"]
    assert wrong.values["words"] == "grace"


async def test_back_from_a_card_preserves_the_filter(work: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    await work.press(Star(grace), ana)
    page = card(await work.press(OpenCandidates("saved", True, "grace"), ana))
    one = card(await work.press(button(page, "View"), ana))
    assert button(one, "Back") == OpenCandidates("saved", True, "grace")


async def test_no_candidates_of_another_workspace(work: Workplace, other_workspace: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana, eve = await work.member("Ana"), await other_workspace.member("Eve")
    await work.press(Star(grace), ana)
    assert "Grace" not in text_of(card(await other_workspace.say("candidates", eve)))
    assert isinstance(await other_workspace.press(ExportCandidates(), eve), Tell)


async def test_the_export_has_no_contact_details_and_is_audited(work: Workplace):
    (grace,) = await work.people(
        nurse("p1", "=cmd|' /C calc'!A0", headline="+1", emails=["grace@secret.example"], phones=["+1 202 555 0101"])
    )
    ana = await work.member("Ana")
    await work.press(Star(grace), ana)
    file = await work.press(button(card(await work.say("candidates", ana)), "Export CSV"), ana)
    assert isinstance(file, Attach)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0]["Name"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["Headline"] == "'+1"
    assert rows[0]["E-mail"] == rows[0]["Phone"] == ""
    assert b"secret.example" not in file.content
    async with work.store.read() as db:
        written = list(await db.exec(select(Audit).where(Audit.action == "export")))
    assert [(line.member_id, line.details["candidates"]) for line in written] == [(ana.id, 1)]


async def test_what_a_source_does_not_permit_to_export_is_left_out(work: Workplace):
    """Of a person in two sources only what the other one says; a person who is only there not at all."""
    work.context.sources.kinds = {
        "acme": MemorySource().kind,
        "open": MemorySource(called("open", may_export=True)).kind,
    }
    ana = await work.member("Ana")
    link = [{"kind": "github", "url": "https://github.com/grace"}]
    bodies = [
        nurse("a1", "Grace Acme", source="acme", links=link, emails=["grace@acme.example"]),
        nurse("a2", "Only Acme", source="acme", emails=[]),
        nurse("o1", "Open Person", source="open", emails=[]),
    ]
    async with work.store.write() as db:
        rows = [profile_row(body) for body in bodies]
        stored = await profiles.save_many(db, work.workspace.id, rows, in_index=False)
    ids = [*stored.ids, *await work.people(nurse("p1", "Grace Hopper", links=link, headline="Ours", emails=[]))]
    await work.press(Star(ids[1]), ana)
    only = await work.press(ExportCandidates(), ana)
    assert isinstance(only, Tell)
    assert "No one here can be exported" in only.text
    for id_ in ids:
        await work.press(Star(id_), ana)
    file = await work.press(ExportCandidates(), ana)
    assert isinstance(file, Attach)
    exported = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {(row["Name"], row["Source"]) for row in exported} == {("Grace Hopper", "Internet"), ("Open Person", "Open")}
    assert b"cme" not in file.content
    assert "1 person is left out: the terms of their source don't allow exporting them." in file.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+1 202 555 0101", "+1 202 555 0101"),
        ("+1-202-555-0101", "+1 202 555 0101"),
        ("+1 (202) 555.0101", "+1 202 555 0101"),
        ("+447700900123", "+44770 090 0123"),
        ("+1", "'+1"),
        ("+1+1+1+1+1+1+1+1", "'+1+1+1+1+1+1+1+1"),
        ("-5", "'-5"),
        ("@SUM(1)", "'@SUM(1)"),
        ("=1", "'=1"),
    ],
)
def test_a_telephone_number_stays_readable_and_formulas_are_quoted(text: str, shown: str):
    assert cell(text) == shown


@given(st.text().filter(lambda text: not text.startswith("+")))
def test_no_cell_starts_a_formula(text: str):
    made = cell(text)
    assert not made.lstrip(" \u00a0\ufeff").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert made.lstrip("'") == text.replace("\x00", "").lstrip("'")


async def test_typeaheads_offer_existing_values_only_to_permitted_members(work: Workplace, other_workspace: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    await job(work, ana, "Registered Nurse")
    await work.press(Star(grace), ana)
    queries = (("jobs", "regis"), ("members", "an"), ("candidates", "gra"))
    for source, typed in queries:
        found = await work.press(Suggest(source, typed), ana)
        assert isinstance(found, Options)
        assert len(found.options) == 1, source
    eve, mia = await other_workspace.member("Eve"), await work.member("Mia", Role.REVIEWER)
    for source, typed in queries:
        assert await other_workspace.press(Suggest(source, typed), eve) == Options(())
        assert await work.press(Suggest(source, typed), mia) == Options(())


async def test_a_place_typeahead_offers_known_places_or_the_typed_text(work: Workplace):
    found = await work.press(Suggest("places", "bost"), await work.member("Ana"))
    assert isinstance(found, Options)
    assert "Boston, MA" in {option.label for option in found.options}
    assert found.options[-1].value == "bost"
    assert all(len(option.label) <= 75 and len(option.value) <= 150 for option in found.options)
    long = await work.press(Suggest("places", "x" * 5000), await work.member("Ana"))
    assert isinstance(long, Options)
    assert all(len(option.label) <= 75 for option in long.options)


async def test_cards_inserted_in_a_chat_are_anonymous(work: Workplace):
    await work.people(nurse("p1", "Grace Adeyemi", emails=["grace@secret.example"]))
    ana, mia = await work.member("Ana"), await work.member("Mia", Role.REVIEWER)
    found = await work.press(FindToInsert("nurse"), ana)
    assert isinstance(found, Inserts)
    title, _, inserted = found.cards[0]
    assert title == "Grace Adeyemi"
    assert "Grace" not in text_of(inserted)
    assert "secret" not in text_of(inserted)
    assert not any(isinstance(part, Button | LinkButton) for part in parts(inserted))
    assert await work.press(FindToInsert("nurse"), mia) == Inserts(())


@pytest.mark.parametrize("may_share", [False, True])
async def test_a_source_decides_whether_its_people_may_be_shown_in_chats(work: Workplace, may_share: bool):
    """A file of a partner's people is under the partner's terms too; other workspaces' sources don't matter."""
    traits = called("dice", may_share=may_share)
    work.context.sources.kinds = {"dice": MemorySource(traits).kind}
    await work.people(nurse("p1", "Grace Adeyemi", source="dice"), workspace_id=work.workspace.id)
    await work.people(nurse("p2", "Rosa Diaz", source="dice"))
    found = await work.press(FindToInsert("nurse"), await work.member("Ana"))
    assert isinstance(found, Inserts)
    shown = {title: (detail, text_of(card)) for title, detail, card in found.cards}
    detail, card = shown["Grace Adeyemi"]
    reason = "Dice doesn't allow its people to be shown in chats."
    assert [detail == reason, reason in card, "Registered Nurse" in card] == [not may_share, not may_share, may_share]
    assert "Registered Nurse" in shown["Rosa Diaz"][1]
