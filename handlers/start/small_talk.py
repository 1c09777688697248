"""Small talk: a greeting, thanks, "what can you do?". It is answered, not searched for.

Only when every word belongs to it: "hello" is a greeting, "hello kitty designer" a search.
"""

import re
import unicodedata
from enum import IntEnum

_LONGEST = 120  # characters: nobody greets at greater length


class SmallTalk(IntEnum):
    """What a text is about, from the least to the most definite: "hi, what can you do?" is a question."""

    HELLO = 1
    BYE = 2
    EMOJI = 3
    OKAY = 4
    THANKS = 5
    UNDO = 6
    ABILITIES = 7
    CREDITS = 8


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PHRASES: dict[SmallTalk, str] = {  # comma-separated, folded: lowercase, no accents, no punctuation
    SmallTalk.HELLO: """
        hello, hi, hey, hiya, heya, yo, howdy, greetings, good morning, good afternoon, good evening, good day,
        morning, good to see you, nice to meet you, are you there, anyone there, anybody there, knock knock, how are
        you, how are you doing, how is it going, hows it going, whats up, what s up, sup, hallo, moin, moin moin,
        servus, gruss dich, gruss gott, grussi, gruezi, guten morgen, guten tag, guten abend, gute tag, tag, tach, na,
        wie geht s, wie gehts, wie geht es dir, wie geht es ihnen, mahlzeit, bonjour, bonsoir, salut, coucou, allo,
        rebonjour, ca va, comment ca va, comment allez vous, hola, buenos dias, buen dia, buenas, buenas tardes,
        buenas noches, que tal, como estas, como esta, saludos, ciao, buongiorno, buonasera, salve, come va, ola, oi,
        bom dia, boa tarde, boa noite, tudo bem, hoi, goedemorgen, goedemiddag, goedenavond, goedendag, czesc, dzien
        dobry, dobry wieczor, hej, hei, god morgen, merhaba, ahoj, namaste, start over, restart, reset, main menu
    """,
    SmallTalk.BYE: """
        bye, bye bye, goodbye, good bye, good night, see you, see you later, see you tomorrow, cya, have a nice day,
        have a good day, have a great day, have a nice weekend, have a good weekend, enjoy your weekend, tschuss,
        tschuess, auf wiedersehen, bis dann, bis morgen, bis bald, schonen tag, schonen feierabend, gute nacht, au
        revoir, a bientot, a demain, a plus, bonne journee, bonne soiree, bonne nuit, bon week end, adios, hasta
        luego, hasta manana, hasta pronto, buen fin de semana, arrivederci, a presto, tchau, ate logo, tot ziens, do
        widzenia, doei
    """,
    SmallTalk.OKAY: """
        ok, okay, okey, oki, k, kk, okidoki, ok then, yes, yep, yeah, yup, no, nope, sure, fine, great, cool, good,
        nice one, awesome, perfect, excellent, super, wonderful, amazing, brilliant, alright, all right, all good, got
        it, understood, i see, makes sense, sounds good, well done, good job, great job, nice work, good work, good
        bot, never mind, nevermind, no problem, no worries, forget it, done, lol, haha, hahaha, wow, oops, sorry, my
        bad, alles klar, gut, sehr gut, prima, passt, verstanden, ja, nein, jo, klar, genau, schon gut, egal,
        entschuldigung, d accord, daccord, oui, non, tres bien, parfait, entendu, c est bon, compris, bien, desole,
        vale, si, claro, muy bien, perfecto, de acuerdo, entendido, listo, perdon, va bene, perfetto, tudo certo,
        goed, dobrze
    """,
    SmallTalk.THANKS: """
        thanks, thank you, thank u, thankyou, thx, tnx, ty, tysm, cheers, much appreciated, appreciated, appreciate
        it, i appreciate it, many thanks, thanks a lot, thanks a million, thanks a bunch, thanks so much, thank you so
        much, thank you very much, thanks again, thanks in advance, that helps, very helpful, that was helpful, for
        your help, for the help, for helping, for helping me, for your time, fur deine hilfe, fur ihre hilfe, pour ton
        aide, pour votre aide, por tu ayuda, por su ayuda, danke, danke dir, danke ihnen, danke schon, dankeschon,
        danke sehr, vielen dank, besten dank, herzlichen dank, tausend dank, merci, merci beaucoup, merci bien, mille
        mercis, je vous remercie, je te remercie, gracias, muchas gracias, mil gracias, muchisimas gracias, se
        agradece, te lo agradezco, grazie, grazie mille, obrigado, obrigada, muito obrigado, muito obrigada, bedankt,
        dank je, dank je wel, dank u, dank u wel, dziekuje, dzieki, tack, takk, tak tak, arigato
    """,
    SmallTalk.UNDO: """
        undo, undo it, undo that, undo this, undo last, undo the last, undo please, undo the last one, take it back,
        take that back, revert, revert it, revert that, cancel, cancel it, cancel that, stop, stop it, abort, go back,
        oops undo, can you undo that, can you undo, can you undo this, how do i undo, how do i undo that, how can i
        undo, how can i undo that, that was a mistake, that was wrong, wrong button, i made a mistake, ruckgangig,
        ruckgangig machen, mach das ruckgangig, das ruckgangig machen, zuruck, zurucknehmen, abbrechen, stopp,
        widerrufen, annuler, annule, annulez, defaire, retour, deshacer, deshaz, deshazlo, cancelar, cancela, atras,
        annulla, desfazer, ongedaan maken, cofnij
    """,
    SmallTalk.ABILITIES: """
        what can you do, what do you do, what are you, who are you, what is this, what s this, whats this, what can i
        do, what can i ask, what can i ask you, what can i type, what can i say, what can this do, what else can you
        do, how does this work, how do you work, how does it work, how do i use this, how do i use you, how to use
        this, how can you help, how can you help me, how do i start, how do i begin, how do i search, where do i
        start, what should i do, what now, what next, help me, please help, can you help, can you help me, i need
        help, need help, help please, i am lost, i m lost, im lost, menu, commands, options, show commands, list
        commands, show me the commands, what commands, what are the commands, what are you able to do, are you a bot,
        are you human, are you a robot, tell me about yourself, tutorial, instructions, guide me, faq, what is
        sourcer, help, was kannst du, was kannst du alles, was konnen sie, was machst du, wer bist du, was bist du,
        wie geht das, wie funktioniert das, wie funktionierst du, hilfe, hilf mir, kannst du mir helfen, befehle, ich
        brauche hilfe, que peux tu faire, que pouvez vous faire, qu est ce que tu peux faire, qu est ce que tu sais
        faire, que sais tu faire, qui es tu, comment ca marche, aide, aide moi, a l aide, aidez moi, commandes, que
        puedes hacer, que sabes hacer, que haces, quien eres, como funciona, como funcionas, ayuda, ayudame, comandos,
        necesito ayuda, cosa puoi fare, cosa sai fare, chi sei, aiuto, come funziona, o que voce pode fazer, ajuda,
        wat kun je, wat kan je, wie ben je, co potrafisz, pomoc
    """,
    SmallTalk.CREDITS: """
        wie viele credits habe ich, wie viele credits habe ich noch, wieviele credits habe ich, guthaben, mein
        guthaben, wie viel guthaben habe ich, wie viel guthaben habe ich noch, wie viele credits haben wir, wie ist
        mein guthaben, combien de credits ai je, combien ai je de credits, combien de credits il me reste, combien me
        reste t il de credits, combien de credits me reste t il, combien de credits reste t il, mes credits, combien j
        ai de credits, cuantos creditos tengo, cuantos creditos me quedan, cuantos creditos quedan, mis creditos,
        quanti crediti ho, quantos creditos tenho, hoeveel credits heb ik, ile mam kredytow
    """,
}
_PHRASE = {
    tuple(phrase.split()): kind for kind, listed in _PHRASES.items() for phrase in listed.replace("\n", " ").split(",")
}
_MOST_WORDS = max(map(len, _PHRASE))
_FILLER = _set(
    """
    there sourcer bot team all everyone everybody guys folks friend friends mate again dear you so much very
    just then please pls and now today oh ah um well hmm the my for that this it everything your la le les a
    tous tout toi vous zusammen alle allerseits leute du ihr dir ihnen fur und bitte ein liebe lieber liebes
    todos equipo amigo amigos por favor y todo tutti ragazzi amico per et de moi svp s il te plait beaucoup
    muchas nochmal nochmals
    """
)
_CREDITS = {"credit", "credits"}
_ABOUT_CREDITS = _set(
    """
    how many much do does i we have has left remaining my our the are is there what whats s show me balance
    check got still any see get of can could tell please hi hello hey you use spend used spent did number
    amount us out need to know
    """
)
_SYNTAX = re.compile(r"[^\w\s'’´`.,;:!?¿¡()*~…-]|\b(?:AND|OR|NOT)\b")  # as in a search; so are quotes and "+"
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
_MEANINGS: dict[SmallTalk, frozenset[str]] = {
    SmallTalk.HELLO: _set(
        """
    👋 🙋 :wave: :raising_hand: :hello:
    """
    ),
    SmallTalk.THANKS: _set(
        """
    🙏 ❤ 💙 💚 💜 🥰 😍 💐 :pray: :heart: :bow: :thankyou: :thank_you: :thanks: :blue_heart: :bouquet:
    """
    ),
    SmallTalk.OKAY: _set(
        """
    👍 👌 ✅ ✔ 🎉 💯 🆗 🙂 😀 😃 😄 😊 👏 🚀 🔥 :+1: :thumbsup: :ok: :ok_hand: :white_check_mark: :heavy_check_mark:
    :tada: :100: :smile: :slightly_smiling_face: :clap: :rocket: :fire: :raised_hands: :grinning: :smiley:
    """
    ),
}


def small_talk(text: str) -> SmallTalk | None:
    """What the text is about; None if it may be a search."""
    if len(text) > _LONGEST:
        return None
    emoji, rest = _without_emoji(text)
    if _SYNTAX.search(rest):
        return None
    words = _words(rest)
    if not words:
        return emoji
    if _CREDITS & set(words) and _asks_for_credits(words):
        return SmallTalk.CREDITS
    found = _phrases(words)
    return max(found) if found else None


def _without_emoji(text: str) -> tuple[SmallTalk | None, str]:
    """What the emoji mean, if there are any, and the text without them."""
    codes = [code.lower() for code in _EMOJI_CODE.findall(text)]
    rest = _EMOJI_CODE.sub(" ", text)
    signs = [sign for sign in rest if _is_emoji(sign)]
    rest = "".join(" " if _is_emoji(sign) else sign for sign in rest)
    for kind, meaning in _MEANINGS.items():
        if meaning & {*codes, *signs}:
            return kind, rest
    return (SmallTalk.EMOJI if codes or signs else None), rest


def _is_emoji(sign: str) -> bool:
    """Pictographs, the parts that join them, and skin tones; none of the signs that people type in a search."""
    return (unicodedata.category(sign) in ("So", "Sk", "Cs") and ord(sign) > 0xFF) or sign in "\u200d\ufe0f\u20e3"


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ł", "l"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(re.findall(r"[^\W_]+", plain))


def _asks_for_credits(words: tuple[str, ...]) -> bool:
    """ "credits" or a question, and nothing that could be a job: "credit analyst" is one."""
    asks = "credits" in words or {"how", "what", "whats", "my"} & set(words)
    return bool(asks) and all(word in _CREDITS or word in _ABOUT_CREDITS for word in words)


def _phrases(words: tuple[str, ...]) -> list[SmallTalk]:
    """The kinds of phrases that the text consists of; empty if anything else is in it."""
    found: list[SmallTalk] = []
    at = 0
    while at < len(words):
        longest = min(_MOST_WORDS, len(words) - at)
        sizes = (size for size in range(longest, 0, -1) if words[at : at + size] in _PHRASE)
        size = next(sizes, 0)
        if size:
            found.append(_PHRASE[words[at : at + size]])
        elif words[at] not in _FILLER:
            return []
        at += size or 1
    return found
