"""Refusals as mail servers word them, each with its cause; and bounces in forms that follow no standard."""

# ruff: noqa: E501

OURS = "Message-ID: <inv-0123456789abcdef0123456789abcdef@acme.example>"

WORDS = [  # the diagnostic, its status, the cause
    ("550 SPF check failed: 192.0.2.1 is not allowed to send mail from acme.example", "5.0.0", "refused spf"),
    ("550 5.7.23 The message was rejected because of Sender Policy Framework violation", "5.7.23", "refused spf"),
    ("553 sender domain does not designate 192.0.2.1 as permitted sender", "", "refused spf"),
    ("550-5.7.26 Unauthenticated email from acme.example is not accepted due to domain's DMARC policy", "", "refused dmarc"),
    ("550 5.7.509 Access denied, sending domain does not pass DMARC verification", "5.7.509", "refused dmarc"),
    ("550 DKIM signature did not verify", "5.1.1", "refused dkim"),
    ("550 5.7.515 Access denied, sending domain ACME.EXAMPLE doesn't meet the required authentication level", "", "refused authentication"),
    ("550-5.7.26 This mail has been blocked because the sender is unauthenticated", "", "refused authentication"),
    ("554 Service unavailable; Client host [192.0.2.1] blocked using zen.blocklist.example", "5.0.0", "refused block_list"),
    ("550 5.7.1 Your IP address has a poor reputation", "5.7.1", "refused block_list"),
    ("550 5.7.606 Access denied, banned sending IP [192.0.2.1]", "5.7.606", "refused block_list"),
    ("554 5.7.1 The server 192.0.2.1 is on our blacklist, see http://www.spamhaus.org/query/ip/192.0.2.1", "", "refused block_list"),
    ("501 <grace@home.example>... no access from mail server [192.0.2.1] which is an open relay.", "", "refused block_list"),
    ("554 No PTR record found for 192.0.2.1. Reverse DNS required", "5.0.0", "refused reverse_name"),
    ("550 5.7.25 The IP address sending this message does not have a reverse DNS entry", "5.7.25", "refused reverse_name"),
    ("450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]", "4.7.1", "refused reverse_name"),
    ("550 Ip frequency limited. Try again later", "5.0.0", "refused rate"),
    ("550 5.7.1 Too many messages from your host, slow down", "5.7.1", "refused rate"),
    ("550 5.1.1 <grace@home.example> - 192.0.2.1 has sent to too many recipients this hour", "5.1.1", "refused rate"),
    ("550 Your email was detected as spam.", "5.0.0", "refused"),
    ("554 5.7.1 Message contains a virus", "5.7.1", "refused"),
    ("501 5.1.8 Sender address rejected", "5.1.8", "refused"),
    ("550 5.1.1 verify sender failed", "5.1.1", "refused"),
    ("550 5.1.1 address rejected for policy reasons", "5.1.1", "policy"),
    ("550 5.1.1 <grace@home.example> user unknown. If you believe your IP is blocked contact postmaster", "5.1.1", "no_such_address"),
    ("550 5.7.1 Your IP is blocked. If you believe this is an error contact postmaster", "5.7.1", "refused block_list"),
    ("550 5.1.1 Recipient address rejected: User unknown, refused by policy", "5.1.1", "no_such_address"),
    ("550 Unroutable sender address", "", "unknown"),
    ("552 5.2.2 The recipient's mailbox is over quota", "5.2.2", "mailbox_full"),
    ("550 5.1.1 Mailbox full", "5.1.1", "mailbox_full"),
    ("552 disk quota exceeded", "5.0.0", "mailbox_full"),
    ("552 5.3.4 Message size exceeds fixed limit", "5.3.4", "too_large"),
    ("550 Message too large", "5.0.0", "too_large"),
    ("554 5.4.6 Too many hops", "5.4.6", "loop"),
    ("550 5.4.14 Hop count exceeded - possible mail loop", "5.4.14", "loop"),
    ("550 5.4.316 Message expired, connection refused", "5.4.316", "expired"),
    ("554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>", "4.4.7", "expired"),
    ("connect to mx.home.example[192.0.2.7]:25: Connection timed out", "5.0.0", "expired"),
    ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "5.0.0", "policy"),
    ("550 5.7.1 Message rejected due to company policy", "5.7.1", "policy"),
    ("550 5.7.133 Sender not allowed: only internal mail", "5.7.133", "refused"),
    ("550 5.1.1 User unknown", "5.1.1", "no_such_address"),
    ("550 <spam@home.example>: Recipient address rejected: User unknown in local recipient table", "", "no_such_address"),
    ("550-There is nobody of that name here.", "", "no_such_address"),
    ("550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "5.4.1", "no_such_address"),
    ("550 5.2.1 The email account that you tried to reach is disabled", "5.2.1", "no_such_address"),
    ("550 no such person", "", "no_such_address"),
    ("Host or domain name not found. Name service error", "5.4.4", "no_such_address"),
    ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10", "no_such_address"),
    ("550 Le compte du destinataire n'existe pas: destinataire inconnu", "", "no_such_address"),
    ("", "5.1.1", "no_such_address"),
    ("", "5.0.0", "unknown"),
    ("550 Requested action not taken", "5.0.0", "unknown"),
    ("5.1.0 - Unknown address error 550-'Access denied by the sender rules'", "5.1.0", "policy"),
]  # fmt: skip

_QMAIL = """From: MAILER-DAEMON@mx.example.jp
Subject: failure notice
Return-Path: <>

Hi. This is the qmail-send program at mx.example.jp.
This is a permanent error; I've given up. Sorry it didn't work out.

<grace@home.example>:
{}

--- Below this line is a copy of the message.

{}
"""
_GATEWAY = """From: {}
Subject: {}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

{}
--b
Content-Type: message/rfc822

{}
Subject: A role

Hi
--b--
"""
_REPORT = """From: postmaster@home.example
Subject: {}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

{}
--b
Content-Type: text/rfc822-headers

{}
--b--
"""

_LIST = """From: staff-bounces@home.example
Subject: {}
Precedence: bulk
In-Reply-To: {}

{}
"""
_SESSION = """From: MDaemon at gw.example.net <MDaemon@gw.example.net>
Subject: Permanent Delivery Failure

The attached message had PERMANENT fatal delivery errors!

--- Session Transcript ---
 Mon 2026-11-23 10:15:01: --> RCPT To:<grace@home.example>
 Mon 2026-11-23 10:15:01: <-- {}
--- End Transcript ---

{}
"""
_OUR_ID = OURS.partition(" ")[2]

_MIMECAST = """From: "Mail Delivery System" <mailer-daemon@mx.example.net>
Subject: [Postmaster] Email Delivery Failure

This is a delivery failure notification message indicating that an email to:
-- grace@home.example
could not be delivered. The problem appears to be :
-- Recipient server unavailable or busy
-- 4.4.4 Temporary server error. Please try again later

This condition occurred after 30 attempt(s) to deliver over a period of 92 hour(s).

{}
"""

_SENDMAIL_OLD = """From: MAILER-DAEMON@mx.example.net
Subject: {}
Return-Path: <>

   ----- Transcript of session follows -----
421 home.example (smtp)... Deferred: Connection timed out during user open with home.example

   ----- Unsent message follows -----
{}
"""

FORMS = [  # the e-mail, its kind and cause
    (_MIMECAST.format(OURS), "bounced unknown"),
    (_SENDMAIL_OLD.format("Returned mail: Cannot send message for 4 days", OURS), "bounced expired"),
    (_SENDMAIL_OLD.format("Warning: cannot send message for 4 hours so far", OURS), "delayed expired"),
    (_SENDMAIL_OLD.format("failure notice", OURS), "bounced expired"),
    (_LIST.format("Request to mailing list Staff rejected", _OUR_ID, "Your request has been rejected by the list moderator: Non-members are not allowed to post messages to this list."), "bounced policy"),
    (_LIST.format("Your message to Staff awaits moderator approval", _OUR_ID, "Is being held until the list moderator can review it for approval. Post by non-member to a members-only list"), "delayed challenge"),
    (_SESSION.format("550 5.1.1 No such mailbox", OURS), "bounced no_such_address"),
    (_SESSION.format("554 5.7.1 looks like spam, unknown user agent", OURS), "bounced refused"),
    (_SESSION.format("550 5.1.1 sender jobs@acme.example is not a member of list staff", OURS), "bounced policy"),
    (_QMAIL.format("450 4.2.2 Mailbox Full\nI'm not going to try again.", OURS), "bounced mailbox_full"),
    (_QMAIL.format("Sorry, no mailbox here by that name. (#5.1.1)", f"> {OURS}"), "bounced no_such_address"),
    (_QMAIL.format("421 4.4.1 connection timed out; too long in the queue", OURS), "bounced expired"),
    (_GATEWAY.format("postmaster@x.example", "Mail could not be delivered", "550 5.1.1 user unknown", OURS), "bounced no_such_address"),
    (_GATEWAY.format("Mail Gateway <gw@x.example>", "Notice", "Your mail was not delivered: quota exceeded", OURS), "bounced mailbox_full"),
    (_GATEWAY.format("no-reply@x.example", "Mail error", "Could not be delivered. 550 blocked using bl.spamcop.net", OURS), "bounced refused"),
    (_GATEWAY.format("MAILER-DAEMON@x.example", "Delayed", "Warning: message delayed 4 hours, will retry", OURS), "delayed unknown"),
    (_REPORT.format("x", "Action : failed\nStatus : 5.1.1\nDiagnostic-Code : smtp;550 User unknown", OURS), "bounced no_such_address"),
    (_REPORT.format("x", "Status: 5.0.0\nDiagnostic-Code: smtp; 550-spam\n550 detected here\nAction: failed", OURS), "bounced refused"),
    (_REPORT.format("x", "Action: failed\n\nFinal-Recipient: rfc822; g@h.example\nStatus: 4.4.7", OURS), "bounced expired"),
    (_REPORT.format("x", "Action: delayed\nFinal-Recipient: rfc822; g@h.example\nStatus: 4.2.2", OURS), "delayed mailbox_full"),
    (_REPORT.format("Undelivered", "nothing of use", OURS), "bounced unknown"),
    (_REPORT.format("Re: A role", "Action: failed\nStatus: 4.7.0\nDiagnostic-Code: x; sender not approved yet", OURS), "delayed challenge"),
    (_GATEWAY.format("no-reply@x.example", "Confirm", "Please verify that you are a human to have your message delivered", OURS), "delayed challenge"),
]  # fmt: skip

_RETURNS = [
    ("No se puede entregar: A role", "Su mensaje no ha podido llegar a uno de sus destinatarios."),
    ("Non recapitabile: A role", "Il messaggio non è arrivato."),
    ("Onbestelbaar: A role", "Uw bericht is niet aangekomen."),
    ("Niedostarczalne: A role", "Wiadomość nie dotarła."),
    ("Remise impossible : A role", "Votre message n'est pas arrivé."),
    ("Kan inte levereras: A role", "Meddelandet kom inte fram."),
    ("Retour: A role", "Zie bijlage."),
    ("Notice", "We are sorry. See the attachment."),
    ("Notice", ""),
    ("", "See the attachment."),
]
_DAEMONS = ("postmaster@gw.example", "Gateway <MAILER-DAEMON@gw.example>", "postmaster@gw.example (Acme Gateway)")
WORDLESS = [  # a daemon returns our e-mail; its words are not known
    _GATEWAY.format(sender, subject, text, OURS) for sender in _DAEMONS for subject, text in _RETURNS
]
NO_BOUNCES = [  # the e-mail, its kind
    (_GATEWAY.format("grace@home.example", "Notice", "See the attachment.", OURS), "replied"),
    (_GATEWAY.format('"postmaster@gw.example" <grace@home.example>', "Notice", "See the attachment.", OURS), "replied"),
    (_GATEWAY.format("postmaster@gw.example", "Re: A role", "Tell me more, please.", OURS), "replied"),
    (_GATEWAY.format("postmaster@gw.example", "Abwesenheitsnotiz: A role", "Ich bin im Urlaub.", OURS), "auto_reply"),
    (_GATEWAY.format("postmaster@gw.example", "Notice", "See the attachment.", "X-No-Id: 1"), "replied"),
    (f"From: postmaster@gw.example\nSubject: Notice\n\nTell me more, please.\n\n{OURS}\n", "replied"),
]

_ARF = """From: {}
Subject: {}
MIME-Version: 1.0
Content-Type: multipart/{}; boundary="b"

--b
Content-Type: text/plain

{}
--b
Content-Type: {}

{}
--b--
"""
COMPLAINTS = [
    _ARF.format("fbl@isp.example", "FW: A role", "report", "Abuse", "message/feedback-report", f"Feedback-Type: abuse\nVersion: 1\n\n--b\nContent-Type: text/rfc822-headers\n\n{OURS}"),
    _ARF.format("fbl@isp.example", "x", "mixed", f"Feedback-Type: abuse\nUser-Agent: Isp/1\nVersion: 1\n\n{OURS}", "text/plain", "x"),
    _ARF.format("boss@acme.example", "Fwd: complaint", "mixed", "see below", "message/rfc822", f"From: fbl@isp.example\nContent-Type: multipart/report; boundary=c\n\n--c\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--c\nContent-Type: message/rfc822\n\n{OURS}\n\nHi\n--c--"),
    _ARF.format("staff@hotmail.example", "complaint about message from 192.0.2.1", "mixed", "", "message/rfc822", f"{OURS}\n\nHi"),
    _ARF.format("fbl@isp.example", "x", "report", "Opt-out", "message/feedback-report", f"Feedback-Type: Opt-Out\n\n--b\nContent-Type: message/rfc822\n\n{OURS}\n\nHi"),
]  # fmt: skip
NO_COMPLAINTS = [
    _ARF.format("fbl@isp.example", "x", "report", "Not spam", "message/feedback-report", f"Feedback-Type: not-spam\n\n--b\nContent-Type: text/rfc822-headers\n\n{OURS}"),
    _ARF.format("fbl@isp.example", "x", "report", "DMARC", "message/feedback-report", f"Feedback-Type: auth-failure\n\n--b\nContent-Type: text/rfc822-headers\n\n{OURS}"),
    _ARF.format("grace@home.example", "Re: A role", "mixed", f"I built Feedback-Type: abuse parsers.\n\n{OURS}", "text/plain", "x"),
]  # fmt: skip
