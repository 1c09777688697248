"""Requests in answers, in eight languages: a sure one takes effect, a doubtful one is marked."""

import pytest

from connectors.mail.receiving.opt_outs import detect_opt_out, may_want_no_more_mail
from tests.connectors.mail.receiving.corpus import wordings

ERASURES = """
You still have not deleted my data
I do not want you to keep my data
I never said you could keep my data. Please erase it.
I am not interested. Please delete my details.
Please remove all of my personal information from your system.
Kindly erase everything you hold on me.
My data must be deleted.
I demand that you delete my data under GDPR.
I withdraw my consent. Please stop processing my data.
Please tell me where you got my data and delete it.
I hereby request the erasure of my data: delete my personal data at once.
You have no right to hold my information, please destroy my records
Bitte entfernen Sie meine Angaben aus Ihrer Datenbank.
Ich habe kein Interesse, bitte löschen Sie meine Daten.
Ich möchte nicht, dass Sie meine Daten speichern.
Meine Daten sind umgehend zu löschen.
Merci de supprimer toutes mes données.
Veuillez effacer mes informations de votre base.
Je ne souhaite pas que vous conserviez mes données.
Por favor, supriman todos mis datos personales.
No quiero que guarden mis datos.
Les pido que borren mi perfil.
Vi chiedo di cancellare i miei dati.
Non voglio che conserviate i miei dati.
Eliminate tutti i miei dati personali, grazie.
Peço que apaguem os meus dados.
Não quero que guardem os meus dados.
Por favor eliminem todos os meus dados pessoais.
Gelieve mijn gegevens te verwijderen.
Verwijder alstublieft al mijn gegevens.
Ik wil niet dat u mijn gegevens bewaart.
Proszę o usunięcie moich danych.
Proszę usunąć moje dane osobowe.
Nie zgadzam się na przetwarzanie moich danych.
""".strip().split("\n")

OPT_OUTS = """
Veuillez ne plus me contacter
Merci de ne plus me contacter
Merci de ne plus m'écrire.
please remove my email
Please take me off this list.
do not reach out again
Please do not reach out to me again.
Don't contact me any more
Do not write to me again!
I don't want to receive these emails
I do not wish to be contacted again.
Not interested. Please stop emailing me.
I'm not interested, no more messages please
I don't want to hear from you
Please remove me
Leave me alone.
dont email me
I asked you before: stop contacting me.
Please remove me from your database
I no longer wish to receive emails from you.
bitte nicht mehr anschreiben
Bitte schreiben Sie mir nicht mehr.
Bitte kontaktieren Sie mich nicht mehr, danke.
Kein Interesse, bitte keine weiteren Mails.
Ich möchte keine Mails mehr bekommen
Streichen Sie mich bitte von Ihrer Liste
Nehmen Sie mich aus dem Verteiler.
Bitte nehmen Sie mich aus Ihrem Verteiler: aus dem Verteiler nehmen
Lassen Sie mich in Ruhe.
Ne m'écrivez plus
Je ne souhaite plus recevoir de mails de votre part
Je ne souhaite plus être contacté.
Pas intéressé. Merci de me retirer de votre liste.
Arrêtez de m'écrire
Cessez de me contacter, merci
elimíneme de su lista
Elimínenme de su lista de correo, por favor
Por favor no me contacten más
No me interesa, no me escriban más
No quiero recibir más correos
Dejen de escribirme
Sáquenme de su base de datos: sáqueme de la lista
Deme de baja, por favor
Non contattatemi più
Vi prego di non scrivermi più
Non sono interessato, non mi contattate più
Cancellatemi dalla vostra lista
Rimuovetemi dalla lista, grazie
Non desidero essere contattato
Smettetela di scrivermi
Não me contactem mais
Por favor, não me enviem mais e-mails
Não quero receber mais mensagens
Parem de me escrever
Removam-me da vossa lista
Não tenho interesse, não me escrevam mais
Neem geen contact meer met mij op
Ik wil geen e-mails meer ontvangen
Stop met mailen
Schrijf mij uit
Verwijder mij uit jullie lijst
Mail mij niet meer
Niet geïnteresseerd, graag niet meer benaderen
Proszę do mnie więcej nie pisać
Proszę się ze mną nie kontaktować
Nie piszcie do mnie więcej
Proszę mnie wypisać: wypiszcie mnie
Usuńcie mnie z listy
Nie chcę otrzymywać wiadomości
Uitschrijven
Disiscrivimi
""".strip().split("\n")

ANSWERS = """
Please don't stop emailing me
Please don't stop writing, I like this.
Yes, I am interested. Please call me tomorrow.
No, thank you. I am happy where I am.
I can delete code faster than I write it.
I removed the typo from my CV, see attached.
My data science experience is five years.
I would never delete my profile there.
Please do not forget me when the role opens
I deleted my old account last year.
We do not contact clients directly in my current job.
Do you delete applications after a year?
I work on data retention: we delete customer data.
I stopped contacting agencies years ago, but you are welcome to write.
I have not received your email before.
Ich lösche gerade viele Daten bei meinem Arbeitgeber.
Meine Daten finden Sie im Anhang.
Ich schreibe Ihnen nicht mehr heute, sondern morgen.
Mes données sont à jour sur mon profil.
Je ne suis plus en poste depuis mai.
Mis datos están en el CV.
No tengo más preguntas.
I miei dati sono nel CV allegato.
Non ho più domande.
Os meus dados estão no CV.
Mijn gegevens staan in het CV.
Ik werk niet meer bij dat bedrijf.
Moje dane są w CV.
Nie mam więcej pytań.
Can you send me the description?
Write to me whenever you like.
""".strip().split("\n")

DOUBTFUL = """
Don't email me, call me, I'm interested
unsubscribe me from job alerts but tell me about this role
delete my old CV and use the new one
Please remove my old email, use my private one instead
Don't contact me at work, please; my private number is +1 202 555 0100
Do not email me unless it is remote
Please don't write to me until January
Stop sending me junior roles, the senior one sounds great
How can I unsubscribe?
Is this spam?
I know my rights under the GDPR.
Bitte rufen Sie mich an, aber schreiben Sie mir nicht mehr an die Firmenadresse
Bitte löschen Sie meinen alten Lebenslauf, ich schicke Ihnen den neuen Lebenslauf
Ne m'écrivez plus au bureau, appelez-moi
Je suis intéressé, mais ne m'envoyez plus d'offres à Paris
No me escriban más al trabajo, llámenme
Me interesa, pero no me envíen más correos de otros puestos
Sono interessato, ma non scrivetemi più al lavoro
Tenho interesse, mas não me enviem mais e-mails sobre outras vagas
Ik ben geïnteresseerd, maar mail mij niet meer op mijn werk
Jestem zainteresowana, ale proszę nie pisać na adres firmowy
退订
Отпишите меня
Sluta maila mig
""".strip().split("\n")  # fmt: skip


@pytest.mark.parametrize("text", ERASURES)
def test_a_request_for_erasure_takes_effect(text: str):
    assert (detect_opt_out(text), may_want_no_more_mail(text)) == ("erasure_request", False)


@pytest.mark.parametrize("text", OPT_OUTS)
def test_an_opt_out_takes_effect(text: str):
    assert (detect_opt_out(text), may_want_no_more_mail(text)) == ("opt_out", False)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_an_answer(text: str):
    assert (detect_opt_out(text), may_want_no_more_mail(text)) == ("", False)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubt_is_for_the_recruiter(text: str):
    assert (detect_opt_out(text), may_want_no_more_mail(text)) == ("", True)


@pytest.mark.parametrize("subject", ["Delete my data", "Löschen Sie meine Daten.", "Effacez mes données", "Forget me"])
def test_an_empty_e_mail_with_the_words_of_our_footer_as_its_subject_takes_effect(subject: str):
    assert (detect_opt_out("", subject), may_want_no_more_mail("", subject)) == ("erasure_request", False)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Delete my data",
        "Re: UNSUBSCRIBE",
        "AW: Löschen Sie meine Daten",
        "Bitte löschen Sie meine Daten",
        "Delete me",
    ],
)
def test_an_empty_e_mail_with_another_request_in_its_subject_is_for_the_recruiter(subject: str):
    assert (detect_opt_out("", subject), may_want_no_more_mail("", subject)) == ("", True)


@pytest.mark.parametrize("text", ["Sounds good.", "Thanks, Grace", "Guten Tag,\n\nviele Grüße\nGrace Hopper"])
@pytest.mark.parametrize(
    "subject",
    ["Delete my data", "Re: Delete my data", "Please delete my data", "Bitte löschen Sie meine Daten", "GDPR request",
     "Re: UNSUBSCRIBE", "Please remove me from your list"],
)  # fmt: skip
def test_a_request_in_the_subject_beside_other_text_is_for_the_recruiter(text: str, subject: str):
    assert (detect_opt_out(text, subject), may_want_no_more_mail(text, subject)) == ("", True)


@pytest.mark.parametrize(
    ("text", "subject"),
    [("", "Re: A role at Acme"), ("", "Please do not delete my data"), ("", "Re: Privacy engineer, GDPR"), ("", ""),
     ("Sounds good.", "Re: Privacy engineer, GDPR"), ("Sounds good.", "Please do not delete my data")],
)  # fmt: skip
def test_other_subjects_ask_for_nothing(text: str, subject: str):
    assert (detect_opt_out(text, subject), may_want_no_more_mail(text, subject)) == ("", False)


@pytest.mark.parametrize(("kind", "text"), wordings())
def test_every_wording_is_read_as_what_it_is(kind: str, text: str):
    """Without exception, unlike the rest of the corpus."""
    read = {"": "replied", "erasure_request": "erasure", "opt_out": "opt_out"}[detect_opt_out(text)]
    assert f"{read}{'?' if may_want_no_more_mail(text) else ''}" == kind


@pytest.mark.parametrize(
    "interest", ["Yes, I am interested.", "Rufen Sie mich gern an.", "Appelez-moi.", "Me interesa."]
)
@pytest.mark.parametrize("text", [*OPT_OUTS, *ERASURES])
def test_no_request_takes_effect_beside_interest(text: str, interest: str):
    if len(text.split()) > 2:
        assert (detect_opt_out(f"{interest} {text}"), may_want_no_more_mail(f"{interest} {text}")) == ("", True)


_NOT_ASKED = (
    "I don't want you to delete my data",
    "Please keep my CV. I don't want you to delete my data, I may apply later.",
    "Ich möchte nicht, dass Sie meine Daten löschen. Bitte behalten Sie sie.",
    "Je ne veux pas que vous supprimiez mes données",
    "No quiero que borren mis datos",
    "Non voglio che cancelliate i miei dati",
    "Não quero que apaguem os meus dados",
    "Ik wil niet dat jullie mijn gegevens verwijderen",
    "Nie chcę, żebyście usunęli moje dane",
    "I will not delete my data",
    "Ich habe meine Daten gelöscht und neu hochgeladen",
    "Ich lösche meine Daten nicht",
    "No borro mis datos",
    "Ho cancellato i miei dati dal vecchio profilo",
    "Usunąłem moje dane z LinkedIn",
    "Meine Firma löscht meine Daten nächste Woche",
    "I have deleted my profile on Indeed, so use this one",
    "My company deletes my data every year",
    "Ik wil geen e-mails missen, dus stuur gerust meer",
    "Unsubscribe is the name of my startup.",
    "Please stop emailing my work address.",
    "I am not asking you to delete my data",
    "I would never want you to erase my details",
    "J'ai supprimé mon profil sur Indeed",
    "He borrado mi perfil de Indeed",
    "Eliminei o meu perfil do LinkedIn",
    "Ik heb mijn profiel op LinkedIn verwijderd",
    "Don't worry, I won't delete my profile.",
    "We delete my data at the end of each contract, that is normal here.",
    "They deleted my profile by mistake, here is a new one",
    "Indeed deleted my CV, can I send you a new one?",
    "Mein alter Arbeitgeber hat meine Daten gelöscht, ich schicke den Lebenslauf neu.",
    "LinkedIn a supprimé mon profil, voici mon CV",
    "LinkedIn borró mi perfil, le mando el CV",
    "LinkedIn ha cancellato il mio profilo, ecco il CV",
    "O LinkedIn apagou o meu perfil, segue o CV",
    "LinkedIn heeft mijn profiel verwijderd, hierbij mijn cv",
    "LinkedIn usunął mój profil, przesyłam CV",
    "Please do not ever delete my data without asking",
    "Bitte löschen Sie meine Daten auf keinen Fall",
    "Surtout ne supprimez pas mes données",
    "I hope you will not remove my details",
    "No need to delete my data",
    "There is no reason to delete my profile",
    "I'm glad you did not delete my data",
)

_ASKED = (
    "Please delete my data.",
    "I want you to delete all my data",
    "I'm not interested, please delete my data",
    "I am not interested and want you to delete my data.",
    "Why have you not deleted my data?",
    "You have still not deleted my data!",
    "Ich bin nicht interessiert, bitte löschen Sie meine Daten.",
    "Hiermit fordere ich Sie auf, meine Daten zu löschen.",
    "Ich möchte, dass Sie meine Daten löschen.",
    "Je ne suis pas intéressé, merci de supprimer mes données",
    "Je souhaite que vous supprimiez mes données",
    "No estoy interesado, borren mis datos",
    "Quiero que borren mis datos",
    "Voglio che cancelliate i miei dati",
    "Quero que apaguem os meus dados",
    "Ik wil dat jullie mijn gegevens verwijderen",
    "Proszę o usunięcie moich danych",
    "I do not want you to keep my data",
    "Please confirm that you have deleted my data.",
    "Lösche bitte meine Daten",
    "Per favore cancellate i miei dati",
    "Elimine mis datos por favor",
    "I am writing to have my data deleted.",
    "I hereby revoke my consent and demand the deletion of my data.",
    "I've decided that my data should be erased.",
    "Ich bitte um Löschung meiner Daten.",
    "Ich widerrufe meine Einwilligung und bitte Sie, alle meine Daten zu löschen.",
    "Je vous prie de supprimer mes données.",
    "Je vous demande d'effacer toutes mes données personnelles.",
    "Solicito la eliminación de mis datos personales.",
    "Le ruego que elimine mis datos.",
    "Chiedo la cancellazione dei miei dati.",
    "La prego di cancellare i miei dati.",
    "Peço que eliminem os meus dados.",
    "Ik verzoek u mijn gegevens te verwijderen.",
    "Wnoszę o usunięcie moich danych.",
    "Can you please erase my details from your system?",
    "Könnten Sie bitte meine Daten löschen?",
    "Not interested. Remove all my data please.",
    "No thanks, delete my data.",
    "We never met, delete my data immediately",
    "I never gave consent, so delete my data.",
    "Ich habe nie zugestimmt, löschen Sie meine Daten sofort!",
    "Nunca di mi consentimiento, borren mis datos.",
    "Under GDPR I request erasure of my data.",
    "I'd appreciate it if you deleted my data.",
    "I would be grateful if you could remove my CV from your database.",
)


@pytest.mark.parametrize("text", _NOT_ASKED)
def test_what_is_denied_or_done_by_somebody_else_has_no_effect(text: str):
    assert detect_opt_out(text) == ""


@pytest.mark.parametrize("text", _ASKED)
def test_a_request_beside_another_negation_takes_effect(text: str):
    assert detect_opt_out(text) == "erasure_request"
