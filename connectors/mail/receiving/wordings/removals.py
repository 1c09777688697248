"""Wordings of opt-outs that ask us to stop, or to take the person off a list, in eight languages, for text in lower
case without accents. After a negation, they ask for the opposite."""

from typing import Final

from connectors.mail.receiving.wordings.erasure import any_of

_MAILS = r"(?:e-?mails?|mails?|messages?|mailings?|newsletters?|communications?|offers?)"
_WHICH = (
    r"(?:the|your|this|that|these|all|any|of|mailing|mail|e-?mail|contact|distribution|candidate"
    r"|recruit\w*|marketing)"
)
_CONTACT = r"(?:contact|e-?mail|mail|writ|messag|spam|bother|approach|disturb|pester|troubl)(?:e|ing)?"
_SUCH = (
    r"(?:any|more|further|your|these|those|such|all|the|of|unsolicited|unwanted|damn|stupid|annoying|automated|e-?mail"
    r"|marketing|recruit\w*|job)"
)

REMOVAL: Final = any_of(
    # English
    r"(?<!\bthe )(?<!\ban )(?<!\bto )(?<!\bi )(?<!\bi'll )(?<!\bi can )\bunsubscribe\b(?: this (?:e-?mail )?address"
    r"| me)?+(?! (?:link|button|page))(?! from (?!(?:you|this|these|that|all|any|every|further|future|here|it|such"
    r"|mailings?|e-?mails?|messages?)|(?:\w+ ){1,3}(?:lists?|mails?|e-?mails?|messages?|mailings?|database)\b))",
    r"\b(?:want|wish|like|need|ask\w*|you|how|trying) (?:\w+ )?to unsubscribe\b(?! (?:link|button|page))",
    r"\bopt(?: me)? out\b(?! of)",
    rf"\bopt(?: me)? out of (?:\w+ ){{0,3}}(?:{_MAILS}|lists?)\b",
    rf"\b(?:remove|take|delete|drop|strike) (?:me|us) (?:from|off) (?:{_WHICH} ){{0,3}}(?:lists?|mailings?|database"
    r"|distribution|system|records|contacts)\b",
    r"\b(?:take|get) me off(?: (?:of )?(?:this|it|here)\b| (?:please|now|at once|immediately))?(?=\W*$|,? please)",
    r"\b(?:remove|delete|drop) this (?:e-?mail )?address\b(?! from (?:the )?cc)",
    r"\b(?:cease|stop|end) (?:all |any )?(?:further )?(?:communications?|contact|correspondence)(?: with me|\W*$)",
    r"(?:^|please |, )remove me(?: please| now| at once)?\W*$",
    r"\b(?:remove|delete|take) my (?:(?:old|previous|former|work|office|second) )?(?:e-?mail(?: address)?|address"
    r"|name)\b",
    r"\bplease (?:stop|cease) (?:contacting|e-?mailing|mailing|messaging|writing|spamming)\b",
    r"\bdiscontinue (?:all |any |your )?(?:further )?(?:contact|e-?mails?|communications?|mailings?"
    r"|correspondence)\b",
    rf"\b(?:refrain|desist|abstain) from (?:ever |further |any )*{_CONTACT}\b",
    r"\b(?:be|get) (?:removed|taken|deleted|dropped) (?:from|off) (?:of )?(?:your|this|the|all) (?:\w+ )?"
    r"(?:mailings?|lists?|database|distribution|e-?mails)\b",
    r"^please stop(?: it| this| now)?(?:\.|!*)$",
    r"\bleave me alone\b",
    rf"\b(?:cease|stop|quit)(?: (?:again|please|even|try to|kindly))* {_CONTACT}(?: to)? (?:me|us)\b",
    rf"\bstop (?:send|sending) (?:me |us )(?:{_SUCH} )*(?:{_MAILS}|correspondence|these\b|this stuff)",
    rf"\bstop (?:sending|the|these|with|your|all)(?: (?:me|us|with|{_SUCH}))* (?:{_MAILS}|contact|correspondence)\b",
    rf"\b(?:stop|cease|quit) (?:receiving|getting) (?:\w+ ){{0,3}}{_MAILS}\b",
    r"\b(?:if|that|rather|wish|like|prefer) you (?:would |have )?stopp?(?:ed)? (?:contacting|e-?mailing|messaging"
    r"|approaching|bothering|writing to|reaching out to) (?:me|us)\b",
    r"\b(?:lose|scrub) my (?:e-?mail(?: address)?|address)\b",
    rf"\btake my (?:e-?mail(?: address)?|address|name) off (?:{_WHICH} ){{0,3}}(?:lists?|mailings?|database)\b",
    r"\b(?:want|wish|like|need|prefer) to opt-out\b",
    rf"\bremoval (?:of my (?:e-?mail(?: address)?|address|name) )?from (?:{_WHICH} ){{1,3}}(?:lists?|mailings?"
    rf"|database)\b",
    r"\bmy (?:e-?mail(?: address)?|address|name) (?:be )?(?:removed|deleted|taken) (?:from|off) (?:your|the|all"
    r"|this)\b",
    r"\bcancel my (?:e-?mail |newsletter )?subscription\b",
    r"\bblock my (?:e-?mail )?address\b",
    # German
    r"\bunterlassen sie\b.{0,40}\b(?:kontakt\w*|e-?mails?|mails?|nachrichten|zusendung\w*|anschreiben)",
    r"\bbitte\b.{0,40}\b(?:abmelden|abbestellen|austragen)\b",
    r"\b(?:melden|tragen) sie mich\b.{0,40}\b(?:ab|aus)\b",
    r"\b(?:aus|von) (?:ihrem|ihrer|eurem|eurer|dem|der) (?:verteiler|liste|mailingliste"
    r"|datenbank)\b.{0,30}\b(?:nehmen|streichen|loschen|entfernen)\b",
    r"\b(?:streichen|nehmen|loschen|entfernen) sie (?:mich|meine (?:e-?mail-?)?adresse)\b.{0,20}\b(?:aus|von)\b",
    r"\b(?:lassen sie|lasst?) mich (?:bitte |endlich )?in ruhe\b"
    r"(?! \w*(?:uberlegen|nachdenken|lesen|prufen|ansehen|entscheiden))",
    r"\b(?:sehen sie|absehen|abzusehen|abstand)\b.{0,50}\b(?:nachrichten|anfragen|mails?|e-?mails?"
    r"|kontakt\w*|zusendungen)\b",
    r"\bvon (?:weiteren )?(?:nachrichten|anfragen|mails?|e-?mails?|zusendungen"
    r"|kontaktaufnahmen)\b.{0,30}\b(?:absehen|abzusehen)\b",
    r"\baustragung\b.{0,25}\b(?:verteiler|liste)\b",
    r"\bhoren sie (?:bitte |endlich )?auf,? (?:mir|mich)\b.{0,20}\b(?:schreiben|mailen|kontaktieren"
    r"|anzuschreiben|belastigen)\b",
    r"\bverschon\w+ sie mich\b.{0,30}\b(?:nachrichten|mails?|e-?mails?|anfragen|anschreiben|post|werbung)\b",
    r"\bvon (?:weiteren |kunftigen )?(?:anschreiben|kontaktversuchen)\b.{0,30}\b(?:absehen|abzusehen)\b",
    r"\bverzicht\w+ (?:sie )?(?:bitte )?(?:kunftig )?auf (?:weitere |jegliche |alle |ihre )?(?:nachrichten|mails?"
    r"|e-?mails?|anfragen|kontakt\w*|zuschriften|anschreiben|zusendungen)\b",
    r"\b(?:nehmt|nimm|streicht|streich|loscht|losch|entfern\w*|tragt|trag) mich (?:\w+ ){0,2}(?:von|aus) ",
    r"\baufhoren,? (?:mir|mich)\b.{0,20}\b(?:schreiben|mailen|kontaktieren|anzuschreiben|belastigen)\b",
    r"\b(?:kontakt\w*|anschreiben|nachrichten|mails?|e-?mails?|zusendung\w*) (?:\w+ )?(?:zu )?unterlassen\b",
    r"\b(?:loschung|streichung) (?:meine[rs] \w+ )?aus (?:ihrem|ihrer|eurem|eurer|dem|der) (?:verteiler|liste"
    r"|mailingliste)\b",
    # French
    r"\b(?:desinscri\w+|desabonn\w+)\b(?:[- ]moi)?",
    r"\b(?:retirez|enlevez|supprimez|rayez|otez|effacez)[- ]moi\b",
    r"\b(?:me|m') ?(?:retir|enlev|supprim|ray|desinscri)\w* de (?:votre|vos|la|cette)\b",
    r"\b(?:retir|enlev|supprim|ray)\w* mon (?:adresse|nom|e-?mail|mail)\b",
    r"\b(?:cess|arret)(?:ez|er) de (?:m'|me |nous )(?:ecri|contact|envoy|sollicit|derang)\w+",
    r"\blaissez[- ]moi (?:tranquille|en paix)\b|\bfiche[zr]?[- ]moi la paix\b",
    r"\bcess(?:ez|er) tout envoi\b(?! d)",
    r"\b(?:cess|arret)(?:ez|er) (?:tout contact|toute (?:prise de contact|sollicitation|communication)"
    r"|vos (?:mails?|messages?|envois))\b",
    r"^\W*stop (?:pub|sms|mails?)\W*$",
    r"\bevite[zr] (?:desormais )?de (?:me |m'|nous )(?:re)?(?:contact|ecri|sollicit|envoy|derang|relanc)\w+",
    r"\b(?:cess|arret)(?:iez|er|ez) (?:tout contact|(?:de )?(?:me |m'|nous )(?:ecri|contact|envoy|sollicit|derang)\w+"
    r"|toute communication|vos (?:mails?|messages?|envois|courriels|sollicitations|relances))",
    r"\b(?:suppression|retrait|radiation|desinscription) (?:de mon \w+ )?de (?:votre|vos|la) (?:\w+ )?(?:listes?|base"
    r"|fichiers?)\b",
    # Spanish
    r"\b(?:darme|dame|denme|deme|dar|dese) de baja\b",
    r"\bdejen? de (?:escribirme|enviarme|contactarme|mandarme|molestarme|escribir|contactar)\b",
    r"\b(?:elimin|borr|quit|saqu|sac|retir)(?:e|en|a|ad)me de\b",
    r"\babsteng\w+ de (?:contactar|escribir|enviar)\w*",
    r"\bdej(?:en?|es?|ad|ar|aran?|asen?) de (?:recibir (?:\w+ ){0,2}(?:correos?|mensajes?|e-?mails?|mails?)"
    r"|(?:escribir|enviar|contactar|mandar|molestar)(?:me|nos))\b",
    r"\bme (?:borr|elimin|quit|saqu|sac|retir)\w+ de (?:su|sus|vuestra|la|esta)\b",
    r"\b(?:borr|elimin|quit|retir|saqu)\w+ mi (?:correo|e-?mail|direccion|nombre) de\b",
    r"\bbaja de (?:su|sus|la|esta|vuestra) (?:\w+ )?(?:lista|base|newsletter|boletin|comunicaciones|correos)\b",
    r"\bces(?:en?|ar|ad) (?:(?:todo|cualquier|el|sus|los|las|toda|su) )+(?:contacto|comunicacion\w*|envios?|correos"
    r"|mensajes)\b",
    r"\bser (?:eliminad|borrad|retirad|dad)[oa] de (?:baja|(?:su|sus|la|vuestra) (?:lista|base)\w*)\b",
    r"\bdej(?:arais|aseis) de (?:escribir|enviar|contactar|mandar|molestar)(?:me|nos)\b",
    r"\b(?:eliminacion|retirada|supresion) (?:de mi \w+ )?de (?:su|sus|vuestra|la) (?:\w+ )?(?:listas?|base)\b",
    r"\bdej(?:en|e|a|ad)me en paz\b",
    # Italian
    r"\blascia(?:te)?mi in pace\b|\bmi lasci in pace\b",
    r"\bsmett\w+ di (?:scriver|contattar|mandar|inviar)mi\b",
    r"\b(?:cancella|rimuove|toglie|elimina|leva)(?:te)?mi da\w*\b",
    r"\bmi (?:cancelli|tolga|rimuova|elimini) da\w*\b",
    r"\bdisiscri\w+",
    r"\b(?:rimuov|cancell|togli|elimin)\w{1,4} (?:per favore )?(?:il )?mi[oa] (?:indirizzo|e-?mail|mail|nome)\b",
    r"\b(?:niente|basta)(?: piu)? (?:con )?(?:queste |le (?:vostre |tue )?)?(?:e-?mail|mail|messaggi)\b",
    r"\bsmett\w+ di (?:ricever|ricontattar|disturbar)",
    r"\b(?:essere|venire) (?:rimoss|cancellat|tolt|eliminat)[oa] d\w+ (?:\w+ )?(?:mailing ?list|list[ae]|database"
    r"|elenco|newsletter)\b",
    r"\b(?:cancellar|toglier|rimuover|eliminar)mi d\w+ (?:\w+ )?(?:mailing ?list|list[ae]|database|elenco"
    r"|newsletter)\b",
    r"\bevit(?:ate|i|a|are) di (?:ri)?(?:contattar|scriver|mandar|inviar|disturbar)mi\b",
    r"\bdiffido d\w+ (?:ri)?(?:contattar|scriver|inviar)mi\b",
    r"\b(?:cancellazione|rimozione|disiscrizione) (?:del mio \w+ )?d\w+ (?:\w+ )?(?:mailing ?list|list[ae]|database"
    r"|elenco|newsletter)\b",
    # Portuguese
    r"\bdeixem?-me em paz\b|\bme deixem? em paz\b",
    r"\bparem? de (?:me )?(?:enviar|mandar|contac?tar|escrever|incomodar)(?:-me)?\b",
    r"\b(?:remov|retir|tir|exclu|elimin)\w{1,3}-me d\w+\b",
    r"\bme (?:remov|retir|tir|exclu)\w{1,3} d\w+ (?:lista|base|mailing)\b",
    r"\b(?:remov|retir|tir)\w{1,4} (?:o )?meu (?:e-?mail|endereco|nome|contac?to) d\w+\b",
    r"\bdescadastr\w+",
    r"\b(?:quero|desejo|gostaria de|favor|preciso) cancelar (?:a |minha |a minha )?(?:inscricao"
    r"|assinatura|subscricao)\b",
    r"\b(?:deix|par)(?:em|e|es|ar|assem|asse) de (?:me )?(?:contac?tar|escrever|enviar|mandar|incomodar)(?:-me)?\b",
    r"\bdeix(?:em|e|ar) de receber (?:\w+ ){0,3}(?:mensagens|e-?mails?)\b",
    r"\bme (?:remov|retir|tir|exclu)\w{1,3} d\w+ (?:\w+ )?(?:lista|base|mailing)\b",
    r"\b(?:remocao|exclusao|retirada|eliminacao) d[oe] meu (?:e-?mail|nome|endereco|contac?to) d\w+\b",
    r"\bcess(?:em|e|ar) (?:(?:de|os|o|as|todos|todo|qualquer) )+(?:contac?tos?|envios?|mensagens|me (?:contac?tar"
    r"|escrever|enviar))\b",
    r"\bser (?:removid|retirad|excluid|eliminad|tirad)[oa] d\w+ (?:\w+ )?(?:lista|base|mailing)\b",
    # Dutch
    r"\bstop met (?:mailen|schrijven|e-?mailen|mij|me|het sturen|sturen|contact)\b",
    r"\b(?:schrijf|meld) (?:mij|me) (?:\w+ )?(?:uit|af)\b",
    r"\b(?:wil|graag|kunt u|kun je|gelieve|verzoek)\b.{0,25}\b(?:uitschrijven|afmelden|uit te schrijven"
    r"|af te melden)\b",
    r"\b(?:verwijder|haal|schrap) (?:mij|me) (?:\w+ )?(?:uit|van)\b",
    r"\blaat (?:mij|me) met rust\b",
    r"\b(?:verwijder|schrap|haal) (?:aub |alstublieft )?mijn (?:e-?mail-?(?:adres)?|mailadres|adres|naam)\b",
    r"\b(?:wilt?|kunt?|zoudt?|gelieve|graag|verzoek|vraag)\b.{0,20}\b(?:mij|me) (?:\w+ ){0,2}(?:van|uit) (?:de|uw"
    r"|jullie|je|deze)"
    r" (?:\w+ )?(?:\w*lijst|bestand|database|systeem)\b",
    r"\bhaal (?:mij|me) (?:\w+ ){0,2}(?:uit|van) (?:de|uw|jullie|je|deze) ",
    r"\bstop(?:pen|t)? (?:alsjeblieft |alstublieft |aub )?met (?:het )?(?:mij |me )?(?:te )?(?:mailen|schrijven"
    r"|e-?mailen|benaderen|sturen)\b",
    r"\bhou(?:d|dt)? (?:\w+ )?op met (?:mailen|schrijven|het sturen|sturen|mij|me|berichten)\b",
    r"\bverwijdering (?:van mijn \S+ )?uit (?:uw|jullie|je|de) (?:\w*lijst|bestand|database|systeem)\b",
    # Polish
    r"\bwykresl(?:cie|ic|enie)? mnie z\b",
    r"\bwypis(?:zcie|ac|z|anie) (?:mnie|mie|sie)\b",
    r"\b(?:usun|usuncie|usuniecie|usunac) mnie z\b",
    r"\brezygnuje z (?:otrzymywania|dalszych|subskrypcji|newslettera)\b",
    r"\bprzesta[nc]\w* (?:do mnie )?(?:pisac|wysylac|kontaktowac)\b",
    r"\b(?:zaprzestani\w+|zaniechani\w+|przerwani\w+|zakonczeni\w+) (?:dalsz\w+ |wszelki\w+ )?(?:kontakt\w*"
    r"|korespondencji|wysylania|pisania)\b",
    r"\bsie wypisac\b(?=\W*$| z (?:\w+ )?(?:list\w|newslettera|bazy|subskrypcji))",
    r"\b(?:usun\w*|skresl\w*|wykresl\w*) (?:moj adres|moj e-?mail|moje nazwisko"
    r"|mnie)\b.{0,15}\bz (?:\w+ )?(?:list\w|bazy)\b",
    r"\b(?:usuniecie|skreslenie|wykreslenie) mnie z\b",
    r"\b(?:dajcie|daj|prosze dac) mi (?:swiety )?spokoj\b",
    r"\bmnie (?:usunac|wykreslic|skreslic|wypisac) z\b",
    r"\bzaprzesta\w+ (?:wysylania|pisania|kontakt\w*)\b",
    r"\busunieci\w+ (?:mojego|moich) (?:adres\w*|e-?mail\w*|danych kontaktowych)\b.{0,12}\bz\b",
)
