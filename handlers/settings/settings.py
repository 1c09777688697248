"""Settings: a member's signature, and the workspace settings of admins."""

from collections.abc import Mapping

from cards.actions.settings import (
    ConfirmWorkspace,
    OpenIdentityForm,
    OpenLimitsForm,
    OpenOwnCompaniesForm,
    OpenSenderForm,
    OpenSettings,
    SaveIdentity,
    SaveLimits,
    SaveOwnCompanies,
    SaveSender,
)
from cards.form_values import whole
from cards.screens import settings as screens
from cards.screens.wording import zone_label
from cards.tree import Card, Option, Value
from cards.views.settings import OwnMailboxView, SenderView, SettingsView, WorkspaceSettings
from handlers import lookup
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.start.start import first_card
from handlers.views import mail_sign_in_views
from handlers.views.source_connection_views import cannot_connect
from store.db import Read
from store.mailbox import mailboxes, own_companies, sender_profiles, sign_ins
from store.members import workspaces
from store.outreach import do_not_contact
from store.roles import May, allows
from store.tables.core import Member


async def open_settings(action: OpenSettings, by: Member, context: Context) -> Replies:
    return Show(await card(by, context))


async def card(by: Member, context: Context, notice: str = "") -> Card:
    """The settings this member may change, with their current values. Only reads."""
    async with context.read() as db:
        view = SettingsView(
            await _sender(db, by) if allows(by.role, May.CONTACT) else None,
            await _workspace(db, by, context) if allows(by.role, May.ADMINISTER) else None,
            await _own_mailbox(db, by, context) if allows(by.role, May.CONTACT) else None,
        )
    return screens.settings_card(view, notice=notice)


async def _sender(db: Read, by: Member) -> SenderView:
    kept = await sender_profiles.get(db, by)
    name = "" if kept.name == by.name else kept.name
    return SenderView(name, kept.title, kept.signature, kept.calendar_url, name_in_chat=by.name)


def no_own_mailbox(context: Context) -> str:
    """Why members can't connect mailboxes of their own in this installation, as text to display; "" if they can."""
    return cannot_connect(context, "your own mailbox")


async def _own_mailbox(db: Read, by: Member, context: Context) -> OwnMailboxView | None:
    """The member's own mailbox; None if the member has none and can't connect one."""
    row, can_connect = await sign_ins.own(db, by), not no_own_mailbox(context)
    if row is not None:
        return OwnMailboxView(await mail_sign_in_views.view(db, row, context), can_connect=can_connect)
    if not can_connect:
        return None
    outreach = context.outreach
    shared = await mailboxes.account_of(db, by.workspace_id, outreach.mail, outreach.keys)
    return OwnMailboxView(shared=shared.mail_from)


async def _workspace(db: Read, by: Member, context: Context) -> WorkspaceSettings:
    own = await mailboxes.get(db, by.workspace_id)
    workspace = await workspaces.get(db, by.workspace_id)
    listed = await do_not_contact.listed(db, by.workspace_id, page_size=1)
    defaults = context.outreach.mail
    return WorkspaceSettings(
        company=own.company,
        postal_address=own.postal_address,
        notice=own.notice,
        ownership_days=own.ownership_days,
        per_minute=own.per_minute,
        per_domain=own.per_domain,
        time_zone=workspace.time_zone,
        proposed_time_zone=workspaces.proposed_time_zone(workspace, by),
        do_not_contact=listed.total,
        default_company=defaults.company or workspace.name,
        default_postal_address=defaults.postal_address,
        own_companies=workspace.own_companies,
        show_own_people=workspace.show_own_people,
    )


async def _workspace_now(by: Member, context: Context) -> WorkspaceSettings:
    async with context.read() as db:
        return await _workspace(db, by, context)


async def open_sender(action: OpenSenderForm, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        return Ask(screens.sender_form(await _sender(db, by)))


async def save_sender(action: SaveSender, by: Member, context: Context) -> Replies:
    """Saves the signature, or shows every invalid input with its error."""
    typed = {
        "name": action.name,
        "title": action.title,
        "signature": action.signature,
        "calendar_url": action.calendar_url,
    }
    errors = {name: fault for name, words in typed.items() if (fault := sender_profiles.problem(name, words))}
    if errors:
        async with context.read() as db:
            view = await _sender(db, by)
        return Ask(screens.sender_form(view, errors=errors, values={**typed}))
    async with context.write() as db:
        await sender_profiles.update(db, by, typed, context.now())
    return Close(), Show(await card(by, context, "Saved. Your next invitations will be signed like this."))


async def open_identity(action: OpenIdentityForm, by: Member, context: Context) -> Replies:
    return Ask(screens.identity_form(await _workspace_now(by, context)))


async def save_identity(action: SaveIdentity, by: Member, context: Context) -> Replies:
    """Saves the name, the address and the time zone, or shows every invalid input with its error."""
    typed = {"company": action.company, "postal_address": action.postal_address, "notice": action.notice}
    zone, trouble = lookup.time_zone(action.zone)
    errors = {**_faults(typed), **({"zone": trouble} if trouble else {})}
    if errors:
        values: dict[str, Value] = {**typed, "zone": Option(zone, zone_label(zone)) if zone else action.zone}
        return Ask(screens.identity_form(await _workspace_now(by, context), errors=errors, values=values))
    async with context.write() as db:
        await mailboxes.update(db, by, typed, context.now())
        if zone:
            await workspaces.set_time_zone(db, by, zone, context.now())
    return Close(), Show(await card(by, context, "Saved."))


async def confirm(action: ConfirmWorkspace, by: Member, context: Context) -> Replies:
    """Confirms that the workspace's name and time zone, as just shown, are right."""
    async with context.write() as db:
        await workspaces.set_time_zone(db, by, action.time_zone, context.now())
    return Show(await first_card(by, context, "Saved. You can change this at any time under settings."))


def _faults(typed: Mapping[str, str | int]) -> dict[str, str]:
    """The errors in the input, by input name."""
    return {name: fault for name, value in typed.items() if (fault := mailboxes.problem(name, value))}


async def open_limits(action: OpenLimitsForm, by: Member, context: Context) -> Replies:
    return Ask(screens.limits_form(await _workspace_now(by, context)))


async def save_limits(action: SaveLimits, by: Member, context: Context) -> Replies:
    typed: dict[str, Value] = {
        "ownership_days": action.ownership_days,
        "per_minute": action.per_minute,
        "per_domain": action.per_domain,
    }
    numbers = {name: _whole(value) for name, value in typed.items()}
    errors = _faults(numbers)
    if errors:
        return Ask(screens.limits_form(await _workspace_now(by, context), errors=errors, values=typed))
    async with context.write() as db:
        await mailboxes.update(db, by, numbers, context.now())
    return Close(), Show(await card(by, context, "Saved."))


async def open_own_companies(action: OpenOwnCompaniesForm, by: Member, context: Context) -> Replies:
    return Ask(screens.own_companies_form(await _workspace_now(by, context)))


async def save_own_companies(action: SaveOwnCompanies, by: Member, context: Context) -> Replies:
    """Saves the list of the workspace's own companies and the switch, or shows the form with the errors."""
    if wrong := own_companies.problem(action.companies):
        values: dict[str, Value] = {"companies": action.companies, "show": action.show}
        view = await _workspace_now(by, context)
        return Ask(screens.own_companies_form(view, errors={"companies": wrong}, values=values))
    async with context.write() as db:
        await own_companies.update(db, by, action.companies, show=action.show, now=context.now())
    return Close(), Show(await card(by, context, "Saved."))


def _whole(typed: Value) -> int:
    """The whole number that was typed; for anything else, -1, which every limit rejects."""
    number = whole(typed)
    return -1 if number is None else number
