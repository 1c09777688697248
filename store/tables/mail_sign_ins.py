"""The table of mailboxes that were connected by signing in with Microsoft or Google."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from store.columns import key, moment, ref, workspace

_WORKSPACES = text("member_id IS NULL")
_MEMBERS = text("member_id IS NOT NULL")


class MailSignIn(SQLModel, table=True):
    """A mailbox that somebody connected by signing in: the workspace's (`member_id` None), or one member's own. Holds
    how far it was read, and what is wrong with it."""

    __tablename__ = "mail_sign_ins"
    __table_args__ = (
        Index(
            "uq_mail_sign_ins_workspace",
            "workspace_id",
            unique=True,
            sqlite_where=_WORKSPACES,
            postgresql_where=_WORKSPACES,
        ),
        Index(
            "uq_mail_sign_ins_member",
            "workspace_id",
            "member_id",
            unique=True,
            sqlite_where=_MEMBERS,
            postgresql_where=_MEMBERS,
        ),
        {"sqlite_autoincrement": True},  # ids are never reused, because old cards may have buttons for them
    )
    id: int = key()
    workspace_id: int = workspace()
    member_id: int | None = ref("members.id", default=None)
    provider: str  # microsoft, google
    login: str
    address: str  # the address that invitations come from
    send_url: str  # the server's URL, with the login but without a secret; https://… for Microsoft Graph
    read_url: str
    scopes: str = ""  # of its access tokens, separated by spaces
    tokens: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # encrypted JSON
    expires_at: datetime = moment()  # of the access token
    connected_by: int = ref("members.id")
    connected_at: datetime = moment()
    refused_at: datetime | None = moment(nullable=True)  # the provider refuses to renew the tokens: mail is held back
    uid_validity: int = ref(default=0)
    last_uid: int = ref(default=0)
    link: str = ""  # the cursor at Microsoft Graph
    polled_at: datetime | None = moment(nullable=True)
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # text to display
    owner_notified: bool = False  # whether the owner was notified of the failure since `failing_since`
