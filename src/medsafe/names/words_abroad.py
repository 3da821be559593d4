"""Words of directions as German, French, Spanish and Italian charts have them, in the form of the tables of `words`.

Only words that mean nothing else in an English chart; accents are gone (`täglich` is `taglich`, `día` is `dia`).
"""

from __future__ import annotations

from typing import Final

FREQUENCY: Final[dict[float, str]] = {
    1: "taglich|tgl|einmal taglich|einmal tgl|pro tag|am tag|/ tag|jeden tag|par jour|une fois par jour|tous les jours|chaque jour|/ jour|/ j|al dia|una vez al dia|"
    "cada dia|todos los dias|/ dia|diario|diaria|diariamente|al giorno|una volta al giorno|ogni giorno|/ die|per die|pro die",
    2: "zweimal taglich|zweimal tgl|deux fois par jour|dos veces al dia|due volte al giorno|morgens und abends|matin et soir|mattina e sera|manana y noche",
    3: "dreimal taglich|dreimal tgl|trois fois par jour|tres veces al dia|tre volte al giorno|matin midi et soir|matin , midi et soir|desayuno comida y cena",
    4: "viermal taglich|viermal tgl|quatre fois par jour|cuatro veces al dia|quattro volte al giorno",
    1 / 7: "wochentlich|einmal wochentlich|pro woche|/ woche|par semaine|une fois par semaine|/ semaine|a la semana|por semana|una vez a la semana|/ semana|alla settimana|a settimana|"
    "una volta alla settimana|/ settimana",
}  # fmt: skip

WHEN: Final[dict[tuple[str, ...], str]] = {
    ("morning",): "morgens|am morgen|fruh|fruhmorgens|matin|le matin|chaque matin|au petit dejeuner|por la manana|por las mananas|con el desayuno|en desayuno|en el desayuno|"
    "al mattino|la mattina|alla mattina|mattina|a colazione",
    ("noon",): "mittags|am mittag|midi|le midi|a midi|al mediodia|con la comida|en la comida|en comida|a mezzogiorno|a pranzo",
    ("evening",): "abends|am abend|soir|le soir|chaque soir|au diner|por la tarde|con la cena|en la cena|en cena|alla sera|la sera|di sera|a cena",
    ("night",): "zur nacht|nachts|vor dem schlafen|vor dem schlafengehen|zum schlafen|au coucher|le coucher|por la noche|por las noches|al acostarse|antes de acostarse|antes de dormir|"
    "noche|la notte|prima di dormire|prima di coricarsi|al coricarsi",
}  # fmt: skip

AS_NEEDED: Final = (
    "bei bedarf|b bed|im bedarfsfall|si besoin|en cas de besoin|si necessaire|si douleur|si douleurs|si precisa|si es necesario|si dolor|"
    "a demanda|al bisogno|se necessario|in caso di bisogno"
)

COUNTED: Final[dict[str, str]] = {
    "tablet": "comprime|comprimes|cp|cps|cpr|comprimido|comprimidos|comp|compressa|compresse|tablette|tabletten|tbl|filmtablette|filmtabletten",
    "capsule": "gelule|gelules|kapsel|kapseln|kps|hartkapsel|hartkapseln|capsula|capsulas",
    "drop": "goutte|gouttes|gtte|gttes|tropfen|trpf|gota|gotas|goccia|gocce",
    "sachet": "beutel|sobre|sobres|bustina|bustine",
    "puff": "hub|hube|bouffee|bouffees|inhalaciones|inalazioni",
}

UNIT: Final[dict[str, str]] = {"units": "ie|ui|einheiten|unites|unidades|unita"}

FORM: Final[dict[str, str]] = {
    "extended-release": "ret|lp|retardtablette|retardtabletten|retardkapsel|retardkapseln|liberation prolongee|liberacion prolongada|rilascio prolungato"
}

ROUTE: Final[dict[str, str]] = {
    "mouth": "voie orale|par voie orale|via orale|por via oral|per bocca",
    "skin": "salbe|pommade|pomada|pomata|crema",
    "sc": "subkutan|sous cutanee|sous - cutanee|subcutanea|subcutaneo|sottocute",
    "im": "intramuskular|intramusculaire|intramuscolare",
    "iv": "intravenos|intraveineuse|endovena",
}

PERIOD: Final[dict[str, str]] = {
    "hour": "stunde|stunden|std|heure|heures|hora|horas",
    "day": "tag|tage|tagen|jour|jours|j|dia|dias|giorno|giorni|die",
    "week": "woche|wochen|semaine|semaines|semana|semanas|settimana|settimane",
    "month": "monat|monate|monaten|mois|meses|mesi",
}

EVERY: Final = ("cada", "alle", "toutes les", "tous les", "ogni")
TIMES: Final = ("fois", "veces", "vez", "volte", "volta", "mal")
"""Words behind a number: `3 fois par jour`. One of them is the short form of a salt elsewhere."""

MEALS: Final = "zu den mahlzeiten|aux repas|con las comidas|ai pasti"

SKIP: Final = (
    "nuchtern|a jeun|en ayunas|a digiuno|vor dem essen|nach dem essen|zum essen|avant le repas|apres le repas|antes de las comidas|dopo i pasti|prendre|nehmen|tomar|prendere|"
    "cada|alle|toutes les|tous les|ogni|ore|alle ore"
)
