"""The people and jobs used in the examples."""

from dataclasses import replace

from cards.text import Mention
from cards.views.outreach import ContactDetails, InvitationView, Reach
from cards.views.people import (
    CandidateItem,
    CandidateView,
    JobView,
    MemberView,
    NoteView,
    PersonRow,
    PostView,
    SamePersonView,
    Skill,
    State,
    StudyView,
)

ANA = MemberView(1, "Ana Ruiz", "recruiter", "ana@example.com")
ADA = MemberView(2, "Ada Okafor", "admin", "ada@example.com")
BEN = MemberView(3, "Ben Haddad", "guest", "ben@example.com")
MIA = MemberView(4, "Mia Chen", "reviewer", "mia@example.com")

NURSE = JobView(7, "Staff Nurse, ICU", "Boston, MA", "Nursing", "ana@example.com")
DRIVER = JobView(8, "Delivery Driver", "Springfield, IL", "Logistics", "omar@example.com")
ENGINEER = JobView(9, "Backend Engineer", "", "Product", "ana@example.com", remote=True)
TEACHER = JobView(10, "Maths Teacher", "Leeds, United Kingdom", open=False)

GRACE = PersonRow(
    101,
    "Grace Adeyemi",
    "ICU Nurse at Mercy General",
    "Boston, MA",
    "2 mi away",
    12,
    (
        Skill("Critical care", True),
        Skill("Triage", True),
        Skill("BLS"),
        Skill("Epic"),
        Skill("Ventilators"),
        Skill("ACLS"),
        Skill("Patient education"),
    ),
    3,
    True,
    state=State(starred=True, reach=Reach(known=True, phone=True)),
    matched=("nurse", "critical", "care", "triage"),
)
OMAR = PersonRow(
    102,
    "Omar Farouk",
    "Registered Nurse",
    "Cambridge, MA",
    "4 mi away",
    6,
    (Skill("Triage", True), Skill("Wound care"), Skill("BLS")),
    state=State(reach=Reach(known=True, block="no_address", phone=True)),
    matched=("nurse", "triage"),
)
LI = PersonRow(
    103,
    "李 小龙",
    "Nurse Practitioner, Emergency Department",
    "Quincy, MA",
    "9 mi away",
    0,
    (Skill("Emergency medicine", True), Skill("Ultrasound"), Skill("Mandarin")),
    400,
    state=State(saved_by_others=2, seen=True, reach=Reach(known=True, goes_out="on 1 March")),
    matched=("nurse", "emergency"),
)
SOFIA = PersonRow(
    104,
    "Sofía Núñez de la Vega-O’Connor",
    "Charge Nurse",
    "Worcester, MA",
    years=21,
    updated_days=1,
    state=State(
        contacted="Ana Ruiz, 3 days ago",
        interest="interested",
        reach=Reach(known=True, answered="22 November 2026", words="Yes, please call me.", reply_to=31),
    ),
    matched=("nurse",),
)
AMARA = PersonRow(
    106,
    "Amara Obi",
    "Senior Nurse, Surgical Recovery, at Bayside Medical Center",
    "Brookline, MA",
    "3 mi away",
    9,
    (Skill("Critical care", True), Skill("Post-anesthesia care"), Skill("ACLS"), Skill("Spanish")),
    150,
    matched=("senior", "nurse", "critical", "care"),
)
HOSTILE = PersonRow(
    105,
    "<!channel> *Eve* [x](http://evil.example)",
    "<@U1> \u202e_nurse_ & `code`",
    "Salem, MA",
    skills=(Skill("<script>"), Skill("a|b")),
    updated_days=29,
    sources=("internet",),
    state=State(hidden=True),
)
EVERYBODY = (GRACE, AMARA, OMAR, LI, SOFIA)

OWN_NOTE = NoteView(11, "Ana Ruiz", "today", "Spoke at the fair, wants nights. Call on Monday.", team=False, mine=True)
TEAM_NOTE = NoteView(
    12, "Omar Said", "3 days ago", (Mention("U0ANA", "Ana Ruiz"), " worked with her in 2019, very calm."), edited=True
)
CHAT_NOTE = NoteView(
    13, "Mia Chen", "2 months ago", "We should talk to her.", link="https://example.com/archives/C1/p2"
)

CARD = CandidateView(
    person=GRACE,
    source="internet",
    summary="Critical-care nurse with twelve years in medical and surgical intensive care, teaches new graduates.",
    experience=(
        PostView(
            "ICU Nurse", "Mercy General", "Mar 2019 – now", "Twenty-bed unit; two to one. Precepts new graduates."
        ),
        PostView("Registered Nurse", "St. Anne's Hospital", "2014 – 2019"),
        PostView("Nursing Assistant", "", "2012 – 2014", "Night shifts."),
    ),
    education=(StudyView("Boston College", "Bachelor's degree, Nursing", "2014"),),
    languages=("English", "Yoruba"),
    facts=(("Remote", "No"), ("Willing to relocate", "Yes"), ("Work authorization", "Citizen")),
    links=(("LinkedIn", "https://example.com/in/grace"), ("Website", "https://grace.example.com")),
    profiles=((101, "internet"),),
)
RICH_CARD = CandidateView(
    person=GRACE,
    source="internet",
    summary="Critical-care nurse. " * 60,
    experience=tuple(
        PostView(f"Nurse, ward {n}", f"Hospital {n}", f"{2024 - n} – {2025 - n}", "Looked after people. " * 15)
        for n in range(12)
    ),
    education=tuple(StudyView(f"School {n}", "Certificate", f"{2000 + n}") for n in range(6)),
    languages=("English",),
    links=(("LinkedIn", "https://example.com/in/grace"),),
    profiles=((101, "internet"), (201, "own_file")),
    notes=(OWN_NOTE, TEAM_NOTE, CHAT_NOTE, TEAM_NOTE),
    same=(SamePersonView(5, 6, "Grace Adeyemi", "ICU Nurse at Mercy General · Boston, MA", 202),),
    owner="Ana Ruiz",
)
BARE_CARD = CandidateView(person=PersonRow(107, "Sam Low"), source="internet", profiles=((107, "internet"),))

ITEMS = (
    CandidateItem(
        101,
        "Grace Adeyemi",
        "ICU Nurse at Mercy General",
        "Boston, MA",
        "Ana Ruiz",
        ("Ana Ruiz", "Omar Said", "Mia Chen"),
        True,
        2,
        "",
        "Staff Nurse, ICU",
    ),
    CandidateItem(
        104, "Sofía Núñez de la Vega-O’Connor", "Charge Nurse", "Worcester, MA", "Omar Said", interest="interested"
    ),
    CandidateItem(106, "Amara Obi", "Senior Nurse, Surgical Recovery", "Brookline, MA", notes=1),
)
HOSTILE_ITEM = CandidateItem(105, "<!channel> *Eve*", "<@U1>", "", notes=1)

UNLOCKED_CARD = replace(
    CARD,
    person=replace(CARD.person, state=State(starred=True, contacted="Ana Ruiz, 3 days ago", interest="interested")),
    contact=ContactDetails(("grace@mercy.example", "grace@home.example"), ("+1 202 555 0101",)),
    invitations=(
        InvitationView(
            1, 101, "Grace Adeyemi", "answered", "apply", "ICU nurse?", "Staff Nurse, ICU", "Ana Ruiz",
            "sent 3 days ago", answer="interested",
        ),
        InvitationView(
            2, 101, "Grace Adeyemi", "failed", "connect", "Hello", by="Omar Haddad", fault="The mailbox is full."
        ),
    ),
)  # fmt: skip
