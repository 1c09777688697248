"""Default invitation texts, used until a recruiter picks a template, in the four languages of `footer_texts.py`.

Each variable that a profile may lack is inside a condition. The signature follows the closing line."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class _Texts:
    """One language: subject and text for each kind of invitation, and the follow-up text."""

    connect: tuple[str, str]
    connect_about_job: tuple[str, str]
    apply: tuple[str, str]
    follow_up: str


_ENGLISH: Final = _Texts(
    connect=(
        "{% if sender.company %}Opportunities at {{ sender.company }}{% else %}A message from "
        "{{ sender.name }}{% endif %}",
        """\
Hello {{ candidate.first_name }},

My name is {{ sender.name }}, and I {% if sender.company %}recruit for {{ sender.company }}\
{% else %}work in recruiting{% endif %}. I came across your profile, and your \
{% if candidate.company %}experience at {{ candidate.company }}{% else %}background{% endif %} stood out.

I'm not writing about a specific opening. I'd like to hear what you're working on and what you might want to do \
next. Would you be open to a short call?

Kind regards,""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.company %} at {{ job.company }}{% endif %}",
        """\
Hello {{ candidate.first_name }},

My name is {{ sender.name }}, and I {% if sender.company %}recruit for {{ sender.company }}\
{% else %}work in recruiting{% endif %}. I'm writing about our {{ job.title }} position\
{% if job.place %} in {{ job.place }}{% endif %}. Your experience\
{% if candidate.company %} at {{ candidate.company }}{% endif %} looks like a strong match.

If you're interested, let me know using the link below. I'd be happy to tell you more about the role and the team.

Kind regards,""",
    ),
    apply=(
        "Invitation to apply: {{ job.title }}{% if job.company %} at {{ job.company }}{% endif %}",
        """\
Hello {{ candidate.first_name }},

My name is {{ sender.name }}, and I {% if sender.company %}recruit for {{ sender.company }}\
{% else %}work in recruiting{% endif %}. I'd like to invite you to apply for our {{ job.title }} position\
{% if job.place %} in {{ job.place }}{% endif %}. Your background looks like a strong match.

You can apply using the link below. If you have any questions first, just reply to this e-mail.

Kind regards,""",
    ),
    follow_up="""\
Hello {{ candidate.first_name }},

I wrote to you a few days ago and wanted to check whether you've had a chance to read my message. I'd be glad to hear \
from you.

If you're not interested, please let me know using the link below, and I won't follow up again.

Kind regards,""",
)

_SPANISH: Final = _Texts(
    connect=(
        "{% if sender.company %}Oportunidades en {{ sender.company }}{% else %}Mensaje de {{ sender.name }}{% endif %}",
        """\
Hola, {{ candidate.first_name }}:

Me llamo {{ sender.name }} y trabajo en selección de personal\
{% if sender.company %} para {{ sender.company }}{% endif %}. He visto su perfil y me ha llamado la atención su \
{% if candidate.company %}experiencia en {{ candidate.company }}{% else %}trayectoria{% endif %}.

No le escribo por un puesto concreto: me gustaría saber a qué se dedica actualmente y qué le gustaría hacer más \
adelante. ¿Tendría tiempo para una breve llamada?

Un cordial saludo,""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.company %} en {{ job.company }}{% endif %}",
        """\
Hola, {{ candidate.first_name }}:

Me llamo {{ sender.name }} y trabajo en selección de personal\
{% if sender.company %} para {{ sender.company }}{% endif %}. Le escribo por una vacante que tenemos abierta\
{% if job.place %} en {{ job.place }}{% endif %}: {{ job.title }}. Su experiencia\
{% if candidate.company %} en {{ candidate.company }}{% endif %} encaja muy bien con el perfil que buscamos.

Si le interesa, indíquemelo a través del enlace de abajo y con mucho gusto le daré más detalles sobre el puesto y el \
equipo.

Un cordial saludo,""",
    ),
    apply=(
        "Invitación a presentar su candidatura: {{ job.title }}{% if job.company %} en {{ job.company }}{% endif %}",
        """\
Hola, {{ candidate.first_name }}:

Me llamo {{ sender.name }} y trabajo en selección de personal\
{% if sender.company %} para {{ sender.company }}{% endif %}. Le escribo por una vacante que tenemos abierta\
{% if job.place %} en {{ job.place }}{% endif %}: {{ job.title }}. Su perfil encaja muy bien con lo que buscamos, por \
lo que me gustaría invitarle a presentar su candidatura.

Puede hacerlo a través del enlace de abajo. Si antes tiene alguna pregunta, no dude en responder a este correo.

Un cordial saludo,""",
    ),
    follow_up="""\
Hola, {{ candidate.first_name }}:

Le escribí hace unos días y quería saber si ha podido leer mi mensaje. Me gustaría mucho conocer su respuesta.

Si no le interesa, puede indicármelo a través del enlace de abajo y no volveré a insistir.

Un cordial saludo,""",
)

_FRENCH: Final = _Texts(
    connect=(
        "{% if sender.company %}Opportunités chez {{ sender.company }}{% else %}Prise de contact – "
        "{{ sender.name }}{% endif %}",
        """\
Bonjour {{ candidate.first_name }},

Je m’appelle {{ sender.name }} et je {% if sender.company %}recrute pour {{ sender.company }}\
{% else %}travaille dans le recrutement{% endif %}. J’ai découvert votre profil, et votre \
{% if candidate.company %}expérience chez {{ candidate.company }}{% else %}parcours{% endif %} a retenu mon attention.

Je ne vous écris pas pour un poste précis\u00a0: j’aimerais savoir ce que vous faites actuellement et ce que vous \
envisagez pour la suite. Seriez-vous disponible pour un bref échange téléphonique\u00a0?

Bien cordialement,""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.company %} chez {{ job.company }}{% endif %}",
        """\
Bonjour {{ candidate.first_name }},

Je m’appelle {{ sender.name }} et je {% if sender.company %}recrute pour {{ sender.company }}\
{% else %}travaille dans le recrutement{% endif %}. Je vous écris au sujet d’un poste à pourvoir\u00a0: \
{{ job.title }}{% if job.place %} ({{ job.place }}){% endif %}. Votre expérience\
{% if candidate.company %} chez {{ candidate.company }}{% endif %} me semble y correspondre tout à fait.

Si ce poste vous intéresse, dites-le-moi via le lien ci-dessous\u00a0: je vous donnerai volontiers plus de détails sur \
le poste et sur l’équipe.

Bien cordialement,""",
    ),
    apply=(
        "Invitation à postuler\u00a0: {{ job.title }}{% if job.company %} chez {{ job.company }}{% endif %}",
        """\
Bonjour {{ candidate.first_name }},

Je m’appelle {{ sender.name }} et je {% if sender.company %}recrute pour {{ sender.company }}\
{% else %}travaille dans le recrutement{% endif %}. Je vous écris au sujet d’un poste à pourvoir\u00a0: \
{{ job.title }}{% if job.place %} ({{ job.place }}){% endif %}. Votre profil me semble y correspondre tout à fait, et \
j’aimerais vous inviter à postuler.

Vous pouvez le faire via le lien ci-dessous. Si vous avez des questions avant de postuler, n’hésitez pas à répondre \
à cet e-mail.

Bien cordialement,""",
    ),
    follow_up="""\
Bonjour {{ candidate.first_name }},

Je vous ai écrit il y a quelques jours et je me permets de revenir vers vous, au cas où mon message vous aurait \
échappé. J’aimerais beaucoup avoir votre retour.

Si cela ne vous intéresse pas, dites-le-moi via le lien ci-dessous, et je ne vous relancerai pas.

Bien cordialement,""",
)

_GERMAN: Final = _Texts(
    connect=(
        "{% if sender.company %}Karrieremöglichkeiten bei {{ sender.company }}{% else %}Nachricht von "
        "{{ sender.name }}{% endif %}",
        """\
Guten Tag {{ candidate.name }},

mein Name ist {{ sender.name }} und ich arbeite im Recruiting\
{% if sender.company %} bei {{ sender.company }}{% endif %}. Ich bin auf Ihr Profil aufmerksam geworden\
{% if candidate.company %}, besonders auf Ihre Erfahrung bei {{ candidate.company }}{% endif %}.

Es geht mir nicht um eine bestimmte Stelle: Ich würde gern erfahren, woran Sie gerade arbeiten und was Sie sich für \
Ihren nächsten beruflichen Schritt wünschen. Hätten Sie Zeit für ein kurzes Telefonat?

Freundliche Grüße""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.company %} bei {{ job.company }}{% endif %}",
        """\
Guten Tag {{ candidate.name }},

mein Name ist {{ sender.name }} und ich arbeite im Recruiting\
{% if sender.company %} bei {{ sender.company }}{% endif %}. Wir besetzen derzeit die Position „{{ job.title }}“\
{% if job.place %} in {{ job.place }}{% endif %}. Ihre Erfahrung\
{% if candidate.company %} bei {{ candidate.company }}{% endif %} passt aus meiner Sicht sehr gut dazu.

Wenn Sie Interesse haben, geben Sie mir gern über den Link unten Bescheid. Ich erzähle Ihnen dann mehr über die \
Aufgaben und das Team.

Freundliche Grüße""",
    ),
    apply=(
        "Einladung zur Bewerbung: {{ job.title }}{% if job.company %} bei {{ job.company }}{% endif %}",
        """\
Guten Tag {{ candidate.name }},

mein Name ist {{ sender.name }} und ich arbeite im Recruiting\
{% if sender.company %} bei {{ sender.company }}{% endif %}. Wir besetzen derzeit die Position „{{ job.title }}“\
{% if job.place %} in {{ job.place }}{% endif %}. Ihr Profil passt aus meiner Sicht sehr gut dazu, deshalb möchte ich \
Sie einladen, sich zu bewerben.

Über den Link unten können Sie sich direkt bewerben. Wenn Sie vorab Fragen haben, antworten Sie gern auf diese E-Mail.

Freundliche Grüße""",
    ),
    follow_up="""\
Guten Tag {{ candidate.name }},

vor einigen Tagen habe ich Ihnen geschrieben und wollte kurz nachfragen, ob Sie meine Nachricht schon lesen konnten. \
Über eine Rückmeldung würde ich mich freuen.

Wenn es für Sie nicht infrage kommt, teilen Sie mir das gern über den Link unten mit. Dann frage ich nicht noch \
einmal nach.

Freundliche Grüße""",
)

_TEXTS: Final = {"en": _ENGLISH, "es": _SPANISH, "fr": _FRENCH, "de": _GERMAN}


def standard(kind: str, language: str, *, job: bool) -> tuple[str, str]:
    """The default subject and text, in English if the language has none. `job`: whether a job is attached, which
    changes the text of an invitation to connect; an invitation to apply always has one."""
    texts = _TEXTS.get(language, _ENGLISH)
    if kind == "apply":
        return texts.apply
    return texts.connect_about_job if job else texts.connect


def standard_follow_up(language: str) -> str:
    """The default text of a follow-up, in English if the language has none."""
    return _TEXTS.get(language, _ENGLISH).follow_up
