"""Wordings of opt-outs that ask us not to write again, in eight languages, for text in lower case without accents."""

from typing import Final

from connectors.mail.receiving.wordings.erasure import any_of

_MAILS = r"(?:e-?mails?|mails?|messages?|mailings?|newsletters?|communications?|offers?)"
_CONTACT = r"(?:contact|e-?mail|mail|writ|messag|spam|bother|approach|disturb|pester|troubl)(?:e|ing)?"
_WISH = (
    r"\b(?:rather|sooner|prefer|better|best|appreciate(?: it)?|grateful|glad|happier|obliged|kind|nice|great|ask"
    r"|request|wish"
    r"|like)(?: if| that)?"
)
_TO_ME = (
    r"(?:(?:contact|e-?mail|mail|messag|spam|bother|approach|disturb|pester|troubl)(?:ed|e|ing)? (?:me|us)"
    r"|(?:write|writing|written|wrote) (?:to )?(?:me|us)|reach(?:ed|ing)? out(?: to (?:me|us))?"
    r"|(?:get|got|getting|be|been) in touch(?: with (?:me|us))?)\b"
)

NO_CONTACT: Final = any_of(
    # English
    r"(?:\bdo not|\bdont|n't|\bnever|\bnot to|\bto not)(?: (?:ever|again|please|even|keep|continue to|try to"
    r"|want you(?: to)?|kindly|be))*"
    rf" {_CONTACT}(?: to)? (?:me|us)\b",
    rf"(?:\bdo not|\bdont|n't|\bnever) (?:{_CONTACT}|reach out|get in touch|be in touch)(?: (?:to|with) (?:me"
    rf"|us))?,? "
    r"(?:again|any ?more|any longer|in (?:the )?future|ever)\b",
    rf"(?:\bdo not|\bdont|n't|\bnever) (?:send|sending) (?:me |us )(?:\w+ ){{0,3}}{_MAILS}\b",
    rf"\b(?:no more|no further).{{0,14}}\b(?:{_MAILS}|contact)\b",
    rf"(?:\bdo not|\bdont|n't|\bnot) (?:want|wish|care|like) (?:to )?(?:receive|get|see|hear|be contacted"
    rf"|be e-?mailed|any (?:more|further))(?:(?!\b(?:by|via|per|through)\b)[^,;]){{0,30}}"
    rf"\b(?:{_MAILS}|from you|contacted|again|any ?more|by you)\b",
    rf"\bno longer (?:want|wish) to (?:hear|be contacted|(?:receive|get) (?:\w+ ){{0,4}}(?:{_MAILS}|anything|these"
    r"|this|them)\b)",
    rf"\b(?:don't|do not) (?:get|receive) (?:any )?(?:more|further) (?:of (?:these|your) )?{_MAILS}\b",
    r"\b(?:wish|request|decision|choice|desire) not to be (?:contacted|e-?mailed|approached)\b",
    r"\b(?:never|not|n't) (?:want|wish|care|like) to hear from (?:you|acme|your company)\b",
    r"(?:\bdo not|\bdont|n't|\bnever) (?:send|sending) (?:me |us )?(?:\w+ ){0,2}(?:correspondence"
    r"|these\b|this stuff)",
    r"\b(?:did not|didn't|never) (?:sign up|subscribe|ask|opt in)\b.{0,40}\bplease (?:stop|remove me)\W*$",
    r"\b(?:do not|don't) consent to (?:being|be) (?:contacted|e-?mailed|approached)\b",
    r"\bdo not contact\W*$",
    rf"{_WISH} (?:you |that you |if you )*(?:would |could |please |kindly )?(?:did not|didn't|do not|don't|would not"
    rf"|wouldn't|not|never|no longer) (?:ever |please |try to |keep )*{_TO_ME}",
    rf"{_WISH} (?:to )?(?:not|never) (?:to )?(?:be (?:contacted|e-?mailed|approached|written to|bothered|messaged)"
    rf"|hear from you|(?:receive|get) (?:any |more |further |of |these |your )*{_MAILS})\b",
    rf"\b(?:could|can|would|will) you (?:please |kindly )*(?:not|no longer) {_TO_ME}",
    rf"\bwould you (?:mind|be so kind as|please consider) (?:not|never) (?:to )?{_TO_ME}",
    rf"\b(?:don't|do not|never) (?:want|like|wish|need) you (?:to be |to keep |to )?{_TO_ME}",
    r"\b(?:see to it|make sure|ensure|request|ask)\b.{0,12}\bi(?:'m| am| be) (?:not|never) (?:contacted|e-?mailed"
    r"|approached|written to)\b",
    r"\bno (?:further |more )?(?:messages|e-?mails|mails) be sent to me\b",
    rf"\b(?:let this be|(?<!not )(?<!n't )make this|this (?:should|must|had better|better) be) (?:the"
    rf"|your) (?:very )?(?:last|final)"
    rf" (?:{_MAILS}|time) (?:that )?(?:you (?:ever )?(?:send|write|contact)|i (?:ever )?(?:get|receive|hear))",
    r"(?:\bdo not|\bdon't|\bno longer|\bnever) (?:want|wish|care|like) to be (?:on|in|part of) (?:your|this|any|the)"
    r" (?:\w+ ){0,2}(?:lists?|database|mailings?)\b",
    r"\b(?:add|put|place) (?:me|my (?:e-?mail(?: address)?|address|name)) (?:on|to|in|onto) (?:your |the |a )?"
    r"(?:do[- ]not[- ](?:contact|e-?mail|mail)|suppression|opt[- ]?out|no[- ]contact|block)\w*",
    rf"(?:\bdo not|\bdont|n't|\bnever) send (?:(?:any|more|further|your|these|such) )+{_MAILS}\b",
    r"\bplease (?:do not|don't|no|never) (?:send )?(?:any )?(?:more |further )?follow[- ]?ups?\b"
    r"|^no more follow[- ]?ups?\b",
    rf"\bno (?:wish|desire|intention) to (?:be contacted|hear from you|(?:receive|get) (?:any |more |further "
    rf"|your )*{_MAILS})\b",
    r"(?:\bdo not|\bdon't|\bnever) (?:want|wish|like) to be (?:contacted|e-?mailed|approached)(?: by (?:you"
    r"|anyone|your company))?+\b",
    # German
    r"\bmich (?:\w+ ){0,3}nicht (?:mehr|wieder|weiter) (?:anzuschreiben|zu kontaktieren|zu behelligen"
    r"|zu belastigen)\b",
    r"\b(?:kontaktieren|schreiben|mailen|belastigen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht|nie|keine)\b",
    r"\b(?:mich|mir) (?:bitte )?(?:nicht (?:mehr|wieder)|nie (?:mehr|wieder))\b(?:(?!\b(?:in der|am|im|uber|auf"
    r"|so|nur|vor|nach|wahrend|bis|per|via|mit)\b).){0,20}\b(?:kontakt|schreib"
    r"|anschreib|mail|belastig)\w*",
    r"\b(?:nicht|nie|niemals) (?:mehr|wieder|weiter(?:hin)?|noch ?mal\w*)\b(?:(?!\b(?:in der|am|im|uber|auf|so"
    r"|nur|vor|nach|wahrend|bis|per|via|mit)\b).){0,20}\b(?:kontaktieren|anschreiben"
    r"|schreiben|anmailen|mailen"
    r"|kontaktiert|angeschrieben|belastigt)\b",
    r"\bkeine (?:weiteren|ihrer) (?:e-?mails?|mails|nachrichten|anfragen|angebote|zuschriften)\b",
    r"\bkeine (?:e-?mails?|mails|nachrichten|anfragen|(?:job|stellen)?angebote|post|werbung) mehr\b",
    r"\b(?:kontaktieren|schreiben|mailen|belastigen) sie (?:mich|mir|uns) (?:\w+ ){0,3}nicht mehr\b",
    r"\bnicht(?:s)? mehr von ihnen (?:horen|lesen|bekommen|erhalten)\b|\bvon ihnen nichts mehr (?:horen"
    r"|lesen|bekommen|erhalten)\b",
    r"\bkein(?:en)? kontakt mehr\b",
    r"\bbitte (?:mich |sich )?(?:nicht|nie) (?:mehr|wieder) (?:bei mir )?(?:melden|anschreiben|kontaktieren)\W*$",
    r"\b(?:ich )?widerspreche\b.{0,60}\b(?:werb\w+|kontaktaufnahme\w*|zusendung\w*)\b",
    r"\bkeine(?:n|rlei)? (?:weitere[nr]? |kunftige[nr]? )?(?:kontaktaufnahmen?|kontaktversuche|anschreiben)\b",
    r"\b(?:melden sie sich|melde dich|meldet euch) (?:bitte |bei mir )*(?:nicht|nie) (?:mehr|wieder)\b",
    r"\bbitte (?:mir |mich )?nicht (?:noch ?einmal|nochmals?|erneut) (?:schreiben|anschreiben|kontaktieren|melden)\b",
    r"\b(?:schreibt?|kontaktiert?|mailt?|belastigt?) (?:mir|mich|uns) (?:bitte )?(?:nicht|nie) (?:mehr|wieder)\b",
    r"\b(?:nicht|nie) (?:mehr|langer|wieder) (?:auf|in) (?:ihrer|ihrem|eurer|eurem|der|dem) (?:liste|verteiler"
    r"|datenbank|mailingliste)\b",
    # French
    r"\bne (?:me|nous|m') ?(?:re)?(?:contactez|ecrivez|sollicitez|envoyez|derangez|importunez|relancez)(?: plus| jamais"
    r"| pas)\b(?! (?:le|la|l'|par)\b)",
    r"\bne (?:plus|pas|jamais)(?: jamais)? (?:me |m'|nous )(?:re)?(?:contact|ecri|sollicit|envoy|derang|importun"
    r"|demarch)\w+",
    r"\bne (?:souhaite|veux|desire) (?:plus|pas) (?:etre (?:re)?(?:contact|sollicit|demarch)\w+"
    r"|recevoir .{0,25}(?:mails?|messages?|courriels?|part))",
    r"\bplus (?:de|aucun) (?:e-?mails?|mails?|messages?|courriels?)\b",
    r"\bque (?:vous|tu) ne (?:me |m'|nous )(?:re)?(?:contacti|ecrivi|solliciti|envoyi|derangi|demarchi|relanci"
    r"|importuni)ez\b(?: (?:plus|jamais|pas|rien))?",
    r"(?:^|[,;:.!] ?|\bmerci |\bsvp )ne (?:me |m'|nous )(?:re)?(?:contacte|ecris|sollicite|envoie|relance|derange)s?"
    r" (?:plus|jamais)\b",
    r"\bne (?:veux|souhaite|desire|voudrais) (?:pas|plus) que (?:vous|l'on|on) (?:me |m'|nous )(?:re)?(?:contact"
    r"|ecri|sollicit|envoy|derang|demarch|relanc)\w+",
    r"\bne (?:plus|pas|jamais) (?:me |m'|nous )(?:adress|relanc|demarch)\w+",
    r"\bne plus (?:jamais )?recevoir (?:[\w']+ ){0,3}(?:d')?(?:courriels?|mails?|e-?mails?|messages?"
    r"|sollicitations?)\b",
    r"\bne (?:plus|pas) etre (?:re)?(?:contact|sollicit|demarch|derang)\w+",
    r"\bque (?:ce|cela|ceci) soit (?:votre|le|ton) dernier (?:message|mail|e-?mail|courriel|envoi)\b",
    r"\bn'autorise (?:plus|pas) (?:aucun |le moindre |de )?contact\b",
    r"\bplus (?:jamais )?entendre parler de (?:vous|toi)\b",
    r"\bne (?:veux|souhaite|desire) plus (?:figurer|etre|apparaitre) (?:sur|dans) (?:votre|vos|la|cette) (?:\w+ )?"
    r"(?:listes?|base|fichiers?)\b",
    # Spanish
    r"\bno (?:me|nos) (?:contacten?|escriban?|molesten?|vuelvan? a (?:contactar|escribir|molestar))\b",
    r"\bno (?:me|nos) (?:envien?|manden?) (?:\w+ ){0,2}(?:correos?|mensajes?|e-?mails?|mails?|nada)\b",
    r"\bno (?:me |nos )?vuelvan? a (?:contactarme|escribirme|enviarme|contactar|escribir|enviar)\b",
    r"\bno (?:quiero|deseo) (?:recibir|que me|mas|ser) .{0,20}(?:correos?|mensajes?|contact\w+|escriban?"
    r"|e-?mails?)\b",
    r"\bno (?:quiero|deseo) recibir (?:mas |otras )?(?:\w+ )?(?:ofertas|comunicaciones|propuestas|publicidad)\b"
    r"(?! (?:de|para|en|que) (?!su\b|vuestra|ustedes|nadie))",
    r"\bno mas (?:correos?|mensajes?|e-?mails?|mails?)\b",
    r"\bno (?:me|nos) (?:contact(?:es?|aran?|aras|asen?)|escrib(?:as|ieran?|iesen?)|molest(?:es|aran?|asen?))\b",
    r"\bno (?:me|nos) (?:envi|mand)(?:es?|en|aran?|asen?) (?:mas|nada|otros?)\b",
    r"\bno (?:me |nos )?(?:vuelv(?:an?|as)|volvier[ae]n?|volviesen?|volver) a (?:contactar|escribir|enviar|molestar"
    r"|mandar)(?:me|nos)?\b",
    r"\bno (?:quiero|deseo|permito|autorizo|consiento) que (?:me |nos )(?:vuelv|volv|contact|escrib|envi|mand|molest"
    r"|sig)\w+",
    r"\bno (?:contactar|escribir|enviar|mandar|molestar)(?:me|nos)\b|\bno (?:enviar|mandar|escribir) mas\b",
    r"\bno (?:deseo|quiero|me interesa)(?: volver a| seguir)? (?:recibir|recibiendo) (?:\w+ ){0,3}(?:correos?"
    r"|mensajes?|e-?mails?|comunicaciones)\b(?! (?:de|para|en|sobre) (?!su\b|vuestra|ustedes|nadie))",
    r"\bno (?:deseo|quiero) recibir (?:mas |otra )?(?:informacion|informaciones|noticias) (?:de su parte|suya"
    r"|de ustedes|vuestra)\b",
    r"\bpref(?:er|ier)\w+ no (?:volver a )?(?:recibir (?:\w+ ){0,2}(?:correos?|mensajes?|e-?mails?|comunicaciones)"
    r"|ser (?:contactad|molestad)\w+)\b",
    r"\bno (?:deseo|quiero) (?:volver a )?ser (?:contactad|molestad)\w+",
    r"\bque (?:este )?sea (?:el|su) ultimo (?:mensaje|correo|e-?mail|mail)(?=\W*$| que (?:me )?(?:mand|envi|escrib))",
    r"\bno (?:me|nos) (?:contact(?:eis|arais|aseis)|escrib(?:ais|ierais|ieseis)|molest(?:eis|arais|aseis)|volv(?:ais"
    r"|ierais|ieseis) a (?:contactar|escribir|enviar|molestar|mandar))\b",
    r"\bno (?:me|nos) (?:envi|mand)(?:eis|arais|aseis) (?:mas|nada|otros?)\b",
    # Italian
    r"\bnon (?:mi |ci )?(?:contatt|scriv|mand|invi)(?:ate|ete|i|a|iate|are|ere)(?:mi|ci)?(?: (?:altr[eio]"
    r"|ulteriori) (?:mail|e-?mail|messaggi))? (?:piu|mai|ulteriormente)\b",
    r"\bnon (?:mi )?(?:contattat|scrivet|mandat|inviat)e(?:mi)? (?:piu|mai)\b",
    r"\bdi non (?:contattarmi|scrivermi|essere (?:piu )?contattat\w+|ricevere)\b",
    r"\bnon (?:voglio|desidero|vorrei) (?:piu )?(?:ricevere .{0,20}(?:mail|messaggi|comunicazioni)"
    r"|essere (?:piu )?contattat\w+)",
    r"\bnon mi (?:ri)?(?:contatt|scriv|mand|invi|disturb)\w{1,5} (?:\w+ )?(?:piu|mai piu|ulteriormente|nulla|niente)\b",
    r"\bnon (?:ri)?(?:contattar|scriver|inviar|mandar|disturbar)mi (?:\w+ )?(?:piu|mai|ulteriormente|nulla|niente)\b",
    r"\bnon (?:inviate|mandate|scrivete)mi (?:\w+ )?(?:piu|mai|nulla|niente)\b",
    r"\bnon (?:essere|venire) (?:mai )?(?:piu )?(?:ri)?contattat\w+",
    r"\bnon (?:intendo|voglio|desidero|vorrei|gradisco)(?: piu)? ricevere (?:(?:altr[ei]|ulteriori|piu|le|vostr[ei]"
    r"|tue) )*(?:mail|e-?mail|messaggi|comunicazioni|newsletter)\b",
    r"\bprefer\w+ non ricevere (?:\w+ ){0,2}(?:mail|e-?mail|messaggi|comunicazioni)\b",
    r"\bche (?:questo )?sia l'ultim[oa] (?:messaggio|mail|e-?mail)(?=\W*$| che (?:mi )?(?:mand|invi|scriv))",
    r"\bnon (?:ri)?(?:contattate|scrivete|disturbate)mi\b",
    # Portuguese
    r"\bnao (?:me )?(?:contac?tem?|escrevam?|enviem?|mandem?|incomodem?)(?:-me)?\b.{0,25}\b(?:mais|novamente"
    r"|nunca)\b",
    r"\bnao (?:voltem?|tornem?) a (?:contac?tar|escrever|enviar)(?:-me)?\b",
    r"\bnao (?:quero|desejo|pretendo) (?:mais )?(?:receber (?:mais )?.{0,20}(?:e-?mails?|mensagens|contac?tos)"
    r"|ser (?:mais )?contac?tad[oa])",
    r"\bnao me (?:contac?t(?:es?|ar|ar?em|assem?)|escrev(?:as?|am|er|erem|essem?)|envi(?:es?|arem|assem?)"
    r"|mand(?:es?|arem|assem?)|incomod(?:es?|arem|assem?))\b.{0,25}\b(?:mais|novamente|nunca|nada)\b",
    r"\bnao (?:me )?(?:volt|torn)(?:em?|es|ar|assem?) a (?:me )?(?:contac?tar|escrever|enviar|mandar)(?:-me)?\b",
    r"\bnao entr(?:em?|es|assem?) (?:mais em contac?to\b(?! com (?!migo))|em contac?to (?:comigo|novamente|mais)\b)",
    r"\b(?:prefiro|preferia|preferiria|gostaria de|queria|agradeco|peco para) nao (?:mais )?(?:receber (?:mais )?"
    r"(?:\w+ ){0,2}(?:e-?mails?|mensagens|contac?tos)|ser (?:mais )?contac?tad[oa])\b",
    r"\bque (?:este|esse|isto) seja (?:o ultimo (?:e-?mail|contac?to)|a ultima mensagem)(?=\W*$| que (?:me )?(?:mand"
    r"|envi|escrev))",
    r"\bnao autorizo (?:mais |novos |futuros |quaisquer )?contac?tos?\b",
    r"\b(?:favor|gentileza|queiram?|peco(?: para)?|solicito) nao (?:me )?(?:enviar|mandar|escrever|contac?tar)\b",
    r"\bnao me (?:contac?tem?|escrevam?|incomodem?)\b",
    # Dutch
    r"\bniet (?:meer|langer|weer|opnieuw)\b.{0,15}\b(?:te )?(?:benader|contacter|mail|schrijv|aanschrijv"
    r"|lastigvall|e-?mail)\w*",
    r"\b(?:mail|schrijf|benader|contacteer|e-?mail) (?:mij|me) (?:aub |alstublieft |alsjeblieft "
    r"|a\.u\.b\. )?(?:niet|nooit) (?:meer|weer)\b",
    r"(?<!\bheb )(?<!\bhebben )\bgeen (?:e-?mails?|mails?|berichten|contact) meer\b",
    r"\bgeen (?:\w+ )?contact (?:meer )?(?:met (?:mij|me) )?op\b.{0,10}\bmeer\b",
    r"\bwil (?:\w+ )?(?:geen|niet)\b.{0,25}\b(?:mails?|berichten|benaderd|gecontacteerd|gemaild|aangeschreven)\b",
    r"\bgeen (?:verdere|nieuwe|andere) (?:berichten|mails?|e-?mails?|contact|benaderingen)\b",
    r"\bgeen prijs (?:meer )?op\b.{0,20}\b(?:berichten|mails?|e-?mails?|contact)\b",
    r"\b(?:nooit|niet) meer contact (?:met (?:mij|me) )?op\b",
    r"\blaat dit (?:het|uw|jullie|je) laatste (?:bericht|mail|e-?mail)\b",
    r"\bval (?:mij|me) niet meer lastig\b",
    r"\bliever geen (?:\w+ )?(?:mails?|e-?mails?|berichten|contact)\b",
    r"\b(?:mail|schrijf|benader|contacteer|e-?mail) (?:mij|me) (?:aub |alstublieft |alsjeblieft )?(?:niet|nooit)\b",
    r"\bniet (?:meer|langer|weer) (?:ge(?:contacteerd|maild|benaderd)|benaderd|aangeschreven)\b",
    # Polish
    r"\bprosze (?:\w+ ){0,2}nie (?:pisac|wysylac|kontaktowac sie) (?:do mnie |mi |ze mna )?(?:wiecej|juz)\b",
    r"\bprosze (?:\w+ ){0,3}nie (?:\w+ ){0,2}(?:kontaktowac(?! sie z )|pisac|wysylac|przysylac|nekac)\b",
    r"\bnie (?:kontaktujcie|kontaktuj|kontaktowac) sie\b(?! z )",
    r"\bnie (?:piszcie|pisz|wysylajcie|wysylaj|przysylajcie)\b.{0,12}\b(?:do mnie|wiecej|juz|mi)\b",
    r"\bnie (?:chce|zycze sobie) (?:juz |wiecej )?(?:otrzymywac|dostawac|kontaktu|wiadomosci|maili|kolejnych"
    r"|dalszych)\b",
    r"\bprosze (?:\w+ ){0,3}nie (?:\w+ ){0,3}(?:wiecej|juz) (?:\w+ )?(?:kontaktowac|pisac|wysylac)\b",
    r"\b(?:wiecej|juz) nie (?:kontaktowac|pisac|wysylac)\b(?! (?:sie )?(?:z|na) )",
    r"\b(?:zeby\w*|aby\w*|gdyby\w*)\b.{0,30}\bnie (?:kontaktowal\w*|pisal\w*|wysylal\w*|przysylal\w*|niepokoil\w*)"
    r"(?! (?:sie )?(?:z|ze) (?!mna))",
    r"\bnie chce,? (?:zeby\w*|aby\w*)\b.{0,25}\b(?:pisal\w*|kontaktowal\w*|wysylal\w*|niepokoil\w*)"
    r"(?! (?:sie )?(?:z|ze) (?!mna))",
    r"\bnie (?:otrzymywac|dostawac) (?:juz |wiecej )+(?:\w+ )?(?:wiadomosci|maili|e-?maili|ofert)\b",
    r"\bnie (?:chce|zycze sobie) (?:juz |wiecej |dalsz\w+ |zadn\w+ )*(?:otrzymywac|dostawac|kontakt\w+|wiadomosci|maili"
    r"|korespondencji)\b",
    r"\bnie niepokoic\b",
    r"\bnie (?:wyrazam zgody|zgadzam sie) na (?:dalsz\w+ |jakikolwiek )?(?:kontakt\w*|wiadomosci|korespondencje"
    r"|maile)\b",
    r"\bniekontaktowanie sie ze mna\b",
    r"\bze mna (?:wiecej |juz )?nie kontakt(?:ujcie|uj|owac)\b",
    r"\b(?:nieprzysylanie|niewysylanie|niepisanie)\b",
    r"\bnie byc (?:wiecej |juz )+kontaktowan\w+",
    r"\bnie chce byc na (?:\w+ )?liscie\b",
)
