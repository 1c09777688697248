"""Degrees, years, yes and no, and statuses in the words of people and programs."""

import pytest

from connectors.files.values import InvalidValue, parsers
from connectors.files.values.degrees import degree


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("doctorate", "Ph.D.|Doctor of Philosophy|MD|JD|Dr. med.|Doctorado|Dottorato di ricerca|博士|박사"),
        ("mba", "MBA|M.B.A.|Master of Business Administration|Executive MBA|PGDM"),
        ("master", "MSc|Masters|Master's degree|MCA|MPH|MFA|M.Arch|LLM|LL.M.|M.Tech|MSW|Diplom|Dipl.-Ing."),
        (
            "master",
            "Diplom-Kauffrau|Staatsexamen|Laurea Magistrale|Maîtrise|Bac+5|Máster|Yüksek Lisans|硕士|修士|Магистр",
        ),
        ("bachelor", "BSc (Hons)|B.A.|MBBS|B.E.|B.Com|BCA|B.Tech/B.E.|BFA|LLB|Laurea|Laurea triennale|Licence"),
        ("bachelor", "Licenciatura|Ingeniería|Licencjat|Lisans|HBO|学士|本科|бакалавр|Bachelors"),
        ("associate", "Associate of Arts|A.A.S.|HND|Bac+2|大专"),
        ("high_school", "High school diploma|High School Diploma|GED|Abitur|A-levels|Baccalauréat|Mittlere Reife|高中"),
        ("doctorate", "Doutoramento|DNP|PharmD"),
        ("master", "mgr|mgr inż.|Siviløkonom|研究生|Pós-graduação"),
        ("bachelor", "inż."),
        ("associate", "Diploma of Nursing|RN Diploma|DUT"),
        ("high_school", "A Levels|CAP|VMBO|Technikum"),
        ("none", "none|No degree"),
    ],
)
def test_degrees_of_many_countries(name: str, texts: str):
    assert {text: degree(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), name)


def test_of_several_degrees_the_highest_counts():
    assert degree("Bachelor of Science, Master of Science") == "master"


@pytest.mark.parametrize(
    "text",
    [
        "wizardry",
        "Some college",
        "Some College, no degree",
        "PhD candidate",
        "MSc Cand.",
        "Pursuing a BSc",
        "College",
        "RN",
    ],
)
def test_unknown_and_unfinished_studies_are_no_degree(text: str):
    with pytest.raises(InvalidValue):
        degree(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("12", 12),
        ("12+", 12),
        ("12.5", 12),
        ("8 years", 8),
        ("5+ yrs", 5),
        ("2 Year(s) 3 Month(s)", 2),
        ("7 Yrs 6 Months", 7),
        ("18 months", 1),
        ("6 Months", 0),
        ("less than 1 year", 0),
        ("Fresher", 0),
        ("10-15 years", 10),
        ("1-2", 1),
        ("5 to 7 years", 5),
        ("over 10 years", 10),
        ("10+ years of experience", 10),
        ("12 Jahre", 12),
        ("15 ans", 15),
        ("10 años", 10),
        ("ten years", 10),
    ],
)
def test_years_of_experience(text: str, years: int):
    assert parsers.years(text) == years


@pytest.mark.parametrize("text", ["Entry level", "a lot", "2015", "seniors"])
def test_other_words_are_no_years(text: str):
    with pytest.raises(InvalidValue):
        parsers.years(text)


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("Hybrid", "yes"),
        ("Remote or hybrid", "yes"),
        ("Flexible", "yes"),
        ("Remote - US", "yes"),
        ("Fully remote", "only"),
        ("100% Remote", "only"),
        ("On-site", "no"),
        ("Not remote", "no"),
        ("Nein", "no"),
    ],
)
def test_remote(text: str, remote: str):
    assert parsers.remote(text) == remote


@pytest.mark.parametrize(
    ("text", "opted_out"),
    [
        ("true", True),
        ("Yes", True),
        ("by e-mail", True),
        ("2024-03-01", True),
        ("false", False),
        ("0", False),
        ("No", False),
    ],
)
def test_an_opt_out_counts_unless_the_cell_says_no(text: str, opted_out: bool):
    assert parsers.opted_out(text) is opted_out


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        ("open", "OPEN|Active|Published|Accepting candidates|Offen|live|in_progress"),
        ("closed", "Closed|Filled|On Hold|on-hold|Draft|Archived|Cancelled|Paused|Pending approval|besetzt|inactive"),
    ],
)
def test_statuses_of_jobs(status: str, texts: str):
    assert {parsers.job_status(text) for text in texts.split("|")} == {status}


@pytest.mark.parametrize(
    ("text", "address"),
    [("www.jobs.example/2", "https://www.jobs.example/2"), ("HTTPS://jobs.example/1", "https://jobs.example/1")],
)
def test_web_addresses(text: str, address: str):
    assert parsers.web_address(text) == address


@pytest.mark.parametrize("text", ["javascript:alert(1)", "see the website", "nurse"])
def test_other_text_is_no_web_address(text: str):
    with pytest.raises(InvalidValue):
        parsers.web_address(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12 Elm St, Boston, MA 02110", {"city": "Boston", "region": "MA", "postal_code": "02110"}),
        ("Flat 2, 10 High St, Leeds LS1 1AA, UK", {"city": "Leeds", "region": "UK", "postal_code": "LS1 1AA"}),
        ("12 Elm St Apt 4, Boston, MA", {"city": "Boston", "region": "MA"}),
        (
            "12345 Main Street, Dallas, TX 75001, USA",
            {"city": "Dallas", "region": "TX", "country": "USA", "postal_code": "75001"},
        ),
        ("12 The Glade, Leeds, England, UK", {"city": "Leeds", "region": "England", "country": "UK"}),
        ("1 Main St", {}),
        ("10115 Berlin, Germany", {"city": "10115 Berlin", "country": "Germany"}),
        ("29 Palms, CA", {"city": "29 Palms", "region": "CA"}),
        ("Flat Rock, MI", {"city": "Flat Rock", "region": "MI"}),
        ("Dublin 4, Ireland", {"city": "Dublin 4", "country": "Ireland"}),
    ],
)
def test_a_place_is_an_address_without_its_street(text: str, place: dict[str, str]):
    assert parsers.place(text) == place
