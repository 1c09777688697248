"""Wordings of opt-outs, in eight languages, for text in lower case without accents.

Other languages are not covered as requests: there, `HINTS` gives reasons to look at the answer."""

from typing import Final

from connectors.mail.receiving.wordings.erasure import ERASE, MIJN, MINE_DE, any_of

_MAILS = r"(?:e-?mails?|mails?|messages?|mailings?|newsletters?|communications?|offers?)"
_WHICH = (
    r"(?:the|your|this|that|these|all|any|of|mailing|mail|e-?mail|contact|distribution|candidate"
    r"|recruit\w*|marketing)"
)
_CONTACT = r"(?:contact|e-?mail|mail|writ|messag|spam|bother|approach|disturb|pester)(?:e|ing)?"

OPT_OUT: Final = any_of(
    # English
    r"(?<!\bthe )(?<!\ban )(?<!\bto )(?<!\bi )(?<!\bi'll )(?<!\bi can )\bunsubscribe\b(?: this (?:e-?mail"
    r" )?address| me)?(?! (?:link|button|page))"
    r"(?! from (?!(?:you|this|these|all|any|the list|further|future|here|it)))",
    r"\b(?:want|wish|like|need|ask\w*|you|how|trying) (?:\w+ )?to unsubscribe\b(?! (?:link|button|page))",
    r"\bopt(?: me)? out\b(?! of)",
    rf"\bopt(?: me)? out of (?:\w+ ){{0,3}}(?:{_MAILS}|lists?)\b",
    rf"\b(?:remove|take|delete|drop|strike) (?:me|us) (?:from|off) (?:{_WHICH} ){{0,3}}(?:lists?|mailings?|database"
    r"|distribution|system|records)\b",
    r"\b(?:take|get) me off(?: (?:of )?(?:this|it|here)\b| (?:please|now|at once|immediately))?(?=\W*$| please)",
    r"\b(?:remove|delete|drop) this (?:e-?mail )?address\b(?! from (?:the )?cc)",
    r"\b(?:cease|stop|end) (?:all |any )?(?:further )?(?:communications?|contact|correspondence)(?: with me|\W*$)",
    r"(?:^|please |, )remove me(?: please| now| at once)?\W*$",
    r"\b(?:remove|delete|take) my (?:(?:old|previous|former|work|office|second) )?(?:e-?mail(?: address)?|address"
    r"|name)\b",
    r"(?:\bdo not|\bdont|n't|\bnever|\bcease|\bstop|\bnot to|\bquit)(?: (?:ever|again|please|even|try to"
    r"|want you to|kindly|be))*"
    rf" {_CONTACT}(?: to)? (?:me|us)\b",
    rf"(?:\bdo not|\bdont|n't|\bnever) (?:{_CONTACT}|reach out|get in touch|be in touch)(?: (?:to|with) (?:me"
    rf"|us))?,? "
    r"(?:again|any ?more|any longer|in (?:the )?future|ever)\b",
    rf"(?:\bdo not|\bdont|n't|\bnever|\bstop) (?:send|sending) (?:me |us )(?:\w+ ){{0,3}}{_MAILS}\b",
    rf"\b(?:no more|no further|stop (?:sending|the|these|with|your|all)).{{0,14}}\b(?:{_MAILS}|contact)\b",
    r"\bplease (?:stop|cease) (?:contacting|e-?mailing|mailing|messaging|writing|spamming)\b",
    rf"(?:\bdo not|\bdont|n't|\bnot) (?:want|wish|care|like) (?:to )?(?:receive|get|see|hear|be contacted"
    rf"|be e-?mailed|any (?:more|further))(?:(?!\b(?:by|via|per|through)\b).){{0,30}}"
    rf"\b(?:{_MAILS}|from you|contacted|again|any ?more|by you)\b",
    rf"\bno longer (?:want|wish) to (?:hear|be contacted|(?:receive|get) (?:\w+ ){{0,4}}(?:{_MAILS}|anything|these"
    r"|this|them)\b)",
    rf"\b(?:don't|do not) (?:get|receive) (?:any )?(?:more|further) (?:of (?:these|your) )?{_MAILS}\b",
    r"\b(?:wish|request|decision|choice|desire) not to be (?:contacted|e-?mailed|approached)\b",
    r"\bdiscontinue (?:all |any |your )?(?:further )?(?:contact|e-?mails?|communications?|mailings?"
    r"|correspondence)\b",
    rf"\b(?:refrain|desist|abstain) from (?:ever |further |any )*{_CONTACT}\b",
    r"\b(?:add|put|place) (?:me|my (?:e-?mail(?: address)?|address|name)) (?:on|to|in|onto) (?:your |the |a )?"
    r"(?:do[- ]not[- ](?:contact|e-?mail|mail)|suppression|opt[- ]?out|no[- ]contact|block)\w*",
    r"\b(?:never|not|n't) (?:want|wish|care|like) to hear from (?:you|acme|your company)\b",
    r"(?:\bdo not|\bdont|n't|\bnever|\bstop) (?:send|sending) (?:me |us )?(?:\w+ ){0,2}(?:correspondence"
    r"|these\b|this stuff)",
    r"\b(?:be|get) (?:removed|taken|deleted|dropped) (?:from|off) (?:of )?(?:your|this|the|all) (?:\w+ )?"
    r"(?:mailings?|lists?|database|distribution|e-?mails)\b",
    r"\b(?:did not|didn't|never) (?:sign up|subscribe|ask|opt in)\b.{0,40}\bplease (?:stop|remove me)\W*$",
    r"^please stop\W*$",
    r"\b(?:do not|don't) consent to (?:being|be) (?:contacted|e-?mailed|approached)\b",
    r"\bleave me alone\b",
    r"\bdo not contact\W*$",
    # German
    r"\bmich (?:\w+ ){0,3}nicht (?:mehr|wieder|weiter) (?:anzuschreiben|zu kontaktieren|zu behelligen"
    r"|zu belastigen)\b",
    r"\bunterlassen sie\b.{0,40}\b(?:kontakt\w*|e-?mails?|mails?|nachrichten|zusendung\w*)",
    r"\bbitte\b.{0,40}\b(?:abmelden|abbestellen|austragen)\b",
    r"\b(?:melden|tragen) sie mich\b.{0,40}\b(?:ab|aus)\b",
    r"\b(?:kontaktieren|schreiben|mailen|belastigen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht|nie|keine)\b",
    r"\b(?:mich|mir) (?:bitte )?(?:nicht (?:mehr|wieder)|nie (?:mehr|wieder))\b.{0,20}\b(?:kontakt|schreib"
    r"|anschreib|mail|belastig)\w*",
    r"\b(?:nicht|nie|niemals) (?:mehr|wieder|weiter(?:hin)?|noch ?mal\w*)\b.{0,20}\b(?:kontaktieren|anschreiben"
    r"|schreiben|anmailen|mailen"
    r"|kontaktiert|angeschrieben|belastigt)\b",
    r"\bkeine (?:weiteren|ihrer) (?:e-?mails?|mails|nachrichten|anfragen|angebote|zuschriften)\b",
    r"\bkeine (?:e-?mails?|mails|nachrichten|anfragen|(?:job|stellen)?angebote|post|werbung) mehr\b",
    r"\b(?:kontaktieren|schreiben|mailen|belastigen) sie (?:mich|mir|uns) (?:\w+ ){0,3}nicht mehr\b",
    r"\bnicht(?:s)? mehr von ihnen (?:horen|lesen|bekommen|erhalten)\b|\bvon ihnen nichts mehr (?:horen"
    r"|lesen|bekommen|erhalten)\b",
    r"\b(?:aus|von) (?:ihrem|ihrer|eurem|eurer|dem|der) (?:verteiler|liste|mailingliste"
    r"|datenbank)\b.{0,30}\b(?:nehmen|streichen|loschen|entfernen)\b",
    r"\b(?:streichen|nehmen|loschen|entfernen) sie (?:mich|meine (?:e-?mail-?)?adresse)\b.{0,20}\b(?:aus|von)\b",
    r"\blassen sie mich in ruhe\b(?! \w*(?:uberlegen|nachdenken|lesen|prufen|ansehen|entscheiden))",
    r"\bkein(?:en)? kontakt mehr\b",
    r"\b(?:sehen sie|absehen|abzusehen|abstand)\b.{0,50}\b(?:nachrichten|anfragen|mails?|e-?mails?"
    r"|kontakt\w*|zusendungen)\b",
    r"\bvon (?:weiteren )?(?:nachrichten|anfragen|mails?|e-?mails?|zusendungen"
    r"|kontaktaufnahmen)\b.{0,30}\b(?:absehen|abzusehen)\b",
    r"\baustragung\b.{0,25}\b(?:verteiler|liste)\b",
    r"\bhoren sie (?:bitte |endlich )?auf,? (?:mir|mich)\b.{0,20}\b(?:schreiben|mailen|kontaktieren"
    r"|anzuschreiben|belastigen)\b",
    r"\bbitte (?:mich |sich )?(?:nicht|nie) (?:mehr|wieder) (?:bei mir )?(?:melden|anschreiben|kontaktieren)\W*$",
    r"\b(?:ich )?widerspreche\b.{0,60}\b(?:werb\w+|kontaktaufnahme\w*|zusendung\w*)\b",
    # French
    r"\b(?:desinscri\w+|desabonn\w+)\b(?:[- ]moi)?",
    r"\bne (?:me|nous|m') ?(?:re)?(?:contactez|ecrivez|sollicitez|envoyez|derangez|importunez)(?: plus| jamais"
    r"| pas)\b(?! (?:le|la|l'|par)\b)",
    r"\bne (?:plus|pas|jamais)(?: jamais)? (?:me |m'|nous )(?:re)?(?:contact|ecri|sollicit|envoy|derang|importun"
    r"|demarch)\w+",
    r"\b(?:retirez|enlevez|supprimez|rayez|otez|effacez)[- ]moi\b",
    r"\b(?:me|m') ?(?:retir|enlev|supprim|ray|desinscri)\w* de (?:votre|vos|la|cette)\b",
    r"\b(?:retir|enlev|supprim|ray)\w* mon (?:adresse|nom|e-?mail|mail)\b",
    r"\b(?:cess|arret)(?:ez|er) de (?:m'|me |nous )(?:ecri|contact|envoy|sollicit|derang)\w+",
    r"\bne (?:souhaite|veux|desire) (?:plus|pas) (?:etre (?:re)?(?:contact|sollicit|demarch)\w+"
    r"|recevoir .{0,25}(?:mails?|messages?|courriels?|part))",
    r"\bplus (?:de|aucun) (?:e-?mails?|mails?|messages?|courriels?)\b",
    r"\blaissez[- ]moi tranquille\b",
    r"\b(?:cess|arret)(?:ez|er) (?:tout contact|toute (?:prise de contact|sollicitation|communication)"
    r"|vos (?:mails?|messages?|envois))\b",
    r"^\W*stop (?:pub|sms|mails?)\W*$",
    # Spanish
    r"\b(?:darme|dame|denme|deme|dar|dese) de baja\b",
    r"\bno (?:me|nos) (?:contacten?|escriban?|molesten?|vuelvan? a (?:contactar|escribir|molestar))\b",
    r"\bno (?:me|nos) (?:envien?|manden?) (?:\w+ ){0,2}(?:correos?|mensajes?|e-?mails?|mails?|nada)\b",
    r"\bno (?:me |nos )?vuelvan? a (?:contactarme|escribirme|enviarme|contactar|escribir|enviar)\b",
    r"\bdejen? de (?:escribirme|enviarme|contactarme|mandarme|molestarme|escribir|contactar)\b",
    r"\bno (?:quiero|deseo) (?:recibir|que me|mas|ser) .{0,20}(?:correos?|mensajes?|contact\w+|escriban?"
    r"|e-?mails?)\b",
    r"\b(?:elimin|borr|quit|saqu|sac|retir)(?:e|en|a|ad)me de\b",
    r"\bno (?:quiero|deseo) recibir (?:mas |otras )?(?:\w+ )?(?:ofertas|comunicaciones|propuestas|publicidad)\b"
    r"(?! (?:de|para|en|que) (?!su\b|vuestra|ustedes|nadie))",
    r"\babsteng\w+ de (?:contactar|escribir|enviar)\w*",
    r"\bno mas (?:correos?|mensajes?|e-?mails?|mails?)\b",
    # Italian
    r"\bnon (?:mi |ci )?(?:contatt|scriv|mand|invi)(?:ate|ete|i|a|iate|are|ere)(?:mi|ci)?(?: (?:altr[eio]"
    r"|ulteriori) (?:mail|e-?mail|messaggi))? (?:piu|mai|ulteriormente)\b",
    r"\bnon (?:mi )?(?:contattat|scrivet|mandat|inviat)e(?:mi)? (?:piu|mai)\b",
    r"\bdi non (?:contattarmi|scrivermi|essere (?:piu )?contattat\w+|ricevere)\b",
    r"\bsmett\w+ di (?:scriver|contattar|mandar|inviar)mi\b",
    r"\b(?:cancella|rimuove|toglie|elimina|leva)(?:te)?mi da\w*\b",
    r"\bmi (?:cancelli|tolga|rimuova|elimini) da\w*\b",
    r"\bdisiscri\w+",
    r"\b(?:rimuov|cancell|togli|elimin)\w{1,4} (?:per favore )?(?:il )?mi[oa] (?:indirizzo|e-?mail|mail|nome)\b",
    r"\bnon (?:voglio|desidero|vorrei) (?:piu )?(?:ricevere .{0,20}(?:mail|messaggi|comunicazioni)"
    r"|essere (?:piu )?contattat\w+)",
    r"\b(?:niente|basta)(?: piu)? (?:con )?(?:queste |le (?:vostre |tue )?)?(?:e-?mail|mail|messaggi)\b",
    # Portuguese
    r"\bnao (?:me )?(?:contac?tem?|escrevam?|enviem?|mandem?|incomodem?)(?:-me)?\b.{0,25}\b(?:mais|novamente"
    r"|nunca)\b",
    r"\bnao (?:voltem?|tornem?) a (?:contac?tar|escrever|enviar)(?:-me)?\b",
    r"\bparem? de (?:me )?(?:enviar|mandar|contac?tar|escrever|incomodar)(?:-me)?\b",
    r"\b(?:remov|retir|tir|exclu|elimin)\w{1,3}-me d\w+\b",
    r"\bme (?:remov|retir|tir|exclu)\w{1,3} d\w+ (?:lista|base|mailing)\b",
    r"\b(?:remov|retir|tir)\w{1,4} (?:o )?meu (?:e-?mail|endereco|nome) d\w+\b",
    r"\bnao (?:quero|desejo|pretendo) (?:mais )?(?:receber (?:mais )?.{0,20}(?:e-?mails?|mensagens|contac?tos)"
    r"|ser (?:mais )?contac?tad[oa])",
    r"\bdescadastr\w+",
    r"\b(?:quero|desejo|gostaria de|favor|preciso) cancelar (?:a |minha |a minha )?(?:inscricao"
    r"|assinatura|subscricao)\b",
    # Dutch
    r"\bniet (?:meer|langer|weer|opnieuw)\b.{0,15}\b(?:te )?(?:benader|contacter|mail|schrijv|aanschrijv"
    r"|lastigvall|e-?mail)\w*",
    r"\b(?:mail|schrijf|benader|contacteer|e-?mail) (?:mij|me) (?:aub |alstublieft |alsjeblieft "
    r"|a\.u\.b\. )?(?:niet|nooit) (?:meer|weer)\b",
    r"\bgeen (?:e-?mails?|mails?|berichten|contact) meer\b",
    r"\bgeen (?:\w+ )?contact (?:meer )?(?:met (?:mij|me) )?op\b.{0,10}\bmeer\b",
    r"\bstop met (?:mailen|schrijven|e-?mailen|mij|me|het sturen|sturen|contact)\b",
    r"\b(?:schrijf|meld) (?:mij|me) (?:\w+ )?(?:uit|af)\b",
    r"\b(?:wil|graag|kunt u|kun je|gelieve|verzoek)\b.{0,25}\b(?:uitschrijven|afmelden|uit te schrijven"
    r"|af te melden)\b",
    r"\b(?:verwijder|haal|schrap) (?:mij|me) (?:\w+ )?(?:uit|van)\b",
    r"\bwil (?:\w+ )?(?:geen|niet)\b.{0,25}\b(?:mails?|berichten|benaderd|gecontacteerd|gemaild|aangeschreven)\b",
    r"\blaat (?:mij|me) met rust\b",
    r"\b(?:verwijder|schrap|haal) (?:aub |alstublieft )?mijn (?:e-?mail-?(?:adres)?|mailadres|adres|naam)\b",
    # Polish
    r"\bprosze (?:\w+ ){0,3}nie (?:\w+ ){0,2}(?:kontaktowac(?! sie z )|pisac|wysylac|przysylac|nekac)\b",
    r"\bnie (?:kontaktujcie|kontaktuj|kontaktowac) sie\b(?! z )",
    r"\bnie (?:piszcie|pisz|wysylajcie|wysylaj|przysylajcie)\b.{0,12}\b(?:do mnie|wiecej|juz|mi)\b",
    r"\bwykresl(?:cie|ic|enie)? mnie z\b",
    r"\bwypis(?:zcie|ac|z|anie) (?:mnie|mie|sie)\b",
    r"\b(?:usun|usuncie|usuniecie|usunac) mnie z\b",
    r"\bnie (?:chce|zycze sobie) (?:juz |wiecej )?(?:otrzymywac|dostawac|kontaktu|wiadomosci|maili|kolejnych"
    r"|dalszych)\b",
    r"\bprosze (?:\w+ ){0,3}nie (?:\w+ ){0,3}(?:wiecej|juz) (?:\w+ )?(?:kontaktowac|pisac|wysylac)\b",
    r"\b(?:wiecej|juz) nie (?:kontaktowac|pisac|wysylac)\b(?! (?:sie )?(?:z|na) )",
    r"\brezygnuje z (?:otrzymywania|dalszych|subskrypcji|newslettera)\b",
    r"\bprzesta[nc]\w* (?:do mnie )?(?:pisac|wysylac|kontaktowac)\b",
)

ALONE: Final = {
    "stop", "unsubscribe", "remove", "remove me", "opt out", "optout", "no more", "baja",
    "cancelar suscripcion", "desinscription", "desabonnement", "stopp", "abmelden", "abmeldung", "austragen",
    "never again", "please stop", "never contact me again", "no contact", "nicht mehr kontaktieren",
    "nie wieder kontaktieren", "ne plus me contacter", "ne plus jamais me contacter",
    "no volver a contactarme", "unsubscribe please", "please unsubscribe", "please remove", "please remove me",
    "stop emails", "do not contact", "do not contact me", "disiscrivimi", "cancellami", "descadastrar",
    "remover", "uitschrijven", "afmelden", "wypisz", "wypisz mnie", "wypisac", "rezygnuje",
}  # fmt: skip

# Asking for the opposite: the sentence is not counted as a request.
OPPOSITE: Final = any_of(
    rf"(?<!you )(?<!still )(?<!they )\b(?:do not|don't|never|not to|no need to|needn't|without) (?:please "
    rf"|ever )?(?:{ERASE}|forget)\b",
    rf"\b(?:not|n't) (?:want|need|wish|have)(?: you)? to (?:{ERASE}|forget|stop|unsubscribe)\b",
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
    r"\bje me suis (?:\w+ ){0,2}(?:desinscri|desabonn|retir)\w*|\bme di de baja\b|\bmi sono (?:\w+ )?(?:disiscritt"
    r"|cancellat|rimoss)\w*|\bich habe mich\b.{0,40}\b(?:abgemeldet|ausgetragen|geloscht)\b|\bik heb (?:me|mij)\b"
    r".{0,40}\b(?:uitgeschreven|afgemeld)\b|\bwypisal\w+ sie\b",
    r"\bno (?:borr|elimin|suprim)[ae]n?\b|\bno (?:me )?olvid\w+\b|\bno quiero (?:darme|que me den) de baja\b",
    r"\b(?:n'|ne )(?:supprim|effac)(?:ez|e|er)\b(?! pas encore fait)|\bne pas (?:\w+ )?(?:supprimer|effacer"
    r"|desinscrire|desabonner|retirer)\b|\bn'oubliez\b",
    r"\b(?:ne me |ne m')?(?:desinscri|desabonn|retir)\w+(?:[- ]moi)? pas\b",
    r"(?:loschen|entfernen|vergessen|melden|streichen) sie\b[^,;:]{0,40}\b(?:noch nicht|nicht|nie)\b",
    rf"{MINE_DE} (?:bitte )?(?:noch )?nicht (?:loschen|entfernen)\b|\bbitte nicht (?:abmelden|loschen"
    rf"|austragen)\b",
    r"\bnicht (?:abmelden|abbestellen|austragen)\b",
    r"\bnon (?:cancell|elimin|rimuov)\w+|\bnon dimentica\w+",
    r"\bnao (?:apag|elimin|exclu|remov|delet)\w+|\bnao (?:me )?esquec\w+",
    rf"\b(?:verwijder|wis) {MIJN} (?:aub |alstublieft |nog )?niet\b|\bniet (?:verwijderen|wissen|uitschrijven"
    rf"|afmelden)\b|\bvergeet (?:mij|me) niet\b",
    r"\b(?:prosze )?nie usuwa\w*|\bnie (?:kasuj|usun)\w*",
)

# Words that make an answer worth a look, including in other languages
HINTS: Final = any_of(
    r"\b(?:unsubscrib\w*|stop (?:sending|e-?mailing|writing|contacting)|opt(?:ing)?[- ]?out|spam\w*|gdpr|dsgvo"
    r"|rgpd|rodo|privacy request|abmeld\w+|abbestell\w+"
    r"|datenschutz\w*|loschen sie"
    r"|desabonn\w*|desinscri\w*|darme de baja|disiscri\w*|descadastr\w*|uitschrijv\w*|afmelden|wypisa\w*"
    r"|avregistrera\w*|sluta (?:maila|kontakta|skriva|skicka)|ta bort (?:mig|mina)|radera mina|afmeld\w*|slet mine"
    r"|slett mine|meld meg av"
    r"|poista(?:kaa)? (?:minut|tietoni)|lopettakaa|odhlas\w*|nepiste|nekontaktujte|smazte|vymazte|leiratkoz\w*"
    r"|toroljek?|dezabon\w*"
    r"|stergeti|abonelikten|listeden cikar\w*|verilerimi sil\w*)\b",
    r"отпи[сш]|удалите|не пишите|відпис|видаліть|διαγραφ|διαγραψ|退订|退訂|取消订阅|不要再|删除我的|刪除我的"
    r"|配信停止|削除してください|連絡しないで"
    r"|수신.?거부|삭제해|연락하지|إلغاء الاشتراك|הסירו אותי|הסר אותי",
)
