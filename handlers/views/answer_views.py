"""Builds the view of a candidate's answer that cards are drawn from."""

from datetime import datetime

from cards.screens.wording import days_ago
from cards.views.answers import AnswerView
from handlers.views import profile_views
from store.outreach.answer_details import AnswerDetails
from store.tables.core import Member


def brief(told: AnswerDetails, by: Member, now: datetime) -> AnswerView:
    """An answer as shown in a row."""
    who = profile_views.person(told.profile, now)
    return AnswerView(
        told.answer.id,
        who.profile_id,
        who.name,
        told.answer.kind,
        headline=who.headline,
        text=told.answer.text,
        when=days_ago((now - told.answer.at).days),
        from_address=told.answer.sender,
        interest=told.invitation.answer,
        sent_by="" if told.sender.id == by.id else told.sender.name or "A teammate",
        deadline=long_date(told.request.due_at) if told.request else "",
        returned=told.invitation.state == "failed",
    )


def long_date(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
