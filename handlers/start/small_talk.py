"""Small talk: a greeting, thanks, "what can you do?". Small talk is answered, not searched for.

A message is small talk only if every word belongs to it: "hello" is a greeting, "hello kitty designer" a search.
"""

import re
import unicodedata
from enum import IntEnum

_LONGEST = 120  # characters: longer texts are not small talk


class SmallTalk(IntEnum):
    """What a message is about, from least to most definite: "hi, what can you do?" is a question."""

    HELLO = 1
    BYE = 2
    EMOJI = 3
    OKAY = 4
    THANKS = 5
    UNDO = 6
    ABILITIES = 7
    CREDITS = 8
    COST = 9


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
        dobry, dobry wieczor, hej, hei, god morgen, merhaba, ahoj, namaste, start over, restart, reset, main menu,
        test, test test, testing testing, testing 1 2 3, test 1 2 3, testing 123, is this thing on, is this on, does
        this work, does it work, is it working, is this working, hello world, ping, are you awake, are you alive, are
        you online, is anyone there, is anybody there, is there anybody out there, hi there, ein test, nur ein test,
        teste, probe, bist du da, jemand da, ist da jemand, essai, c est un test, ceci est un test, juste un test, tu
        es la, es tu la, vous etes la, il y a quelqu un, prueba, probando, es una prueba, esto es una prueba, una
        prueba, estas ahi, hay alguien, hay alguien ahi, just a test, this is a test, just testing
    """,
    SmallTalk.BYE: """
        bye, bye bye, goodbye, good bye, good night, see you, see you later, see you tomorrow, cya, have a nice day,
        have a good day, have a great day, have a nice weekend, have a good weekend, enjoy your weekend, tschuss,
        tschuess, auf wiedersehen, bis dann, bis morgen, bis bald, schonen tag, schonen feierabend, gute nacht, au
        revoir, a bientot, a demain, a plus, bonne journee, bonne soiree, bonne nuit, bon week end, adios, hasta
        luego, hasta manana, hasta pronto, buen fin de semana, arrivederci, a presto, tchau, ate logo, tot ziens, do
        widzenia, doei, exit, quit, close, gotta go, got to go, i m done, im done, that s all, thats all, that is all,
        that will be all, cu, see ya, later, talk to you later, ttyl, take care, das war s, das wars, das war alles,
        ich bin fertig, feierabend, mach s gut, c est tout, ce sera tout, j ai fini, j ai termine, eso es todo, nada
        mas, ya termine, ya esta, nos vemos
    """,
    SmallTalk.OKAY: """
        ok, okay, okey, oki, k, kk, okidoki, ok then, yes, yep, yeah, yup, no, nope, sure, fine, great, cool, good,
        nice one, awesome, perfect, excellent, super, wonderful, amazing, brilliant, alright, all right, all good, got
        it, understood, i see, makes sense, sounds good, well done, good job, great job, nice work, good work, good
        bot, never mind, nevermind, no problem, no worries, forget it, done, lol, haha, hahaha, wow, oops, sorry, my
        bad, alles klar, gut, sehr gut, prima, passt, verstanden, ja, nein, jo, klar, genau, schon gut, egal,
        entschuldigung, d accord, daccord, oui, non, tres bien, parfait, entendu, c est bon, compris, bien, desole,
        vale, si, claro, muy bien, perfecto, de acuerdo, entendido, listo, perdon, va bene, perfetto, tudo certo,
        goed, dobrze, nice, very nice, how nice, ok nice, that s nice, thats nice, that is nice, looks good, looks
        great, love it, i love it, that s great, thats great, that s cool, thats cool, very cool, interesting, very
        good, fair enough, noted, right, exactly, correct, of course, absolutely, definitely, maybe, i guess, i don t
        know, i dont know, idk, not now, not yet, not today, later maybe, maybe later, no need, doesn t matter, it
        doesn t matter, doesnt matter, ignore that, ignore it, ignore me, ignore this, disregard, disregard that, skip
        it, forget that, forget about it, scratch that, drop it, hm, hmm, hmmm, uh, uhm, omg, whatever, my mistake, oh
        no, oh well, i m sorry, im sorry, nvm, kein problem, macht nichts, vergiss es, vergiss das, vergessen sie es,
        lass gut sein, lass es, nicht so wichtig, nicht notig, spater, nett, schon, sehr schon, toll, klasse, spitze,
        geil, super gemacht, gut gemacht, genial, stimmt, richtig, naturlich, in ordnung, vielleicht, keine ahnung,
        tut mir leid, nein danke, weiter, ach so, aha, laisse tomber, laissez tomber, oublie, oublie ca, oubliez,
        oubliez ca, peu importe, tant pis, ca ne fait rien, pas grave, c est pas grave, ce n est pas grave, pas de
        probleme, pas de souci, pas besoin, plus tard, sympa, chouette, top, tres bon, bien joue, bon travail, ca
        marche, bien sur, peut etre, je ne sais pas, je sais pas, pardon, excuse moi, excusez moi, non merci, ok
        super, je vois, olvidalo, olvida eso, olvidelo, da igual, no importa, no pasa nada, no hace falta, no te
        preocupes, mas tarde, guay, estupendo, fantastico, buenisimo, que bien, que bueno, bien hecho, buen trabajo,
        bueno, muy bueno, exacto, correcto, por supuesto, quizas, tal vez, no se, no lo se, lo siento, perdona,
        perdone, disculpa, disculpe, no gracias, ya veo, ya, roger that, again, more, more please, show more, show me
        more, more people, more candidates, more results, next, next page, next one, next please, next candidate,
        previous, previous page, previous one, back, go on, continue, keep going, mehr, mehr bitte, zeig mir mehr,
        zeig mehr, nachste, nachste seite, weiter bitte, encore, plus, page suivante, suivant, la suite, continuez,
        montre m en plus, siguiente, siguiente pagina, mas, muestrame mas, continua, sigue
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
        annulla, desfazer, ongedaan maken, cofnij, undo that last one, undo the last thing, undo my last action, undo
        what i did, undo last action, please undo, delete that, delete it, delete this, remove that, remove it, remove
        this, reverse that, roll back, rollback, stop that, stop this, cancel this, cancel the last one, cancel my
        last message, cancel everything, cancel all, unsend, unsend that, unsend it, don t send, don t send it, do not
        send, do not send it, dont send it, i didn t mean that, i didn t mean to do that, i did that by mistake, that
        was an accident, wrong person, oops wrong button, oops wrong one, mach das weg, mach es ruckgangig, bitte
        ruckgangig machen, ruckgangig bitte, wie mache ich das ruckgangig, kann ich das ruckgangig machen, kannst du
        das ruckgangig machen, nimm das zuruck, losch das, losche das, abbruch, nicht senden, das war falsch, das war
        ein fehler, das war ein versehen, falscher knopf, annule ca, annuler ca, annule tout, annuler tout, annule
        cela, annule la derniere action, comment annuler, comment annuler ca, peux tu annuler, peux tu annuler ca,
        arrete, arretez, arreter, reviens en arriere, retour en arriere, revenir en arriere, supprime ca, efface ca, n
        envoie pas, ne l envoie pas, ne pas envoyer, c etait une erreur, mauvais bouton, deshacer eso, deshaz eso,
        deshacer esto, deshaz esto, cancela eso, cancelar eso, cancelar todo, cancela todo, anular, anula, anula eso,
        como deshago eso, como deshacer, como lo deshago, puedes deshacerlo, puedes deshacer eso, para, detente,
        vuelve atras, volver, borra eso, borralo, no lo envies, no enviar, fue un error, me equivoque, boton
        equivocado
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
        wat kun je, wat kan je, wie ben je, co potrafisz, pomoc, what, what is it, huh, pardon, sorry what, what the,
        wtf, why, how, are you real, are you a real person, are you a person, are you a human, are you ai, are you an
        ai, are you a machine, is this a bot, is this a robot, am i talking to a bot, am i talking to a human, who
        made you, who built you, who am i talking to, who is this, who s this, what s your name, what is your name,
        whats your name, what now please, and now, and now what, now what, so what now, what do i do, what do i do
        now, what should i do now, what should i do next, what do i do next, what happens now, what can i do here,
        what can i do now, how can i use this, how do i get started, getting started, get started, how to start, where
        to start, where do i begin, show me how, show me how it works, explain, explain this, show help, show menu,
        show me the menu, show options, what are my options, what else, anything else, examples, example, show me an
        example, show me examples, give me an example, what can i search for, what do i type, what should i type, what
        do i write, i m stuck, im stuck, i am stuck, i m confused, im confused, i am confused, i don t understand, i
        dont understand, i do not understand, i don t get it, i dont get it, don t understand, that s not what i
        meant, thats not what i meant, that is not what i meant, this is broken, it s broken, its broken, it is
        broken, it doesn t work, it doesnt work, this doesn t work, that doesn t work, doesn t work, that didn t work,
        it didn t work, not working, it s not working, its not working, this is not working, nothing works, nothing
        happens, nothing happened, something went wrong, something is wrong, try again, retry, talk to a human, speak
        to a human, real person please, support please, contact support, who can help me, hi help, help us, any help,
        more help, some help please, can somebody help me, can someone help me, i need some help, i need help please,
        could you help me, would you help me, need some help, und jetzt, und nun, was jetzt, was nun, und weiter, wie
        weiter, wie geht es weiter, wie geht s weiter, was soll ich tun, was soll ich machen, was muss ich tun, was
        kann ich tun, was kann ich hier tun, was kann ich machen, was kann ich fragen, was kann ich schreiben, was ist
        das, bist du ein bot, bist du ein roboter, bist du ein mensch, bist du echt, bist du eine ki, wer sind sie,
        wie heisst du, was, wie, wie bitte, hilf mir bitte, hilf uns, kannst du helfen, konnen sie mir helfen, bitte
        hilfe, brauche hilfe, ich verstehe nicht, ich verstehe das nicht, verstehe ich nicht, versteh ich nicht, das
        geht nicht, geht nicht, es geht nicht, funktioniert nicht, das funktioniert nicht, es funktioniert nicht,
        klappt nicht, das klappt nicht, ich komme nicht weiter, wie fange ich an, wie suche ich, wo fange ich an,
        beispiel, beispiele, zeig mir ein beispiel, optionen, anleitung, et maintenant, et apres, et ensuite, quoi
        maintenant, que faire, que faire maintenant, que dois je faire, qu est ce que je fais, qu est ce que je fais
        maintenant, qu est ce que je peux faire, que puis je faire, que puis je demander, qu est ce que c est, c est
        quoi, c est quoi ca, es tu un robot, es tu un bot, t es un bot, t es un robot, t es qui, tu es un bot, tu es
        un robot, tu es qui, vous etes un robot, etes vous un robot, es tu humain, es tu reel, comment tu t appelles,
        comment t appelles tu, qui etes vous, quoi, pourquoi, comment, aide moi stp, peux tu m aider, pouvez vous m
        aider, tu peux m aider, j ai besoin d aide, besoin d aide, je ne comprends pas, je comprends pas, j ai pas
        compris, je n ai pas compris, ca ne marche pas, ca marche pas, ca ne fonctionne pas, ca fonctionne pas, je
        suis perdu, je suis perdue, je suis bloque, je suis bloquee, comment faire, comment ca fonctionne, comment
        commencer, comment chercher, par ou commencer, exemple, exemples, donne moi un exemple, mode d emploi, y
        ahora, y ahora que, ahora que, que hago, que hago ahora, que debo hacer, que tengo que hacer, que puedo hacer,
        que puedo preguntar, que puedo escribir, que es esto, que es, eres un bot, eres un robot, eres humano, eres
        real, eres una persona, eres una maquina, eres una ia, como te llamas, quien es usted, que, como, por que,
        puedes ayudarme, puede ayudarme, me puedes ayudar, me ayudas, me puede ayudar, ayuda por favor, ayudame por
        favor, no entiendo, no lo entiendo, no entiendo nada, no he entendido, no funciona, esto no funciona, no va,
        no me funciona, estoy perdido, estoy perdida, estoy atascado, como empiezo, como busco, por donde empiezo,
        como se usa, como se usa esto, como funciona esto, ejemplo, ejemplos, dame un ejemplo, opciones, instrucciones
    """,
    SmallTalk.CREDITS: """
        wie viele credits habe ich, wie viele credits habe ich noch, wieviele credits habe ich, guthaben, mein
        guthaben, wie viel guthaben habe ich, wie viel guthaben habe ich noch, wie viele credits haben wir, wie ist
        mein guthaben, combien de credits ai je, combien ai je de credits, combien de credits il me reste, combien me
        reste t il de credits, combien de credits me reste t il, combien de credits reste t il, mes credits, combien j
        ai de credits, cuantos creditos tengo, cuantos creditos me quedan, cuantos creditos quedan, mis creditos,
        quanti crediti ho, quantos creditos tenho, hoeveel credits heb ik, ile mam kredytow, balance, my balance,
        kontostand, mein kontostand, wie ist mein kontostand, was ist mein kontostand, wie hoch ist mein guthaben, wie
        hoch ist mein kontostand, meine credits, zeig mir meine credits, zeig mein guthaben, restguthaben, restliche
        credits, was ist mein guthaben, wie viele credits sind noch ubrig, wie viele credits sind ubrig, wieviele
        credits habe ich noch, wie viele credits gibt es noch, mon solde, quel est mon solde, quel est mon solde de
        credits, solde, le solde, solde de credits, credits restants, combien de credits, combien il me reste, combien
        il me reste de credits, combien de credits avons nous, combien de credits j ai, il me reste combien de
        credits, il reste combien de credits, voir mes credits, montre moi mes credits, mon solde de credits, mi
        saldo, cual es mi saldo, saldo, el saldo, saldo de creditos, mi saldo de creditos, cuanto saldo tengo, cuanto
        saldo me queda, que saldo tengo, creditos restantes, cuantos creditos, cuantos creditos hay, cuantos creditos
        tenemos, cuantos creditos nos quedan, creditos que me quedan, ver mis creditos, muestrame mis creditos
    """,
    SmallTalk.COST: """
        wie viel kostet das, wieviel kostet das, was kostet das, was kostet es, was kostet dieser bot, was kostet eine
        nachricht, was kostet eine einladung, was kostet ein credit, was kostet die suche, was kostet eine suche, wie
        viel kostet es, wie viel kostet eine nachricht, wie viel kostet eine einladung, wie viel kostet ein credit,
        wie teuer ist das, ist das kostenlos, ist das gratis, ist es kostenlos, kostet das etwas, kostet das was, was
        sind die preise, wie kaufe ich credits, wie kann ich credits kaufen, kann ich credits kaufen, credits kaufen,
        credits nachkaufen, mehr credits, mehr credits kaufen, ich brauche mehr credits, ich brauche credits, ich will
        credits kaufen, ich mochte credits kaufen, wo kaufe ich credits, wo kann ich credits kaufen, wie bekomme ich
        mehr credits, wie bekomme ich credits, guthaben aufladen, wie lade ich guthaben auf, combien ca coute, ca
        coute combien, combien coute ca, combien cela coute, combien cela coute t il, c est combien, c est payant,
        quel est le prix, quels sont les prix, quels sont les tarifs, quel est le tarif, combien coute un message,
        combien coute une invitation, combien coute un credit, combien coute une recherche, c est gratuit, est ce
        gratuit, est ce que c est gratuit, est ce payant, comment acheter des credits, comment puis je acheter des
        credits, comment j achete des credits, acheter des credits, acheter plus de credits, comment obtenir des
        credits, comment obtenir plus de credits, comment avoir plus de credits, plus de credits, je veux acheter des
        credits, je veux plus de credits, je voudrais acheter des credits, ou acheter des credits, j ai besoin de
        credits, j ai besoin de plus de credits, recharger mes credits, recharger mon solde, cuanto cuesta, cuanto
        cuesta esto, cuanto cuesta eso, cuanto vale, cuanto vale esto, cuanto es, cuanto cuesta un mensaje, cuanto
        cuesta una invitacion, cuanto cuesta un credito, cuanto cuesta una busqueda, cuanto cuestan los creditos, que
        precio tiene, que cuesta, cual es el precio, cuales son los precios, es gratis, es gratuito, es de pago, como
        compro creditos, como puedo comprar creditos, como comprar creditos, puedo comprar creditos, comprar creditos,
        comprar mas creditos, mas creditos, donde compro creditos, donde puedo comprar creditos, quiero comprar
        creditos, quiero mas creditos, necesito creditos, necesito mas creditos, como consigo mas creditos, como
        obtengo mas creditos, recargar creditos, recargar saldo, quanto costa, quanto custa, wat kost het, wat kost
        dit, ile to kosztuje, how much is a credit, how much is one credit, how much for a credit, how much is it, how
        much is this, how much is that, how much is sourcer
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
_CREDITS = {"credit", "credits", "balance"}
_ABOUT_CREDITS = _set(
    """
    how many much do does i we have has left remaining my our the are is there what whats s show me balance
    check got still any see get of can could tell please hi hello hey you use spend used spent did number
    amount us out to know account current
    """
)
_COST = _set("cost costs price prices pricing charge charges charged fee fees free expensive pay buy purchase top")
_ABOUT_COST = _ABOUT_CREDITS | _set(
    """
    it this that cost costs price prices pricing charge charges charged fee fees free expensive pay buy purchase top up
    more extra additional another new need want would like where a an per each one for of by in message messages
    invitation invitations invite search searches searching contact contacting someone somebody candidate candidates
    profile profiles send sending sourcer anything something money much order add refill run ran
    """
)
_QUESTION = _set("how what whats where is are does do can could")
_SYNTAX = re.compile(r"[^\w\s'’´`.,;:!?¿¡()*~…-]|\b(?:AND|OR|NOT)\b")  # what only a search has, such as quotes and "+"
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
    """What kind of small talk the text is; None if it may be a search."""
    if len(text) > _LONGEST:
        return None
    emoji, rest = _without_emoji(text)
    if _SYNTAX.search(rest):
        return None
    words = _words(rest)
    if not words:
        return emoji
    if rest.strip() == "Nice":  # the town; praise is "nice" or "Nice!"
        return None
    if _CREDITS & set(words) and _asks_for_credits(words):
        return SmallTalk.CREDITS
    if _asks_for_cost(words):
        return SmallTalk.COST
    found = _phrases(words)
    return max(found) if found else None


def _without_emoji(text: str) -> tuple[SmallTalk | None, str]:
    """What the emoji in the text mean (if it has any), and the text without emoji."""
    codes = [code.lower() for code in _EMOJI_CODE.findall(text)]
    rest = _EMOJI_CODE.sub(" ", text)
    signs = [sign for sign in rest if _is_emoji(sign)]
    rest = "".join(" " if _is_emoji(sign) else sign for sign in rest)
    for kind, meaning in _MEANINGS.items():
        if meaning & {*codes, *signs}:
            return kind, rest
    return (SmallTalk.EMOJI if codes or signs else None), rest


def _is_emoji(sign: str) -> bool:
    """Whether the character is a pictograph, a part that joins pictographs, or a skin tone; false for every sign that
    people type in a search."""
    return (unicodedata.category(sign) in ("So", "Sk", "Cs") and ord(sign) > 0xFF) or sign in "\u200d\ufe0f\u20e3"


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ł", "l"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(re.findall(r"[^\W_]+", plain))


def _asks_for_credits(words: tuple[str, ...]) -> bool:
    """Whether the text is about credits, and contains nothing that could be a job: "credit analyst" is one."""
    asks = "credits" in words or {"how", "what", "whats", "my", "our", "check", "show"} & set(words)
    return bool(asks) and all(word in _CREDITS or word in _ABOUT_CREDITS for word in words)


def _asks_for_cost(words: tuple[str, ...]) -> bool:
    """Whether the text asks for a price or more credits, and contains nothing that could be a job: "cost accountant"
    is one."""
    named = set(words)
    asks = _COST & named and _QUESTION & named and len(words) > 2
    more = "credits" in named and (_COST | {"more", "extra", "need", "add", "refill"}) & named
    return bool(asks or more) and all(word in _CREDITS or word in _ABOUT_COST for word in words)


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
