"""Template of an occupation, from which résumés are generated."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Archetype:
    """One occupation. In titles and duties, `{focus}` stands for the person's focus and `{n}` for a number.

    `ladder`: (minimum years, titles), ascending. `employers`: kinds from `employers.py`.
    `skills`: from common ones to those that come with experience. `focuses`: name → the skills it brings."""

    key: str
    department: str
    weight: int  # share of the generated people
    ladder: tuple[tuple[int, tuple[str, ...]], ...]
    employers: tuple[str, ...]
    degrees: tuple[str, ...]  # each repeated according to how common it is
    fields: tuple[str, ...]
    skills: tuple[str, ...]
    focuses: tuple[tuple[str, tuple[str, ...]], ...]
    duties: tuple[str, ...]
    strengths: tuple[str, ...]
    remote: int  # percentage of people who can work from anywhere

    @classmethod
    def of(
        cls, key: str, department: str, *, ladder: str, employers: str, degrees: str, fields: str, skills: str,
        focuses: str, duties: str, strengths: str, weight: int = 5, remote: int = 1,
    ) -> Self:  # fmt: skip
        """Parse one line per part: items separated by commas, groups by bars ("0 Nurse, {focus} Nurse | 4 Senior
        Nurse"; "ICU: Ventilators, Critical Care | Pediatrics: …"; degrees "bachelor 6, master 2")."""
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
