"""The candidate's pages in French. Before ":" and "?" stands a space that does not break, as French wants it."""

from bot.pages.words.base import Words

FRENCH = Words(
    language="fr",
    answer_title="Votre réponse à {company}",
    wrote="{sender}, de {company}, vous a écrit",
    wrote_with_title="{sender} ({title}), de {company}, vous a écrit",
    about_job="au sujet de ce poste\u00a0: {job}.",
    about_job_in="au sujet de ce poste\u00a0: {job}, {place}.",
    about_connecting="pour faire votre connaissance.",
    remote="à distance",
    question="Que souhaitez-vous répondre\u00a0?",
    interested="Cela m’intéresse",
    apply="Postuler",
    not_interested="Cela ne m’intéresse pas",
    opens="En postulant, vous signalez votre intérêt et la page {host} s’ouvre.",
    message="Un message pour {sender}",
    optional="facultatif",
    apply_message="Comment vous joindre, et que faut-il que {sender} sache\u00a0?",
    send="Envoyer",
    thanks_interested="Merci. {sender} sait que cela vous intéresse et vous écrira.",
    thanks_applied="Merci pour votre candidature. {company} prendra contact avec vous.",
    thanks_not_interested="Merci pour votre réponse. {sender} ne vous relancera pas à ce sujet.",
    change="Vous pouvez encore modifier votre réponse ici.",
    never_question="Vous préférez ne plus rien recevoir de {company}\u00a0?",
    never_explained="Dans ce cas, {company} ne vous contactera plus, ni pour ce poste ni pour un autre.",
    never="Ne plus jamais me contacter",
    never_done_title="Nous ne vous contacterons plus",
    never_done="{company} ne vous écrira plus. Vous n’avez rien d’autre à faire.",
    unsubscribe_title="Ne plus recevoir de messages de {company}\u00a0?",
    unsubscribe_explained="D’un seul clic, {company} ne vous contactera plus, ni pour ce poste ni pour un autre.",
    expired_title="Ce lien a expiré",
    expired=(
        "Il n’est plus possible de répondre ici. Pour répondre tout de même à {company}, "
        "répondez au message que vous avez reçu."
    ),
    wrong_title="Cette page n’existe pas",
    wrong="Le lien est incomplet ou n’est plus valable. Ouvrez-le à nouveau depuis le message que vous avez reçu.",
    not_read_title="Cela n’a pas fonctionné",
    not_read="Votre réponse n’a pas pu être lue. Revenez à la page et appuyez à nouveau.",
    too_often_title="Un instant, s’il vous plaît",
    too_often="Il y a eu trop de demandes. Réessayez dans une minute.",
    fault_title="Une erreur s’est produite de notre côté",
    fault=(
        "Votre réponse n’a pas été enregistrée. Réessayez dans quelques minutes, "
        "ou répondez au message que vous avez reçu."
    ),
    reference="Référence\u00a0: {code}",
)
