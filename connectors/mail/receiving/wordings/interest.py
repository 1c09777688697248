"""Signs of interest in an answer, in eight languages, for text in lower case without accents: if an answer contains one
of them, no wording in it counts as an opt-out or erasure request."""

import re
from typing import Final

NO_INTEREST: Final = re.compile(
    r"\b(?:not|n't|no longer|never|hardly|isn't|nor|neither) (?:\w+ ){0,3}(?:interested|interesting|looking|love)\b"
    r"|\bno interest\b|\buninterested\b"
    r"|\b(?:kein(?:e|erlei)?|nicht) (?:\w+ ){0,2}(?:interess\w+)|\binteress\w+ (?:mich|habe ich)? ?(?:nicht|keine?)\b"
    r"|\b(?:pas|plus|aucunement|guere) (?:\w+ )?interess\w+|\b(?:pas|aucun) (?:d')?interet\b|\b(?:m'"
    r"|ne m')interesse(?:nt)? (?:pas|plus)\b"
    r"|\bno (?:\w+ ){0,2}interes\w+|\bsin interes\b"
    r"|\bnon (?:\w+ ){0,3}interess\w+|\bnessun interesse\b"
    r"|\b(?:nao|sem) (?:\w+ ){0,3}interess\w+"
    r"|\b(?:niet|geen) (?:\w+ ){0,2}(?:geinteresseerd|interesse)\b"
    r"|\bnie (?:\w+ ){0,3}zainteresowan\w+|\bbrak zainteresowania\b|\bnie interesuje\b"
)

INTEREST: Final = re.compile(
    # English
    r"\binterest(?:ed|ing)\b|\b(?:call|phone|ring|text|whatsapp) me\b|\b(?:would|i'd) love\b|\blove to (?:hear"
    r"|talk|join|come|apply)\b"
    r"|\b(?:tell|send|give) me (?:\w+ ){0,3}(?:more|about|details of|the (?:details|job|role|description|contract"
    r"|offer|link))\b"
    r"|\blet's (?:talk|speak|meet|chat)\b|\blook(?:ing)? forward\b|\bhappy to (?:talk|hear|chat|discuss|meet)\b"
    r"|\bsounds (?:good|great|interesting)\b"
    r"|\b(?:use|take) (?:the|my|this) (?:new|other|attached|current|updated|private|personal|latest)\b|\b(?:new"
    r"|updated|latest|current) (?:cv|resume)\b"
    r"|\bis attached\b|\battached (?:is|you)\b|\bi (?:would like|want|wish) to apply\b|\bwhen can (?:we|i|you)\b"
    r"|\bwhat is the (?:salary|pay|rate)\b"
    r"|\b(?:this|the) (?:role|job|position|offer|one) (?:is|sounds|looks|fits|interests)\b"
    r"|\bplease (?:do )?(?:keep|stay) in touch\b"
    r"|\b(?:write|e-?mail|contact|reach|message) (?:to )?me (?:at|on|via|there|instead|in (?:spring|summer|autumn"
    r"|january|march))\b|\binstead\b"
    # German
    r"|\binteress(?:e|iert|ant)\b|\brufen sie mich (?:an|gern|bitte|doch)\b|\bruf mich an\b|\btelefonieren\b"
    r"|\bfreue mich (?:auf|uber)\b"
    r"|\b(?:erzahlen|schicken|senden) sie mir (?:\w+ ){0,3}(?:mehr|naheres|infos?|details|stellenbeschreibung"
    r"|unterlagen)\b"
    r"|\bgerne? (?:mehr|ein gesprach|sprechen|telefon\w*|kennenlernen)\b|\b(?:neuen|aktuellen"
    r"|aktualisierten) (?:lebenslauf|cv)\b|\bstattdessen\b"
    # French
    r"|\binteress(?:e|ee|ant|ante)\b|\binteressee?s?\b|\b(?:appelez|rappelez|telephonez)[- ]moi\b|\bm'appeler\b"
    r"|\bavec plaisir\b|\bau plaisir\b|\bcoup de (?:fil|telephone)\b"
    r"|\b(?:envoyez|dites)[- ]moi (?:\w+ ){0,3}(?:plus|details?|offre|poste|descriptif)\b|\b(?:mon )?nouveau cv\b"
    r"|\bcv (?:a jour|ci-joint)\b|\bplutot\b"
    # Spanish
    r"|\binteresad[oa]\b|\bme interesa\b|\bllamen?me\b|\b(?:cuenten?|envien?|manden?)me (?:\w+ ){0,3}(?:mas"
    r"|detalles|informacion|oferta)\b"
    r"|\bme gustaria (?:hablar|saber|aplicar|postular)\b|\b(?:nuevo|actualizado) (?:cv|curriculum)\b|\b(?:cv"
    r"|curriculum) (?:nuevo|actualizado|adjunto)\b"
    # Italian
    r"|\binteressat[oa]\b|\bmi interessa\b|\b(?:chiama|richiama|telefona)te?mi\b|\bmi chiami\b|\bvolentieri\b"
    r"|\bnuovo (?:cv|curriculum)\b"
    # Portuguese
    r"|\binteressad[oa]\b|\b(?:me|-me) interessa\b|\btenho interesse\b|\b(?:liguem?|telefonem?)(?:-me)?\b"
    r"|\bme liguem?\b|\bgostaria de (?:saber|falar|conversar)\b"
    r"|\bnovo (?:cv|curriculo)\b"
    # Dutch
    r"|\bgeinteresseerd\b|\binteressant\b|\bbel (?:mij|me)\b|\bgraag (?:meer|een gesprek|kennis|bellen)\b"
    r"|\bnieuwe cv\b|\bvertel (?:mij|me) meer\b"
    # Polish
    r"|\bzainteresowan[ya]\b|\b(?:prosze )?(?:zadzwon\w*|dzwonic)\b|\bchetnie\b|\bnowe(?:go)? cv\b"
    r"|\bprosze o (?:wiecej|szczegoly)\b"
    r"|\b(?:free|available|ready|open) to (?:talk|speak|chat|meet|discuss)\b"
    r"|\bsondern (?:\w+ ){0,2}(?:mailen|schreiben|anrufen|per|telefonisch|privat|an)\b"
    # they accept, will call, or say where to write
    # they say yes to this, or have applied
    r"|\byes to (?:this|that|the|your)\b"
    r"|\balready applied\b(?! (?:elsewhere|somewhere))|\b(?:schon|bereits) beworben\b"
    r"|\bdeja (?:postule|candidate)\b"
    r"|\bya (?:me )?(?:he )?(?:postul|aplic|inscri)\w+|\bgia candidat\w+|\bja me (?:candidat|inscrev)\w+"
    r"|\bal gesolliciteerd\b|\bjuz aplikowal\w+"
    r"|\bi(?:'m| am) in\b(?=\W*(?:$|[.!]))|\bcount me in\b|\bi(?:'ll| will| can) (?:call|ring|phone) you\b"
    r"|\bich rufe (?:\w+ ){0,3}an\b|\b(?:sage|komme) (?:\w+ ){0,2}zu\b|\bich nehme an\b"
    r"|\bje vous (?:r?appelle|telephone)\w*|\bj'accepte\b|\bacepto\b|\b(?:les|te|la|lo) llam(?:o|are)\b"
    r"|\baccetto\b|\b(?:vi|la|ti) chiam(?:o|ero)\b|\baceito\b|\bik bel (?:u|je|jullie)\b|\bzadzwonie\b"
    r"|\b(?:ecrivez[- ]moi|scrivetemi|escri(?:banme|beme|ban|vam-me)|schreiben sie mir|schrijf (?:me|mij)) "
    r"(?:ici|qui|aqui|hier|an)\b"
)
