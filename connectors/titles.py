"""Aliases of job titles and skills: SWE is a software engineer, k8s is Kubernetes."""

from collections.abc import Iterable
from pathlib import Path

from connectors.geo.plain import plain
from connectors.geo.regions import DATA, rows

_COMPOUNDS = (  # endings of German, Dutch and Swedish titles: "Softwareentwicklerin", "LKW-Fahrer"
    *("entwickler", "ingenieur", "leiter", "fahrer", "pfleger", "berater", "verkaufer", "techniker", "helfer"),
    *("mechaniker", "elektroniker", "halter", "arbeiter", "meister", "erzieher", "lehrer", "vertreter"),
    *(
        f"{one}in"
        for one in ("entwickler", "ingenieur", "leiter", "fahrer", "pfleger", "berater", "verkaufer", "lehrer")
    ),
    *(
        "schwester",
        "fachkraft",
        "pflegekraft",
        "assistent",
        "assistentin",
        "kaufmann",
        "kauffrau",
        "monteur",
        "kundige",
    ),
    *("chauffeur", "medewerker", "ontwikkelaar", "skoterska", "utvecklare", "ingenjor"),
)


class Titles:
    """The curated aliases. Names are compared folded and have at most `longest` words."""

    def __init__(
        self, groups: Iterable[tuple[str, ...]], choices: dict[str, tuple[str, ...]], jobs: Iterable[str] = ()
    ) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        self._choices = {plain(word): meanings for word, meanings in choices.items()}
        for group in groups:
            for name in group:
                known = self._names.get(plain(name), ())
                new = (one for one in group if plain(one) != plain(name) and one not in known)
                self._names[plain(name)] = (*known, *new)
        self._jobs = {*map(plain, jobs), *(name.split()[-1] for name in self._names)}
        self.longest = max((len(name.split()) for name in (*self._names, *self._choices)), default=1)

    @staticmethod
    def open(folder: Path = DATA) -> "Titles":
        """Load the bundled names."""
        groups = [(name, *others.split("|")) for name, others, _ in rows(folder / "aliases.tsv")]
        choices = {word: tuple(meanings.split("|")) for word, meanings in rows(folder / "ambiguous.tsv")}
        jobs = [word for (line,) in rows(folder / "job_words.tsv") for word in line.split()]
        return Titles(groups, choices, jobs)

    def expand(self, name: str) -> tuple[str, ...]:
        """The aliases of a name, most common first, without the name itself; empty if there are none."""
        return self._names.get(plain(name), ())

    def is_job_word(self, word: str) -> bool:
        """Whether a word, singular or plural, names a job or a skill, or ends such a name."""
        folded = plain(word).rpartition(" ")[2]
        return (
            folded in self._jobs
            or (folded.endswith("s") and folded[:-1] in self._jobs)
            or (len(folded) > 9 and folded.endswith(_COMPOUNDS))
        )

    def known(self, name: str) -> bool:
        """Whether the name is one of the curated ones."""
        return plain(name) in self._names

    def ambiguous(self, word: str) -> tuple[str, ...]:
        """The meanings of an ambiguous word ("PM"), likeliest first; empty if it is not ambiguous."""
        return self._choices.get(plain(word), ())
