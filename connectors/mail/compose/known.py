"""The variables that have a value for one invitation, and why the others have none."""

from dataclasses import dataclass

from connectors.mail.compose.facts import Facts, unfit, values
from connectors.mail.compose.marks import mark


@dataclass(frozen=True, slots=True)
class Known:
    """The variables of one invitation. `fit`: the usable values; `why`: for each unusable value, the reason."""

    fit: dict[str, str]
    why: dict[str, str]
    job: bool

    @classmethod
    def of(cls, facts: Facts) -> "Known":
        found = values(facts)
        why = {name: wrong for name, value in found.items() if value and (wrong := unfit(name, value))}
        return cls({name: "" if name in why else value for name, value in found.items()}, why, facts.job is not None)

    def missing(self, name: str) -> str:
        """The error message for a variable that cannot be filled in: the reason, and what to do."""
        written = mark(name)
        if name in self.why:
            return f"{written} {self.why[name]}. Write it yourself instead."
        match name.partition(".")[0]:
            case "job" if not self.job:
                return f"{written} is empty because no job is attached. Attach one, or remove {written}."
            case "sender" | "job" if name.endswith(".company"):
                return f"{written} is empty. An admin can add your company name in Settings. Or remove it."
            case "sender":
                return f"{written} is empty. Add it in your sender settings, or remove it."
            case _:
                return f"{written} is empty. Remove it, or put it in square brackets: [words with {written}]."
