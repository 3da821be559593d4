"""The shape of each catalogue entry as YAML holds it. Fields left out are unknown, never zero."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from medsafe.catalogue.lasting import span
from medsafe.model.words import FORMS, ROUTES

Route = Literal[
    "mouth", "im", "iv", "sc", "patch", "skin", "eye", "ear", "nose", "tongue", "lung", "uterus", "vagina", "rectum"
]
Form = Literal["immediate-release", "extended-release", "depot"]
assert get_args(Route) == ROUTES and get_args(Form) == FORMS  # said once, checked here


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A list of words; a single word may stand without brackets."""


class Spec(BaseModel):
    """Unknown fields are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSpec(Spec):
    """A source that facts and rules point to."""

    title: str
    publisher: str = ""
    kind: Literal["label", "regulator", "guideline", "paper", "list", "book", "statute"] = "list"
    year: str = ""
    locator: str = ""
    note: str = ""


class ClassSpec(Spec):
    """A therapeutic or chemical class; a member may be conditional, written as a selector."""

    title: str
    is_a: Names = []
    members: list[str] = []
    codes: dict[str, Names] = {}
    sources: Names = []
    note: str = ""


class PropertySpec(Spec):
    """A graded published list, strongest grade first; `none` and `not-expected` stand outside the order."""

    title: str
    grades: dict[str, list[str]]
    points: dict[str, float] = {}
    sources: Names = []
    note: str = ""


class HalfLifeSpec(Spec):
    """A half-life as its sources give it, of the drug or `of` an active metabolite.

    `by` are the lines that it holds for (a depot, a product), and without it all others; `gone` is what a source says of the time
    after the last dose until the drug has left, or acts no more. One of the two times is needed.
    """

    time: str = ""
    of: str = ""
    by: Names = []
    gone: str = ""
    sources: Names = []

    @field_validator("time", "gone")
    @classmethod
    def _are_spans(cls, text: str) -> str:
        if text:
            span(text)
        return text

    @model_validator(mode="after")
    def _has_a_time(self) -> Self:
        if not (self.time or self.gone):
            raise ValueError("write `time`, or `gone`")
        return self


class DrugSpec(Spec):
    """One active ingredient."""

    title: str = ""
    also: list[str] = []
    brands: list[str] = []
    codes: dict[str, Names] = {}
    routes: list[Route] = ["mouth"]
    systemic_by: list[Route] = []
    forms: list[Form] = ["immediate-release"]
    moiety: str = ""
    half_life: list[HalfLifeSpec] = []
    confused_with: list[str] = []
    high_alert: bool = False
    bare_unit: Literal["mg", "mcg", "ask"] = "mg"  # of a dose by mouth without a unit; ask: it may be several
    substance: bool = False
    sources: Names = []
    note: str = ""


class ProductSpec(Spec):
    """A name that fixes ingredients, and perhaps form and route."""

    name: str
    contains: Annotated[list[str], Field(min_length=1)]
    also: list[str] = []
    form: Form | None = None
    route: Route | None = None
    sources: Names = []
    note: str = ""


class FamiliarSpec(Spec):
    """Names written so often that a slip in one of them is likelier than two slips in a rare name."""

    names: Annotated[list[str], Field(min_length=1)]
    sources: Names = []
    note: str = ""


class StrangerSpec(Spec):
    """Names of a medicine that exists but is not held; the entry says what it holds, in words: it is never read as another one."""

    names: list[str] = []
    sources: Names = []
    note: str = ""


class AmbiguousSpec(Spec):
    """A name that means different drugs, or that is often not understood: the reader asks which, or whether it is the one."""

    ambiguous: Annotated[list[str], Field(min_length=1)]
    note: str = ""


class ConditionSpec(Spec):
    """Something a patient has or has not; `implies` names more general conditions. A code is one more way to write it: `icd10:G40`."""

    title: str
    also: list[str] = []
    codes: dict[str, Names] = {}
    implies: list[str] = []
    sources: Names = []
    note: str = ""

    @model_validator(mode="after")
    def _codes_are_names(self) -> Self:
        written = [f"{system}:{code}" for system, codes in self.codes.items() for code in codes]
        self.also.extend(name for name in written if name not in self.also)
        return self


class FactSpec(Spec):
    """A quantity with a unit, or a word out of `values`.

    `bounds` are words that leave the value between two numbers (a stage of kidney disease), `stand_ins` names of other quantities
    that are taken for this one, with an assumption. `molar_mass` (g/mol) and `charge` turn units of laboratories into one another.
    """

    title: str
    unit: str = ""
    also: list[str] = []
    low: float | None = None
    high: float | None = None
    values: dict[str, list[str]] = {}
    bounds: dict[str, tuple[float, float]] = {}
    stand_ins: list[str] = []
    molar_mass: float | None = None
    charge: int = 1
    sources: Names = []
    note: str = ""


class ProblemSpec(Spec):
    """What may happen to the patient; findings are shown one problem at a time."""

    title: str
    note: str = ""


class ScaleSpec(Spec):
    """What one unit of a drug's day total counts for; `leaves_out` are selectors that do not count.

    `published` holds the lowest and the highest factor that the sources give, for drugs on which they differ; rules do not use it.
    """

    title: str
    unit: str = "mg/day"
    per_mg: dict[str, float] = {}
    per_mcg_hour: dict[str, float] = {}
    published: dict[str, tuple[float, float]] = {}
    leaves_out: list[str] = []
    sources: Names = []
    note: str = ""


class TestSpec(Spec):
    """An investigation of the follow-up plan."""

    __test__ = False  # not a test for pytest
    title: str
    also: list[str] = []
    note: str = ""


class LayerSpec(Spec):
    """`layer.yaml`: who speaks, and which edition."""

    name: str
    title: str = ""
    edition: str
    prefix: str
    publisher: str = ""
    licence: str = ""
    needs: dict[str, str] = {}
    note: str = ""
