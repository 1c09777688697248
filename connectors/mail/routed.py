"""One mailer and one reader for all accounts: Microsoft Graph where an account's URL is https://, else SMTP or IMAP."""

from connectors.mail.base import Fetched, Letter, MailAccount, Mailer, MailReader
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.receiving.imap import ImapReader
from connectors.mail.sending.smtp import SmtpMailer


def _through_graph(url: str) -> bool:
    return url.startswith(("https://", "http://"))


class RoutedMailer:
    """See Mailer."""

    def __init__(self, smtp: SmtpMailer, graph: GraphMailbox) -> None:
        self._smtp, self._graph = smtp, graph

    async def send(self, letter: Letter, account: MailAccount) -> None:
        await self._way(account).send(letter, account)

    async def check(self, account: MailAccount) -> None:
        await self._way(account).check(account)

    async def close(self) -> None:
        await self._smtp.close()
        await self._graph.close()

    def _way(self, account: MailAccount) -> Mailer:
        return self._graph if _through_graph(account.smtp_url) else self._smtp


class RoutedReader:
    """See MailReader."""

    def __init__(self, imap: ImapReader, graph: GraphMailbox) -> None:
        self._imap, self._graph = imap, graph

    async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
        return await self._way(account).fetch(account, uid_validity, last_uid, link)

    async def check(self, account: MailAccount) -> None:
        await self._way(account).check(account)

    async def was_sent(self, account: MailAccount, message_id: str) -> bool:
        return await self._way(account).was_sent(account, message_id)

    def close(self) -> None:
        """Disconnect from all mailboxes; the mailer closes Graph."""
        self._imap.close()

    def _way(self, account: MailAccount) -> MailReader:
        return self._graph if _through_graph(account.imap_url) else self._imap
