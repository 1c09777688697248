"""What makes a request in an answer doubtful, in eight languages, for text in lower case without accents: somebody else
makes it or is asked, or it is limited, withdrawn, quoted, or a question."""

import re
from collections.abc import Callable
from typing import Final

from connectors.mail.receiving.wordings.tails import limits

# "Do not write to me at work": only how, when or about what to write.
_LIMITED: Final = re.compile(
    r"\W{0,2}(?:(?:at least|not|zumindest|jedenfalls|du moins|au moins|al menos|por lo menos|almeno|pelo menos"
    r"|in elk geval"
    r"|przynajmniej) )?(?:worden |werden )?(?:again |any ?more |mehr |plus |mas |piu |mais |meer |wiecej )?"
    r"(?:at (?:work|the|my|this|night|home|all hours)|on (?:my|this|the|week)|by|before|after|during|until|till"
    r"|via|through|this|today|below|above|(?:under|over) \d|which|outside|unless|needed|necessary|required"
    r"|here|yet|if|unless|except|for now|right now|currently|with|about"
    r"|from (?:the |your )?job alerts?|(?:no )?(?:later|earlier) than"
    r"|miss\w*|verpass\w*|manqu\w*|rater|perder\w*|perd\w*|przegap\w*"
    r"|(?:is|was|ist|es|est) (?:the |a |my |der |le |el )?name"
    r"|my (?:old|former|previous|work|office|other|company|second|first)"
    r"|sms|whatsapp|vocaux|to (?:my|the) (?:old|former|previous|work|office|other|company|second|first)"
    r"|antes|hasta|durante|en el|por la|todavia|aun|avant|apres|pendant|au|a (?:cette adresse|mon (?:travail"
    r"|bureau))|sur|vor|nach|wahrend|bis|auf|per(?! (?:favore|piacere|cortesia|favor))|an (?:die|meine|diese|den"
    r"|das)|heute|mit mein\w+"
    r"|al (?:correo|trabajo|telefono|movil|fijo|numero|lavoro)|a (?:la oficina|mi trabajo|este)"
    r"|all'(?:indirizzo|ufficio)|al mio"
    r"|unter|prima|dopo|fino|ate|depois|no trabalho|voor|na|tot|op (?:mijn|het)|door|przed|po|do|o)\b"
)
# "… from your job ad": what follows "remove my address" and the like says where it should be removed.
_ELSEWHERE: Final = re.compile(
    r"(?: \w+)? (?:from|off|in|on|of|aus|von|de|da|uit|van|z) (?:the |your |this |that |my |der |dem |ihrer "
    r"|la |el |il |a |o )?"
    r"(?:\w+ )?(?:ad|adverts?|advertisement|posting|profile you|wait\w* ?list|warteliste|dienstplan"
    r"|shortlist|anuncio"
    r"|annuncio|annonce|anzeige|vacature|ogloszeni\w|cc|invoice|contract|referral|rota|roster|vaga)\b"
    r"|.{0,20}\blist\w{0,2} (?:der (?!kontakt|empfanger|datenbank)|fur|dla|para|pour|voor|for|of)\b"
    r"| (?:for (?!good|ever|now|life)|of (?!contact|recipient|candidate|people|this|these|your|my|all|the\b))"
    r"|(?: \w+){0,2} (?:alten|anciennes?|antiguos?|vecchi|oude|stare)\b"
    r"|(?: der| ihrer)? warteliste|[ '](?:s )?(?:pictures?|photos?|pics?|image|headline|foto\w*|photo de)\b"
)
_QUALIFIED: Final = re.compile(
    r"\b(?:old|outdated|previous|former|duplicate|wrong|second|work|office|sms|whatsapp|voicemails?|the other"
    r"|(?:night|day|evening|weekend|early|late)[ -]shifts?|shifts?|(?:part|full)[ -]?time|junior|senior"
    r"|(?<!mail )address (?:data|details|info\w*|records?|entry)"
    r"|salary|pay|bank|per post|telefon\w*|telephone|phone"
    r"|bei meine\w?|warteliste|dienstplan|alte[mnrs]?|ancien\w*|antig[uo]\w*|vecchi\w|oude|star[aey]\w{0,2})\b"
)
_ASKS_HOW: Final = re.compile(
    r"\b(?:how (?:can|do|could) (?:i|we|people|you|one)|como (?:puedo|posso)|comment (?:puis|faire)"
    r"|wie kann ich)\b"
)
_RATHER: Final = re.compile(  # "Not this, but that"
    r"\b(?:sondern|mais plutot|plutot|sino|bensi|maar wel|lecz|tylko|mejor (?:a|al|por|en)|solo (?:a|de"
    r"|por)|meglio"
    r"|melhor|use[mn]?|lieber(?!,? (?:wenn|dass))|nur (?:hier|an)|liever(?!,? (?:dat|niet|geen))|privat gern)\b"
)
# A question is a request only when it asks us to do something ("Can you remove me?"), or why we haven't yet.
_QUESTION: Final = re.compile(
    r"\W*+(?!(?:can|could|may) i (?:please )?be\b|(?:(?!when|how|what|where|wann|wie|was|quand|como|cuando|quando"
    r"|wanneer|kiedy)\w+,? )?(?:can|could|would|will|won't|can't) (?:you|someone|somebody)\b|(?:\w+ )?please\b"
    r"|(?:konnten|konnen"
    r"|wurden|wollen) sie|(?:pourriez|pouvez|voulez|voudriez)|(?:puede|pueden|podria|podrian|podeis)\b"
    r"|(?:puo|potete"
    r"|potreste|potrebbe)\b|(?:pode|podem|poderia|poderiam)\b|(?:kunt|kun|kan|kunnen|wilt|wil|willen|zou|zoudt"
    r"|zouden)\b|czy (?:moz|mogl)"
    r"|\W*(?:why|warum|wieso|pourquoi|por que|perche|porque|waarom|dlaczego)\b).*\?\W*$"
)
# "If it is not remote, do not write to me": a condition.
_DEPENDS: Final = re.compile(r"(?:and |but )?(?:if|unless|wenn|falls|si|se|als|jesli)\b")
_OTHERS: Final = re.compile(  # somebody else asks, or is asked
    r"\bmy (?:husband|wife|partner|colleagues?|friends?|brother|sister|boss|son|daughter|mother|father"
    r"|co-?workers?"
    r"|neighbou?r|employer|manager)\b(?!'s (?:e-?mail|address))"
    r"|\bmeine?[nrm]? (?:mann|frau|kolleg\w+|freund\w*|chef\w*|bruder|schwester|sohn|tochter|partner\w*"
    r"|letzten firma)\b"
    r"|\b(?:mon|ma|mes) (?:mari|femme|collegues?|amie?s?|patron|frere|soeur|employeur|chef)\b"
    r"|\bmis? (?:marido|mujer|esposa|companer\w+|amig\w+|jefe|herman\w)\b"
    r"|\b(?:mio|mia) (?:marito|moglie|collega|amic\w|capo|fratello|sorella)\b"
    r"|\b(?:meu|minha) (?:marido|mulher|esposa|colega|amig\w|chefe|irma\w?)\b"
    r"|\bmijn (?:man|vrouw|collega|vriend\w*|baas|broer|zus)\b"
    r"|\bmo(?:j|ja|jego|jej) (?:maz|zona|kolega|kolezanka|przyjaciel\w*|szef\w*|brat|siostra)\b"
)
_TAKEN_BACK: Final = re.compile(
    r"\b(?:would|i'd) hate to\b|\bregret\b|\bchanged my mind\b|\bthings (?:have )?changed\b|\bback in\b"
    r"|\bre-?subscri"
    r"|\bwithdraw my (?:\w+ )?(?:\w+ )?(?:unsubscri|opt|request)|\bi know i (?:said|wrote|asked)\b|\b(?:i"
    r"|we) (?:was"
    r"|were|am) (?:thinking|considering|about)\b|\bi (?:thought|considered) (?:about|of)?\b"
    r"|\b(?:pense en|pensaba|pensavo|pensei|pensais|dachte daran|overwoog|myslal\w+ o)\b"
    r"|\b(?:ich schon|ich nicht|moi si|moi oui|yo si|io si|eu sim|ik wel|ja tak|i (?:don't|do not|did not|didn't"
    r"|do))\W*$"
    r"|\botherwise\b|\bansonsten\b|\bsonst gern|\bsinon (?:oui|d'accord)|\bbei ihnen nicht\b"
)
_ABOUT_WORK: Final = re.compile(  # deleting data is their job
    r"\b(?:my (?:specialty|speciality|job|field)|i (?:handle|process|deal with|specialise|specialize"
    r"|work (?:in|with|on|as))"
    r"|expertise|ich (?:arbeite|bearbeite|betreue)|je (?:travaille|traite)|trabajo (?:en|con)"
    r"|lavoro (?:in|nel|con)"
    r"|trabalho (?:em|com|na)|ik werk|pracuje)\b"
)
# Where a clause begins; not at ", that you …", which continues one.
_CLAUSE: Final = re.compile(
    r"[;:()–—]|,(?! ?(?:dass|that|que|che|dat|ze|zeby|abyscie)\b)"
    r"|\b(?:and|und|et|y|e|en|but|aber|mais|pero|ma|mas|maar|ale|so|please|bitte|por favor|prosze|graag)\b"
)
_NOT: Final = re.compile(
    r"\b(?:not|never|without|nicht|kein\w*|niemals|nie|ohne|ne|pas|jamais|aucun\w*|sans|no|nunca|sin|non|mai|senza"
    r"|nao|sem|niet|geen|nooit|zonder|bez)\b|n't\b|\bn'"
)
_STILL_NOT: Final = re.compile(  # a complaint that the request has not been fulfilled
    r"\b(?:still|yet|immer noch|noch (?:immer )?nicht|toujours|encore|todavia|aun|ancora|ainda|nog|nadal|jeszcze"
    r"|you haven't|you have not|vous n'avez|sie haben\b.{0,40}\bnicht|no (?:han|habeis)|non avete"
    r"|jullie hebben\b.{0,40}\bniet)\b"
)
_WHY: Final = re.compile(r"\W*(?:why|warum|wieso|pourquoi|por que|perche|porque|waarom|dlaczego)\b")
_KEEPING: Final = re.compile(  # "I do not want you to keep my data" asks for erasure
    r"\b(?:keep|stor|hold|retain|process|sav|speicher|behalt|aufbewahr|verarbeit|nutz|conserv|gard|stock|trait"
    r"|utilis|deten"
    r"|guard|teng|almacen|trat|ten|archivi|memorizz|mant|tenh|armazen|bewa|opsla|verwerk|gebruik"
    r"|przechow|przetwarz|trzyma)"
)
_OURSELVES: Final = re.compile(  # the sender or somebody else does it; we are not asked to
    r"(?:\b(?:i|we|he|she|they|it|ich|wir|er|je|nous|il|elle|yo|nosotros|io|noi|eu|ik|wij|hij)\b|\bj')"
    r"(?P<between>(?: [\w']+){0,4}) ?$"
    r"|\w (?:have|has|had)(?: \w+)? ?$|\b(?:habe|haben|hat|hatte|ai|avons|a ete|he|hemos|ha|ho|abbiamo|tenho|heb"
    r"|hebben|heeft)(?: \w+)? ?$"
    r"|'ve(?: \w+)? ?$|\b(?:linkedin|indeed|xing|elle|on|ils?) a (?:\w+ )?$"
    r"|\b(?:my|meine|mon|ma|mi|la mia|minha|mijn|moja) (?:company|firma|firm|agency|agentur|societe"
    r"|entreprise|empresa|azienda|bedrijf)(?: \w+)? ?$"
)
_ASKING: Final = re.compile(  # "I want you to", "hiermit fordere ich Sie auf"
    r"\b(?:want|like|wish|prefer\w*|preferi\w*|prefier\w*|liever|lieber|wolal\w*|hatte|ask(?:ed|ing)?|request"
    r"|requesting|demand|need|insist|expect|prefer|hereby|exercis\w+"
    r"|instruct|writing to|grateful|appreciate|prie"
    r"|mochte|mache|will|wunsche|fordere|verlange|bitte|ersuche|beantrage|widerspreche|souhait\w+|veux|voudr\w+"
    r"|demand\w+|exige"
    r"|quiero|quisiera|deseo|solicito|pido|exijo|ruego|ejerzo|vorrei|eserci\w+|chied\w+|desidero|voglio|richied\w+"
    r"|esigo|quero|gostaria"
    r"|desejo|peco|wil|wens|verzoek|vraag|eis|chce|chcialbym|prosze|zadam)\b"
)
_ASKS_TO_CONFIRM: Final = re.compile(r"\b(?:confirm|bestatig|conferm|bevestig|potwierd)\w*")
_OWN_FORMS: Final = re.compile(
    r"(?:loscht|entfernt|vernichtet|borro|elimino|suprimo|cancello|rimuovo|apago|apaguei|apagou|eliminei|eliminou"
    r"|removi|removeu|exclui|excluiu|deletou|usunal\w*"
    r"|usunel\w+|usune|skasowal\w*|verwijderde)\b"
)
# "They have no need to write": perhaps a request, perhaps a kindness.
_NO_NEED: Final = re.compile(
    r"\bno need\b|\b(?:needn't|need not|don't need to|do not need to|don't have to|do not have to)\b"
    r"|\b(?:brauchen|braucht|mussen|musst)\b.{0,20}\bnicht\b|\b(?:inutile|pas la peine|pas besoin)\b"
    r"|\bno (?:hace falta|es necesario|necesitan?)\b|\bnon (?:serve|occorre|c'e bisogno|e necessario)\b"
    r"|\bnao (?:e preciso|e necessario|precisam?)\b|\b(?:u|je|jullie) hoef\w*|\bhoef(?:t|ven)? (?:u|je|jullie|mij"
    r"|me|niet)\b"
    r"|\bnie (?:musi\w*|trzeba)\b"
)
# "To stop receiving our e-mails, …": a notice of the sender's own
_PURPOSE: Final = re.compile(
    r"\W*(?:(?:in order )?to|pour|para|per|om|um|aby|if you (?:wish|want|would like) to|si desea|se desejar"
    r"|se vuole) ?$"
)
# "You have the right to erasure": the same
_YOUR_RIGHT: Final = re.compile(
    r"\b(?:you|sie|ihnen|vous|usted|puede|lei|voi|pode|u|panstwu|panstwo)\b(?:(?!\b(?:no|kein)\b).){0,30}"
    r"\b(?:rights?|recht|droits?|derechos?|diritt[oi]|direitos?|prawo|prawa)\b"
)
_FEARS: Final = re.compile(  # "I'm afraid that you will not write again"
    r"\b(?:afraid(?! (?:that )?i (?:must|have|need|'?ll|will|would))|fear|worr(?:y|ied)|sad|pity|befurcht\w*"
    r"|schade|crain\w*"
    r"|peur|dommage|temo|temia|miedo|lastima|dispiac\w+|paura|peccato|receio|medo|pena|bang|jammer|boje|obawiam"
    r"|szkoda)\b"
    r"(?!.*\b(?:but|so|aber|mais|pero|ma|mas|maar|ale)\b)"
)
_TOLD: Final = re.compile(  # "We had no further contact", "It's not that I don't want to hear from you"
    r"\b(?:had|was|were|got|received|habe|hatten?|haben|heb|hebben)(?: \w+)? ?$"
    r"|\b(?:not that|nicht so,? dass|pas que|no es que|non e che|nao e que|niet (?:zo,? )?dat|nie tak,? ze"
    r"|nie jest tak,? ze)\b"
)
_PEOPLE: Final = re.compile(
    r"\b(?:\w{2,}s|people|nobody|somebody|he|she|it|who|they|(?<!that )(?<!if )you) ?$"
)  # "They never contact me"
# "You won't contact me again": said of us, not asked of us
_SAID_OF_US: Final = re.compile(
    r"\b(?:you|they|he|she|nobody|people|recruiters|agencies) (?:wo|will|would|wouldn|ca|can|could|did|have|had"
    r"|do|does)$"
    r"|\b(?:you|they|he|she) (?:have|had|did|do|will|can) (?:not|never)$"
    r"|\b(?:why|warum|wieso|pourquoi|por que|perche|porque|waarom|dlaczego)\b.*$"
)
# Between a negation and what it denies: "I don't want you to stop"
_DENIED: Final = re.compile(
    r"(?:n't|\b(?:not|never|without|no|nicht|kein\w*|nie|ne|pas|jamais|non|nunca|nao|niet|nooit|nie))"
    r"(?: (?:me|mich|mij|mi|moi|uns|us|you|sie|u|vous|que|to|want|like|wish|need|have|ask|asking|ever|please"
    r"|bitte|quiero"
    r"|quisiera|quero|voglio|vorrei|che|wil|dat|jullie|je|voudrais|veux|souhaite|dass|chce|zebyscie|reason|hay|va"
    r"|faut|il|should|must|prosze|just|simply|yet))* ?$"
)
_BY_THEM: Final = re.compile(  # "I'll stop sending you e-mails"
    r"\b(?:i|i'll|i (?:will|can|could|should|must|just)|i'd rather|we|we'll|we (?:will|should)|let's"
    r"|let us)(?: now| just)? ?$"
)
_QUOTES: Final = '"“”„«»'
# The last mark before the request opens, and another follows: also within a quotation.
_OPENED: Final = re.compile(rf"(?:^|[\s(:])[{_QUOTES}][^{_QUOTES}]*$")
_OPENED_SINGLE: Final = re.compile(r"(?:^|[\s(:])'[^']*$")
_CLOSED_SINGLE: Final = re.compile(r"'(?!\w)")


def _quoted(sentence: str, hit: re.Match[str]) -> bool:
    before, after = sentence[: hit.start()], sentence[hit.end() :]
    if len(before.split()) <= 2:  # they may put the words of our footer in quotation marks themselves
        return False
    if _OPENED_SINGLE.search(before) and _CLOSED_SINGLE.search(after):
        return True
    opened = sum(before.count(one) for one in _QUOTES) % 2 == 1 or _OPENED.search(before) is not None
    return opened and any(one in after for one in _QUOTES)


def _not_asked_of_us(sentence: str, hit: re.Match[str]) -> bool:
    """Whether an erasure is denied ("I don't want you to delete my data"), or done by the sender or somebody else ("I
    have deleted my data there")."""
    if _WHY.match(sentence) or _ASKS_TO_CONFIRM.search(sentence):
        return False
    clause = _clause_before(sentence, hit)
    if _KEEPING.search(hit[0]) or _STILL_NOT.search(sentence):  # the negation is part of the request
        return False
    if _NOT.search(f"{clause} {hit[0]}"):
        return True
    if _OURSELVES.search(clause) and not _ASKING.search(clause):
        return True
    return _OWN_FORMS.match(hit[0]) is not None and not _ASKING.search(clause)


def _clause_before(sentence: str, hit: re.Match[str]) -> str:
    before = sentence[: hit.start()]
    starts = [found.end() for found in _CLAUSE.finditer(before)]
    return before[starts[-1] :] if starts else before


def misses_us(sentence: str) -> bool:
    """Whether the sender asks why we don't write: "Why do you never contact me?"."""
    return _WHY.match(sentence) is not None


def asks_to_go_on(sentence: str, hit: re.Match[str]) -> bool:
    """Whether a request to stop, or to be taken off a list, is denied: "Please don't take me off your list"."""
    if _WHY.match(sentence) or _STILL_NOT.search(sentence):
        return False
    clause = _clause_before(sentence, hit)
    theirs = hit[0].startswith(("stop", "cease", "quit")) and _BY_THEM.search(clause)
    return any((_DENIED.search(clause), theirs, _NOT.search(hit[0])))


_OF_SENTENCE: Final[tuple[Callable[[str], object], ...]] = (
    _ASKS_HOW.search, _DEPENDS.match, _QUESTION.match, _ABOUT_WORK.search, _OTHERS.search, _NO_NEED.search,
)  # fmt: skip


def is_doubtful(sentence: str, hit: re.Match[str], plain: str, *, erasure: bool) -> bool:
    """Whether the request found at `hit` is uncertain. `plain`: the whole answer."""
    before = sentence[: hit.start()]
    return bool(
        limits(hit[0], sentence[hit.end() :])
        or _LIMITED.match(sentence, hit.end())
        or _ELSEWHERE.match(sentence, hit.end())
        or _QUALIFIED.search(hit[0])
        or _quoted(sentence, hit)
        or any(test(sentence) for test in _OF_SENTENCE)
        or _TAKEN_BACK.search(plain)
        or (_not_asked_of_us(sentence, hit) if erasure else _RATHER.search(sentence) or _SAID_OF_US.search(before))
        or _PURPOSE.match(before)
        or (erasure and _YOUR_RIGHT.search(f"{_clause_before(sentence, hit)}{hit[0]}"))
        or (not erasure and (_FEARS.search(before) or _TOLD.search(before)))
        or (hit[0].startswith(("never", "do not", "dont", "don't")) and _PEOPLE.search(_clause_before(sentence, hit)))
    )
