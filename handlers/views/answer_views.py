"""Builds the views of candidates' answers that cards are drawn from."""

from datetime import date, datetime

from cards.screens.wording import days_ago
from cards.views.answers import AnswerView
from handlers.views import profile_views
from store.outreach import opt_out_reviews
from store.outreach.answer_details import AnswerDetails
from store.tables.core import Member


def brief(details: AnswerDetails, by: Member, now: datetime) -> AnswerView:
    """An answer as shown in a row."""
    person = profile_views.person(details.profile, now)
    return AnswerView(
        details.answer.id,
        person.profile_id,
        person.name,
        details.answer.kind,
        cause=details.answer.cause,
        headline=person.headline,
        text=details.answer.text,
        when=days_ago((now - details.answer.at).days),
        from_address=details.answer.sender,
        interest=details.invitation.answer,
        sent_by="" if details.sender.id == by.id else details.sender.name or "A teammate",
        deadline=long_date(details.request.due_at) if details.request else "",
        returned=details.invitation.state == "failed",
        may_opt_out=details.answer.opt_out_review == "open",
        may_take_back=opt_out_reviews.may_take_back(by, details.answer),
    )


def long_date(at: date) -> str:
    """The date in the form "1 March 2027"; also takes a datetime."""
    return f"{at.day} {at:%B %Y}"
