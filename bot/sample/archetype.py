"""What an occupation looks like in a résumé."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Archetype:
    """One occupation. `{focus}` in a title or a duty stands for the person's focus, `{n}` for a number.

    `ladder`: from how many years on which titles, ascending. `employers`: kinds of `employers.py`.
    `skills`: from what everybody has to what comes with years. `focuses`: name → skills that come with it."""

    key: str
    department: str
    weight: int  # its share of the people
    ladder: tuple[tuple[int, tuple[str, ...]], ...]
    employers: tuple[str, ...]
    degrees: tuple[str, ...]  # as often as it is common
    fields: tuple[str, ...]
    skills: tuple[str, ...]
    focuses: tuple[tuple[str, tuple[str, ...]], ...]
    duties: tuple[str, ...]
    strengths: tuple[str, ...]
    remote: int  # per cent whose work can be done from anywhere

    @classmethod
    def of(
        cls, key: str, department: str, *, ladder: str, employers: str, degrees: str, fields: str, skills: str,
        focuses: str, duties: str, strengths: str, weight: int = 5, remote: int = 1,
    ) -> Self:  # fmt: skip
        """From one line per part: items parted by commas, groups by bars ("0 Nurse, {focus} Nurse | 4 Senior Nurse";
        "ICU: Ventilators, Critical Care | Pediatrics: …"; degrees "bachelor 6, master 2")."""
        steps = [step.split(" ", 1) for step in _parted(ladder, "|")]
        groups = [focus.split(":", 1) for focus in _parted(focuses, "|")]
        shares = [degree.split(" ") for degree in _parted(degrees, ",")]
        return cls(
            key=key,
            department=department,
            weight=weight,
            ladder=tuple((int(years), _parted(titles, ",")) for years, titles in steps),
            employers=_parted(employers, ","),
            degrees=tuple(name for name, share in shares for _ in range(int(share))),
            fields=_parted(fields, ","),
            skills=_parted(skills, ","),
            focuses=tuple((name.strip(), _parted(brings, ",")) for name, brings in groups),
            duties=_parted(duties, "|"),
            strengths=_parted(strengths, "|"),
            remote=remote,
        )


def _parted(words: str, at: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in words.split(at) if part.strip())
