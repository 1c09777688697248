"""Whether a person seems to fit the job of an invitation. Says something only if it is fairly sure that they do not."""

from connectors.geo.places import Places
from connectors.profiles import Post
from connectors.profiles import Profile as SourceProfile
from connectors.search.fold import fold, words
from connectors.search.index.geo import distance_km
from connectors.search.job_words import alike, work_words
from connectors.titles import Titles
from handlers.views.profile_views import MILE, format_place, shown_name
from store.outreach.contact_checks import ContactIssue
from store.tables.core import Job

MISFIT = "misfit"  # name of the warning
FAR = 100 * MILE  # kilometers


def misfit(person: SourceProfile, job: Job | None, titles: Titles, places: Places) -> tuple[ContactIssue, ...]:
    """A warning if their work has nothing in common with the job, or if they live far from it and may not want to move.

    Unknown facts never cause a warning."""
    if job is None:
        return ()
    other_work, away = _other_work(person, job, titles), _away(person, job, places)
    name, place = shown_name(person.name), format_place(person.place)
    if other_work:
        here, there = (f" in {place}", f" in {job.place}") if away else ("", "")
        text = f"{name} is {_article(_work(person))} {_work(person)}{here}; the job is {job.title}{there}."
    elif away:
        text = f"{name} is in {place}; the job, {job.title}, is in {job.place}, about {away / MILE:,.0f} miles away."
    else:
        return ()
    return (ContactIssue(MISFIT, False, f"Is this the right job? {text}"),)


def _other_work(person: SourceProfile, job: Job, titles: Titles) -> bool:
    """Whether none of their titles and skills, nor their headline, shares a word or an alias with the job."""
    wanted = work_words((job.title,), titles)
    theirs = work_words((*_titles(person), person.headline or "", *person.skills), titles)
    if not _work(person) or not wanted or not any(word.isascii() for word in theirs):
        return False
    if any(word.isascii() for word in wanted) and not alike(theirs, wanted | work_words((job.department,), titles)):
        return not _described(person, job)
    return False


def _titles(person: SourceProfile) -> list[str]:
    return [post.title for post in person.experience if post.title]


def _described(person: SourceProfile, job: Job) -> bool:
    """Whether the job's description names one of their titles or skills."""
    described = f" {' '.join(words(job.description))} "
    return any(f" {' '.join(words(name))} " in described for name in (*_titles(person), *person.skills) if words(name))


def _work(person: SourceProfile) -> str:
    """Their current title, or else the headline or the last title."""
    posts: list[Post] = [post for post in person.experience if post.title]
    post = next((post for post in posts if not post.end), None)
    return (post.title if post else "") or person.headline or (posts[0].title if posts else "") or ""


def _article(work: str) -> str:
    return "an" if fold(work)[:1] in tuple("aeiou") else "a"


def _away(person: SourceProfile, job: Job, places: Places) -> float:
    """Kilometers between the person and the job if that is too far to travel, neither is remote and the person won't
    relocate; else 0."""
    place = person.place
    if job.remote or person.remote in ("yes", "only") or person.willing_to_relocate or place is None:
        return 0
    if place.lat is None or place.lon is None or job.lat is None or job.lon is None:
        return 0
    away = distance_km(place.lat, place.lon, job.lat, job.lon)
    if away <= FAR or not (place.city or place.postal_code) or not _is_a_town(job.place, places):
        return 0
    return away


def _is_a_town(text: str, places: Places) -> bool:
    """Whether the place is a town: not a whole state or country, whose center may be far from where its people live."""
    found = places.find(text)
    return bool(found) and found[0].kind in ("city", "zip", "metro")
