"""Maps the degrees of many countries to the scale of `connectors.profiles.Degree`."""

import re
import unicodedata

from connectors.files.values import InvalidValue

_UNFINISHED = re.compile(
    r"\bsome (?:college|university|high school|post)|\bincomplete\b|\bnot (?:completed|finished|graduated)"
    r"|\bunfinished\b"
    r"|\bdrop(?:ped)? ?out|\bohne abschluss|\bcoursework only|\bno degree\b|\bcandidate\b|\bcand$|\babd\b"
    r"|\bpursuing\b|\bin progress\b|\bongoing\b|\btrunco|\binacabad|\bincompleto"
)
# The first match wins, so that "MBA" is not a master. Dots are removed and accents folded beforehand: "b.sc." is "bsc".
_DEGREES: tuple[tuple[str, str], ...] = (
    (r"\bmba\b|\bemba\b|business administration.*master|master.*business administration|\bpgdm\b", "mba"),
    (
        r"\bph ?d|\bdoctor|\bdoctora|\bdoutora|\bdottorat|\bdoktor|\bd ?phil\b|\bdr(?: |\b)(?:rer|med|ing"
        r"|phil|iur)\b"
        r"|\bm ?d\b|\bj ?d\b|\bed ?d\b|\bpharm ?d|\bdnp\b|\bdpt\b|\bdds\b|\bdmd\b|\bdvm\b|\bdsc\b|\bdba\b|\bpsyd\b"
        r"|\beng ?d\b|\bllb?d\b|\bscd\b|\bpromotion\b|\bpromovier"
        r"|\bhabilitation|\b박사|博士|박사|кандидат.*наук|доктор",
        "doctorate",
    ),
    (
        r"\bmaster(?:s|'s|’s)?\b|\bmaster(?:grad|abschluss|exam|studi)|\bmasterad|\bm ?sc\b|\bms\b|\bm ?a\b"
        r"|\bm ?eng\b"
        r"|\bm ?ed\b|\bmsn\b|\bmsw\b|\bm ?phil\b|\bm ?tech\b|\bm ?e\b|\bm ?com\b|\bmca\b|\bmph\b|\bmpa\b|\bmpp\b"
        r"|\bmha\b|\bmfa\b|\bm ?arch\b|\bm ?des\b|\bm ?pharm\b|\bmlis\b|\bmls\b|\bm ?fin\b|\bmcs\b|\bmscs\b"
        r"|\bmis\b"
        r"|\bmim\b|\bmres\b|\bm ?math\b|\bm ?chem\b|\bm ?phys\b|\bmmus\b|\bmds\b|\bmsci\b|\bmat\b|\bmas\b|\bmbi\b"
        r"|\bllm\b|\bll ?m\b|\bpostgrad|\bpost grad|\bpos ?-?graduacao|\bmgr\b|\bcivilekonom|\bsivil(?:\wkonom"
        r"|ingeni\wr)|研究生|аспирантура|\bpg diploma|\bmagister|\bmagistr|\bmaestria|\bmestrado"
        r"|\bmaitrise"
        r"|\bdea\b|\bdess\b|\bingenieur\b|\bdiplome d'ingenieur|\bbac ?\+ ?[567]\b|\bdiplom\b"
        r"|\bdiplom ?-?(?:kauf|ing|inf|psych|phys|math|chem|biol|volks|betrieb|wirt|sozial|pad|jur|geo|des"
        r"|arch|okon)"
        r"|\bdipl ?-? ?(?:ing|inf|kfm|kffr|psych|phys|math|chem|biol|oec|ok|vw|bw)|\bstaatsexamen|\bstaatsprufung"
        r"|\blaurea (?:magistrale|specialistica|vecchio)|\bdoctorandus\b|\bdrs\b|\bcivilingenjor|\bcand(?: |it)?"
        r"(?:polyt|merc|scient|jur|psych)|\bcandidat[au]s\b|\byuksek lisans|硕士|碩士|修士|석사|магистр|специалист",
        "master",
    ),
    (
        r"\bbachelor|\bbaccalaureate|\bbaccalaureus|\bb ?sc\b|\bbs\b|\bb ?a\b|\bb ?eng\b|\bb ?tech\b"
        r"|\bb ?e\b|\bb ?com\b"
        r"|\bbca\b|\bbcs\b|\bb ?ed\b|\bb ?arch\b|\bb ?des\b|\bbfa\b|\bbba\b|\bbbm\b|\bbms\b|\bbsn\b|\bbsw\b"
        r"|\bb ?pharm\b"
        r"|\bbds\b|\bbams\b|\bbhms\b|\bbpt\b|\bbvsc\b|\bmbbs\b|\bmb ?bs\b|\bmbchb\b|\bmb ?bch\b|\bb ?voc\b"
        r"|\bbcom\b"
        r"|\bbit\b|\bbbs\b|\bbas\b|\bbaas\b|\bbsba\b|\bbscs\b|\bbsc?e\b|\bbsee\b|\bbsme\b|\bbmus\b|\bbth\b"
        r"|\bba ?ba\b"
        r"|\bll ?b\b|\bllb\b|\bundergrad|\blicen[cs]|\blic\b|\bgrado en\b|\bgraduacao|\bgrado\b|\bingenieri"
        r"|\bengenhari"
        r"|\bbachi?lera[td]o? universit|\bbacharel|\blaurea\b|\bdottore\b|\bbac ?\+ ?[34]\b|\bhbo\b|\bhogeschool"
        r"|\bkandidat(?:exam|us)|\bfachhochschul(?:e|abschluss)|\bdipl ?fh\b|\blisans\b|\binz(?:ynier)?\b"
        r"|\bhonou?rs\b"
        r"|本科|学士|學士|학사|бакалавр",
        "bachelor",
    ),
    (
        r"\bassociate|\bdiploma (?:of|in) (?!general|secondary)|\b(?:rn|nursing|advanced|graduate) diploma\b"
        r"|\ba ?a ?s\b|\baa\b|\bas\b|\badn\b|\bfoundation degree|\bhn[dc]\b|\bhigher national"
        r"|\bnational diploma"
        r"|\bbts\b|\bdut\b|\bdeug\b|\bbac ?\+ ?2\b|\bon ?lisans|\btecnologo"
        r"|\btsu\b|\btecnico superior|专科|大专|短期大学",
        "associate",
    ),
    (
        r"high ?school|secondary|\bged\b|\bhsd\b|\ba[- ]?levels?\b|\bcap$|\bbep\b|\bvmbo\b|\btechnikum\b"
        r"|\bgcses?\b|abitur\b|\bfachhochschulreife"
        r"|\bhochschulreife"
        r"|\bmatura|\bbaccalaureat\b|\bbac\b|\bbachillerato|\bmaturita|\bdiploma\b|\bhsc\b|\bssc\b|\bsslc\b"
        r"|\b10 ?\+ ?2\b"
        r"|\b1[02]th\b|\bintermediate\b|\bleaving cert|\bensino medio|\bliceum|\bgymnasium|\brealschul"
        r"|\bhauptschul"
        r"|\bmittlere reife|\bhavo\b|\bvwo\b|\bmbo\b|\blise\b|高中|高校|고등학교|среднее",
        "high_school",
    ),
)
_NONE = frozenset(["none", "no degree", "keine", "kein abschluss", "aucun", "ninguno", "nessuno", "nenhum"])


def degree(text: str) -> str:
    """The Degree for text such as "B.Sc. (Hons)" or "Laurea Magistrale"; the highest if there are several. Raises
    InvalidValue for an unknown degree or unfinished studies."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = unicodedata.normalize("NFC", plain.replace(".", ""))
    folded = " ".join(re.sub(r"[_/,;|()]", " ", plain).split())
    if folded in _NONE:
        return "none"
    if not _UNFINISHED.search(folded):
        for pattern, name in _DEGREES:
            if folded == name.replace("_", " ") or re.search(pattern, folded):
                return name
    raise InvalidValue("must be a known degree")


_A_SCHOOL = re.compile(
    r"universit|universidad|college\b|institut|academy|hochschule|ecole|école|school of", re.IGNORECASE
)


def education(text: str) -> dict[str, str]:
    """An education entry from a column that may name a degree, a school or both."""
    try:
        found = degree(text)
    except InvalidValue:
        return {"school": text}
    return {"degree": found, "school" if _A_SCHOOL.search(text) else "study_type": text}
