"""Wordings that ask for the opposite of an opt-out or erasure, in eight languages, for text in lower case without
accents."""

from typing import Final

from connectors.mail.receiving.wordings.erasure import ERASE, MIJN, MINE_DE, any_of

# Asking for the opposite: the sentence counts as no request at all.
OPPOSITE: Final = any_of(
    rf"(?<!you )(?<!still )(?<!they )\b(?:do not|don't|never|not to|no need to|needn't|without) (?:please "
    rf"|ever )?(?:{ERASE}|forget)\b",
    rf"(?:\bnot|n't) (?:want|need|wish|have|like)(?: you)? to (?:{ERASE}|forget|stop|unsubscribe)\b",
    rf"\b(?:i|i'll|i'd|i've|let me|i will|i would|i can|i have|i already|i just|i should|i could) (?:{ERASE}"
    rf"|opt(?:ed)? out)\b",
    r"\b(?:don't|do not|didn't|did not|never|can't|cannot|please not) (?:ever )?(?:stop|unsubscribe|opt out)\b",
    r"\b(?:never|didn't|did not) (?:want|asked?|meant?)\w* to (?:unsubscribe|opt out|stop)\b",
    r"\b(?:hope|wish) (?:you|they) (?:don't|do not|never)\b",
    r"\b(?:ignore|disregard|undo|reverse|forget)\b.{0,25}\b(?:unsubscrib\w*|opt(?:ed)?[- ]?out)\b",
    r"\b(?:unsubscribed|opted out)\b.{0,40}\b(?:by (?:mistake|accident)|accidentally|unintentionally)\b",
    r"\b(?:by (?:mistake|accident)|accidentally|mistakenly)\b.{0,30}\b(?:unsubscribed|opted out)\b",
    # what they themselves did elsewhere, or asked of others
    rf"\bi (?:asked|told|had|made) (?!you\b)(?:\w+ ){{1,4}}(?:to )?{ERASE}\b",
    r"\bi (?:asked|told|had|made) (?:the|my|an?|another|other|some|all|those) (?:\w+ ){1,3}to (?:stop|cease"
    r"|unsubscribe|take)\b",
    r"\bje me suis (?:\w+ ){0,2}(?:desinscri|desabonn|retir)\w*|\bme di de baja\b|\bmi sono (?:\w+ )?(?:disiscritt"
    r"|cancellat|rimoss)\w*|\bich habe mich\b.{0,40}\b(?:abgemeldet|ausgetragen|geloscht)\b|\bik heb (?:me|mij)\b"
    r".{0,40}\b(?:uitgeschreven|afgemeld)\b|\bwypisal\w+ sie\b",
    r"\bno (?:borr|elimin|suprim)[ae]n?\b|\bno (?:me )?olvid\w+\b|\bno quiero (?:darme|que me den) de baja\b",
    r"\b(?:n'|ne )(?:supprim|effac)(?:ez|e|er)\b(?! pas encore fait)|\bne pas (?:\w+ )?(?:supprimer|effacer"
    r"|desinscrire|desabonner|retirer)\b|\bn'oubliez\b",
    r"\b(?:ne me |ne m')?(?:desinscri|desabonn|retir)\w+(?:[- ]moi)? pas\b",
    r"(?:(?:loschen|entfernen|vergessen|streichen) sie|melden sie mich)\b[^,;:]{0,40}\b(?:noch nicht|nicht|nie)\b",
    rf"{MINE_DE} (?:bitte )?(?:noch )?nicht (?:loschen|entfernen)\b|\bbitte nicht (?:abmelden|loschen"
    rf"|austragen)\b",
    r"\bnicht (?:abmelden|abbestellen|austragen)\b",
    r"\bnon (?:cancell|elimin|rimuov)\w+|\bnon dimentica\w+",
    r"\bnao (?:apag|elimin|exclu|remov|delet)\w+|\bnao (?:me )?esquec\w+",
    rf"\b(?:verwijder|wis) {MIJN} (?:aub |alstublieft |nog )?niet\b|\bniet (?:verwijderen|wissen|uitschrijven"
    rf"|afmelden)\b|\bvergeet (?:mij|me) niet\b",
    r"\b(?:prosze )?nie usuwa\w*|\bnie (?:kasuj|usun)\w*",
)
