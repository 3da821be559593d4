"""Kidney function from creatinine: two published formulas, and what they cannot know.

Cockcroft DW, Gault MH. Nephron 1976;16:31-41, doi:10.1159/000180580.
Inker LA and others. New creatinine- and cystatin C-based equations to estimate GFR without race. N Engl J Med 2021;385:1737-1749,
doi:10.1056/NEJMoa2102953.
"""

from __future__ import annotations

from typing import Final

from medsafe.model.patient import Patient
from medsafe.model.report import Assumption

ADULT: Final = 18.0
_KAPPA: Final = {"female": 0.7, "male": 0.9}
_ALPHA: Final = {"female": -0.241, "male": -0.302}


def ckd_epi_2021(creatinine: float, age: float, sex: str) -> float:
    """Estimated GFR in mL/min/1.73 m² from creatinine in mg/dL, age in years and sex, for adults; the equation of 2021, without race.

    >>> round(ckd_epi_2021(1.0, 50, "female")), round(ckd_epi_2021(1.0, 50, "male")), round(ckd_epi_2021(2.0, 80, "male"))
    (69, 92, 33)
    """
    ratio = creatinine / _KAPPA[sex]
    value = 142 * min(ratio, 1.0) ** _ALPHA[sex] * max(ratio, 1.0) ** -1.2 * 0.9938**age
    return float(value * 1.012) if sex == "female" else float(value)


def cockcroft_gault(creatinine: float, age: float, weight: float, sex: str) -> float:
    """Creatinine clearance in mL/min from creatinine in mg/dL, age in years, actual weight in kg and sex.

    >>> round(cockcroft_gault(1.0, 40, 72, "male")), round(cockcroft_gault(1.2, 80, 55, "female"))
    (100, 32)
    """
    value = (140 - age) * weight / (72 * creatinine)
    return value * 0.85 if sex == "female" else value


def with_kidney(patient: Patient) -> tuple[Patient, tuple[Assumption, ...]]:
    """The patient with `egfr` worked out where creatinine, age and sex are known and nobody gave it; with what that assumes.

    A value that was given is never replaced. Nothing is worked out below 18 years.

    >>> known, notes = with_kidney(Patient(facts={"age": 71.0, "sex": "female", "creatinine": 1.2, "weight": 62.0}))
    >>> known.facts["egfr"], notes[0].message[:63]
    (48.0, 'eGFR 48 mL/min/1.73 m² was worked out from creatinine 1.2 mg/dL')
    """
    facts = patient.facts
    creatinine, age, sex = facts.get("creatinine"), facts.get("age"), facts.get("sex")
    if "egfr" in facts or not isinstance(creatinine, (int, float)) or not isinstance(age, (int, float)):
        return patient, ()
    if creatinine <= 0 or age < ADULT or not isinstance(sex, str) or sex not in _KAPPA:
        return patient, ()
    egfr = float(round(ckd_epi_2021(creatinine, age, sex)))
    said = f"eGFR {egfr:g} mL/min/1.73 m² was worked out from creatinine {creatinine:.3g} mg/dL, age {age:g} and sex (CKD-EPI 2021)"
    weight = facts.get("weight")
    if isinstance(weight, (int, float)) and weight > 0 and age < 140:
        clearance = cockcroft_gault(creatinine, age, weight, sex)
        said += f"; creatinine clearance by Cockcroft and Gault, with {weight:g} kg, is {clearance:.0f} mL/min"
    said += "; neither holds while kidney function changes, or with unusual muscle mass"
    bounds = {name: limits for name, limits in patient.bounds.items() if name != "egfr"}
    return patient._replace(facts={**facts, "egfr": egfr}, bounds=bounds), (Assumption(said, -1, (), "kidney"),)
