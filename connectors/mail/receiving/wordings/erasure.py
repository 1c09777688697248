"""Wordings of erasure requests, in eight languages, for text in lower case without accents."""

import re
from typing import Final


def any_of(*wordings: str) -> re.Pattern[str]:
    return re.compile("|".join(wordings), re.S)


_DATA = r"(?:data|details|information|info|records?|profile|resume|cv|entry|account|file)"
ERASE = r"(?:delet|eras|remov|destroy|wip|purg)(?:e|ed|ing|al)?"
MINE_DE = (
    r"\b(?:meine[rn]? (?:\w{5,20} )?(?:\w{5,20} )?(?:daten|angaben|informationen)|mein(?:en)? (?:profil"
    r"|lebenslauf))\b"
)
_MES = r"(?:mes (?:\w+ )?(?:donnees|informations|coordonnees)|mon (?:profil|cv|dossier|compte))"
_MIS = r"(?:mis (?:\w+ )?(?:datos|informaciones)|mi (?:perfil|informacion|cv|curriculum|cuenta))"
_MIEI = r"(?:(?:i )?miei (?:\w+ )?dati|(?:le )?mie informazioni|(?:il )?mio (?:profilo|cv|curriculum|account))"
_MEUS = r"(?:(?:os )?meus (?:\w+ )?dados|(?:as )?minhas informacoes|(?:o )?meu (?:perfil|cv|curriculo|cadastro))"
MIJN = r"(?:mijn|m'n) (?:\w+ )?(?:gegevens|data|profiel|cv|informatie)"
_MOJE = r"mo(?:je|ich|ja|jego|j) (?:\w+ )?(?:dane|danych|profilu?|cv|konto)"

ERASURE: Final = any_of(
    # English
    rf"\b{ERASE} (?:\w+ ){{0,2}}my (?:\w+ ){{0,2}}{_DATA}\b",
    rf"\b{ERASE} (?:everything|all|any)\b.{{0,25}}\b(?:about|of|on) me\b",
    rf"\bmy (?:\w+ ){{0,2}}{_DATA} (?!(?:was|were|is|are|got|(?:has|have|had) been) (?:already )?(?:deleted|erased"
    r"|removed|destroyed|wiped|purged)\b)(?:(?:to|must|should|shall|has|have|was|were|is|are|not|still|yet|been|be"
    rf"|get) ){{0,4}}"
    r"(?:deleted|erased|removed|destroyed|wiped|purged)\b",
    rf"(?:\bnot|n't|\bnever) (?:\w+ ){{0,3}}(?:want|wish|agree|consent|allow|permit|authori[sz]|said|like"
    rf"|approv)\w*\b.{{0,30}}"
    rf"\b(?:keep|stor|hold|retain|process|sav)\w* (?:\w+ ){{0,2}}my (?:\w+ ){{0,2}}{_DATA}\b",
    rf"\bstop (?:keeping|storing|holding|processing|using) (?:\w+ ){{0,2}}my (?:\w+ ){{0,2}}{_DATA}\b",
    rf"\b(?:deletion|erasure|removal) of (?:all )?(?:\w+ )?my (?:\w+ ){{0,2}}{_DATA}\b",
    r"\bright to (?:be forgotten|erasure)\b",
    r"\bforget (?:me(?! not)|about my data)\b",
    r"\b(?:article|art\.?|articulo|artikel|articolo|artigo) 17\b.{0,40}\b(?:gdpr|dsgvo|rgpd|avg|rodo)\b",
    r"\b(?:gdpr|dsgvo|rgpd|rodo)\b.{0,60}\b(?:eras\w+|delet\w+|losch\w+|supres\w+|effacement|cancellazione"
    r"|usuni\w+)\b",
    # data about me, in each language
    rf"\b{ERASE} (?:\w+ ){{0,4}}{_DATA}\b.{{0,25}}\b(?:about|on|regarding|concerning|relating to) me\b",
    r"\b(?:losch|entfern|vernicht)\w{0,4}\b.{0,40}\b(?:uber mich|zu meiner person)\b.{0,30}\b(?:daten|angaben)\b",
    r"\b(?:losch|entfern|vernicht)\w{0,4} (?:\w+ ){0,2}alles\b.{0,25}\buber mich\b",
    r"\b(?:uber mich|zu meiner person) \w{0,14} ?(?:daten|angaben)\b.{0,30}\b(?:losch|entfern|vernicht)\w{0,4}",
    r"\b(?:supprim|effac)\w{0,7}\b.{0,40}\b(?:donnees|informations|tout)\b.{0,30}\b(?:concern\w+|sur moi)\b",
    r"\b(?:borr|elimin|suprim)\w{0,7}\b.{0,40}\b(?:datos|informacion|todo)\b.{0,25}\b(?:sobre mi"
    r"|que me concier\w+)\b",
    r"\b(?:cancell|elimin|rimuov)\w{0,7}\b.{0,40}\b(?:dati|informazioni|tutto)\b.{0,30}\b(?:mi riguard\w+"
    r"|su di me)\b",
    r"\b(?:apag|elimin|exclu)\w{0,7}\b.{0,40}\b(?:dados|informacoes|tudo)\b.{0,30}\b(?:sobre mim"
    r"|a meu respeito)\b",
    r"\b(?:verwijder|wis)\w{0,3}\b.{0,40}\b(?:gegevens|informatie|alles)\b.{0,25}\bover mij\b",
    r"\busun\w{0,6}\b.{0,40}\b(?:dane|danych|informacj\w|wszystko)\b.{0,25}\b(?:mnie dotycz\w+"
    r"|na moj temat|o mnie)\b",
    # German
    rf"\b(?:losch\w{{0,4}}|entfern\w{{0,4}}|vernichte\w{{0,2}}|loschung)\b.{{0,40}}{MINE_DE}",
    rf"{MINE_DE}.{{0,60}}\b(?:zu )?(?:loschen|entfernen|geloscht|entfernt|vernichten)\b",
    rf"\bnicht\b.{{0,30}}\bdass (?:sie|ihr|du)\b.{{0,20}}{MINE_DE}.{{0,20}}\b(?:speicher|behalte|aufbewahr"
    rf"|verarbeite|nutz)\w*",
    r"\b(?:losch|entfern)\w{0,4} sie (?:bitte )?mich\b.{0,30}\b(?:datenbank|datei|system|unterlagen)\b",
    r"\b(?:losch|vernicht)\w{0,4} sie\b.{0,25}\b(?:samtliche|alle) (?:meine )?(?:\w{5,20} )?(?:daten"
    r"|angaben|informationen)\b",
    r"\bloschung (?:meine[sr]|aller meiner) (?:\w+ )?(?:profils|daten|angaben|unterlagen)\b",
    r"\bvergessen sie mich\b",
    r"\brecht auf (?:vergessenwerden|loschung)\b",
    # French
    rf"\b(?:supprim|effac|detrui)\w{{0,7}}\b.{{0,30}}\b{_MES}\b",
    rf"\bne (?:veux|souhaite|desire|consens|suis)\b.{{0,25}}\b(?:conserv|gard|stock|trait|utilis"
    rf"|deten)\w*\b.{{0,12}}\b{_MES}\b",
    r"\boubliez[- ]moi\b",
    r"\bdroit (?:a l'oubli|a l'effacement|de suppression)\b",
    # Spanish
    rf"\b(?:borr|elimin|suprim)\w{{0,7}}\b.{{0,30}}\b{_MIS}\b",
    rf"\bno (?:quiero|deseo|autorizo|consiento|acepto)\b.{{0,20}}\b(?:guard|conserv|teng|almacen"
    rf"|trat)\w*\b.{{0,12}}\b{_MIS}\b",
    rf"\b(?:supresion|eliminacion|borrado) de (?:todos )?{_MIS}\b",
    r"\b(?:borr|elimin|suprim)\w{0,7}\b.{0,20}\b(?:datos|informacion|todo)\b.{0,20}\b(?:de|sobre) mi\W*$",
    r"\bolvid(?:enme|eme|adme|ame)\b",
    r"\bderecho (?:al olvido|de supresion)\b",
    # Italian
    rf"\b(?:cancell|elimin|rimuov|rimoz|distrugg)\w{{0,7}}\b.{{0,30}}\b{_MIEI}\b",
    rf"\bnon (?:voglio|desidero|acconsento|autorizzo)\b.{{0,20}}\b(?:conserv|ten|tratt|archivi"
    rf"|memorizz)\w*\b.{{0,12}}\b{_MIEI}\b",
    r"\bdimenticatemi\b",
    r"\bdiritto all(?:'oblio|a cancellazione)\b",
    # Portuguese
    rf"\b(?:apag|elimin|exclu|remov|delet)\w{{0,7}}\b.{{0,30}}\b{_MEUS}\b",
    rf"\bnao (?:quero|desejo|autorizo|aceito)\b.{{0,20}}\b(?:guard|mant|tenh|armazen|trat"
    rf"|conserv)\w*\b.{{0,12}}\b{_MEUS}\b",
    r"\besquecam-me\b",
    r"\bdireito (?:ao (?:apagamento|esquecimento)|a eliminacao)\b",
    # Dutch
    rf"\b(?:verwijder|wis|vernietig|schrap)\w{{0,3}}\b.{{0,40}}\b{MIJN}\b",
    rf"\b{MIJN}\b.{{0,40}}\b(?:te )?(?:verwijder|wis|vernietig|gewist|verwijderd)\w*",
    rf"\bniet dat (?:u|jullie|je)\b.{{0,10}}\b{MIJN}\b.{{0,12}}\b(?:bewaar|bewar|opsla|verwerk|gebruik)\w*",
    r"\bvergeet (?:mij|me)\b",
    r"\brecht op (?:vergetelheid|verwijdering|gegevenswissing)\b",
    # Polish
    rf"\b(?:usun|usuni|skas|wymaz|zniszcz)\w{{0,8}}\b.{{0,30}}\b{_MOJE}\b",
    rf"\b{_MOJE}\b.{{0,30}}\b(?:usun|usuni|skas)\w*",
    rf"\bnie (?:chce|zgadzam|wyrazam|zycze)\b.{{0,40}}\b(?:przechowyw|przetwarz|trzyma)\w*\b.{{0,12}}\b{_MOJE}\b",
    r"\bprawo do (?:usuniecia|bycia zapomnianym)\b",
)

# "Please erase it", in an answer that mentions their data
ERASE_IT: Final = any_of(
    rf"\b{ERASE} (?:it|them|that|everything|all of (?:it|them))\b",
    r"\bbitte (?:\w+ ){0,2}(?:loschen|vernichten)\W*$|\b(?:loschen|vernichten) sie (?:sie|diese|das|es|alles)\b",
    r"\b(?:merci|veuillez|priere|pouvez[- ]vous) (?:\w+ ){0,3}(?:les|tout) (?:supprimer|effacer)\b"
    r"|\b(?:supprimez|effacez)[- ](?:les|tout)\b",
    r"\b(?:borr|elimin|suprim)[ae]n?l[oa]s\b|\b(?:cancell|elimin)(?:a|i|ate)l[ie]\b|\b(?:apagu|elimin"
    r"|exclu|remov)\w{1,2}-n?[oa]s\b",
    r"\b(?:graag|gelieve|verzoek)\b.{0,20}\bverwijderen\W*$|\bverwijder (?:ze|die|alles)\b",
    r"\b(?:prosze (?:je |ich )?(?:natychmiast )?usunac|usuncie je|prosze o ich usuniecie)\W*$",
)
MY_DATA: Final = any_of(
    r"\bmy (?:\w+ )?(?:data|details|information)\b|\bmeine (?:\w+ )?(?:daten|adresse|angaben)\b"
    r"|\bmes (?:donnees|coordonnees|informations)\b"
    r"|\bmis datos\b|\bmiei dati\b|\bmeus dados\b|\bmijn gegevens\b|\bmo(?:je|ich) (?:dane|danych)\b"
)
