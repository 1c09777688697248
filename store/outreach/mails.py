"""Mails that are to leave: a row is the job.

queued → sending → sent | queued (tried again later) | failed | unknown; unknown → sent | queued | failed; queued →
cancelled | paused. An invitation's own state follows its mail's (store/outreach/invitations.py). `sending` is kept, and
on disk, before the mail server is called: a process that dies leaves a row that says so, and nothing is sent twice.
"""

from store.outreach.mail_handover import Handover as Handover
from store.outreach.mail_handover import sending as sending
from store.outreach.mail_outcomes import ask as ask
from store.outreach.mail_outcomes import failed as failed
from store.outreach.mail_outcomes import found as found
from store.outreach.mail_outcomes import give_up as give_up
from store.outreach.mail_outcomes import later as later
from store.outreach.mail_outcomes import looks_left as looks_left
from store.outreach.mail_outcomes import reply_subject as reply_subject
from store.outreach.mail_outcomes import sent as sent
from store.outreach.mail_outcomes import stranded as stranded
from store.outreach.mail_outcomes import to_look_for as to_look_for
from store.outreach.mail_outcomes import try_again as try_again
from store.outreach.mail_outcomes import unknown as unknown
from store.outreach.mail_outcomes import was_sent as was_sent
from store.outreach.mail_queue import Claimed as Claimed
from store.outreach.mail_queue import add as add
from store.outreach.mail_queue import claim as claim
from store.outreach.mail_queue import give_back as give_back
from store.outreach.mail_queue import give_back_all as give_back_all
from store.outreach.mail_queue import renew as renew
from store.outreach.mail_queue import waiting as waiting
