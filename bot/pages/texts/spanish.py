"""The candidate's pages in Spanish, with "usted"."""

from bot.pages.texts.base import Texts

SPANISH = Texts(
    language="es",
    answer_title="Su respuesta a {company}",
    wrote_alone="{sender} le ha escrito",
    wrote="{sender}, de {company}, le ha escrito",
    wrote_with_title="{sender} ({title}), de {company}, le ha escrito",
    about_job="sobre este puesto: {job}.",
    about_job_in="sobre este puesto: {job} ({place}).",
    about_connecting="sobre oportunidades profesionales.",
    remote="en remoto",
    question="¿Le interesa?",
    interested="Me interesa",
    apply="Presentar mi candidatura",
    not_interested="No me interesa",
    opens="Al pulsar «Presentar mi candidatura», {company} sabrá que le interesa y se abrirá {host}.",
    message="Mensaje para {sender}",
    optional="opcional",
    apply_message="¿Cómo puede {sender} ponerse en contacto con usted y qué más deberíamos saber?",
    send="Enviar",
    thanks_interested="Gracias. {sender} ya sabe que le interesa y se pondrá en contacto con usted.",
    thanks_applied="Gracias por presentar su candidatura. {company} se pondrá en contacto con usted.",
    thanks_not_interested="Gracias por su respuesta. {sender} no volverá a escribirle sobre este asunto.",
    change="Todavía puede cambiar su respuesta.",
    never_question="¿Prefiere no recibir más mensajes de {company}?",
    never_explained=(
        "En ese caso, {company} no volverá a ponerse en contacto con usted, ni por este puesto ni por ningún otro."
    ),
    never="No volver a contactarme",
    never_done_title="No volveremos a ponernos en contacto con usted",
    never_done="{company} no volverá a escribirle. No hace falta que haga nada más.",
    unsubscribe_title="¿Quiere dejar de recibir mensajes de {company}?",
    unsubscribe_explained=(
        "Si se da de baja, {company} no volverá a ponerse en contacto con usted, ni por este puesto ni por ningún otro."
    ),
    unsubscribe="Darme de baja",
    expired_title="Este enlace ha caducado",
    expired="Ya no puede responder aquí. Para ponerse en contacto con {company}, responda al correo que recibió.",
    wrong_title="Este enlace no funciona",
    wrong="Está incompleto o ya no es válido. Ábralo de nuevo desde el correo que recibió.",
    not_read_title="No ha funcionado",
    not_read="No hemos podido leer su respuesta. Vuelva a la página anterior e inténtelo de nuevo.",
    too_often_title="Un momento, por favor",
    too_often="Ha habido demasiadas solicitudes. Inténtelo de nuevo dentro de un minuto.",
    fault_title="Se ha producido un error por nuestra parte",
    fault="Su respuesta no se ha guardado. Inténtelo de nuevo en unos minutos o responda al correo que recibió.",
    reference="Referencia: {code}",
)
