"""The candidate's pages in German, with "Sie"."""

from bot.pages.texts.base import Texts

GERMAN = Texts(
    language="de",
    answer_title="Ihre Antwort an {company}",
    wrote_alone="{sender} hat Ihnen geschrieben.",
    wrote="{sender} von {company} hat Ihnen geschrieben.",
    wrote_with_title="{sender} ({title}) von {company} hat Ihnen geschrieben.",
    about_job="Es geht um diese Stelle: {job}.",
    about_job_in="Es geht um diese Stelle: {job} ({place}).",
    about_connecting="Es geht um berufliche Möglichkeiten für Sie.",
    remote="remote",
    question="Haben Sie Interesse?",
    interested="Ich habe Interesse",
    apply="Jetzt bewerben",
    not_interested="Kein Interesse",
    opens="Mit „Jetzt bewerben“ teilen Sie {company} Ihr Interesse mit und gelangen zu {host}.",
    message="Nachricht an {sender}",
    optional="optional",
    apply_message="Wie kann {sender} Sie erreichen, und was sollten wir sonst noch wissen?",
    send="Senden",
    thanks_interested="Vielen Dank! {sender} weiß nun, dass Sie Interesse haben, und meldet sich bei Ihnen.",
    thanks_applied="Vielen Dank für Ihre Bewerbung! {company} meldet sich bei Ihnen.",
    thanks_not_interested="Vielen Dank für Ihre Rückmeldung. {sender} wird dazu nicht noch einmal nachfragen.",
    change="Sie können Ihre Antwort noch ändern.",
    never_question="Möchten Sie nichts mehr von {company} hören?",
    never_explained="Dann wird {company} Sie nicht mehr kontaktieren, weder zu dieser noch zu einer anderen Stelle.",
    never="Nicht mehr kontaktieren",
    never_done_title="Sie werden nicht mehr kontaktiert",
    never_done="{company} wird Ihnen nicht mehr schreiben. Sie müssen nichts weiter tun.",
    unsubscribe_title="Keine Nachrichten mehr von {company}?",
    unsubscribe_explained=(
        "Wenn Sie sich abmelden, wird {company} Sie nicht mehr kontaktieren, "
        "weder zu dieser noch zu einer anderen Stelle."
    ),
    unsubscribe="Abmelden",
    expired_title="Dieser Link ist abgelaufen",
    expired=(
        "Sie können hier nicht mehr antworten. Wenn Sie {company} erreichen möchten, "
        "antworten Sie bitte auf die E-Mail, die Sie erhalten haben."
    ),
    wrong_title="Dieser Link funktioniert nicht",
    wrong=(
        "Er ist unvollständig oder nicht mehr gültig. "
        "Bitte öffnen Sie ihn noch einmal aus der E-Mail, die Sie erhalten haben."
    ),
    not_read_title="Das hat leider nicht geklappt",
    not_read="Wir konnten Ihre Antwort nicht lesen. Bitte gehen Sie zurück und versuchen Sie es noch einmal.",
    too_often_title="Einen Moment, bitte",
    too_often="Es gab zu viele Anfragen. Bitte versuchen Sie es in einer Minute noch einmal.",
    fault_title="Bei uns ist etwas schiefgegangen",
    fault=(
        "Ihre Antwort wurde nicht gespeichert. Bitte versuchen Sie es in einigen Minuten noch einmal "
        "oder antworten Sie auf die E-Mail, die Sie erhalten haben."
    ),
    reference="Referenz: {code}",
)
