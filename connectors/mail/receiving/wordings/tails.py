"""What may follow a sure opt-out in its clause, in eight languages, for text in lower case without accents. Anything
else may limit it: "Do not write to me so early", "… in English", "… about night shifts"."""

import re
from typing import Final

_AS_I: Final = re.compile(r" (?:as|so) (?:that|i|we|it|this|you)(?:'\w+)?\b")
_WORD: Final = re.compile(r"[\w'](?:[\w'-]*[\w'])?|[^\w\s]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Something else begins here.
_ENDS: Final = _words(
    """
    and but or because since i i'm i've i'd you you're we it's thanks thank thx cheers regards best kind sincerely
    yours
    und aber oder weil denn ich wir danke gruss grusse mfg vielen freundlichen freundliche viele
    et mais ou car parce je j'ai vous merci cordialement bien
    y pero porque ya yo soy estoy gracias saludos
    e ma perche sono grazie saluti cordiali distinti
    mas pois sou estou obrigado obrigada cumprimentos
    maar omdat want ik bedankt dank groet groeten vriendelijke
    ale bo jestem dziekuje pozdrawiam
    """
)
_HARMLESS: Final = _words(
    """
    again anymore any more longer further ever please pls kindly now immediately once asap forever permanently
    altogether
    completely all me us him to be sent in the this that these those your our of from off by at future near
    list lists mailing mailings mail mails email emails e-mail e-mails message messages msg msgs communication
    communications database databases system systems record records file files company firm team side contact contacts
    newsletter newsletters distribution correspondence service services acme it here stuff address receive get
    my data information details profile profiles cv resume everything hold have you've about confirm deletion
    personal personnelles personales personali pessoais osobowych osobowe personenbezogenen personenbezogene
    gespeicherten
    mes mis mi miei mie meus minhas mijn gegevens persoonlijke moje moich danych daten angaben profil perfil profilo
    meine
    meiner meinen donnees informations tutti i alle todos gemass nach conformement selon conforme segun secondo ai
    sensi
    dell'art art. volgens podstawie na zgodnie sofortige recht gebrauch inmediato subito imediato lgpd archivio dei
    request sistemas sistema sistemi systeme systemen systemes banco
    alles wat over heeft hebben wszystko
    gdpr ccpa dsgvo rgpd rodo avg article art articulo artikel articolo artigo 17 according under pursuant law
    within 30 days
    within going forward on out way form reason circumstances under for good
    mehr wieder bitte worden werden wurden wurde wird zu bekommen erhalten stehen haben horen lesen sofort umgehend
    kunftig zukunftig zukunft mir mich uns bei an ab aus von vom durch auf ihnen euch ihr ihre ihrem ihrer ihren eurem
    eurer eure dem der die den das liste verteiler verteilern mailingliste datenbank kartei system adressliste weiter
    nachrichten nachricht mit wunsche mochte mochten anfragen mailverteiler wollen bekommen endlich jemals schreiben
    kontaktieren anschreiben
    plus jamais svp s'il plait rien du tout l'avenir desormais de des d' la le les l' votre vos ta tes liste listes
    diffusion messages courriels courriel d'e-mails d'emails d'offres part par services base fichier fichiers donnees
    contacts sur dans moi prospection a
    mas nunca nuevamente nuevo ahora suyo suya suyos suyas su sus vuestra vuestro lista listas correo correos mensajes
    mensaje que ustedes por favor mandan envian escriban escribir contactar contactando contactado contactada enviando
    escribiendo recibir base datos del nada un
    piu mai ulteriormente ancora nulla niente vostra vostro vostri vostre dalla dalle dai dal dagli da tua tuo voi
    archivi
    elenco indirizzi mandate inviate scrivete cortesia piacere favore messaggi messaggio comunicazioni ricevere dati
    d'ora avanti che mi mandiate
    mais novamente nunca vossa vosso vossos vossas voces sua seu suas seus do dos das na no comigo mensagens mensagem
    mandam enviam escrevem enviar mandar contatos contactos emails favor receber dados
    meer nooit ontvangen sturen te zijn halen van uit uw jullie je het bestand bestanden databank mailinglijst lijst
    adressenlijst berichten bericht meteen aub alstublieft alsjeblieft a.u.b verwijderen worden met mij op schrijven
    mailen
    benaderen contacteren u
    wiecej juz nigdy mna sie ze mi do mnie listy liste bazy baze wiadomosci maili e-maili mailingowej mailingowa
    panstwa
    waszej z prosze kontaktowac pisac ofert
    """
)


def limits(hit: str, after: str) -> bool:
    """Whether the words after the opt-out `hit` may limit it."""
    if after.startswith(" now") and not hit.startswith(("stop", "cease", "unsubscribe", "remove", "take", "delete")):
        return True
    for word in _WORD.findall(_AS_I.sub(" because", after)):
        if word in _ENDS or not (word[0].isalnum() or word[0] == "'"):
            return False
        if word not in _HARMLESS:
            return True
    return False
