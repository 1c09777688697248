"""Footers of the e-mails that we send and have sent, which answers may quote without marking them.

`{…}` is a placeholder for what differs from e-mail to e-mail. A test compares them with
connectors/mail/compose/footer_texts.py."""

from typing import Final

FOOTERS: Final[tuple[str, ...]] = (
    # current texts
    "Let us know whether you're interested:",
    "Apply, or let us know you're not interested:",
    "Where we found your details: {source}.",
    (
        "{company} stores your name, professional details and this e-mail address to contact you about job "
        "opportunities. The legal basis is our legitimate interest in finding candidates for open positions (Art. "
        "6(1)(f) GDPR). We keep your data only for as long as we need it for this purpose. You can ask to see, "
        "correct or delete your data, restrict or object to its use, and lodge a complaint with a data protection "
        "authority. To have your data deleted, reply to this e-mail with “Delete my data” or write to {email}."
    ),
    (
        "{company} stores your name, professional details and this email address to contact you about job "
        "opportunities. The legal basis is our legitimate interest in finding candidates for open positions (Art. "
        "6(1)(f) GDPR). We keep your data only for as long as we need it for this purpose. You can ask to see, "
        "correct or delete your data, restrict or object to its use, and lodge a complaint with a data protection "
        "authority. To have your data deleted, reply to this email with “Delete my data” or write to {email}."
    ),
    "Prefer not to hear from us? Unsubscribe here:",
    "Book a time to talk:",
    "Where we found your details: publicly available professional profiles on the internet.",
    "Indíquenos aquí si le interesa:",
    "Presente aquí su candidatura o indíquenos que no le interesa:",
    "Procedencia de sus datos: {source}.",
    (
        "{company} conserva su nombre, sus datos profesionales y esta dirección de correo electrónico para ponerse en"
        " contacto con usted sobre ofertas de empleo. La base jurídica es nuestro interés legítimo en encontrar "
        "personas para cubrir nuestras vacantes (art. 6.1.f del RGPD). Conservamos sus datos solo durante el tiempo "
        "necesario para este fin. Puede acceder a sus datos, rectificarlos o suprimirlos, limitar su tratamiento u "
        "oponerse a él, así como presentar una reclamación ante una autoridad de protección de datos. Si desea que "
        "eliminemos sus datos, responda a este correo con «Eliminen mis datos» o escriba a {email}."
    ),
    "¿Prefiere no recibir más mensajes nuestros? Dese de baja aquí:",
    "Reserve aquí una llamada:",
    "Procedencia de sus datos: perfiles profesionales públicos en internet.",
    "Dites-nous ici si cela vous intéresse\u00a0:",
    "Postulez ici ou dites-nous que cela ne vous intéresse pas\u00a0:",
    "Origine de vos données\u00a0: {source}.",
    (
        "{company} conserve votre nom, vos informations professionnelles et cette adresse e-mail afin de vous "
        "contacter au sujet d’offres d’emploi. La base légale est notre intérêt légitime à trouver des personnes pour"
        " nos postes à pourvoir (art.\u00a06, §\u00a01, point f du RGPD). Nous ne conservons vos données que le temps "
        "nécessaire à cette fin. Vous pouvez accéder à vos données, les faire rectifier ou effacer, en limiter le "
        "traitement ou vous y opposer, et adresser une réclamation à une autorité de protection des données. Pour "
        "faire effacer vos données, répondez à cet e-mail par «\u00a0Effacez mes données\u00a0» ou écrivez à {email}."
    ),
    "Vous préférez ne plus recevoir nos messages\u00a0? Désinscrivez-vous ici\u00a0:",
    "Réservez ici un créneau pour en discuter\u00a0:",
    "Origine de vos données\u00a0: profils professionnels publics sur Internet.",
    "Teilen Sie uns hier mit, ob Sie Interesse haben:",
    "Hier können Sie sich bewerben oder uns absagen:",
    "Woher wir Ihre Daten haben: {source}.",
    (
        "{company} speichert Ihren Namen, Ihre beruflichen Daten und diese E-Mail-Adresse, um Sie wegen passender "
        "Stellen zu kontaktieren. Rechtsgrundlage ist unser berechtigtes Interesse, geeignete Personen für offene "
        "Stellen zu finden (Art. 6 Abs. 1 lit. f DSGVO). Wir speichern Ihre Daten nur so lange, wie es dafür nötig "
        "ist. Sie können Auskunft über Ihre Daten verlangen, sie berichtigen oder löschen lassen, ihre Verarbeitung "
        "einschränken lassen oder ihr widersprechen und sich bei einer Datenschutzbehörde beschweren. Wenn wir Ihre "
        "Daten löschen sollen, antworten Sie auf diese E-Mail mit „Löschen Sie meine Daten“ oder schreiben Sie an "
        "{email}."
    ),
    "Sie möchten keine Nachrichten mehr von uns erhalten? Hier abmelden:",
    "Gesprächstermin vereinbaren:",
    "Woher wir Ihre Daten haben: öffentlich zugängliche berufliche Profile im Internet.",
    # until the texts were rewritten
    "Interested, or not interested? Tell us here:",
    "Apply, or say that you are not interested:",
    "Where we have your details from: {source}.",
    (
        "{company} keeps your name, your professional details and this e-mail address to write to you about work. The"
        " legal ground is our legitimate interest in finding people for open roles (Art. 6 (1) f GDPR). We keep them "
        "only as long as that takes. You may see, correct or delete your details, restrict or object to their use, "
        "and complain to a data protection authority. To be forgotten, answer this mail with “Forget me” or write to "
        "{email}."
    ),
    "No more mails from us, ever:",
    "Choose a time to talk:",
    "Where we have your details from: professional profiles that are public on the Internet.",
    "¿Le interesa o no? Díganoslo aquí:",
    "Presente su candidatura o díganos que no le interesa:",
    "De dónde proceden sus datos: {source}.",
    (
        "{company} conserva su nombre, sus datos profesionales y esta dirección de correo para escribirle sobre "
        "ofertas de trabajo. La base jurídica es nuestro interés legítimo en encontrar personas para los puestos "
        "vacantes (art. 6.1 f del RGPD). Los conservamos solo el tiempo necesario para ello. Puede acceder a sus "
        "datos, rectificarlos o suprimirlos, limitar su tratamiento u oponerse a él, y reclamar ante una autoridad de"
        " protección de datos. Para que le olvidemos, responda a este correo con «Olvídenme» o escriba a {email}."
    ),
    "No recibir nunca más correos nuestros:",
    "Elija una hora para hablar:",
    "De dónde proceden sus datos: perfiles profesionales públicos en Internet.",
    "Intéressé(e) ou non ? Dites-le-nous ici :",
    "Postulez, ou dites-nous que cela ne vous intéresse pas :",
    "D’où viennent vos données : {source}.",
    (
        "{company} conserve votre nom, vos données professionnelles et cette adresse e-mail pour vous écrire au sujet"
        " d’offres d’emploi. La base légale est notre intérêt légitime à trouver des personnes pour nos postes à "
        "pourvoir (art. 6, § 1, f du RGPD). Nous ne les gardons que le temps nécessaire. Vous pouvez accéder à vos "
        "données, les faire rectifier ou effacer, en limiter l’utilisation ou vous y opposer, et saisir une autorité "
        "de protection des données. Pour être oublié(e), répondez « Oubliez-moi » à ce message ou écrivez à {email}."
    ),
    "Ne plus jamais recevoir de message de notre part :",
    "Choisissez un moment pour en parler :",
    "D’où viennent vos données : des profils professionnels publics sur Internet.",
    "Interessiert oder nicht interessiert? Sagen Sie es uns hier:",
    "Bewerben Sie sich, oder sagen Sie uns, dass Sie nicht interessiert sind:",
    "Woher wir Ihre Daten haben: {source}.",
    (
        "{company} speichert Ihren Namen, Ihre beruflichen Daten und diese E-Mail-Adresse, um Ihnen wegen "
        "Stellenangeboten zu schreiben. Rechtsgrundlage ist unser berechtigtes Interesse, Menschen für offene Stellen"
        " zu finden (Art. 6 Abs. 1 lit. f DSGVO). Wir speichern sie nur so lange, wie es dafür nötig ist. Sie können "
        "Ihre Daten einsehen, berichtigen oder löschen lassen, ihre Verarbeitung einschränken lassen oder ihr "
        "widersprechen und sich bei einer Datenschutzbehörde beschweren. Damit wir Sie vergessen, antworten Sie auf "
        "diese Mail mit „Vergessen Sie mich“ oder schreiben Sie an {email}."
    ),
    "Nie wieder Mails von uns:",
    "Wählen Sie eine Zeit für ein Gespräch:",
    "Woher wir Ihre Daten haben: berufliche Profile, die im Internet öffentlich sind.",
)
