"""What an invitation would look like if it were sent now: text, price, and reasons not to send it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from cards.screens.wording import counted, source_label
from cards.views.outreach import NOT_SAVED, PreviewView, SavedTemplate
from cards.views.reveals import Way
from connectors.mail.base import MailAccount
from connectors.mail.compose import compose
from connectors.mail.compose.compose import CandidateFacts, Facts, JobFacts, SenderFacts
from connectors.profiles import Profile as SourceProfile
from handlers.ats.lookup import unasked_lines
from handlers.context import Context, Outreach
from handlers.outreach.fit import MISFIT, misfit
from handlers.outreach.sender_mailbox import MailboxTrouble
from handlers.views import profile_views, quota_views, reveal_views
from handlers.views.invitation_views import format_moment
from handlers.views.reach_views import reaches, reminder_day
from store import jobs
from store.credits import accounts
from store.credits.accounts import Spendable
from store.credits.quotas import SourceQuota
from store.db import Read
from store.errors import Gone
from store.mailbox import mailboxes, own_companies, sender_profiles
from store.mailbox.own_companies import OwnCompanies
from store.members import workspaces
from store.outreach import contact_checks, invitations
from store.outreach.contact_checks import ContactCheck, ContactIssue
from store.people import candidates, profile_scope
from store.roles import May, allows
from store.tables.core import Job, Member, Profile
from store.tables.outreach import Invitation

CREDIT_ISSUES = ("credits", "budget")  # issues that mean there are too few credits


@dataclass(frozen=True, slots=True)
class Prepared:
    """An invitation with everything its preview shows. `shown` holds a digest of each part, so that a later preview can
    say what changed."""

    invitation: Invitation
    profile: Profile
    job: Job | None
    written: compose.RenderedInvitation
    address: str
    account: MailAccount
    sender: SenderFacts
    issues: tuple[ContactIssue, ...]
    balance: int
    zone: ZoneInfo
    shown: dict[str, str]
    by_admin: bool = False
    paid: str = ""  # "Paid with 1 Dice view."
    quota: SourceQuota | None = None  # the quota of the imported source that pays
    reply_to: int = 0  # the answer of a person who may want to talk, if the member may reply to it
    reminder: str = ""  # when the member will be reminded of a person who is not interested now
    ways: tuple[Way, ...] = ()  # ways to contact them, if there are several

    @property
    def price(self) -> int:
        return 0 if self.paid or self.quota else invitations.PRICE

    @property
    def digest(self) -> str:
        return _digest(self.shown)

    @property
    def forbids(self) -> tuple[ContactIssue, ...]:
        return tuple(each for each in self.issues if each.forbids)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The names of the warnings that pressing *Contact anyway* overrides."""
        return tuple(each.name for each in self.issues if not each.forbids)

    @property
    def misfit(self) -> bool:
        """Whether the person doesn't seem to fit the job."""
        return MISFIT in self.overridden

    @property
    def warned(self) -> bool:
        """Whether there is a warning about anything other than `misfit`."""
        return any(name != MISFIT for name in self.overridden)


def not_set_up(account: MailAccount, outreach: Outreach) -> tuple[ContactIssue, ...]:
    """The settings that are still missing for contacting anyone, and who can set them."""
    missing: list[str] = []
    if not outreach.reachable:
        missing.append(
            "Candidates can't open the answer page yet, because Sourcer has no public address. "
            "Ask the person who runs Sourcer to set SOURCER_PUBLIC_URL."
        )
    if not outreach.hash_key:
        missing.append("Opt-outs can't be stored yet. Ask the person who runs Sourcer to set SOURCER_HASH_KEY.")
    if lacking := mailboxes.missing(account):
        missing.append(
            f"Invitations need {' and '.join(lacking)}. An admin can fix this under settings and integrations."
        )
    return tuple(ContactIssue("not_set_up", True, words) for words in missing)


async def prepare(db: Read, by: Member, context: Context, invitation: Invitation) -> Prepared:
    """Loads and renders the invitation in a fixed number of SQL statements. Raises Gone."""
    check = await _check(db, by, context, invitation)
    profile, spendable = check.profile, check.spendable or await accounts.spendable(db, by)
    job = await _job(db, by, invitation.job_id)
    account = await mailboxes.account_of(db, by.workspace_id, context.outreach.mail, context.outreach.keys, by.id)
    sender = await sender_facts(db, by, account)
    workspace = await workspaces.get(db, by.workspace_id)
    facts = Facts(candidate_facts(profile), job_facts(job, account), sender)
    written = compose.write(invitation.subject, invitation.text, facts, invitation.follow_up_text)
    unfit = misfit(profile_views.parse_profile(profile), job, context.titles, context.places)
    ours = works_for_us(own_companies.of_workspace(workspace, account.company), check)
    zone, spent = ZoneInfo(workspace.time_zone), ()
    if check.quota and not check.quota.left:
        spent = (ContactIssue("quota", True, quota_views.spent(check.quota, zone)),)
    issues = (*not_set_up(account, context.outreach), *spent, *check.issues, *ours, *unfit)
    shown = _digests(invitation, job, written, check.address, account, sender, issues, spendable)
    if check.paid:  # the balance doesn't affect it
        shown = {**shown, "balance": "", "price": check.paid.source}
    elif check.quota:
        shown = {**shown, "balance": "", "price": f"quota:{check.quota.source}"}
    return Prepared(
        invitation,
        profile,
        job,
        written,
        check.address,
        account,
        sender,
        issues,
        spendable.balance,
        zone,
        shown,
        by_admin=allows(by.role, May.ADMINISTER),
        paid=reveal_views.paid_with(context, check.paid) if check.paid else "",
        quota=check.quota,
    )


def works_for_us(own: OwnCompanies, check: ContactCheck) -> tuple[ContactIssue, ...]:
    """A warning about a person who works for the workspace's own companies, unless an admin allows finding them."""
    if not own.employ(profile.body for profile in check.profiles):
        return ()
    return (ContactIssue("own_company", False, "This person works at your company."),)


async def with_answer(db: Read, by: Member, context: Context, prepared: Prepared) -> Prepared:
    """The preview with the alternatives for a person who has answered: reply to them, or set a reminder."""
    if not {"answered", "not_interested"} & set(prepared.overridden):
        return prepared
    candidate = await candidates.of_profile(db, by.workspace_id, prepared.profile.id)
    if candidate is None:
        return prepared
    if "not_interested" in prepared.overridden:
        return replace(prepared, reminder=await reminder_day(db, by, candidate.id))
    reach = (await reaches(db, by, context, {candidate.id: ([prepared.profile], candidate.id)}))[candidate.id]
    return prepared if reach.block else replace(prepared, reply_to=reach.reply_to)


async def _check(db: Read, by: Member, context: Context, invitation: Invitation) -> ContactCheck:
    """The result of the contact check. It is empty without a hash key: opt-outs are then unknown, and `not_set_up`
    forbids sending."""
    profile_id, job_id, hash_key = invitation.profile_id, invitation.job_id, context.outreach.hash_key
    if not hash_key:
        return ContactCheck(await profile_scope.get(db, by.workspace_id, profile_id), "", ())
    return await contact_checks.check_contact(
        db, by, profile_id, job_id, hash_key, context.now(), price=invitations.PRICE
    )


async def _job(db: Read, by: Member, job_id: int | None) -> Job | None:
    if job_id is None:
        return None
    try:
        return await jobs.get(db, by.workspace_id, job_id)
    except Gone:
        return None


async def zone_of(db: Read, workspace_id: int) -> ZoneInfo:
    return ZoneInfo((await workspaces.get(db, workspace_id)).time_zone)


async def sender_facts(db: Read, by: Member, account: MailAccount) -> SenderFacts:
    """The member's signature details."""
    own = await sender_profiles.get(db, by)
    return SenderFacts(
        name=own.name, title=own.title, signature=own.signature, calendar_url=own.calendar_url, company=account.company
    )


def candidate_facts(profile: Profile) -> CandidateFacts:
    parsed: SourceProfile = profile_views.parse_profile(profile)
    post = next((post for post in parsed.experience if not post.end), None)
    return CandidateFacts(
        first_name=compose.first_name(parsed.name),
        name=parsed.name,
        title=(post.title if post else "") or "",
        company=(post.company if post else "") or "",
        place=profile_views.format_place(parsed.place),
    )


def job_facts(job: Job | None, account: MailAccount) -> JobFacts | None:
    if job is None:
        return None
    return JobFacts(
        title=job.title, place=job.place, department=job.department, apply_url=job.apply_url, company=account.company
    )


def _digests(
    invitation: Invitation,
    job: Job | None,
    written: compose.RenderedInvitation,
    address: str,
    account: MailAccount,
    sender: SenderFacts,
    issues: tuple[ContactIssue, ...],
    spendable: Spendable,
) -> dict[str, str]:
    """A digest of each part of the preview."""
    shown: dict[str, Any] = {
        "subject": written.subject,
        "text": written.text,
        "follow_up": [written.follow_up, invitation.follow_up_days],
        "to": address,
        "from": [account.mail_from, account.company, account.postal_address, account.notice, *astuple(sender)],
        "job": [job.title, job.status, job.apply_url] if job else None,
        "when": invitation.send_at.isoformat() if invitation.send_at else "",
        "balance": spendable.balance,
        "against": [[each.name, each.message] for each in issues],
    }
    return {name: _digest(value) for name, value in shown.items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


STALE_PREVIEW = "That was an older preview. This is the latest."
_CHANGE_NOTICES = {  # a part of the preview, and the notice when it changed
    "job": "The job changed.",
    "to": "Their e-mail address changed.",
    "subject": "A detail in the message changed.",
    "text": "A detail in the message changed.",
    "follow_up": "A detail in the message changed.",
    "from": "The sender, the signature or the footer changed.",
    "when": "The time changed.",
    "against": "The warnings changed.",
    "price": "The price changed.",
}


def changes(before: Mapping[str, str], prepared: Prepared) -> tuple[str, ...]:
    """Notices about what changed since the preview; never empty, because *Send* was pressed and nothing was sent."""
    now = prepared.shown
    notices = [words for name, words in _CHANGE_NOTICES.items() if before.get(name) != now.get(name)]
    if "price" not in (*before, *now) and before.get("balance") != now["balance"]:
        notices.insert(0, f"The balance is now {counted(prepared.balance, 'credit')}.")
    return tuple(dict.fromkeys(notices)) or (STALE_PREVIEW,)


NO_COMPANY = (
    "Your company name is missing: candidates will not see who you recruit for. An admin can add it in Settings, "
    "under Company name and address."
)


def view(
    prepared: Prepared,
    back_to: str,
    *,
    changed: tuple[str, ...] = (),
    saved: SavedTemplate = NOT_SAVED,
    unasked: tuple[str, ...] = (),
    mailbox: MailboxTrouble | None = None,
) -> PreviewView:
    """The view that the preview screen draws. `unasked`: the ATSes that could not be asked about the person. `mailbox`:
    what is wrong with the mailbox that the message is sent from."""
    invitation, account, written = prepared.invitation, prepared.account, prepared.written
    source = compose.source_words(prepared.profile.source, source_label(prepared.profile.source), invitation.language)
    forbids = tuple(each.message for each in prepared.forbids)
    untitled = not (prepared.sender.title or prepared.sender.signature)
    return PreviewView(
        invitation.id,
        profile_views.shown_name(prepared.profile.name),
        prepared.digest,
        back_to,
        sender=f"{compose.sender_name(prepared.sender, account)} <{account.mail_from}>",
        to=masked(prepared.address),
        subject=written.subject,
        text=compose.signed(written.text, prepared.sender, invitation.language),
        footer=compose.footer(
            "apply" if invitation.kind == "apply" else "connect", invitation.language, account, source, None
        ),
        job=prepared.job.title if prepared.job else "",
        when=format_moment(invitation.send_at, prepared.zone) if invitation.send_at else "",
        follow_up=f"after {counted(invitation.follow_up_days, 'day')}" if invitation.follow_up_days else "",
        follow_up_text=written.follow_up if invitation.follow_up_days else "",
        price=prepared.price,
        paid=prepared.paid,
        quota=quota_views.price(prepared.quota) if prepared.quota else "",
        balance=prepared.balance,
        forbids=forbids,
        warnings=tuple(each.message for each in prepared.issues if not each.forbids),
        missing=(
            *((mailbox.text,) if mailbox else ()),
            *(() if account.company else (NO_COMPANY,)),
            *unasked_lines(unasked),
        ),
        reconnect=mailbox.reconnect if mailbox else "",
        may_add_company=prepared.by_admin and not (account.company and account.postal_address),
        untitled=untitled,
        changed=changed,
        may_ask=any(each.name in CREDIT_ISSUES for each in prepared.forbids),
        saved=saved,
        ask_again=prepared.profile.id if "not_interested" in prepared.overridden else 0,
        reminder=prepared.reminder,
        reply_to=prepared.reply_to,
        ways=prepared.ways,
    )


def masked(address: str) -> str:
    """A locked address reduced to its first letter and its top-level domain."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@•••.{host.rpartition('.')[2]}" if host else ""
