"""What each e-mail that was read wrongly once is: kind, cause with the fault, words (None: a server wrote them)."""

from tests.paths import ROOT

_ABOVE = "Hello Ana,\n\nyes, I am interested. Please call me tomorrow.\n\nGrace"
_QUOTES = ROOT / "tests/connectors/mail/quotes"

CASE_READINGS: dict[str, tuple[str, str, str | None]] = {
    **{file.stem: ("replied", "", _ABOVE) for file in _QUOTES.glob("quote_*.eml")},
    "below_thunderbird_en": ("replied", "", "Yes, I am interested. Please call me on Thursday.\n\nGrace"),
    "below_thunderbird_en_forget": (
        "erasure_request", "", "Please delete all my data and never contact me again.\n\nGrace",
    ),
    "below_thunderbird_de": ("replied", "", "Ja, gerne! Bitte rufen Sie mich an."),
    "between_en": (
        "replied", "",
        "Hi Ana,\n\n> Would you like to hear more?\n\nYes please.\n\n> When can we call you?\n\nTomorrow after 5.",
    ),
    "list_with_dashes": (
        "replied", "",
        "Hi Ana,\n\nmy answers:\n\n- Notice period: 3 months\n- Salary: 90k\n- Start: January\n\n"
        "Please call me on Thursday.\n\nGrace",
    ),
    "words_like_a_header": (
        "replied", "", "Hi Ana,\nI work\nFrom: 9 to 5\nTo: be honest, I would prefer evenings.\nCall me then.",
    ),
    "words_like_an_attribution_de": (
        "replied", "", "Am Montag passt es. Wie ich schrieb:\nich bin interessiert.",
    ),
    "refused_spf": ("bounced", "refused spf", None),
    "refused_blocklist": ("bounced", "refused block_list", None),
    "refused_spam": ("bounced", "refused", None),
    "refused_no_reverse_name": ("bounced", "refused reverse_name", None),
    "refused_rate": ("bounced", "refused rate", None),
    "gave_up_after_days": ("bounced", "expired", None),
    "gave_up_qmail_450": ("bounced", "mailbox_full", None),
    "gave_up_report_in_plain_text": ("bounced", "expired", None),
    "report_broken_continuation": ("bounced", "no_such_address", None),
    "report_one_block_blanks_before_colons": ("bounced", "policy", None),
    "gateway_mail_could_not_be_delivered": ("bounced", "no_such_address", None),
    "complaint_arf": ("complaint", "", None),
    "away_subject_only_nl": ("auto_reply", "", "Ik ben afwezig tot 30 november."),
    "away_subject_only_it": ("auto_reply", "", "Sono fuori sede fino a lunedì."),
    "away_subject_only_pt": ("auto_reply", "", "Estou fora do escritório até segunda."),
    "away_subject_only_en_lotus": ("auto_reply", "", "I will be back on 30 November."),
    "echo_on_leave_cover": ("replied", "", "Yes please, I would love to. Call me."),
    "charset_ks_c_5601": ("replied", "", "안녕하세요, 관심 있습니다."),
    "charset_gb2312_with_gbk": ("replied", "", "您好，我叫李赟，感兴趣。"),
    "charset_latin1_with_1252": ("replied", "", "I’m interested — €50 an hour"),
    "receipt_read": ("auto_reply", "", None),
    "challenge_waitlisted": ("delayed", "challenge", None),
}  # fmt: skip
