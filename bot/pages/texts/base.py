"""All texts of the candidate's pages. `fill` replaces the placeholders in braces."""

import re
from dataclasses import dataclass

_PART = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts in one language. A sentence with an optional part has two fields, one with the part and one without."""

    language: str  # the page's lang attribute

    # the answer page
    answer_title: str  # {company}
    wrote_alone: str  # {sender}; if no company is known
    wrote: str  # {sender} {company}
    wrote_with_title: str  # {sender} {title} {company}
    about_job: str  # {job}
    about_job_in: str  # {job} {place}
    about_connecting: str
    remote: str  # shown as the place of a remote job that names no place
    question: str
    interested: str
    apply: str
    not_interested: str
    opens: str  # {company}; {host}: where *Apply* leads
    message: str  # {sender}
    optional: str
    apply_message: str  # may use {sender}; label in the short form shown after *Apply* when the job has no link
    send: str

    # after an answer
    thanks_interested: str  # {sender}
    thanks_applied: str  # {company}
    thanks_not_interested: str  # {sender}
    change: str

    # opting out
    never_question: str  # {company}
    never_explained: str  # {company}
    never: str
    never_done_title: str
    never_done: str  # {company}

    # the unsubscribe page
    unsubscribe_title: str  # {company}
    unsubscribe_explained: str  # {company}
    unsubscribe: str

    # errors
    expired_title: str
    expired: str  # {company}
    wrong_title: str
    wrong: str
    not_read_title: str
    not_read: str
    too_often_title: str
    too_often: str
    fault_title: str
    fault: str
    reference: str  # {code}


def fill(text: str, **parts: str) -> str:
    """The text with its placeholders replaced. Braces inside a value are left as they are, because values come from
    outside."""
    return _PART.sub(lambda part: parts[part[1]], text)
