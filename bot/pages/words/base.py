"""Every sentence of the candidate's pages. In braces: what is put in; see `said`."""

import re
from dataclasses import dataclass

_PART = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Sentences with an optional part come once with it and once without."""

    language: str  # as in the page's lang attribute

    # the answer page
    answer_title: str  # {company}
    wrote: str  # {sender} {company}
    wrote_with_title: str  # {sender} {title} {company}
    about_job: str  # {job}
    about_job_in: str  # {job} {place}
    about_connecting: str  # {company}
    remote: str  # stands for the place of a job that has none
    question: str
    interested: str
    apply: str
    not_interested: str
    opens: str  # {host}: where *Apply* leads
    message: str  # {sender}
    optional: str
    apply_message: str  # {sender}; of the short form after *Apply* without a link
    send: str

    # after an answer
    thanks_interested: str  # {sender}
    thanks_applied: str  # {company}
    thanks_not_interested: str  # {sender}
    change: str

    # never again
    never_question: str  # {company}
    never_explained: str  # {company}
    never: str
    never_done_title: str
    never_done: str  # {company}

    # the unsubscribe page
    unsubscribe_title: str  # {company}
    unsubscribe_explained: str  # {company}

    # when something is not as it should be
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


def said(sentence: str, **parts: str) -> str:
    """The sentence with its parts put in, once: they come from outside, and braces in them stay as they are."""
    return _PART.sub(lambda part: parts[part[1]], sentence)
