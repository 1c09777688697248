"""Detects opt-outs and erasure requests in replies, in English, Spanish, French and German.

Matches narrowly: a missed request still reaches the recruiter, but a false match ends the conversation."""

import re
import unicodedata
from typing import Literal

OptOut = Literal["", "opt_out", "erasure_request"]
_LOOKED_AT = 1_500  # characters
_SHORT = 200  # characters in a message that contains only the request

_MY_DATA = r"\bmeine[rn]? (?:\w{5,20} )?(?:\w{5,20} )?daten\b"
_DATA = r"(?:data|details|information|records?|profile|resume|cv)"
_FORGET = re.compile(
    "|".join(
        (
            r"(?<!i )(?<!i'll )(?<!i'd )(?<!i will )(?<!i would )(?<!i can )(?<!do not )(?<!don't )"
            r"\b(?:delete|erase|remove|destroy|wipe)"
            rf" (?:\w+ ){{0,2}}my (?:\w+ ){{0,2}}{_DATA}\b",
            r"\b(?:delete|erase|remove|destroy|wipe) (?:everything|all|any)\b.{0,25}\b(?:about|of|on) me\b",
            rf"\bmy (?:\w+ ){{0,2}}{_DATA} (?:to be )?(?:deleted|erased|removed|destroyed|wiped)\b",
            r"\bright to (?:be forgotten|erasure)\b",
            r"(?<!not )(?<!n't )(?<!never )\bforget (?:me|about my data)\b",
            r"\b(?:article|art\.?|articulo|artikel) 17\b.{0,40}\b(?:gdpr|dsgvo|rgpd)\b",
            r"\b(?:gdpr|dsgvo|rgpd)\b.{0,60}\b(?:erasure|delete|deletion|loschung|loschen|supresion|effacement)\b",
            r"\bolvid(?:enme|eme|adme|ame)\b",
            r"\b(?!(?<=\bno )(?:borr|elimin|suprim)[ae]n?\b)(?:borr|elimin|suprim)\w{0,7}\b.{0,30}\bmis datos\b",
            r"\bderecho (?:al olvido|de supresion)\b",
            r"\boubliez[- ]moi\b",
            r"(?<!n')(?<!ne )\b(?:supprim|effac)\w{0,7}\b.{0,30}\bmes (?:donnees|informations|coordonnees)\b",
            r"\bdroit (?:a l'oubli|a l'effacement|de suppression)\b",
            r"\bvergessen sie mich\b(?!.{0,20}\b(?:nicht|nie)\b)",
            rf"\b(?:loschen|loschung|entfernen|vernichten)\b.{{0,40}}{_MY_DATA}(?![^.,;:!?]{{0,20}}\bni(?:cht|e)\b)",
            rf"{_MY_DATA}.{{0,60}}(?:(?<!nicht )\b(?:loschen|entfernen)|\bgeloscht)\b",
            r"\brecht auf (?:vergessenwerden|loschung)\b",
        )
    ),
    re.S,
)
_MAILS = r"(?:e-?mails?|mails?|messages?)"
_NEVER = re.compile(
    "|".join(
        (
            r"\bunsubscribe\b(?! link)",
            r"\bopt(?: me)? out\b(?! of)",
            rf"\bopt(?: me)? out of (?:\w+ ){{0,3}}(?:{_MAILS}|lists?|mailings?)\b",
            r"\b(?:remove|take|delete) me (?:from|off) (?:\w+ ){0,3}(?:lists?|mailings?|database|distribution)\b",
            r"\b(?:remove|delete) my (?:e-?mail|address|name) from\b",
            r"\b(?:do not|don't|never|cease|stop)(?: (?:ever|again|please|even|try to|want you to))*"
            r" (?:contact|contacting|e-?mail|e-?mailing|write|writing|message|messaging|spam|spamming)"
            r"(?: to)? (?:me|us)\b",
            rf"\b(?:do not|don't|never|stop) (?:send|sending) (?:me |us )(?:\w+ ){{0,2}}{_MAILS}\b",
            rf"\b(?:no more|stop (?:sending|the|these|with)).{{0,14}}\b{_MAILS}\b",
            r"\bplease stop (?:contacting|e-?mailing|messaging|writing)\b",
            r"\b(?:darme|dame|denme|dar) de baja\b",
            r"\bno (?:me|nos) (?:contacten?|escriban?|vuelvan? a (?:contactar|escribir))\b",
            r"\bno (?:me|nos) (?:envien?|manden?) (?:\w+ ){0,2}(?:correos?|mensajes?|e-?mails?|mails?|nada)\b",
            r"\bno vuelvan? a (?:contactarme|escribirme|enviarme)\b",
            r"\bdejen? de (?:escribirme|enviarme|contactarme|mandarme)\b",
            r"\bno (?:quiero|deseo) (?:recibir|que me) .{0,20}(?:correos?|mensajes?|contacten?|escriban?)\b",
            r"\b(?:desinscri\w+|desabonn\w+)\b(?:[- ]moi)?",
            r"\bne (?:me|nous) (?:contactez|ecrivez|sollicitez|envoyez)(?: plus| jamais)\b",
            r"\b(?:retirez|enlevez|supprimez)[- ]moi\b",
            r"\b(?:cessez|arretez) de (?:m'ecrire|me contacter|m'envoyer)\b",
            r"\bbitte\b.{0,40}\b(?:abmelden|abbestellen|austragen)\b",
            r"\b(?:melden|tragen) sie mich\b.{0,40}\b(?:ab|aus)\b",
            r"\b(?:kontaktieren|schreiben|mailen|belastigen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht|nie)\b",
            r"\b(?:mich|mir) (?:bitte )?(?:nicht (?:mehr|wieder)|nie (?:mehr|wieder))\b.{0,20}"
            r"\b(?:kontaktieren|schreiben|anschreiben|mailen)\b",
            r"\bkeine (?:weiteren (?:e-?mails?|mails|nachrichten)|(?:e-?mails?|mails|nachrichten) mehr)\b",
            r"\b(?:aus|von) (?:ihrem|ihrer|dem|der) (?:verteiler|liste|mailingliste)\b.{0,30}"
            r"\b(?:nehmen|streichen|loschen)\b",
        )
    ),
    re.S,
)
_ALONE = {
    "stop", "unsubscribe", "remove", "remove me", "opt out", "optout", "no more", "baja", "cancelar suscripcion",
    "desinscription", "desabonnement", "stopp", "abmelden", "abmeldung", "austragen", "never again", "please stop",
    "never contact me again", "no contact", "nicht mehr kontaktieren", "nie wieder kontaktieren",
    "ne plus me contacter", "ne plus jamais me contacter", "no volver a contactarme",
}  # fmt: skip
_NOT_MEANT = re.compile(
    r"\b(?:don't|do not|didn't|did not|not|never|how (?:can|do) (?:i|people|you)|no quiero|ne pas|nicht)\b.{0,12}"
    r"\b(?:unsubscribe|opt out|darme de baja|abmelden|abbestellen|desinscri\w*|desabonn\w*)\b"
)
# Phrases from our footers, including those of older versions: some mail programs don't mark quoted text.
_OUR_FOOTERS = re.compile(
    "|".join(
        (
            r"(?:reply to this e-?mail|answer this mail) with \W{0,3}(?:delete my data|forget me)",
            r"prefer not to hear from us\? unsubscribe here",
            r"no more mails from us, ever",
            r"responda a este correo con \W{0,3}(?:eliminen mis datos|olvidenme)",
            r"repondez a cet e-mail par \W{0,3}effacez mes donnees",
            r"repondez \W{0,3}oubliez-moi\W{0,3} a ce message",
            r"desinscrivez-vous ici",
            r"antworten sie auf diese (?:e-)?mail mit \W{0,3}(?:loschen sie meine daten|vergessen sie mich)",
            r"sie mochten keine nachrichten mehr von uns erhalten\? hier abmelden",
        )
    )
)

_LIMITED = re.compile(  # "do not write to me at work" only says how to contact them
    r"\W{0,2}(?:at|on|by|before|after|during|until|till|via|through|this|today|here|yet|if|unless|except|antes|hasta"
    r"|durante|en el|por la|todavia|aun|avant|apres|pendant|au|sur|vor|nach|wahrend|bis|auf|per|unter)\b"
)


def detect_opt_out(text: str, subject: str = "") -> OptOut:
    """The request in a reply, given without quoted text. `subject` counts only if it is nothing but the request
    ("Unsubscribe")."""
    plain = _OUR_FOOTERS.sub(" ", _plain(text[: 2 * _LOOKED_AT]))[:_LOOKED_AT]
    if _FORGET.search(plain):
        return "erasure_request"
    if _alone(plain) or _alone(_plain(subject[:_SHORT])):
        return "opt_out"
    found = _NEVER.search(plain)
    if found and not _NOT_MEANT.search(plain) and not _LIMITED.match(plain, found.end()):
        return "opt_out"
    return ""


def _alone(plain: str) -> bool:
    return len(plain) < _SHORT and re.sub(r"[^\w\s]", "", plain).strip() in _ALONE


def _plain(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    unaccented = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join(re.sub("[’‘`´]", "'", unaccented).split())
