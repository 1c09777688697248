"""Requests in answers, in eight languages: a sure one takes effect, a doubtful one is marked."""

import pytest

from connectors.mail.receiving.opt_outs import detect_opt_out, may_want_no_more_mail

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


@pytest.mark.parametrize(
    "interest", ["Yes, I am interested.", "Rufen Sie mich gern an.", "Appelez-moi.", "Me interesa."]
)
@pytest.mark.parametrize("text", [*OPT_OUTS, *ERASURES])
def test_no_request_takes_effect_beside_interest(text: str, interest: str):
    if len(text.split()) > 2:
        assert (detect_opt_out(f"{interest} {text}"), may_want_no_more_mail(f"{interest} {text}")) == ("", True)
