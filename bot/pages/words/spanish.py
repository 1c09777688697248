"""The candidate's pages in Spanish. People are addressed with "usted"."""

from bot.pages.words.base import Words

SPANISH = Words(
    language="es",
    answer_title="Su respuesta a {company}",
    wrote="{sender}, de {company}, le ha escrito",
    wrote_with_title="{sender} ({title}), de {company}, le ha escrito",
    about_job="sobre este puesto: {job}.",
    about_job_in="sobre este puesto: {job}, {place}.",
    about_connecting="porque le gustaría conocerle.",
    remote="en remoto",
    question="¿Qué desea responder?",
    interested="Me interesa",
    apply="Presentar mi candidatura",
    not_interested="No me interesa",
    opens="Al presentar su candidatura sabrán que le interesa y se abrirá {host}.",
    message="Un mensaje para {sender}",
    optional="opcional",
    apply_message="¿Cómo puede {sender} ponerse en contacto con usted y qué debería saber?",
    send="Enviar",
    thanks_interested="Gracias. {sender} ya sabe que le interesa y le escribirá.",
    thanks_applied="Gracias por presentar su candidatura. {company} se pondrá en contacto con usted.",
    thanks_not_interested="Gracias por su respuesta. {sender} no volverá a escribirle sobre este asunto.",
    change="Aquí todavía puede cambiar su respuesta.",
    never_question="¿Prefiere no recibir nada más de {company}?",
    never_explained=(
        "Entonces {company} no volverá a ponerse en contacto con usted, ni por este puesto ni por ningún otro."
    ),
    never="No vuelvan a contactarme",
    never_done_title="No volveremos a contactarle",
    never_done="{company} no volverá a escribirle. No hace falta que haga nada más.",
    unsubscribe_title="¿No quiere más mensajes de {company}?",
    unsubscribe_explained=(
        "Con una sola pulsación, {company} no volverá a ponerse en contacto con usted, "
        "ni por este puesto ni por ningún otro."
    ),
    expired_title="Este enlace ha caducado",
    expired="Ya no se puede responder aquí. Si aún desea responder a {company}, conteste al mensaje que recibió.",
    wrong_title="Esta página no existe",
    wrong="El enlace está incompleto o ya no es válido. Vuelva a abrirlo desde el mensaje que recibió.",
    not_read_title="No ha funcionado",
    not_read="No se ha podido leer su respuesta. Vuelva a la página y pulse otra vez.",
    too_often_title="Un momento, por favor",
    too_often="Ha habido demasiadas solicitudes. Inténtelo de nuevo dentro de un minuto.",
    fault_title="Algo ha fallado por nuestra parte",
    fault="Su respuesta no se ha guardado. Inténtelo de nuevo en unos minutos o conteste al mensaje que recibió.",
    reference="Referencia: {code}",
)
