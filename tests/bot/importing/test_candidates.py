"""Importing candidates from files into the store and the index."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.importing import candidates
from bot.importing.candidates import Imported, Reading, Unreadable, import_candidates
from bot.index_sync import catch_up_index, rebuild_index
from connectors.errors import Unreachable
from connectors.search.base import Document
from store.people import index_changes, match_keys, profile_scope
from tests.bot.importing.conftest import NOW, Place


def jsonl(path: Path, *bodies: dict[str, Any] | str) -> Path:
    lines = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
    path.write_text("\n".join(lines) + "\n")
    return path


async def test_imported_people_are_stored_and_found(here: Place, tmp_path: Path):
    body = {
        "id": "p-1",
        "name": "Grace Hopper",
        "emails": ["n/a", "Grace@Example.com"],
        "links": [{"kind": "github", "url": "https://github.com/Grace/"}],
        "skills": ["COBOL"],
        "updated_at": "2026-11-20t08:00:00z",
        "shoe_size": 37,
    }
    assert await here.import_files(jsonl(tmp_path / "a.jsonl", body)) == Imported(read=1, new=1)
    [stored] = await here.profiles()
    assert (stored.workspace_id, stored.source, stored.source_id) == (0, "internet", "p-1")
    assert stored.email == "grace@example.com"
    assert stored.updated_at is not None
    assert stored.updated_at.isoformat() == "2026-11-20T08:00:00+00:00"
    assert stored.body["shoe_size"] == 37
    assert await here.found("cobol") == {"p-1"}
    assert await here.waiting() == 0


async def test_people_are_found_in_the_country_that_their_place_names(here: Place, tmp_path: Path):
    towns = {
        **{f"{city}, UK": f"{city}, UK" for city in ("Boston", "Cambridge", "Worcester", "Lincoln")},
        "Newcastle, UK": "Newcastle upon Tyne",
        "Hamilton, NZ": "Hamilton, New Zealand",
        "Chennai, TN": "Chennai",
        "Richmond, BC": "Richmond, British Columbia",
        "London, Ontario": "London, Ontario",
        "Reading, England": "Reading, UK",
        "Boston, MA": "Boston",
        "Berlin, DE": "Berlin",
    }
    path = tmp_path / "people.csv"
    path.write_text("ID,Name,Title,Location\n" + "".join(f'"{town}",Ann Lee,Nurse,"{town}"\n' for town in towns))
    assert await here.import_files(path) == Imported(read=len(towns), new=len(towns))
    assert {town: await here.found_by(f"nurse in {typed}") for town, typed in towns.items()} == {
        town: {town} for town in towns
    }


async def test_people_in_a_town_that_their_region_does_not_have_get_no_coordinates(here: Place, tmp_path: Path):
    ann = {"id": "1", "name": "Ann", "headline": "Nurse", "place": {"city": "Boston", "region": "Ontario"}}
    await here.import_files(jsonl(tmp_path / "a.jsonl", ann))
    [stored] = await here.profiles()
    assert stored.body["place"] == {"city": "Boston", "region": "ON", "country": "CA"}
    assert (await here.found_by("nurse in Boston"), await here.found_by("nurse in Ontario")) == (set(), {"1"})


async def test_people_are_found_in_the_town_of_a_full_address(here: Place, tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text(
        "ID,Name,Title,Address\n"
        '1,Ann Lee,Nurse,"12 Elm St, Boston, MA 02110"\n'
        '2,Bo Park,Nurse,"Flat 2, 10 High St, Leeds LS1 1AA, UK"\n'
    )
    await here.import_files(path)
    ann, bo = [profile.body["place"] for profile in await here.profiles()]
    assert (ann["city"], ann["region"], ann["country"], ann["postal_code"]) == ("Boston", "MA", "US", "02110")
    assert (bo["city"], bo["region"], bo["country"]) == ("Leeds", "ENG", "GB")
    assert await here.found_by("nurse in Boston") == {"1"}
    assert await here.found_by("nurse in Leeds") == {"2"}


async def test_a_city_column_goes_before_a_street_column(here: Place, tmp_path: Path):
    heads = ("Name,Email,Title,Address,City,State", "Name,Email,Title,Address 1,City,State")
    rows = [
        f"{head}\nAnn Lee,a{at}@x.example,Nurse,{street},Boston,MA\n"
        for at, (head, street) in enumerate(
            (head, street) for head in heads for street in ("1 Main St", "Rose Cottage", '"Rose Cottage, Elm"')
        )
    ]
    for at, content in enumerate(rows):
        path = tmp_path / f"{at}.csv"
        path.write_text(content)
        await here.import_files(path)
    stored = await here.profiles()
    assert {(each.body["place"]["city"], each.body["place"]["region"], each.body["place"]["country"])
            for each in stored} == {("Boston", "MA", "US")}  # fmt: skip
    assert [*stored[0].body["other"].values(), *stored[5].body["other"].values()] == ["1 Main St", "Rose Cottage, Elm"]
    assert len(await here.found_by("nurse in Boston")) == len(rows)


async def test_a_second_run_changes_nothing_and_an_edited_line_one_profile(
    here: Place, people_file: Path, tmp_path: Path
):
    few = tmp_path / "few.jsonl"
    lines = people_file.read_text().splitlines()[:3_000]
    few.write_text("\n".join(lines))
    assert await here.import_files(few) == Imported(read=3_000, new=3_000)
    before = [(profile.id, profile.digest, profile.imported_at) for profile in await here.profiles()]
    assert await here.import_files(few) == Imported(read=3_000, same=3_000)
    assert [(profile.id, profile.digest, profile.imported_at) for profile in await here.profiles()] == before
    changed = json.loads(lines[7]) | {"skills": ["Falconry"]}
    few.write_text("\n".join([*lines[:7], json.dumps(changed), *lines[8:]]))
    assert await here.import_files(few) == Imported(read=3_000, changed=1, same=2_999)
    assert await here.found("falconry") == {changed["id"]}
    assert len(await here.found()) == 3_000


async def test_without_an_id_the_email_or_link_updates(here: Place, tmp_path: Path):
    path = tmp_path / "a.jsonl"
    link = {"kind": "linkedin", "url": "https://www.linkedin.com/in/Ada"}
    await here.import_files(jsonl(path, {"name": "Bo", "emails": ["bo@example.com"]}, {"name": "Ada", "links": [link]}))
    renamed = {"name": "Bo B.", "emails": ["BO@example.com"]}, {"name": "Ada L.", "links": [link | {"kind": "web"}]}
    assert await here.import_files(jsonl(path, *renamed)) == Imported(read=2, changed=2)
    assert [profile.name for profile in await here.profiles()] == ["Bo B.", "Ada L."]


async def test_people_listing_their_employers_page_stay_separate(here: Place, tmp_path: Path):
    page = [{"kind": "website", "url": "https://www.mercygeneral.org/team"}]
    bodies = [{"id": id, "name": name, "links": page} for id, name in (("1", "Ann Lee"), ("2", "Bo Park"))]
    assert await here.import_files(jsonl(tmp_path / "a.jsonl", *bodies)) == Imported(read=2, new=2)
    assert [match_keys.keys_of(profile) for profile in await here.profiles()] == [set(), set()]


async def test_of_two_lines_with_one_id_the_later_wins(here: Place, tmp_path: Path):
    path = jsonl(
        tmp_path / "a.jsonl", {"id": "1", "name": "Old"}, {"id": "2", "name": "Two"}, {"id": "1", "name": "New"}
    )
    assert await here.import_files(path) == Imported(read=3, new=2, same=1)
    assert {profile.source_id: profile.name for profile in await here.profiles()} == {"1": "New", "2": "Two"}
    assert await here.found("new") == {"1"}
    assert await here.found("old") == set()


async def test_invalid_lines_go_to_the_rejects_file_and_valid_ones_are_imported(here: Place, tmp_path: Path):
    path = jsonl(
        tmp_path / "a.jsonl",
        {"id": "1", "name": "Ada"},
        '{"id": "2", "name": 5}',
        {"name": "Nobody", "emails": ["n/a"]},
        '{"id": "3", "name": "Huge", "number": 1e999}',
        {"id": "4", "name": "Bo"},
    )
    assert await here.import_files(path) == Imported(read=5, new=2, rejected=3)
    rejects = [json.loads(line) for line in here.rejects.read_text().splitlines()]
    assert [(one["file"], one["line"], one["reason"]) for one in rejects] == [
        (str(path), 2, "name must be text, not a number"),
        (str(path), 3, "has no id, e-mail or link to identify the person"),
        (str(path), 4, "contains a number that is too large"),
    ]
    assert rejects[0]["text"] == '{"id": "2", "name": 5}'
    await here.import_files(jsonl(path, {"id": "1", "name": "Ada"}))
    assert not here.rejects.exists()


async def test_a_place_without_coordinates_is_looked_up(here: Place, tmp_path: Path):
    places: list[dict[str, Any]] = [
        {"city": "Boston", "region": "Massachusetts", "country": "United States"},
        {"city": "Atlantis Beyond", "country": "Nowhere"},
        {"city": "Boston", "lat": 1.5, "lon": 2.5},
    ]
    bodies = [{"id": str(at), "name": "A", "place": where} for at, where in enumerate(places)]
    await here.import_files(jsonl(tmp_path / "a.jsonl", *bodies))
    boston, nowhere, given = [profile.body["place"] for profile in await here.profiles()]
    assert (boston["region"], boston["country"]) == ("MA", "US")
    assert abs(boston["lat"] - 42.36) < 0.1
    assert nowhere == places[1]
    assert given == places[2]


async def test_a_private_import_belongs_to_one_workspace(here: Place, tmp_path: Path):
    await here.import_files(jsonl(tmp_path / "a.jsonl", {"id": "1", "name": "Ada"}), workspace_id=7)
    await here.import_files(jsonl(tmp_path / "b.jsonl", {"id": "1", "name": "Ada"}))
    assert [profile.workspace_id for profile in await here.profiles()] == [7, 0]
    async with here.store.read() as db:
        assert len(await profile_scope.by_ids(db, 8, [1, 2])) == 1


async def test_several_formats_in_one_import(here: Place, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text("Full Name;E-mail\nAda;ada@example.com\n;none@example.com\n")
    (folder / "b.json").write_text('[{"basics": {"name": "Bo", "email": "bo@example.com"}}]')
    jsonl(folder / "c.jsonl", {"name": "Cy", "emails": ["cy@example.com"]})
    progress: list[candidates.Progress] = []
    done = await import_candidates(
        here.store,
        here.index,
        here.places,
        [folder],
        progress=progress.append,
        options=Reading(rejects=here.rejects),
        now=lambda: NOW,
    )
    assert done == Imported(read=4, new=3, rejected=1)
    assert (progress[-1].done, progress[-1].so_far) == (progress[-1].total, done)
    assert [profile.name for profile in await here.profiles()] == ["Ada", "Bo", "Cy"]


async def test_a_missing_file_fails_before_anything_is_written(here: Place, tmp_path: Path):
    with pytest.raises(Unreadable, match="doesn't exist"):
        await here.import_files(jsonl(tmp_path / "a.jsonl", {"id": "1", "name": "Ada"}), tmp_path / "gone.jsonl")
    assert await here.profiles() == []


async def test_the_rejects_file_never_overwrites_an_input(here: Place):
    jsonl(here.rejects, {"id": "1", "name": "Ada"})
    with pytest.raises(Unreadable, match="choose another file"):
        await here.import_files(here.rejects)
    assert here.rejects.exists()


async def test_an_unwritable_rejects_file_fails_before_anything_is_written(here: Place, tmp_path: Path):
    for nowhere in (tmp_path, tmp_path / "gone" / "rejects.jsonl"):
        with pytest.raises(Unreadable, match="Could not write"):
            await import_candidates(
                here.store,
                here.index,
                here.places,
                [jsonl(tmp_path / "a.jsonl", {"id": "1", "name": 5}, {"id": "2", "name": "Bo"})],
                options=Reading(rejects=nowhere),
                now=lambda: NOW,
            )
    assert await here.profiles() == []


async def test_without_the_index_changes_are_queued_for_its_holder(here: Place, tmp_path: Path):
    path = jsonl(tmp_path / "a.jsonl", {"id": "1", "name": "Ada"}, {"id": "2", "name": "Bo"})
    await import_candidates(here.store, None, here.places, [path], now=lambda: NOW)
    assert (await here.waiting(), await here.found()) == (2, set())
    assert await catch_up_index(here.store, here.index) == 2
    assert (await here.waiting(), await here.found()) == (0, {"1", "2"})


async def test_people_deleted_from_the_store_leave_the_index(here: Place, tmp_path: Path):
    await here.import_files(jsonl(tmp_path / "a.jsonl", {"id": "1", "name": "Ada"}, {"id": "2", "name": "Bo"}))
    gone, stays = await here.profiles()
    async with here.store.write() as db:
        await db.delete(gone)
        await index_changes.add(db, [gone.id], NOW)
    assert await catch_up_index(here.store, here.index) == 1
    assert await here.found() == {stays.source_id}


async def test_a_rebuild_repairs_an_inconsistent_index(here: Place, people_file: Path):
    await here.import_files(people_file)
    await here.index.put([Document(id=999_999, workspace_id=0, source="internet", name="Ghost")])
    before = await here.found("nurse")
    progress: list[int] = []
    assert await rebuild_index(here.store, here.index, progress.append) == 9_000
    assert progress[-1] == 9_000
    assert len(await here.found()) == 9_000
    assert await here.found("nurse") == before
    assert await here.waiting() == 0


class FailingIndex:
    """An index whose disk is full after some documents."""

    def __init__(self, place: Place, good: int) -> None:
        self._index, self._good = place.index, good

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def bulk(self) -> Any:
        index, failing = self._index, self

        class Bulk:
            async def __aenter__(self) -> Any:
                self.real = index.bulk()
                put = await self.real.__aenter__()

                async def some(documents: list[Document]) -> None:
                    failing._good -= len(documents)
                    if failing._good < 0:
                        raise Unreachable("the search index", "No space left on device")
                    await put(documents)

                return some

            async def __aexit__(self, *why: Any) -> None:
                await self.real.__aexit__(*why)

        return Bulk()


async def test_a_failing_index_loses_nobody(here: Place, people_file: Path):
    with pytest.raises(Unreachable):
        await import_candidates(here.store, FailingIndex(here, 3_000), here.places, [people_file], now=lambda: NOW)  # type: ignore[arg-type]
    stored = len(await here.profiles())
    assert 0 < stored < 9_000
    assert await here.waiting() == stored
    done = await here.import_files(people_file)
    assert done == Imported(read=9_000, new=9_000 - stored, same=stored)
    assert len(await here.found()) == 9_000
    assert await here.waiting() == 0


async def test_people_without_an_id_who_share_a_team_page_stay_two(here: Place, tmp_path: Path):
    page = [{"kind": "website", "url": "https://www.mercygeneral.org/team"}]
    people = [{"name": name, "links": page} for name in ("Ann Lee", "Bo Park")]
    assert await here.import_files(jsonl(tmp_path / "a.jsonl", people[0])) == Imported(read=1, new=1)
    assert await here.import_files(jsonl(tmp_path / "a.jsonl", people[1])) == Imported(read=1, new=1)
    assert await here.import_files(jsonl(tmp_path / "a.jsonl", *people)) == Imported(read=2, same=2)
    assert [profile.name for profile in await here.profiles()] == ["Ann Lee", "Bo Park"]


async def test_a_person_stored_under_the_link_alone_is_updated(here: Place, tmp_path: Path):
    """Earlier versions did not add the name to the id."""
    page = [{"kind": "website", "url": "https://ann.example"}]
    await here.import_files(jsonl(tmp_path / "a.jsonl", {"id": "link:ann.example", "name": "Ann Lee", "links": page}))
    again = jsonl(tmp_path / "a.jsonl", {"name": "ANN LEE", "links": page}, {"name": "Bo Park", "links": page})
    assert await here.import_files(again) == Imported(read=2, new=1, changed=1)
    assert [profile.source_id for profile in await here.profiles()] == ["link:ann.example", "link:ann.example#bo park"]


async def test_an_unreadable_file_does_not_stop_a_folder(here: Place, tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    jsonl(folder / "a.jsonl", {"id": "1", "name": "Ada"})
    (folder / "b.csv").write_bytes(b"%PDF-1.7")
    (folder / "c.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "d.csv").write_text("Wer,Was\nAda,Analyst\n")
    jsonl(folder / "e.jsonl", {"id": "2", "name": "Bo"})
    done = await here.import_files(folder)
    assert done == Imported(read=2, new=2)
    assert [(file.name, fault.maps) for file, fault in done.report.unreadable] == [
        ("b.csv", {}),
        ("c.xlsx", {}),
        ("d.csv", {"Wer": "name"}),
    ]
    with pytest.raises(Unreadable, match="a PDF"):
        await here.import_files(folder / "b.csv")


async def test_the_report_names_column_value_and_how_often(here: Place, tmp_path: Path):
    path = tmp_path / "a.csv"
    odd = "Ada,ada@example.com,Some college,37\nBo,bo@example.com,Some college,38\nCy,cy@example.com,wizardry,39\n"
    path.write_text(f"Name,Email,Degree,Shoe size\n{odd}")
    report = (await here.import_files(path)).report
    assert report.values == {("Degree", "must be a known degree"): {"Some college": 2, "wizardry": 1}}
    assert [each.headings for each in report.columns] == [("Shoe size",)]
    assert [profile.body["other"] for profile in await here.profiles()][:1] == [{"Degree": "Some college"}]


async def test_a_value_that_would_have_identified_the_person_is_named(here: Place, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,Title\nMax,max(at)example.com,Nurse\nPat,n/a,Nurse\n")
    assert await here.import_files(path) == Imported(read=2, rejected=2)
    reasons = [json.loads(line)["reason"] for line in here.rejects.read_text().splitlines()]
    assert reasons[0].endswith("the person: Email “max(at)example.com” is not an e-mail address")
    assert reasons[1] == "has no id, e-mail or link to identify the person"


async def test_a_source_column_is_where_somebody_was_found(here: Place, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("Name,ID,Source\nAda,1,Free Job Listing from the careers page of Contoso Corporation\nBo,2,\n")
    await here.import_files(path)
    await here.import_files(jsonl(tmp_path / "b.jsonl", {"id": "3", "name": "Cy", "source": "Referral"}), source="dice")
    found = [(profile.source, profile.body.get("found_via")) for profile in await here.profiles()]
    sponsored = "Free Job Listing from the careers page of Contoso Corporation"
    assert found == [("internet", sponsored), ("internet", None), ("dice", "Referral")]


async def test_a_record_in_the_import_format_may_name_its_tab(here: Place, tmp_path: Path):
    named = ({"id": "1", "name": "Ada", "source": "dice"}, {"id": "2", "name": "Bo", "source": "Job fair"})
    await here.import_files(jsonl(tmp_path / "a.jsonl", *named))
    found = [(profile.source, profile.body.get("found_via")) for profile in await here.profiles()]
    assert found == [("dice", None), ("internet", "Job fair")]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"postal_code": "2110"}, ("02110", "MA", "US")),
        ({"postal_code": "2110", "city": "Boston", "region": "Massachusetts"}, ("02110", "MA", "US")),
        ({"postal_code": "501", "country": "USA"}, ("00501", "NY", "US")),
        ({"postal_code": "8001", "city": "Zürich"}, ("8001", None, "CH")),
        ({"postal_code": "2100", "country": "Denmark"}, ("2100", None, "DK")),
        ({"city": "Greater London", "country": "UK"}, (None, "ENG", "GB")),
        ({"city": "Boston", "country": "Massachusetts"}, (None, "MA", "US")),
        ({"city": "Atlantis", "country": "Deutschland"}, (None, None, "DE")),
    ],
)
async def test_places_as_people_and_spreadsheets_write_them(
    here: Place, tmp_path: Path, given: dict[str, str], place: tuple[str | None, ...]
):
    await here.import_files(jsonl(tmp_path / "a.jsonl", {"id": "1", "name": "Ada", "place": given}))
    [profile] = await here.profiles()
    stored = profile.body["place"]
    assert tuple(stored.get(name) for name in ("postal_code", "region", "country")) == place
