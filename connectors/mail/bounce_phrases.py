"""The phrases by which mail servers say why they did not deliver an e-mail, by cause. Patterns, matched
without regard to case; the first group that matches decides.

In a phrase, a space matches any whitespace, and "…" matches up to 60 characters; the rest is a regular expression."""

from collections.abc import Mapping

CHALLENGE = (
    "wait ?list", "guest list", "sender (is )?not (yet )?(pre-?)?(approved|authori[sz]ed) yet",
    "sender (is )?not yet (approved|authori[sz]ed|known|confirmed)", "confirmation (request|mail|message|link)",
    "challenge[ /-]response", "(verify|prove|confirm) (that )?you are (a )?(human|real|person|not a)",
    "verify yourself", r"\btmda\b",
    "(awaiting|pending) (your |sender )?(confirmation|verification|authentication)", "spam ?arrest",
    "(requires|needs|waiting for) (your |sender |a )?(confirmation|verification)",
    "(added|add yourself|add your address) to (the|my|their) (recipient's )?(\\w+ )?(allow|white|safe)",
    "to ensure (the )?delivery of your",
    r"\bboxbe\b",
    "(is being|was|has been|is) held (until|pending|awaiting)…(confirm|verif|approv|reply|respon)",
    "confirm (your (message|e-?mail|address|identity)|that you sent|the (delivery|sender))",
    "one[- ]time (verif|confirm)", "to (have|get) your (message|e-?mail) (delivered|released)",
    r"\bmail ?in ?black\b", r"\bbluebottle\b", r"\bsendio\b",
)  # fmt: skip

# Faults of our own setup. They come first: none of them says anything about the address.
RATE = (
    "frequency limited", "rate[ -]?limit", "throttl",
    "(?<!has )(?<!contains )(?<!holds )too many (connections|messages|e?-?mails|sessions|concurrent|sent)",
    "unusual rate", "unexpected volume",
    r"(hourly|daily|sending|outgoing|relay|message) (\w+ )?(limit|quota)", "too (fast|quickly|frequently)",
    r"exceed\w*…(per|each|an|a|one|this) (hour|day|minute)",
    "(limit|maximum) (of|number of)…(connections|messages|mails) ",
    r"max\w* (connections|emails|messages|defers and failures)", "frequency of",
    "receiving mail (at a rate|too quickly)", r"\bip\b…try again later", "concurrent connection",
    "message submission rate", "sent too many", "too many (\\w+ )?recipients", "deliver(y|ing) too many",
)  # fmt: skip

REVERSE_NAME = (
    r"\bptr\b", "reverse[ -]?(dns|name|lookup|host|resolution|address|map|record|ip|entry|dn|zone)",
    r"\br-?dns\b", r"\bfcrdns\b", "cannot find your (reverse )?host",
    "(cannot|can't|could not|unable to) resolve (your|client|the client|ip|address)",
    r"\b(ip|address|client|host)…does not (have a )?(resolve|reverse)",
    "no (host ?)?name for (your )?(ip|address)", r"5\.7\.25\b",
    "(client|sender|remote)( host|'s)? ?(host ?)?name…(not found|mismatch|unknown|lookup)", "fix reverse",
    "dynamic (ip|address|host|client)", "dynamically (assigned|allocated)", "generic (host|name|ptr|rdns)",
    "residential", "forged hostname", "does not match (ip|your ip|hostname)", "no valid (host|name) for",
    "get a custom reverse",
)  # fmt: skip

BLOCK_LIST = (
    "(block|black|deny|reject|bad)(ed)?[ -]?list", r"\b(dns)?rbl", r"\bd?nsbl\b", "spamhaus", "spamcop",
    "sorbs", "barracuda ?(central|rep|networks)", "uceprotect", "abusix", "invaluement", "spam ?rats",
    "mailspike", "senderbase", "cloudmark", "backscatterer", "trend ?micro…(rep|list|block)",
    "symantec…block", "proofpoint…(ip|blocked|dynamic)",
    r"(listed|blocked|rejected|found) (in|at|on|by|using) [\w.-]+\.[a-z]{2,}", "reputation", "mail from ip",
    "bad ip", "open relay", "no access from mail server",
    r"\b(client|host|ip|server|connection|network)\b( (address|host|name))?:?( \W?[\w.:-]+\W?)?:? (is |was "
    "|has been |are )?(blocked|banned|listed|blacklisted|denied|rejected due)",
    r"(blocked|banned|denied|refus\w+|reject\w+)( \w+)?( by| due| because| from| for)?( \w+)? (ip|ips|host"
    r"|server|client|network)\b",
    r"5\.7\.(51[13]|60[5-9]|610|649)\b", r"\(s3\d{3}\)", "messages from…weren't sent", "weren't sent",
    "not accept(ing|ed)? …from (your|this) (ip|server|host|network|address)",
    "your (ip|server|network|mail ?server|host)…(spam|abus|block)",
    r"your (e-?mail )?(server|host|ip|network) (is|was|has been) (\w+ )?(block|refus|reject|ban)",
    "(ip|host) name black", "you are (blocked|banned|not allowed to connect)",
    "connection (was )?refused by (policy|filter)", "access from…denied", "blocked - see",
    "on our (block|black|deny)", "has been (temporarily )?(blocked|banned)…(spam|abuse)",
)  # fmt: skip

DMARC = (
    r"\bdmarc\b", r"5\.7\.509\b",
)  # fmt: skip

DKIM = (
    r"\bdkim\b", r"domain ?keys?\b", r"5\.7\.2[0-2]\b",
)  # fmt: skip

SPF = (
    r"\bspf\b", "sender policy framework", "openspf", r"5\.7\.2[34]\b", "sender ?id", "designate",
    "not (allowed|permitted|authori[sz]ed) (to (send|use|relay)|sender|mailer|as)…(from|for|behalf|sender"
    "|domain)",
    r"\b(ip|host|server)\b…not (allowed|permitted|authori[sz]ed)…(domain|send)", "invalid ip for sending",
)  # fmt: skip

AUTHENTICATION = (
    r"5\.7\.(515|2[6-9]|30|60)\b", "(un|not )authenticated", "required authentication level", "spoof",
    "impersonat", "(sender|mail|message|e-?mail|domain|from|header) ?authentication", "send ?as ?denied",
    "permissions to send as", "auth(entication)? (checks? )?(failed|failure)",
    "forged (sender|from|address|e?-?mail)", "fails authentication",
)  # fmt: skip

FULL = (
    "(mail ?box|inbox|account|user|folder|maildir|quota|storage|disk|in-?box)…(is |was |are )?(almost "
    r"|too )?full\b",
    "mailfull", "disk ?quota",
    r"(mail ?box|inbox|account|user|recipient|folder|maildir|storage|space|quota)…(over|exceed\w*|beyond"
    "|above)…(quota|limit|size|storage|space|alloc)",
    r"(exceed\w*|over|out of|beyond|above)( \S+){0,5} (quota|storage|disk ?space|allocation|mailbox (size"
    "|limit))",
    "over ?quota", "quota (has been |is |was )?(exceed|violat|reach|full|over)", "quota[ -]?exceeded",
    r"exceed\w* …quota", "full mail ?box", "mail ?box ?full", "insufficient…(storage|space|disk)",
    r"not enough (\w+ )?(storage|disk|room|space)", "no (more )?(disk )?(space|room)( left)?",
    "low on (disk|storage)", "mail ?box…(size|storage|limit|quota)", "(disk|storage) (is )?full",
    "unable to (save|store)…(quota|space|storage)", "out of storage", "maximum…(storage|capacity)",
    "too (much|many) (mail|messages|unread)…(mailbox|inbox|store)", "can't create user output file",
    "no longer receive", "boîte…pleine", "postfach…voll", "buzón…lleno", "casella…piena",
    "skrzynka…pełna", "(caixa|correio)…chei[ao]", r"(mail ?box|postbus|postvak)…\bvol\b",
    "ящик…(переполнен|заполнен)", "容量", "邮箱空间",
    r"(?<=status )5\.2\.2\b", "has too many messages",
)  # fmt: skip

TOO_LARGE = (
    r"(message|mail|size|file|attachment|header|line|data|content|body)( \S+){0,4} (too (big|large|long)"
    "|larger than)",
    r"(message|mail|file|attachment|data)( ?size| ?length)?( \S+){0,3} exceed\w*( \S+){0,6} (size|maximum"
    "|limit|length)",
    r"exceed\w*( \S+){0,5} (message size|size limit|maximum size|fixed (limit|maximum)|message ?length)",
    r"exceed\w* \d+ ?[km]i?b", r"too (big|large|long)\b", r"max\w* (\w+ )?(message |mail )?size", "message ?size",
    "size (limit|exceed)", r"5\.3\.4\b", r"5\.2\.3\b", "sizelimit", "line length",
)  # fmt: skip

LOOP = (
    "too many (hops|received|routing)", "hop ?(count|limit)", r"max\w* (hop|forward)",
    r"\bloop(s|ing|ed)?\b", "circular", "already handled", r"5\.4\.(6|14)\b",
)  # fmt: skip

# What the recipient or their provider chose; it says nothing about the address.
CHOICE = (
    "recipient'?s? (privacy |mail )?(preference|setting|choice)",
    r"(blocked|rejected|refused) by (the )?(user|recipient)\b(?! (domain|server|mail|system|'s))",
    "recipient (has )?(blocked|rejected|refused) (you|the sender|this sender|your)",
    # a mailing list or group that only some people may write to
    r"you are not (an? |currently )?(subscriber|member|subscribed|allowed to post)",
    r"(not|only) (an? )?((list |group )?(member|subscriber)s?|subscribed) (of|to|can|may|are)",
    r"(restricted|open|limited) to (\w+ )?(members|subscribers)", r"(members|subscribers)[ -]only",
    r"(permission|allowed|authori[sz]ed) to (post|send)…(list|group)", r"(list|group) moderator",
    "only accepts? (e-?mail|mail|messages?) from", "known senders", "external (senders?|mail)", "legal hold",
)  # fmt: skip

# Problems of the receiving server itself.
LOCAL = (
    "(could not|couldn't|cannot|can't|unable to|failed to) (create|open|write|lock|exec|append|chdir|stat|access)",
    "command died", "died with status", "maildrop", "exit(ed)? (with )?(status|code)",
    "(server|system|local) (configuration|internal)? ?error", "internal (server )?error", "misconfigur",
)  # fmt: skip

# Temporary failures: an address may exist after all.
FOR_NOW = (
    r"(try|retry)( again)? (later|in \d)", r"(not found|failure|error)\W{1,3}try again", "temporar(y|ily)",
    "essayer plus tard",
)  # fmt: skip

# The command that a server answered.
TO_SENDER = ("(in reply to|in response to|after|for|>>>) (the )?(mail from|helo|ehlo|initial connection|banner)",)
TO_RECIPIENT = ("(in reply to|in response to|after|for|>>>) (the |end of )?(rcpt|data)",)

NO_SUCH_ADDRESS = (
    r"^\W*unknown\W*$",
    r"(unknown|invalid|bad|no such|no local|nonexist\w+|non-exist\w+|illegal|undefined|not a valid|no valid"
    "|incorrect|wrong)( (local|virtual|e-?mail|mail|destination|recipient|user|final|smtp|internet"
    r"|or (\w+))){0,3} ?(user(id)?|recipient|mail ?box|address|account|person|alias|local[ -]?part|rcpt|inbox"
    r"|destination)s?\b(?! agent)(?! (of|for)? ?(the )?(sender|from))",
    "(user|recipient|mail ?box|address|account|alias|username|inbox|person|member|rcpt|destination)( ?name"
    r"| ?address| ?id)?s?\W{1,4}(ADDRESS\W+)?(\w+\W+)?((was|is|has|have|of|are|you|specified|provided|entered"
    r"|here|been|does|currently|to)\W+){0,4}(unknown|invalid|unrout\w+|unroute\w+|not (found|exist|known"
    "|valid|listed|recogni[sz]ed|a known|local|hosted|defined|present|active|on file)|non-?existent|disabled"
    "|deleted|closed|deactivated|inactive|no longer|terminated|undeliverable|cancell?ed|removed"
    "|expired account|not in)",
    r"(do(es|esn't|esnt)?|did)( not|n't)? exists?\b", r"(?<!may )(?<!might )not exist(s|ing)?\b",
    "doesn't exist", "doesn't have an? ", "does not have an? …account",
    "no longer (valid|exist|active|available|in use|works?|employed|with|an active|on this|here|has|monitored)",
    "is not (a )?(valid|known) (user|recipient|mailbox|address|account)",
    "no (such ?)?(mailbox|user|person|recipient|account|alias|address)(es)? ?(here|by that|with that|named"
    r"|found|at this|exist|called|$|\W)",
    "no ?one (here|by|of)", "nobody (here|by|of|with|at|called|named)", "there is no(body| one)",
    "no mailbox", "nosuchuser", r"no such (\w+ )?(user|mailbox|recipient|address|account|person|domain)",
    "recip(ient)?s? ?(address )?(is )?(not ?found|unknown|rejected: (user|unknown|undeliverable))",
    r"resolver\.adr", "not (listed|found) in…(directory|address book|domino|table|database)",
    "user ?unknown", r"unknown ?user(?! ?agent)", "unknown recipient", "recipient ?unknown", "address ?unknown",
    "userunknown", r"is unknown\b", "undeliverable address", "couldn't be found",
    r"(could not|couldn't|cannot|can't|can not|unable to) (find|resolve|locate)( \S+){0,4} (user|recipient"
    "|mailbox|(?-i:[Aa]ddress)|account|alias)",
    "(host|domain|name service)…(not found|unknown|does not exist|doesn't exist|nxdomain)", "nxdomain",
    "(unknown|unrouteable|unroutable) (host|domain|address|mail domain)", "(host|domain) unknown",
    r"no (valid )?mx\b", "null ?mx", "no such host", "name or service not known", "isn't a valid",
    "not our (customer|user)", r"5\.1\.(10|16)\b", "invalid (final )?(delivery )?userid", "bad_?recipient",
    r"\b(deactivated|inactive|non-?active) (mail ?box|account|user|address)",
    "not an? (active|valid|existing) (mail ?box|account|user|address)",
    "no mail ?box available for", "are not a valid user", "invalid mailbox",
    "(account|address|mailbox|user)…(has been |is |was )(disabled|closed|deleted|deactivated|discontinued"
    "|terminated|suspended permanently)",
    "addresses? (was|were|is) not found", "this (user|address|account) (doesn't|does not)",
    r"access denied…\bas\(201806281\)", "recipient address rejected: access denied",
    "(empfänger|benutzer|nutzer)…(unbekannt|nicht (gefunden|vorhanden|bekannt))", "unbekannter (empfänger|benutzer)",
    "ut(ente|ilizador)…(sconosciut|inesistent|desconhecid)", "usu[aá]rio…(desconhecid|inexistente|não existe)",
    "(gebruiker|ontvanger)…(onbekend|niet gevonden|bestaat niet)", "onbekende (gebruiker|ontvanger)",
    "(użytkownik|odbiorca|adresat|adres)…(nieznany|nie istnieje)", "nie ma takiego (adresu|użytkownika)",
    "(пользовател|получател|адрес|ящик)…(не найден|не существует|неизвест)", "нет такого (пользователя|адреса)",
    "usuario…(desconocido|no existe|inexistente)",
    "destinatario…(no existe|sconosciuto|inesistente|inexistente)", "destinataire…(inconnu|n'existe)",
    "utilisateur…inconnu", "存在しない(?!か|可能)", "存在しません", "(?<!可能)不存在", "宛先不明", "見つかりません",
)  # fmt: skip

CONTENT = (
    r"\bspam", r"\wspam", "junk",
    "unsolicited", "bulk mail", "virus", "malware", "phish", "suspicious", "banned ?(content|file|attach)",
    "(content|header|body|attachment)…(reject|block|refus|violat|denied|prohibit|filter|not (allowed|accept))",
    "uribl", "surbl", "milter", "unacceptable content", "prohibited (content|attachment)", r"\buce\b",
    "bayes", "spamassassin",
    r"(rejected|blocked|refused|denied) (by|due to|because of) (\w+ )?(filter|content|rule)",
)  # fmt: skip

SENDER = (
    "verify (the |your )?sender",
    "sender…(reject|denied|refused|not accept|invalid|blocked|not allowed|verif|does not exist|unknown"
    "|not exist)",
    "(bad|invalid|unknown|illegal|unresolvable) sender", "sender'?s (e-?mail )?(domain|address)",
    "from your (ip|domain)",
    r"(absender|expéditeur|mittente|remitente|remetente|afzender|nadawc\w*)…(unbekannt|inconnu|sconosciut|desconocid"
    "|desconhecid|onbekend|nieznan|abgelehnt|refus|rifiut|rechazad|rejeitad|geweigerd|odrzucon)",
    "mail from…(reject|denied|refused|not accept)",
    r"(bad|invalid|need|require|reject\w*|fully)…(helo|ehlo)",
    "(helo|ehlo)…(reject|invalid|denied|fail|refus)", r"5\.1\.[78]\b",
    r"(missing|invalid|malformed|duplicate|bad|multiple|no) (\w+ )?(header|message-?id)",
    "return[ -]path…(reject|invalid|not|fail)", "do(es)? not accept (mail|messages?) from",
    r"rfc ?-?\d{3,4} compl", "not rfc", "domain of sender", "cannot send …to yourself",
)  # fmt: skip

GIVEN_UP = (
    "(message|mail|delivery time|retry|time|lifetime) (has )?expired", "retry (time|timeout)",
    "queued? (for )?too long", "too long in", "unable to deliver in", "(tim(ed|ing)|time)[ -]?out",
    r"4\\.4\\.7\\b", "(exceeded|exhausted)…(retries|attempts|queue time|lifetime)",
)  # fmt: skip

EXPIRED = (
    "expired", r"unable to deliver…(in|for|after) \d", r"after…\d+ (\w+ )?(day|hour|minute|attempt)",
    r"for…\d+ (\w+ )?(days?|hours?|minutes?)\b", "gave up", "given up…(time|tries)", "greylist",
    "grey-?listed", "no route to host",
    "(connection|connect|host|server|network|mx)…(refused|unreachable|reset|lost|dropped|not respond|closed"
    r"|down\b)",
    "(could|can)(n't| ?not) (establish|connect|make|contact)",
    "unable to (connect|establish|contact|reach)", "temporar(y|ily)", "no (response|answer)",
    "did not respond", "unreachable", "too old", r"[45]\.4\.([0127]|31[0-9])\b",
)  # fmt: skip

# Refused for a policy, whatever the status says.
FOR_POLICY = (r"(rejected|refused|denied|blocked) (for|due to|because of|by) (\w+ ){0,2}polic(y|ies)\b",)

POLICY = (
    "polic(y|ies)", "relay", "not (allowed|permitted|authori[sz]ed)", "access denied", "prohibited",
    "restrict", "administrat", "denied", "disallowed", "refused", "rejected", "not accept", "blocked",
    r"5\.7\.\d+", "security", "notauthori[sz]ed", "only accepts", "rcpthosts", "accepts (mail|messages) (only )?from",
    "permission", "requires? authentication",
    "verboten", "abuse",
)  # fmt: skip

# A mail server says that it did not deliver an e-mail.
NOT_DELIVERED = (
    "undeliver(ed|able)", "mail failed", "メールエラー",
    "delivery (status|report|failure|has failed|incomplete|error|notification|problem)",
    r"deliver\w* .{0,40}(failed|failure)", "failure (notice|delivery)", "returned (mail|to sender|message)",
    "mail (delivery|system|error)", "failed (mail|delivery|message)",
    r"(posting|request|post|message) (of|to) (\S+ ){1,8}(was |has been |is )?(rejected|denied|not posted)",
    r"(message|e-?mail|mail|notice|delivery)( \S+){0,4}? (could|can|was|has|were|is)( ?not|n't)( been"
    "| be)? (able|deliver|sent|accepted|process)",
    "(could|can)( ?not|n't) (be )?(deliver|send)", "delivery to the following", "not delivered",
    "unable to (deliver|send|relay)", "(error|problem|failed|impossible) .{0,30}deliver",
    "(wasn't|was not|isn't|not) (able|possible) to deliver", "given up",
    "permanent(ly)? (error|fail|fatal)", "fatal error",
    r"(message|mail|e-?mail)( \S+){0,5} (rejected|refused|blocked|bounced|returned)", "user unknown",
    "rejected (mail|message)", "(did not|didn't) reach", "mail failure", "(invalid|malformed) (user|recipient) address",
    "(was not|wasn't|not) accepted",
    "unknown user", "no such (user|address|recipient)", "mailbox (is )?full", "transcript of session",
    "delivery attempt", "failed recipient", "action not taken", "nicht zu(ge|zu)stell", "unzustellbar", "zustellung",
    "no se (ha )?(pudo|podido) entregar", "no entregado", "devuelto", "non remis", "non délivré",
    "n.a (pas )?pu être", "échec de (la )?(remise|livraison)", "impossibile", "mancato recapito",
    "não (pôde|foi) .{0,20}entreg", "devolvida", "nie (może|mogła|został).{0,30}dostarcz", "недостав",
    "не (может|удалось|было|был).{0,20}достав", "не доставл", "配信", "送信(できません|エラー)", "退信", "送达失败",
    "无法(投递|送达|发送)", "投递失败", "传输失败", "warning: ",
)  # fmt: skip

# It is still trying.
DELAYED = (
    r"\bdelay", "still being retried", "will (be|keep) (retr|try)", "will (continue|retry|try)",
    "not yet been delivered", "no action is required", "warning: (message|could not|cannot)", "verzögert",
    r"\bretras", r"\bretard", "temporarily (delayed|deferred)", "do not need to resend",
)  # fmt: skip

# It is no longer trying, whatever its code says.
FINAL = (
    "given up", "gave up", "giving up", "permanent (error|fail)", "permanently (failed|rejected)",
    "not going to try again", "will not be (retr|tried)", "no (further|more) (attempt|delivery attempt)",
    "expired", "too long in the queue", "queue too long", "retry time ?out", "failed permanently",
    "message (was|has been) (rejected|refused|returned|bounced)", "has failed",
    "could not be delivered (for|within|after)", "fatal error", r"cannot send (message|mail) (for|within) \d",
    "failure notice", "delivery failure notification", r"after \d+ attempt",
)  # fmt: skip

# A line that gives a reason.
REASONS = (
    "no mailbox", "unknown", "not exist", "no such", "unrouteable", "not found", "quota", r"full\b",
    "reject", "refus", "block", "too large", "spam", "denied", "expired", "timed? ?out", "invalid",
    "disabled", "nicht", "inconnu", "desconocido", "無", "不",
)  # fmt: skip

FAULTS: Mapping[str, tuple[str, ...]] = {
    "reverse_name": REVERSE_NAME,
    "dmarc": DMARC,
    "dkim": DKIM,
    "spf": SPF,
    "authentication": AUTHENTICATION,
    "rate": RATE,
    "block_list": BLOCK_LIST,
}
