"""A sample candidate, job and sender for previewing a text without a recipient. Every field is set."""

from typing import Final

from connectors.mail.compose.facts import CandidateFacts, Facts, JobFacts, SenderFacts

CANDIDATE: Final = CandidateFacts("Grace", "Grace Hopper", "Charge Nurse", "Harbor Clinic", "Boston, MA")
JOB: Final = JobFacts(
    "Head Nurse, ICU", "Cambridge, MA", "Nursing", "Mercy Hospital", "https://jobs.example/head-nurse"
)
SENDER: Final = SenderFacts("Ana Lima", "Recruiter", "Mercy Hospital", "https://calendar.example/ana")
SAMPLE: Final = Facts(CANDIDATE, JOB, SENDER)
