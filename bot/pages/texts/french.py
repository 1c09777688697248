"""The candidate's pages in French, with a non-breaking space before ":", "?" and "!" and inside « »."""

from bot.pages.texts.base import Texts

FRENCH = Texts(
    language="fr",
    answer_title="Votre réponse à {company}",
    wrote_alone="{sender} vous a écrit",
    wrote="{sender} ({company}) vous a écrit",
    wrote_with_title="{sender} ({title}, {company}) vous a écrit",
    about_job="au sujet de ce poste\u00a0: {job}.",
    about_job_in="au sujet de ce poste\u00a0: {job} ({place}).",
    about_connecting="au sujet d’opportunités professionnelles.",
    remote="en télétravail",
    question="Cela vous intéresse\u00a0?",
    interested="Cela m’intéresse",
    apply="Postuler",
    not_interested="Cela ne m’intéresse pas",
    opens="En cliquant sur «\u00a0Postuler\u00a0», vous informez {company} de votre intérêt et accédez à {host}.",
    message="Message à {sender}",
    optional="facultatif",
    apply_message="Comment pouvons-nous vous joindre\u00a0? Souhaitez-vous ajouter quelque chose\u00a0?",
    send="Envoyer",
    thanks_interested="Merci\u00a0! {sender} sait que cela vous intéresse et reviendra vers vous.",
    thanks_applied="Merci pour votre candidature\u00a0! {company} reviendra vers vous.",
    thanks_not_interested="Merci pour votre réponse. {sender} ne vous relancera pas à ce sujet.",
    change="Vous pouvez encore modifier votre réponse.",
    never_question="Vous préférez ne plus recevoir nos messages\u00a0?",
    never_explained="Dans ce cas, {company} ne vous contactera plus, ni pour ce poste ni pour un autre.",
    never="Ne plus me contacter",
    never_done_title="Nous ne vous contacterons plus",
    never_done="{company} ne vous écrira plus. Vous n’avez rien d’autre à faire.",
    unsubscribe_title="Ne plus recevoir nos messages\u00a0?",
    unsubscribe_explained=(
        "Si vous vous désinscrivez, {company} ne vous contactera plus, ni pour ce poste ni pour un autre."
    ),
    unsubscribe="Me désinscrire",
    expired_title="Ce lien a expiré",
    expired=("Il n’est plus possible de répondre ici. Pour joindre {company}, répondez à l’e-mail que vous avez reçu."),
    wrong_title="Ce lien ne fonctionne pas",
    wrong="Il est incomplet ou n’est plus valable. Veuillez le rouvrir depuis l’e-mail que vous avez reçu.",
    not_read_title="Cela n’a pas fonctionné",
    not_read="Nous n’avons pas pu lire votre réponse. Veuillez revenir en arrière et réessayer.",
    too_often_title="Un instant, s’il vous plaît",
    too_often="Il y a eu trop de demandes. Veuillez réessayer dans une minute.",
    fault_title="Une erreur s’est produite de notre côté",
    fault=(
        "Votre réponse n’a pas été enregistrée. Veuillez réessayer dans quelques minutes "
        "ou répondre à l’e-mail que vous avez reçu."
    ),
    reference="Référence\u00a0: {code}",
)
