"""What a member typed in the form for a job."""

from dataclasses import dataclass

from cards.actions.jobs import AddJob, SaveJob
from cards.tree import Option, Value
from connectors.geo.places import Place, Places
from store.jobs import JobDetails
from store.text import is_link


@dataclass(frozen=True, slots=True)
class JobInput:
    """The parsed form. `place` is None if the typed text is not a known place. `errors`: by input."""

    action: AddJob | SaveJob
    place: Place | None
    errors: dict[str, str]

    @property
    def details(self) -> JobDetails:
        """The job to store, without a recruiter."""
        action, place = self.action, self.place
        return JobDetails(
            title=action.title.strip(),
            department=action.department.strip(),
            place=place.label if place else action.place.strip(),
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            remote=action.remote,
            description=action.description.strip(),
            apply_url=action.apply_url.strip(),
        )

    def draft(self) -> dict[str, str | bool]:
        """The input as stored for the next time the form opens."""
        return {
            "title": self.action.title,
            "place": self.place.label if self.place else self.action.place,
            "department": self.action.department,
            "description": self.action.description,
            "apply_url": self.action.apply_url,
            "remote": self.action.remote,
        }

    def values(self) -> dict[str, Value]:
        """The input to put back into the form."""
        values: dict[str, Value] = dict(self.draft())
        if self.place is not None:
            values["place"] = Option(self.place.id, self.place.label)
        return values


def read(action: AddJob | SaveJob, places: Places) -> JobInput:
    """The input with its errors."""
    errors: dict[str, str] = {}
    if not action.title.strip():
        errors["title"] = "A job needs a title."
    if action.apply_url.strip() and not is_link(action.apply_url.strip()):
        errors["apply_url"] = "Use a link like https://example.com."
    return JobInput(action, places.get(action.place) if action.place else None, errors)
