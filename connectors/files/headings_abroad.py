"""CSV headings in German, French, Spanish, Italian, Portuguese, Dutch, Polish and Chinese, as lines of
"field: heading, heading"."""

PROFILES = """
name: Vollständiger Name, Bewerber, Kandidat, Nom complet, Candidat, Nombre completo, Candidato, Nome completo
name: Volledige naam, Naam, Kandidaat
first_name: Vorname, Vornamen, Prénom, Nombre, Nombres, Nome, Voornaam
last_name: Nachname, Familienname, Zuname, Nom, Nom de famille, Apellido, Apellidos, Cognome, Sobrenome, Achternaam
headline: Kurzprofil, Titre du profil, Titular
summary: Zusammenfassung, Profil, Über mich, Résumé du profil, Resumen, Riepilogo, Resumo, Samenvatting
emails: E-Mail-Adresse, Mailadresse, E-Mail (privat), E-Mail (geschäftlich), Adresse e-mail, Courriel, Adresse mail
emails: Correo, Correo electrónico, Posta elettronica, Indirizzo e-mail, Endereço de e-mail, E-mailadres
phones: Telefon, Telefonnummer, Handy, Mobil, Mobilnummer, Mobiltelefon, Rufnummer, Téléphone, Portable, Teléfono
phones: Móvil, Celular, Telefono, Cellulare, Telefone, Telefoon, Telefoonnummer, Mobiel
links.website: Webseite, Internetseite, Site web, Sitio web, Sito web
place: Wohnort, Standort, Anschrift, Adresse, Lieu
place: Localisation, Ubicación, Dirección, Località, Localização, Woonplaats
place.city: Ort, Stadt, Ville, Ciudad, Città, Cidade, Plaats, Stad
place.region: Bundesland, Kanton, Région, Provincia, Regione, Região, Provincie
place.country: Land, Pays, País, Paese, Nazione
place.postal_code: PLZ, Postleitzahl, Code postal, CP, Código postal, CAP, CEP, Postcode
experience.title: Beruf, Berufsbezeichnung, Stelle, Stellenbezeichnung, Funktion, Tätigkeit, Poste, Intitulé du poste
experience.title: Fonction, Métier, Puesto, Cargo, Profesión, Posizione, Ruolo, Mansione, Função, Functie, Beroep
experience.company: Firma, Unternehmen, Arbeitgeber, Betrieb, Firmenname, Entreprise, Société, Employeur, Empresa
experience.company: Empleador, Azienda, Datore di lavoro, Empregador, Bedrijf, Werkgever
experience.start: Eintritt, Beschäftigt seit, Date de début, Fecha de inicio, Data inizio, Startdatum
education: Ausbildung, Bildung, Formation, Formación, Formazione, Istruzione, Formação, Opleiding
education.school: Hochschule, Universität, Schule, École, Université, Universidad, Escuela, Università, Universidade
education.degree: Abschluss, Höchster Abschluss, Diplôme, Titulación, Título, Titolo di studio
education.field: Studienfach, Studiengang, Fachrichtung, Filière, Carrera
education.end: Abschlussjahr, Année de diplôme, Año de graduación
skills: Kenntnisse, Fähigkeiten, Kompetenzen, Fertigkeiten, Compétences, Habilidades, Competencias, Competenze
skills: Competências, Vaardigheden
languages: Sprachen, Sprache, Langues, Langue, Idiomas, Idioma, Lingue, Línguas, Talen
years_experience: Berufserfahrung, Berufsjahre, Berufserfahrung (Jahre), Jahre Erfahrung, Années d'expérience
years_experience: Expérience (années), Años de experiencia, Anni di esperienza, Anos de experiência, Jaren ervaring
open_to_work: Wechselwillig, Auf Jobsuche
remote: Homeoffice, Home-Office, Télétravail, Teletrabajo, Telelavoro
willing_to_relocate: Umzugsbereit, Umzugsbereitschaft, Mobilité, Disponibilidad para viajar
work_authorization: Arbeitserlaubnis, Permis de travail, Permiso de trabajo
found_via: Quelle, Herkunft, Origine, Fuente, Fonte, Bron
do_not_contact: Nicht kontaktieren, Kontaktsperre, Werbewiderspruch, Ne pas contacter, No contactar, Non contattare
other: Anrede, Titel, Bemerkung, Bemerkungen, Notizen, Civilité, Remarques, Notas, Note, Geburtsdatum
name: Imię i nazwisko, 姓名, 候选人
first_name: Imię, 名
last_name: Nazwisko, 姓
emails: Adres e-mail, 邮箱, 电子邮件, 电子邮箱
phones: Numer telefonu, Komórka, 电话, 手机, 手机号
place.city: Miasto, 城市, 所在城市
experience.title: Stanowisko, Zawód, 职位, 当前职位
experience.company: Pracodawca, 公司, 当前公司
skills: Umiejętności, 技能
languages: Języki, 语言
updated_at: Aktualisiert, Geändert, Letzte Änderung, Zuletzt geändert, Mis à jour, Actualizado, Aggiornato
"""
