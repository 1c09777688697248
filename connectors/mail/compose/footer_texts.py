"""Footer texts of an invitation, in four languages. Keep all four in sync.

The notice covers what Art. 14 GDPR requires in a first message (https://eur-lex.europa.eu/eli/reg/2016/679/art_14/oj):
who holds which data, from where, why and on what legal basis, for how long, and the person's rights.
`receiving/opt_outs.py` must recognize the reply that the notice suggests, and
`receiving/known_footers.py` must list every text."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """The texts in one language. Placeholders: {company} and {email} in `notice`, {source} in `source`."""

    language: str  # name of the language, in that language
    interested: str  # before the answer link of an invitation to connect
    apply: str  # before the answer link of an invitation to apply
    answer_link: str  # shown instead of the link in a preview
    source: str
    notice: str
    never: str  # before the unsubscribe link
    never_link: str
    calendar: str  # before the calendar link
    internet: str  # name of the source "internet"


ENGLISH: Final = Words(
    language="English",
    interested="Let us know whether you're interested:",
    apply="Apply, or let us know you're not interested:",
    answer_link="[answer link]",
    source="Where we found your details: {source}.",
    notice=(
        "{company} stores your name, professional details and this e-mail address to contact you about job "
        "opportunities. The legal basis is our legitimate interest in finding candidates for open positions "
        "(Art. 6(1)(f) GDPR). We keep your data only for as long as we need it for this purpose. You can ask to see, "
        "correct or delete your data, restrict or object to its use, and lodge a complaint with a data protection "
        "authority. To have your data deleted, reply to this e-mail with “Delete my data” or write to {email}."
    ),
    never="Prefer not to hear from us? Unsubscribe here:",
    never_link="[unsubscribe link]",
    calendar="Book a time to talk:",
    internet="publicly available professional profiles on the internet",
)

SPANISH: Final = Words(
    language="Español",
    interested="Indíquenos aquí si le interesa:",
    apply="Presente aquí su candidatura o indíquenos que no le interesa:",
    answer_link="[enlace de respuesta]",
    source="Procedencia de sus datos: {source}.",
    notice=(
        "{company} conserva su nombre, sus datos profesionales y esta dirección de correo electrónico para ponerse en "
        "contacto con usted sobre ofertas de empleo. La base jurídica es nuestro interés legítimo en encontrar "
        "personas para cubrir nuestras vacantes (art. 6.1.f del RGPD). Conservamos sus datos solo durante el tiempo "
        "necesario para este fin. Puede acceder a sus datos, rectificarlos o suprimirlos, limitar su tratamiento u "
        "oponerse a él, así como presentar una reclamación ante una autoridad de protección de datos. Si desea que "
        "eliminemos sus datos, responda a este correo con «Eliminen mis datos» o escriba a {email}."
    ),
    never="¿Prefiere no recibir más mensajes nuestros? Dese de baja aquí:",
    never_link="[enlace de baja]",
    calendar="Reserve aquí una llamada:",
    internet="perfiles profesionales públicos en internet",
)

FRENCH: Final = Words(
    language="Français",
    interested="Dites-nous ici si cela vous intéresse\u00a0:",
    apply="Postulez ici ou dites-nous que cela ne vous intéresse pas\u00a0:",
    answer_link="[lien de réponse]",
    source="Origine de vos données\u00a0: {source}.",
    notice=(
        "{company} conserve votre nom, vos informations professionnelles et cette adresse e-mail afin de vous "
        "contacter au sujet d’offres d’emploi. La base légale est notre intérêt légitime à trouver des personnes pour "
        "nos postes à pourvoir (art.\u00a06, §\u00a01, point f du RGPD). Nous ne conservons vos données que le temps "
        "nécessaire à cette fin. Vous pouvez accéder à vos données, les faire rectifier ou effacer, en limiter le "
        "traitement ou vous y opposer, et adresser une réclamation à une autorité de protection des données. Pour "
        "faire effacer vos données, répondez à cet e-mail par «\u00a0Effacez mes données\u00a0» ou écrivez à "
        "{email}."
    ),
    never="Vous préférez ne plus recevoir nos messages\u00a0? Désinscrivez-vous ici\u00a0:",
    never_link="[lien de désinscription]",
    calendar="Réservez ici un créneau pour en discuter\u00a0:",
    internet="profils professionnels publics sur Internet",
)

GERMAN: Final = Words(
    language="Deutsch",
    interested="Teilen Sie uns hier mit, ob Sie Interesse haben:",
    apply="Hier können Sie sich bewerben oder uns absagen:",
    answer_link="[Link zur Antwort]",
    source="Woher wir Ihre Daten haben: {source}.",
    notice=(
        "{company} speichert Ihren Namen, Ihre beruflichen Daten und diese E-Mail-Adresse, um Sie wegen passender "
        "Stellen zu kontaktieren. Rechtsgrundlage ist unser berechtigtes Interesse, geeignete Personen für offene "
        "Stellen zu finden (Art. 6 Abs. 1 lit. f DSGVO). Wir speichern Ihre Daten nur so lange, wie es dafür nötig "
        "ist. Sie können Auskunft über Ihre Daten verlangen, sie berichtigen oder löschen lassen, ihre Verarbeitung "
        "einschränken lassen oder ihr widersprechen und sich bei einer Datenschutzbehörde beschweren. Wenn wir Ihre "
        "Daten löschen sollen, antworten Sie auf diese E-Mail mit „Löschen Sie meine Daten“ oder schreiben Sie an "
        "{email}."
    ),
    never="Sie möchten keine Nachrichten mehr von uns erhalten? Hier abmelden:",
    never_link="[Link zum Abmelden]",
    calendar="Gesprächstermin vereinbaren:",
    internet="öffentlich zugängliche berufliche Profile im Internet",
)

WORDS: Final[dict[str, Words]] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}
LANGUAGES: Final[tuple[tuple[str, str], ...]] = tuple((code, words.language) for code, words in WORDS.items())


def words_in(language: str) -> Words:
    """The texts in the language, or in English if there are none."""
    return WORDS.get(language, ENGLISH)


def source_words(source: str, label: str, language: str) -> str:
    """The name of the profile's source, as candidates see it. `source`: the stored name; `label`: the public name
    ("Indeed")."""
    return words_in(language).internet if source == "internet" else label
