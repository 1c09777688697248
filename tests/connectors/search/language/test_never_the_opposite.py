"""What is negated, compared or meant for another search box is understood or named, never dropped or turned round."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import Filters
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()
AMERICAN = Filters(work_authorization=("citizen", "permanent_resident"))


def read(what):
    return understand(Terms(what=what), PLACES, TITLES)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("nurse < 5 years", Filters(years_to=4)),
        ("nurse <5 years", Filters(years_to=4)),
        ("nurse <= 5 yrs", Filters(years_to=5)),
        ("nurse ≤ 5 years", Filters(years_to=5)),
        ("nurse > 5 years", Filters(years_from=5)),
        ("nurse >= 5 years", Filters(years_from=5)),
        ("nurse under 5 years", Filters(years_to=4)),
        ("nurse under five years", Filters(years_to=4)),
        ("nurse no more than 5 years", Filters(years_to=5)),
        ("nurse not more than 5 years", Filters(years_to=5)),
        ("nurse no less than 5 years", Filters(years_from=5)),
        ("nurse not under 5 years", Filters(years_from=5)),
        ("nurse 5 years or less", Filters(years_to=5)),
        ("nurse 5 years or more", Filters(years_from=5)),
        ("nurse 5 years max", Filters(years_to=5)),
        ("nurse max. 5 years", Filters(years_to=5)),
        ("nurse 5 years minimum", Filters(years_from=5)),
        ("nurse 3+ to 5 years", Filters(years_from=3, years_to=5)),
        ("nurse experience less than 5", Filters(years_to=4)),
        ("nurse experience at least 5", Filters(years_from=5)),
        ("nurse no H1B", AMERICAN),
        ("nurse without H1-B", AMERICAN),
        ("nurse, H1B not accepted", AMERICAN),
        ("nurse no visa", AMERICAN),
        ("nurse don't need sponsorship", AMERICAN),
        ("nurse do not need a visa", AMERICAN),
        ("nurse no visa sponsorship", AMERICAN),
        ("nurse, sponsorship not available", AMERICAN),
        ("nurse not at Google", Filters(company_not=("Google",))),
        ("not at Google nurse", Filters(company_not=("Google",))),
        ("never worked at Mayo Clinic nurse", Filters(company_not=("Mayo Clinic",))),
        ("nurse hasn’t worked at Google", Filters(company_not=("Google",))),
        ("nurse not contacted", Filters(exclude_contacted=True)),
    ],
)
def test_a_comparison_or_negation_sets_the_filter_it_means(text, filters):
    u = read(text)
    assert (u.terms.what, u.terms.filters, u.terms.unsearched) == ("nurse", filters, ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("java and spring and not manager", "java and spring NOT manager"),
        ("java not manager", "java NOT manager"),
        ("java but not manager", "java NOT manager"),
        ("java without a manager", "java NOT manager"),
        ("java w/o php", "java NOT php"),
        ("java excluding php", "java NOT php"),
        ("java no managers or directors", "java NOT (managers OR directors)"),
        ("java no management experience", "java NOT management"),
        ("java no experience in sales", "java NOT sales"),
        ('java no "charge nurse"', 'java NOT "charge nurse"'),
        ("java not (ICU or ER)", "java NOT (ICU or ER)"),
        ("java no PhD", "java NOT PhD"),
        ("java without a PhD", "java NOT PhD"),
        ("java not remote", "java NOT remote"),
        ("developer (Go or Rust, not Java)", "developer ((Go or Rust) NOT Java)"),
        ("developer (java without spring)", "developer (java NOT spring)"),
        ("developer ((java, no managers) or php)", "developer ((java, NOT managers) or php)"),
        ("java or python, not manager", "(java or python) NOT manager"),
        ("not remote engineer", "NOT remote engineer"),
        ("java not Boston", "java NOT Boston"),
        ("java and/or python", "java OR python"),
        ("go anything but java", "go NOT java"),
        ("go everyone except juniors", "go NOT juniors"),
        ("go, anything other than java", "go, NOT java"),
        ("go everything apart from java", "go NOT java"),
        ("go any language besides java", "go NOT java"),
        ("go alles außer Java", "go NOT Java"),
        ("go tout sauf Java", "go NOT Java"),
        ("go todo menos Java", "go NOT Java"),
        ("go todos excepto Java", "go NOT Java"),
        ("go tutto tranne Java", "go NOT Java"),
        ("go iedereen behalve Java", "go NOT Java"),
        ("go everything but php, perl and cobol", "go NOT (php OR perl OR cobol)"),
        ("go without php, perl or cobol", "go NOT (php OR perl OR cobol)"),
        ("go exclude managers", "go NOT managers"),
        ("go who hasn't worked in sales", "go NOT sales"),
        ("nurse who is not a manager", "nurse NOT manager"),
        ("nurses who are not travel nurses", 'nurses NOT ("travel nurses" OR "travel nurse")'),
        ("nurse neither travel nor agency", "nurse NOT (travel OR agency)"),
        ('nurse neither "travel nurse" nor intern', 'nurse NOT "travel nurse" NOT intern'),
        ("java don't want managers", "java NOT managers"),
        ("java, we do not want any managers", "java, NOT managers"),
        ("java non-manager", "java NOT manager"),
        ("developer not project managers", 'developer NOT ("project managers" OR "project manager")'),
        ("java without project management experience", 'java NOT ("project management" OR "project managements")'),
        ("java not from consulting companies", "java NOT consulting"),
        ("go, no new grads", 'go, NOT ("new grads" OR "new grad")'),
        ("go no students or interns", "go NOT (students OR interns)"),
        ("go w/o epa cert", "go NOT epa"),
        ("go, not commission only", "go, NOT commission"),
        ("go geen PHP", "go NOT PHP"),
        ("developer all practice areas but family law", 'developer NOT ("family law" OR "family laws")'),
        ("teacher not substitute not aide", "teacher NOT substitute NOT aide"),
        ("java (no recruiters, no agencies)", "java NOT (recruiters OR agencies)"),
        ("no juniors java", "NOT juniors java"),
    ],
)
def test_plain_negations_become_not(text, what):
    u = read(text)
    assert (u.terms, u.faults) == (Terms(what=what), ())


@pytest.mark.parametrize(
    ("text", "what", "unsearched"),
    [
        ("nothing but java", "java", "“nothing but”"),
        ("developer nothing except java", "developer java", "“nothing except”"),
        ("nichts außer Java", "Java", "“nichts außer”"),
        ("rien que java", "java", "“rien que”"),
        ("not only java", "java", "“not only”"),
        ("go, not limited to java", "go java", "“not limited to”"),
        ("go not necessarily java", "go", "“not necessarily java”"),
    ],
)
def test_what_excludes_nobody_is_no_negation(text, what, unsearched):
    u = read(text)
    assert (u.terms, u.faults) == (Terms(what=what, unsearched=(unsearched,)), ())


@pytest.mark.parametrize("text", ["everything but java", "anyone except juniors", "alles außer Java"])
def test_an_exclusion_alone_is_no_search(text):
    assert [one.message for one in read(text).faults] == ["This only says what to exclude. Add what to search for."]


@pytest.mark.parametrize(
    "text", ["java !manager", "java ! manager", "java != manager", "java,-manager", "java -manager"]
)
def test_signs_before_a_word_exclude_it(text):
    assert read(text).what == read("java NOT manager").what


@pytest.mark.parametrize(
    "text", ["low code no code developer", "not for profit director", "Dr. No director", "java not"]
)
def test_words_that_negate_nothing_stay_words(text):
    assert read(text).terms == Terms(what=text)


@pytest.mark.parametrize(
    ("text", "unsearched"),
    [
        ("nurse not willing to relocate", "“not willing to relocate”"),
        ("nurse not open to work", "“not open to work”"),
        ("nurse not US citizen", "“not US citizen”"),
        ("nurse no green card", "“no green card”"),
        ("no green card nurse", "“no green card”"),
        ("nurse don't require PhD", "“don't require PhD”"),
        ("nurse, don't need managers", "“don't need managers”"),
        ("nurse not 5 years", "“not 5 years”"),
        ("nurse PhD not required", "“PhD not required”"),
        ("nurse degree not required", "“degree not required”"),
        ("nurse no degree required", "“no degree required”"),
        ("nurse, experience is optional", "“experience is optional”"),
        ("nurse not in Boston", "“not in Boston”"),
        ("nurse outside of Boston", "“outside of Boston”"),
        ("nurse except those in Boston", "“except those in Boston”"),
        ("nurse not admitted in NY", "“not admitted in NY”"),
        ("nurse who is not looking for contract", "“who is not looking for contract”"),
        ("nurse not willing to travel", "“not willing to travel”"),
        ("nurse not current Amazon", "“not current Amazon”"),
        ("nurse, under 20", "“under 20”"),
        ("nurse sin experiencia", "“sin experiencia”"),
        ("no experience nurse", "“no experience”"),
        ("nurse everywhere but Boston", "“everywhere but Boston”"),
        ("nurse überall außer Berlin", "“überall außer Berlin”"),
        ("nurse partout sauf Paris", "“partout sauf Paris”"),
        ("nurse < 40", "“< 40”"),
        ("nurse < 5 yrs or > 10 yrs", "“< 5 yrs or > 10 yrs”"),
        ("nurse under 5 years or over 10 years", "“under 5 years or over 10 years”"),
        ("nurse ~", "“~” (synonyms match anyway)"),
        ("~nurse", "“~” (synonyms match anyway)"),
        ("site:linkedin.com/in nurse", "“site:linkedin.com/in” (only web search engines support it)"),
        ("-inurl:jobs nurse", "“-inurl:jobs” (only web search engines support it)"),
    ],
)
def test_what_cannot_be_searched_is_named(text, unsearched):
    u = read(text)
    assert (u.terms, u.faults) == (Terms(what="nurse", unsearched=(unsearched,)), ())


@pytest.mark.parametrize("operator", ["NEAR", "NEAR/5", "NEAR(5)", "ONEAR/3"])
def test_near_is_named(operator):
    u = read(f'"machine learning" {operator} engineer')
    assert u.terms.what == '"machine learning" engineer'
    assert u.terms.unsearched == (f"“{operator}” (the words may be anywhere)",)


def test_an_x_ray_string_loses_only_what_web_search_engines_know():
    u = read(
        'site:linkedin.com/in (intitle:resume OR inurl:cv) ("Python developer" OR "Python engineer") Hyderabad -jobs'
    )
    assert u.terms.what == '("Python developer" OR "Python engineer") -jobs'
    assert (u.terms.where, u.faults, len(u.terms.unsearched)) == ("Hyderabad, India", (), 3)


@pytest.mark.parametrize(
    "text", ['"not a manager"', 'java "no code"', '"site:linkedin.com"', '"NEAR" java', '"dev* x"']
)
def test_quoted_text_is_left_alone(text):
    assert read(text).terms == Terms(what=text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('nurse near Boston -"San Francisco"', 'nurse -"San Francisco"'),
        ("nurse in Boston -(java OR php)", "nurse -(java OR php)"),
        ('nurse Boston !"San Francisco"', 'nurse !"San Francisco"'),
        ("nurse in Boston -title:manager", "nurse -title:manager"),
    ],
)
def test_the_minus_after_a_place_stays_with_what_it_excludes(text, what):
    assert (read(text).terms.what, read(text).terms.where) == (what, "Boston, MA")


@pytest.mark.parametrize(
    ("text", "what", "unsearched"),
    [
        ("Must have: Java, Kafka. Nice to have: AWS, Docker", "Java, Kafka.", "Nice to have: AWS, Docker"),
        ("Must haves: Python, SQL\nNice to haves: dbt, Airflow", "Python, SQL", "Nice to haves: dbt, Airflow"),
        ("Required: BLS, RN. Preferred: ACLS, CCRN", "BLS, RN.", "Preferred: ACLS, CCRN"),
        ("Python dev, ideally ex-FAANG", "Python dev", "ideally ex-FAANG"),
    ],
)
def test_what_is_only_nice_to_have_is_not_required(text, what, unsearched):
    u = read(text)
    assert (u.terms.what, u.terms.filters, u.terms.unsearched) == (what, Filters(), (f"“{unsearched}”",))


def test_the_employees_of_two_companies_are_both_excluded():
    u = read("engineers excluding Google and Meta employees")
    assert (u.terms.what, u.terms.filters) == ("engineers", Filters(company_not=("Google", "Meta")))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nurse not in Boston or Cambridge", "not in Boston or Cambridge"),
        ("nurse nicht in Berlin", "nicht in Berlin"),
        ("nurse pas à Paris", "pas à Paris"),
        ("nurse no en Madrid", "no en Madrid"),
    ],
)
def test_a_place_that_is_excluded_is_never_searched(text, place):
    assert read(text).terms == Terms(what="nurse", unsearched=(f"“{place}”",))


@pytest.mark.parametrize(
    "text", ["nurse who doesn't work at Foo", "nurse who does not work at Foo", "nurse ohne Erfahrung bei Foo"]
)
def test_who_does_not_work_there_is_excluded(text):
    assert read(text).terms == Terms(what="nurse", filters=Filters(company_not=("Foo",)))


def test_one_bound_of_the_years_leaves_the_other():
    assert read("nurse max 5 yrs, min 2 yrs").terms.filters == Filters(years_from=2, years_to=5)
    assert read("nurse between 5 and 3 years").terms.filters == Filters(years_from=3, years_to=5)
    assert read("nurse < 3 years, 5+ years").terms.filters == Filters(years_from=5)


def test_pas_is_a_negation():
    assert read("développeur pas manager").terms.what == "développeur NOT manager"
