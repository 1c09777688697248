"""Words that make an answer worth a look, for text in lower case without accents: in eight languages, words that may be
a request; in others, any wording of a request."""

from typing import Final

from connectors.mail.receiving.wordings.erasure import any_of

HINTS: Final = any_of(
    # "There is no need to write again"
    r"\b(?:no need|need not|needn't|don't (?:need|have)|do not (?:need|have)) (?:for you )?to (?:contact|write"
    r"|e-?mail|reach"
    r" out|get in touch)(?: (?:to|with))?(?: me)? (?:again|further|any ?more)\b",
    r"\bhope (?:not|never|i never) (?:to )?hear from you\b|\bhope this (?:is|was) (?:the|your) last (?:e-?mail"
    r"|message)\b",
    r"\binutile de (?:me |m')(?:re)?(?:contact|ecri|relanc)\w+",
    r"\bno (?:hace falta|es necesario|necesitan?) (?:que me )?(?:escrib|contact|vuelv)\w+",
    r"\bnon (?:serve|occorre|e necessario|c'e bisogno) che mi (?:ri)?(?:scriv|contatt)\w+",
    r"\bnao (?:e preciso|e necessario|precisam?)\b.{0,15}\b(?:contac?t|escrev|envi)\w+",
    r"\bnie (?:musi\w*|trzeba) (?:juz |wiecej )?(?:do mnie |sie ze mna )?(?:pisac|kontaktowac)\b",
    # "I'd rather you did not write to my office"
    r"\b(?:rather|prefer)\b.{0,20}(?:\bnot|n't) (?:to )?(?:be |contact(?:ed)?|e-?mail(?:ed)?|write"
    r"|wrote)\b.{0,12}\b(?:at|to)"
    r" (?:my|work|the office)\b",
    r"\bpref(?:er|ir)\w+ que nao me (?:escrev|contac?t|envi|mand)\w+|\bpreferi\w+ che non mi (?:scriv|contatt)\w+",
    r"\bliever\b.{0,25}\b(?:niet|geen)\b.{0,30}\b(?:mailt?|schrijf\w*|benader\w*|contact\w*)",
    r"\b(?:no insist(?:an?|as|ais)|non insist(?:ete|a|ere)|nao insist(?:am|a)|n'insistez pas)\b",
    r"\b(?:do not|don't) use (?:it|my (?:e-?mail|address)) again\b",
    r"(?<!not )(?<!n't )\btake me off your \w+",
    # "I do not want any more information": about this job, or at all
    r"\b(?:do not|don't) (?:want|wish)(?: to (?:receive|get))? any (?:more|further) (?:information|info|details)\b"
    r"(?! (?:about|on|regarding|for|than))",
    r"\bkeine weiteren (?:informationen|infos)\b(?! (?:zu|uber))",
    r"\b(?:souhaite|veux|desire) (?:pas|plus) recevoir (?:plus d'|d'autres |d')(?:informations?|infos?)\b"
    r"(?! (?:sur|concernant|pour))",
    r"\bno (?:deseo|quiero) (?:recibir )?mas informacion\b(?! (?:sobre|de|del))",
    r"\bnon (?:desidero|voglio) (?:ricevere )?(?:altre|ulteriori|piu) informazioni\b(?! (?:su|circa))",
    r"\bnao (?:desejo|quero|pretendo) (?:receber )?mais informacoes\b(?! (?:sobre|acerca|d[aoe]))",
    r"\bwil geen (?:verdere|extra) informatie\b(?! (?:over|van))",
    r"\bnie chce (?:wiecej|dalszych) informacji\b(?! (?:o|na temat))",
    # they object to the processing of their data
    r"\b(?:i|we|hereby) (?:(?!never\b)\w+ )?object to (?:\w+ ){0,3}(?:process|us|stor|keep|hold)(?:ing|e|age)\b",
    r"\bwidersprech\w* (?:\w+ ){0,3}(?:verarbeitung|nutzung|speicherung|verwendung)\b(?! (?:\w+ ){0,3}nicht\b)"
    r"|\bwiderspruch gegen (?:\w+ ){0,2}(?:verarbeitung|nutzung|speicherung|verwendung)\b",
    r"(?<!ne )\bm'oppose (?:\w+ )?(?:au|a) (?:la |l')?(?:traitement|utilisation|conservation)\b",
    r"(?<!no )\bme opongo (?:\w+ )?al? (?:\w+ )?(?:tratamiento|uso|almacenamiento|conservacion)\b",
    r"(?<!non )\bmi oppongo (?:\w+ )?al(?:la|l')? ?(?:trattamento|uso|utilizzo|conservazione)\b",
    r"\b(?:oponho-me|(?<!nao )me oponho) (?:\w+ )?(?:ao|a) (?:tratamento|uso|utilizacao|conservacao)\b",
    r"\b(?:maak|teken) (?:(?!geen\b)\w+ ){0,3}bezwaar (?:aan )?tegen (?:\w+ ){0,2}(?:verwerk|gebruik|opsla|bewar)\w*",
    r"(?<!nie )\bsprzeciwiam sie (?:\w+ )?(?:przetwarza|wykorzyst|przechowyw)\w+"
    r"|\bsprzeciw wobec (?:\w+ )?(?:przetwarza|wykorzyst|przechowyw)\w+",
    # short and blunt: a person decides whether it is about our e-mails or about their data
    r"(?:^|[,;:–—-] ?)(?:please |pls )?remove(?: please)?\W*$|\bcease and desist\b",
    r"(?<!not )(?<!n't )\b(?:delete|erase) me\b|\b(?:losch|losche|loscht|loschen sie) (?:bitte )?mich\b"
    r"|\busun(?:cie|ac)? mnie\b",
    r"\b(?:do not|don't|dont) send (?:me |us )?any ?more\W*$",
    r"\b(?:not|n't|no longer)(?: (?:want|wish|like|care))?(?: to)? hear from (?:any |other )?(?:recruiters|agencies"
    r"|headhunters)\b",
    r"\bcess(?:ez|er) tout envoi\b",
    # requests, or words typical of them
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
