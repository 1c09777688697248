"""Answers that are an opt-out when they are all that somebody writes, in lower case without accents."""

from typing import Final

ALONE: Final = {
    "stop", "unsubscribe", "remove", "remove me", "opt out", "optout", "no more", "baja",
    "cancelar suscripcion", "desinscription", "desabonnement", "stopp", "abmelden", "abmeldung", "austragen",
    "never again", "please stop", "never contact me again", "no contact", "nicht mehr kontaktieren",
    "nie wieder kontaktieren", "ne plus me contacter", "ne plus jamais me contacter",
    "no volver a contactarme", "unsubscribe please", "please unsubscribe", "please remove", "please remove me",
    "stop emails", "do not contact", "do not contact me", "disiscrivimi", "cancellami", "descadastrar",
    "remover", "rimuovere", "uitschrijven", "afmelden", "wypisz", "wypisz mnie", "wypisac", "rezygnuje",
    "por favor parem", "parem", "por favor pare", "stop it", "stop this", "bitte aufhoren", "arretez",
}  # fmt: skip
