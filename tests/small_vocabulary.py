"""A vocabulary made by hand: enough names to test the reader without the catalogue."""

from __future__ import annotations

from datetime import date

from medsafe.names.normal import key
from medsafe.names.reader import Reader
from medsafe.names.vocabulary import DrugFacts, FactDef, ProductFacts, Vocabulary

DAY = date(2026, 11, 23)

BOTH = ("immediate-release", "extended-release")
DEPOT = ("immediate-release", "depot")

DRUGS = {
    drug.id: drug
    for drug in (
        DrugFacts("sertraline", "Sertraline", confused_with=frozenset({"cetirizine"})),
        DrugFacts("cetirizine", "Cetirizine"),
        DrugFacts("fluoxetine", "Fluoxetine"),
        DrugFacts("duloxetine", "Duloxetine"),
        DrugFacts("bupropion", "Bupropion", forms=BOTH, confused_with=frozenset({"buspirone"})),
        DrugFacts("buspirone", "Buspirone", confused_with=frozenset({"bupropion"})),
        DrugFacts("trazodone", "Trazodone"),
        DrugFacts("quetiapine", "Quetiapine", forms=BOTH),
        DrugFacts("olanzapine", "Olanzapine", routes=("mouth", "im")),
        DrugFacts("haloperidol", "Haloperidol", routes=("mouth", "im", "iv"), forms=DEPOT),
        DrugFacts("paliperidone", "Paliperidone", routes=("mouth", "im"), forms=("extended-release", "depot")),
        DrugFacts("lithium", "Lithium", forms=BOTH),
        DrugFacts("lorazepam", "Lorazepam", routes=("mouth", "im", "iv"), confused_with=frozenset({"alprazolam"})),
        DrugFacts("alprazolam", "Alprazolam", forms=BOTH),
        DrugFacts("oxycodone", "Oxycodone", forms=BOTH, high_alert=True),
        DrugFacts("methadone", "Methadone", high_alert=True),
        DrugFacts("fentanyl", "Fentanyl", routes=("patch", "iv", "tongue"), high_alert=True),
        DrugFacts("selegiline", "Selegiline", routes=("mouth", "patch")),
        DrugFacts("levothyroxine", "Levothyroxine", bare_unit="mcg"),
        DrugFacts("insulin-glargine", "Insulin glargine", routes=("sc",), high_alert=True),
        DrugFacts("paracetamol", "Paracetamol", routes=("mouth", "iv")),
        DrugFacts("codeine", "Codeine"),
        DrugFacts("carbidopa", "Carbidopa"),
        DrugFacts("levodopa", "Levodopa"),
        DrugFacts("valproate", "Valproate", forms=BOTH),
        DrugFacts("diclofenac", "Diclofenac", routes=("mouth", "skin")),
        DrugFacts("fluticasone", "Fluticasone", routes=("nose", "lung")),
        DrugFacts("benzylpenicillin", "Benzylpenicillin", routes=("iv",)),
        DrugFacts("calcium", "Calcium"),
        DrugFacts("alcohol", "Alcohol", substance=True),
        DrugFacts("tobacco", "Tobacco", routes=("lung",), substance=True),
        DrugFacts("caffeine", "Caffeine", substance=True),
        DrugFacts("hydrochlorothiazide", "Hydrochlorothiazide"),
        DrugFacts("hydrocortisone", "Hydrocortisone", routes=("mouth", "skin")),
    )
}

PRODUCTS = {
    product.id: product
    for product in (
        ProductFacts("seroquel-xr", "Seroquel XR", ("quetiapine",), form="extended-release"),
        ProductFacts("invega-sustenna", "Invega Sustenna", ("paliperidone",), form="depot", route="im"),
        ProductFacts("symbyax", "Symbyax", ("olanzapine", "fluoxetine")),
        ProductFacts("sinemet", "Sinemet", ("carbidopa", "levodopa")),
        ProductFacts("tylenol-3", "Tylenol #3", ("paracetamol", "codeine")),
        ProductFacts("percocet", "Percocet", ("oxycodone", "paracetamol")),
        ProductFacts("emsam", "EMSAM", ("selegiline",), route="patch"),
    )
}

_NAMES = {
    "s": {
        "sertraline hydrochloride": "sertraline", "acetaminophen": "paracetamol", "apap": "paracetamol",
        "lithium carbonate": "lithium", "divalproex": "valproate", "valproic acid": "valproate", "beer": "alcohol",
        "wine": "alcohol", "drinking": "alcohol", "smoking": "tobacco", "smoker": "tobacco", "cigarettes": "tobacco",
        "coffee": "caffeine", "penicillin": "benzylpenicillin", "haloperidol decanoate": "haloperidol",
    },
    "b": {
        "Zoloft": "sertraline", "Prozac": "fluoxetine", "Wellbutrin": "bupropion", "Seroquel": "quetiapine",
        "Zyprexa": "olanzapine", "Haldol": "haloperidol", "Ativan": "lorazepam", "Xanax": "alprazolam",
        "Duragesic": "fentanyl", "Synthroid": "levothyroxine", "Lantus": "insulin-glargine", "Tylenol": "paracetamol",
        "Depakote": "valproate", "Voltaren": "diclofenac", "Flonase": "fluticasone", "Desyrel": "trazodone",
    },
    "p": {product.name: product.id for product in PRODUCTS.values()},
    "c": {"rxnorm:36437": "sertraline", "atc:N06AB06": "sertraline"},
}  # fmt: skip

NAMES = {drug: f"e:{drug}" for drug in DRUGS if "-" not in drug}
NAMES |= {key(drug): f"e:{drug}" for drug in DRUGS}
NAMES |= {key(name): f"{how}:{target}" for how, names in _NAMES.items() for name, target in names.items()}
NAMES |= {"hct": "a:hydrochlorothiazide|hydrocortisone"}

CONDITIONS = {
    key(phrase): condition
    for condition, phrases in {
        "depression": "depression|major depression",
        "seizure-disorder": "seizure disorder|seizure-disorder|seizure|epilepsy|history of seizure",
        "bipolar-disorder": "bipolar|bipolar disorder|bipolar-disorder",
        "dementia": "dementia|alzheimer disease",
        "pregnant": "pregnant|pregnancy",
        "insomnia": "insomnia|sleep",
        "anxiety-disorder": "anxiety",
        "alcohol-use-disorder": "aud|alcohol use disorder",
        "in-remission": "in remission",
        "opioid-use-disorder": "opioid-use-disorder|oud",
        "diabetes": "diabetes|type 2 diabetes",
        "psychosis": "psychosis",
        "falls-history": "falls|two falls",
    }.items()
    for phrase in phrases.split("|")
}

METABOLISERS = {"poor-metaboliser": ("pm", "poor", "poor metaboliser"), "ultrarapid-metaboliser": ("um", "ultrarapid")}

FACTS = {
    fact.id: fact
    for fact in (
        FactDef("age", "Age", ("aged",), "years", 0, 120),
        FactDef("sex", "Sex", values={"female": ("f", "woman"), "male": ("m", "man")}),
        FactDef("weight", "Body weight", ("wt",), "kg", 0.5, 400),
        FactDef("height", "Height", ("ht",), "cm", 30, 250),
        FactDef("bmi", "Body mass index", (), "kg/m2", 8, 100),
        FactDef("egfr", "Estimated GFR", ("gfr", "crcl", "creatinine clearance"), "mL/min/1.73 m2", 0, 200),
        FactDef("qtc", "QTc interval", ("qt",), "ms", 250, 800),
        FactDef("potassium", "Serum potassium", ("k", "k+"), "mmol/L", 1, 10),
        FactDef("magnesium", "Serum magnesium", ("mg2+",), "mmol/L", 0.1, 5, molar_mass=24.305, charge=2),
        FactDef("systolic-bp", "Systolic blood pressure", ("sbp",), "mmHg", 40, 320),
        FactDef("diastolic-bp", "Diastolic blood pressure", ("dbp",), "mmHg", 20, 200),
        FactDef("lithium-level", "Lithium serum level", ("lithium level", "li"), "mmol/L", 0, 10),
        FactDef("anc", "Absolute neutrophil count", ("neutrophils",), "x10^9/L", 0, 30),
        FactDef("hba1c", "Glycated haemoglobin", ("a1c",), "%", 3, 25),
        FactDef("gestational-weeks", "Week of pregnancy", (), "weeks", 0, 45),
        FactDef("cyp2d6", "CYP2D6 phenotype", ("2d6",), values=METABOLISERS),
        FactDef("hla-b-15-02", "HLA-B*15:02", ("hla-b*15:02",), values={"positive": ("pos",), "negative": ("neg",)}),
    )
}

SMALL = Vocabulary(NAMES, DRUGS, PRODUCTS, CONDITIONS, FACTS)


def reader() -> Reader:
    """A reader that has read nothing yet."""
    return Reader(SMALL)
