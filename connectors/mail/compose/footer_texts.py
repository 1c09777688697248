"""What stands around an invitation, in the languages that are shipped. Written by hand; keep the four alike.

The notice says what Art. 14 GDPR asks for in a first message (https://eur-lex.europa.eu/eli/reg/2016/679/art_14/oj):
who holds the data, which, from where, why and on what ground, for how long, and the rights of the person."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """In braces: {company}, {email}, {source}."""

    language: str  # its own name
    interested: str  # before the answer link of an invitation to connect
    apply: str  # before that of an invitation to apply
    answer_link: str  # what a preview shows in its place
    source: str
    notice: str
    never: str  # before the unsubscribe link
    never_link: str
    calendar: str  # before the calendar link
    internet: str  # the source that is our own index, in words


ENGLISH: Final = Words(
    language="English",
    interested="Interested, or not interested? Tell us here:",
    apply="Apply, or say that you are not interested:",
    answer_link="[answer link]",
    source="Where we have your details from: {source}.",
    notice=(
        "{company} keeps your name, your professional details and this e-mail address to write to you about work. "
        "The legal ground is our legitimate interest in finding people for open roles (Art. 6 (1) f GDPR). We keep "
        "them only as long as that takes. You may see, correct or delete your details, restrict or object to their "
        "use, and complain to a data protection authority. To be forgotten, answer this mail with “Forget me” or "
        "write to {email}."
    ),
    never="No more mails from us, ever:",
    never_link="[unsubscribe link]",
    calendar="Choose a time to talk:",
    internet="professional profiles that are public on the Internet",
)

SPANISH: Final = Words(
    language="Español",
    interested="¿Le interesa o no? Díganoslo aquí:",
    apply="Presente su candidatura o díganos que no le interesa:",
    answer_link="[enlace de respuesta]",
    source="De dónde proceden sus datos: {source}.",
    notice=(
        "{company} conserva su nombre, sus datos profesionales y esta dirección de correo para escribirle sobre "
        "ofertas de trabajo. La base jurídica es nuestro interés legítimo en encontrar personas para los puestos "
        "vacantes (art. 6.1 f del RGPD). Los conservamos solo el tiempo necesario para ello. Puede acceder a sus "
        "datos, rectificarlos o suprimirlos, limitar su tratamiento u oponerse a él, y reclamar ante una autoridad "
        "de protección de datos. Para que le olvidemos, responda a este correo con «Olvídenme» o escriba a {email}."
    ),
    never="No recibir nunca más correos nuestros:",
    never_link="[enlace de baja]",
    calendar="Elija una hora para hablar:",
    internet="perfiles profesionales públicos en Internet",
)

FRENCH: Final = Words(
    language="Français",
    interested="Intéressé(e) ou non ? Dites-le-nous ici :",
    apply="Postulez, ou dites-nous que cela ne vous intéresse pas :",
    answer_link="[lien de réponse]",
    source="D’où viennent vos données : {source}.",
    notice=(
        "{company} conserve votre nom, vos données professionnelles et cette adresse e-mail pour vous écrire au sujet "
        "d’offres d’emploi. La base légale est notre intérêt légitime à trouver des personnes pour nos postes à "
        "pourvoir (art. 6, § 1, f du RGPD). Nous ne les gardons que le temps nécessaire. Vous pouvez accéder à vos "
        "données, les faire rectifier ou effacer, en limiter l’utilisation ou vous y opposer, et saisir une autorité "
        "de protection des données. Pour être oublié(e), répondez « Oubliez-moi » à ce message ou écrivez à {email}."
    ),
    never="Ne plus jamais recevoir de message de notre part :",
    never_link="[lien de désinscription]",
    calendar="Choisissez un moment pour en parler :",
    internet="des profils professionnels publics sur Internet",
)

GERMAN: Final = Words(
    language="Deutsch",
    interested="Interessiert oder nicht interessiert? Sagen Sie es uns hier:",
    apply="Bewerben Sie sich, oder sagen Sie uns, dass Sie nicht interessiert sind:",
    answer_link="[Link zur Antwort]",
    source="Woher wir Ihre Daten haben: {source}.",
    notice=(
        "{company} speichert Ihren Namen, Ihre beruflichen Daten und diese E-Mail-Adresse, um Ihnen wegen "
        "Stellenangeboten zu schreiben. Rechtsgrundlage ist unser berechtigtes Interesse, Menschen für offene Stellen "
        "zu finden (Art. 6 Abs. 1 lit. f DSGVO). Wir speichern sie nur so lange, wie es dafür nötig ist. Sie können "
        "Ihre Daten einsehen, berichtigen oder löschen lassen, ihre Verarbeitung einschränken lassen oder ihr "
        "widersprechen und sich bei einer Datenschutzbehörde beschweren. Damit wir Sie vergessen, antworten Sie auf "
        "diese Mail mit „Vergessen Sie mich“ oder schreiben Sie an {email}."
    ),
    never="Nie wieder Mails von uns:",
    never_link="[Link zum Abmelden]",
    calendar="Wählen Sie eine Zeit für ein Gespräch:",
    internet="berufliche Profile, die im Internet öffentlich sind",
)

WORDS: Final[dict[str, Words]] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}
LANGUAGES: Final[tuple[tuple[str, str], ...]] = tuple((code, words.language) for code, words in WORDS.items())


def words_in(language: str) -> Words:
    """The words of the language, in English where there are none."""
    return WORDS.get(language, ENGLISH)


def source_words(source: str, label: str, language: str) -> str:
    """Where a profile comes from, for the person it is about: `source` is its name in the store, `label` as people
    know it ("Indeed")."""
    return words_in(language).internet if source == "internet" else label
