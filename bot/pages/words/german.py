"""The candidate's pages in German. People are addressed with "Sie"."""

from bot.pages.words.base import Words

GERMAN = Words(
    language="de",
    answer_title="Ihre Antwort an {company}",
    wrote="{sender} von {company} hat Ihnen geschrieben",
    wrote_with_title="{sender} ({title}) von {company} hat Ihnen geschrieben",
    about_job="und stellt Ihnen diese Stelle vor: {job}.",
    about_job_in="und stellt Ihnen diese Stelle vor: {job}, {place}.",
    about_connecting="und möchte Sie kennenlernen.",
    remote="ortsunabhängig",
    question="Was möchten Sie antworten?",
    interested="Interessiert mich",
    apply="Bewerben",
    not_interested="Kein Interesse",
    opens="„Bewerben“ teilt Ihr Interesse mit und öffnet {host}.",
    message="Eine Nachricht an {sender}",
    optional="freiwillig",
    apply_message="Wie kann {sender} Sie erreichen, und was ist wichtig zu wissen?",
    send="Absenden",
    thanks_interested="Vielen Dank. {sender} weiß jetzt, dass Sie interessiert sind, und schreibt Ihnen.",
    thanks_applied="Vielen Dank für Ihre Bewerbung. {company} meldet sich bei Ihnen.",
    thanks_not_interested="Vielen Dank für Ihre Antwort. {sender} schreibt Ihnen dazu nicht noch einmal.",
    change="Sie können Ihre Antwort hier noch ändern.",
    never_question="Möchten Sie von {company} gar nichts mehr hören?",
    never_explained=(
        "Dann nimmt {company} keinen Kontakt mehr mit Ihnen auf, weder zu dieser noch zu einer anderen Stelle."
    ),
    never="Nie wieder kontaktieren",
    never_done_title="Sie werden nicht mehr kontaktiert",
    never_done="{company} schreibt Ihnen nicht mehr. Sie müssen nichts weiter tun.",
    unsubscribe_title="Keine Nachrichten mehr von {company}?",
    unsubscribe_explained=(
        "Mit einem Klick nimmt {company} keinen Kontakt mehr mit Ihnen auf, "
        "weder zu dieser noch zu einer anderen Stelle."
    ),
    expired_title="Dieser Link ist abgelaufen",
    expired=(
        "Hier können Sie nicht mehr antworten. Wenn Sie {company} trotzdem antworten möchten, "
        "antworten Sie auf die Nachricht, die Sie erhalten haben."
    ),
    wrong_title="Diese Seite gibt es nicht",
    wrong=(
        "Der Link ist unvollständig oder nicht mehr gültig. "
        "Öffnen Sie ihn noch einmal aus der Nachricht, die Sie erhalten haben."
    ),
    not_read_title="Das hat nicht geklappt",
    not_read="Ihre Antwort konnte nicht gelesen werden. Gehen Sie zurück zur Seite und drücken Sie noch einmal.",
    too_often_title="Einen Moment, bitte",
    too_often="Es gab zu viele Anfragen. Versuchen Sie es in einer Minute noch einmal.",
    fault_title="Auf unserer Seite ist etwas schiefgegangen",
    fault=(
        "Ihre Antwort wurde nicht gespeichert. Versuchen Sie es in einigen Minuten noch einmal, "
        "oder antworten Sie auf die Nachricht, die Sie erhalten haben."
    ),
    reference="Referenz: {code}",
)
