"""The texts that are shipped: what stands in the form before anybody wrote a template. Written by hand, in the four
languages of `words.py`; every fact that a profile may lack is in a condition. The signature follows below them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class _Texts:
    """Subject and text of each kind, and a follow-up's text."""

    connect: tuple[str, str]
    connect_about_job: tuple[str, str]
    apply: tuple[str, str]
    follow_up: str


_ENGLISH: Final = _Texts(
    connect=(
        "{{ candidate.first_name }}, shall we get to know each other?",
        """\
Hello {{ candidate.first_name }},

I am {{ sender.name }}{% if sender.company %} and recruit for {{ sender.company }}{% endif %}. I read your profile\
{% if candidate.company %} and what you do at {{ candidate.company }}{% endif %}, and would like to get to know you.

There is nothing to apply for: a short talk is enough, so that I know what you would like to do next.

Kind regards""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}: may I tell you more?",
        """\
Hello {{ candidate.first_name }},

I am {{ sender.name }}{% if sender.company %} and recruit for {{ sender.company }}{% endif %}. We are looking for a \
colleague: {{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}. Your profile\
{% if candidate.company %} and what you do at {{ candidate.company }}{% endif %} made me think of you.

May I tell you more about it? A short talk is enough.

Kind regards""",
    ),
    apply=(
        "{{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}: an invitation to apply",
        """\
Hello {{ candidate.first_name }},

I am {{ sender.name }}{% if sender.company %} and recruit for {{ sender.company }}{% endif %}. We have an open role: \
{{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}. Your profile fits it well, so I invite you to apply.

It takes one press below. If you have questions first, just answer this mail.

Kind regards""",
    ),
    follow_up="""\
Hello {{ candidate.first_name }},

I wrote to you some days ago and would still like to hear from you. If it does not interest you, one press below is \
enough, and I will not ask again.

Kind regards""",
)

_SPANISH: Final = _Texts(
    connect=(
        "{{ candidate.first_name }}, ¿nos conocemos?",
        """\
Hola, {{ candidate.first_name }}:

Soy {{ sender.name }}{% if sender.company %} y busco talento para {{ sender.company }}{% endif %}. He leído su perfil\
{% if candidate.company %} y lo que hace en {{ candidate.company }}{% endif %}, y me gustaría conocerle.

No hay nada que solicitar: basta una breve conversación para saber cuál le gustaría que fuera su próximo paso.

Un cordial saludo""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.place %} en {{ job.place }}{% endif %}: ¿le cuento más?",
        """\
Hola, {{ candidate.first_name }}:

Soy {{ sender.name }}{% if sender.company %} y busco talento para {{ sender.company }}{% endif %}. Tenemos un puesto \
vacante: {{ job.title }}{% if job.place %} en {{ job.place }}{% endif %}. He pensado en usted al leer su \
perfil{% if candidate.company %} y lo que hace en {{ candidate.company }}{% endif %}.

¿Puedo contarle más? Basta una breve conversación.

Un cordial saludo""",
    ),
    apply=(
        "{{ job.title }}{% if job.place %} en {{ job.place }}{% endif %}: le invitamos a presentar su candidatura",
        """\
Hola, {{ candidate.first_name }}:

Soy {{ sender.name }}{% if sender.company %} y busco talento para {{ sender.company }}{% endif %}. Tenemos un puesto \
vacante: {{ job.title }}{% if job.place %} en {{ job.place }}{% endif %}. Su perfil encaja bien, y por eso le invito a \
presentar su candidatura.

Basta un clic en el enlace de abajo. Si antes tiene alguna pregunta, responda a este correo.

Un cordial saludo""",
    ),
    follow_up="""\
Hola, {{ candidate.first_name }}:

Le escribí hace unos días y me seguiría gustando conocer su respuesta. Si no le interesa, basta un clic en el enlace \
de abajo y no volveré a preguntarle.

Un cordial saludo""",
)

_FRENCH: Final = _Texts(
    connect=(
        "{{ candidate.first_name }}, faisons connaissance ?",
        """\
Bonjour {{ candidate.first_name }},

Je suis {{ sender.name }}{% if sender.company %} et je recrute pour {{ sender.company }}{% endif %}. J’ai lu votre \
profil{% if candidate.company %} et ce que vous faites chez {{ candidate.company }}{% endif %}, et j’aimerais faire \
votre connaissance.

Il ne s’agit pas de postuler : un court échange suffit, pour savoir ce que vous aimeriez faire ensuite.

Bien cordialement""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.place %} ({{ job.place }}){% endif %} : puis-je vous en dire plus ?",
        """\
Bonjour {{ candidate.first_name }},

Je suis {{ sender.name }}{% if sender.company %} et je recrute pour {{ sender.company }}{% endif %}. Nous avons un \
poste à pourvoir : {{ job.title }}{% if job.place %} ({{ job.place }}){% endif %}. J’ai pensé à vous en lisant votre \
profil{% if candidate.company %} et ce que vous faites chez {{ candidate.company }}{% endif %}.

Puis-je vous en dire plus ? Un court échange suffit.

Bien cordialement""",
    ),
    apply=(
        "{{ job.title }}{% if job.place %} ({{ job.place }}){% endif %} : une invitation à postuler",
        """\
Bonjour {{ candidate.first_name }},

Je suis {{ sender.name }}{% if sender.company %} et je recrute pour {{ sender.company }}{% endif %}. Nous avons un \
poste à pourvoir : {{ job.title }}{% if job.place %} ({{ job.place }}){% endif %}. Votre profil y correspond bien, \
c’est pourquoi je vous invite à postuler.

Un clic ci-dessous suffit. Si vous avez d’abord des questions, répondez simplement à ce message.

Bien cordialement""",
    ),
    follow_up="""\
Bonjour {{ candidate.first_name }},

Je vous ai écrit il y a quelques jours et j’aimerais toujours avoir votre réponse. Si cela ne vous intéresse \
pas, un clic ci-dessous suffit, et je ne vous solliciterai plus.

Bien cordialement""",
)

_GERMAN: Final = _Texts(
    connect=(
        "{{ candidate.name }}, wollen wir uns kennenlernen?",
        """\
Guten Tag {{ candidate.name }},

ich bin {{ sender.name }}{% if sender.company %} und suche Menschen für {{ sender.company }}{% endif %}. Ich habe Ihr \
Profil gelesen{% if candidate.company %} und was Sie bei {{ candidate.company }} tun{% endif %} und würde Sie gern \
kennenlernen.

Es geht nicht um eine Bewerbung: Ein kurzes Gespräch genügt, damit ich weiß, was Sie als Nächstes tun möchten.

Freundliche Grüße""",
    ),
    connect_about_job=(
        "{{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}: Darf ich Ihnen mehr erzählen?",
        """\
Guten Tag {{ candidate.name }},

ich bin {{ sender.name }}{% if sender.company %} und suche Menschen für {{ sender.company }}{% endif %}. Wir haben \
eine offene Stelle: {{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}. Bei Ihrem Profil\
{% if candidate.company %} und dem, was Sie bei {{ candidate.company }} tun,{% endif %} habe ich an Sie gedacht.

Darf ich Ihnen mehr erzählen? Ein kurzes Gespräch genügt.

Freundliche Grüße""",
    ),
    apply=(
        "{{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}: eine Einladung zur Bewerbung",
        """\
Guten Tag {{ candidate.name }},

ich bin {{ sender.name }}{% if sender.company %} und suche Menschen für {{ sender.company }}{% endif %}. Wir haben \
eine offene Stelle: {{ job.title }}{% if job.place %} in {{ job.place }}{% endif %}. Ihr Profil passt gut dazu, \
deshalb lade ich Sie ein, sich zu bewerben.

Ein Klick unten genügt. Wenn Sie vorher Fragen haben, antworten Sie einfach auf diese Mail.

Freundliche Grüße""",
    ),
    follow_up="""\
Guten Tag {{ candidate.name }},

vor einigen Tagen habe ich Ihnen geschrieben und würde mich weiterhin über eine Antwort freuen. Wenn es Sie nicht \
interessiert, genügt ein Klick unten, und ich frage nicht noch einmal.

Freundliche Grüße""",
)

_TEXTS: Final = {"en": _ENGLISH, "es": _SPANISH, "fr": _FRENCH, "de": _GERMAN}


def standard(kind: str, language: str, *, job: bool) -> tuple[str, str]:
    """Subject and text to begin with, in English where there are none in the language. An invitation to connect reads
    otherwise when a job is attached; one to apply needs a job."""
    texts = _TEXTS.get(language, _ENGLISH)
    if kind == "apply":
        return texts.apply
    return texts.connect_about_job if job else texts.connect


def standard_follow_up(language: str) -> str:
    """The text of a follow-up to begin with."""
    return _TEXTS.get(language, _ENGLISH).follow_up
