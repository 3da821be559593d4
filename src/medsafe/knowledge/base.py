"""`KnowledgeBase`: everything that was loaded, immutable, decoded part by part when first needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from medsafe.errors import UnknownId
from medsafe.knowledge.decode import Lazily, PlaceList, drug_facts, fact, product_facts, setting_of
from medsafe.knowledge.index import Index
from medsafe.knowledge.overlay import Over, laid_over, section_over
from medsafe.knowledge.reach import Reach
from medsafe.knowledge.records import READ_BY_CODE, SCHEDULES, DrugRecord, RuleRecord
from medsafe.knowledge.rows import Table
from medsafe.knowledge.store import Stored
from medsafe.model.report import Change, Finding, LayerStamp, RuleText, SourceRef
from medsafe.names.added import AddedNames
from medsafe.names.normal import key
from medsafe.names.reader import Reader
from medsafe.names.strangers import Strangers
from medsafe.names.vocabulary import Vocabulary
from medsafe.rules.rule import Rule
from medsafe.rules.setting import Setting
from medsafe.rules.shapes import SHAPES

if TYPE_CHECKING:
    from medsafe.knowledge.find import Found


class KnowledgeBase:
    """Loaded knowledge. Safe to share between threads and processes: nothing in it changes but private memories of what was decoded."""

    core: Mapping[str, Any]
    index: Index
    vocabulary: Vocabulary
    setting: Setting
    _places: PlaceList

    def __init__(self, stored: Stored, under: KnowledgeBase | None = None):
        self._stored, self._under = stored, under
        self.stamps: tuple[LayerStamp, ...] = tuple(LayerStamp(*layer) for layer in stored.header["layers"])
        core: Mapping[str, Any] = json.loads(stored.sections["core"])
        if under is not None:  # layers over a base share with it what they leave as it is
            core = laid_over(under.core, under.index.slots, core)
        self.core = core
        self.plan_from: int = core["plan_from"]
        self.repeats: int = sum(1 << number for number in core["repeats"])
        self.changes: tuple[Change, ...] = ()
        self._later: dict[str, Any] = {}
        self.phrases: dict[Any, Any] = {}  # what the engine made of the texts of a rule
        self.at_rest: dict[int, Finding] = {}  # what findings of a rule at rest share, by its number
        self._titles: dict[tuple[str, str], str] = {}
        self._rule_texts: dict[str, RuleText] = {}
        assert SHAPES  # their judges are known before the first rule is built
        self.built: list[Rule | None] = [None] * len(core["rules"])  # each when `rule_number` first asks for it
        self._places = PlaceList(core["places"], core["programs"], under._places if under is not None else None)
        strangers = Strangers(lambda: self.section("strangers")["names"])
        known = under is not None and len(stored.sections["strangers"]) <= len("{}")  # the layers add none
        if under is not None and under.vocabulary.strangers is not None and known:
            strangers = under.vocabulary.strangers
        if (
            under is not None
            and known
            and self._shares("names", "drugs", "products", "familiar", "conditions", "facts")
        ):
            self.vocabulary = under.vocabulary
        else:
            self.vocabulary = Vocabulary(
                core["names"],
                Lazily(core["drugs"], drug_facts, under.vocabulary.drugs if under is not None else None),
                Lazily(core["products"], product_facts),
                core["conditions"],
                Lazily(core["facts"], fact),
                core["familiar"],
                strangers,
            )
        if under is not None and self._shares("drugs", "scales", "implied", "places"):
            self.setting = under.setting
        else:
            self.setting = setting_of(core, self._places)
        self._open_places: dict[int, list[str]] = {
            int(number): names for number, names in core["open_properties"].items()
        }
        self.index = Index(core)
        self.alert_rules = (1 << self.plan_from) - 1  # all but those of the follow-up plan
        if core["changes"]:
            self.changes = tuple(self._change(*row) for row in core["changes"])

    # -- for the engine

    def rule_number(self, number: int) -> Rule:
        """The rule behind one bit of the index."""
        rule = self.built[number]
        if rule is None:
            spec = self.core["rules"][number]
            altered = self._places.altered
            if self._under is not None and not (
                altered and altered.intersection(self._under.trace.get(spec["id"], altered))
            ):
                rule = self._under.renumbered(spec, number, self.core["moieties"])
            rule = self.built[number] = rule or Rule(number, spec, self._places, self.core["moieties"])
        return rule

    def renumbered(self, spec: Mapping[str, Any], number: int, moieties: Mapping[str, str]) -> Rule | None:
        """This base's own rule under another number, for the layers that share it; None where it is not this base's."""
        known = self.numbers.get(spec["id"])
        if known is None or self.core["rules"][known] is not spec:
            return None
        rule = copy(self.rule_number(known))
        rule.number, rule.moieties = number, moieties
        return rule

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each rule in force, by its id."""
        if "numbers" not in self._later:
            self._later["numbers"] = {spec["id"]: number for number, spec in enumerate(self.core["rules"])}
        found: Mapping[str, int] = self._later["numbers"]
        return found

    def _shares(self, *parts: str) -> bool:
        """Whether these parts of the core are the very ones of the base below; of places, those that the base has."""
        if self._under is None or ("places" in parts and self._places.altered):
            return False
        return all(part == "places" or self.core[part] is self._under.core[part] for part in parts)

    @property
    def reader(self) -> Reader:
        """The reader of this knowledge's names; layers that add no name share that of their base."""
        if "reader" not in self._later:
            under = self._under
            if under is not None and self.vocabulary is under.vocabulary:
                self._later["reader"] = under.reader
            else:
                self._later["reader"] = made = Reader(self.vocabulary)
                added = self.core["names"]
                if under is not None and isinstance(added, Over) and added.only_adds():
                    made.lines.names = AddedNames(self.vocabulary, under.reader.lines.names, added.put)
        found: Reader = self._later["reader"]
        return found

    @property
    def trace(self) -> Mapping[str, list[int]]:
        """Which places each rule asked for when this base was compiled; see `Places.keep_numbers`."""
        found: Mapping[str, list[int]] = self.section("trace")
        return found

    @property
    def expires(self) -> str:
        """The day (ISO) after which a layer must be read again before it may be loaded, or ""."""
        return str(self._stored.header.get("expires", ""))

    def __reduce__(self) -> tuple[Any, ...]:
        return (KnowledgeBase, (self._stored, self._under))

    @property
    def places(self) -> PlaceList:
        """The places of the compiled form, by number."""
        return self._places

    def members_of(self, place: int) -> frozenset[str]:
        """The drugs that may stand in a place of the compiled form, whatever must hold of their lines."""
        return frozenset(self._places[place].members)

    def rule_named(self, name: str) -> Rule:
        """The rule in force with this id."""
        return self.rule_number(self.numbers[name])

    def text(self, rule: str) -> RuleText:
        """What findings of a rule show."""
        found = self._rule_texts.get(rule)
        if found is None:
            row = self.section("texts")["rules"][rule]
            number = self.numbers.get(rule)  # none for one that is withdrawn
            kind = self.core["rules"][number]["kind"] if number is not None else ""
            found = self._rule_texts[rule] = RuleText(
                rule, kind or str(self.section("texts")["written"][rule].get("kind", "")), row["title"], row["problem"], row["do"],
                row["evidence"], row["onset"], row["effect"], row["why"], tuple(row["action"]), tuple(row["monitor"]),
                row["acceptable_when"], tuple(row["alternatives"]), row["taper"], tuple(SourceRef(*source) for source in row["sources"]),
                row["reviewed"], row["reviewed_by"], row["layer"], row["changed_by"],
            )  # fmt: skip
        return found

    def title(self, kind: str, name: str) -> str:
        """The title of a problem, test or condition; the id in words where it has none."""
        found = self._titles.get((kind, name))
        if found is None:
            titles: Mapping[str, str] = self.section("texts")[kind]
            found = self._titles[kind, name] = titles.get(name) or name.replace("-", " ")
        return found

    def property_title(self, name: str) -> str:
        return str(self.properties[name]["title"][:1].lower() + self.properties[name]["title"][1:])

    def unrated_properties(self, drug: str, number: int) -> list[str]:
        """The properties named in the places of one rule on which nobody rated the drug."""
        unrated = self.index.unrated(drug)
        if not unrated:
            return []
        return sorted({name for name in self._rule_properties(number) if name in unrated})

    def could_stand(self, drug: str, number: int, slot: int) -> bool:
        """Whether only a missing rating keeps the drug out of this place of the rule."""
        unrated = self.index.unrated(drug)
        return any(name in unrated for name in self._open_places.get(self.core["rules"][number]["places"][slot], ()))

    def _rule_properties(self, number: int) -> set[str]:
        spec = self.core["rules"][number]
        places = [*spec.get("places", ()), *(row[2] for row in spec.get("rows", ()))]
        return {name for place in places for name in self._open_places.get(place, ())}

    def protectors(self, rule: str) -> frozenset[str]:
        """Drugs that a rule names, itself or by a class or property, in a condition on the rest of the list: adding one may lower it.

        Worked out from the compiled conditions; the promise that adding a drug lowers nothing knows no other exception.
        """
        spec = next(spec for spec in self.core["rules"] if spec["id"] == rule)
        found: set[str] = set()
        trees = [spec.get("when"), *(row[1] for row in spec.get("exceptions", ()))]
        while trees:
            tree = trees.pop()
            if isinstance(tree, (list, tuple)) and tree:
                if tree[0] in ("with", "without"):
                    found |= self._places[tree[1]].members.keys()
                elif tree[0] == "total" and tree[1]:
                    scale = self.setting.scales[tree[1]]
                    found |= {*scale.per_mg, *scale.per_mcg_hour}
                else:
                    trees.extend(part for part in tree[1:] if isinstance(part, (list, tuple)))
        return frozenset(found)

    @property
    def reach(self) -> Reach:
        """Which of the sums over the whole list could reach their threshold."""
        if "reach" not in self._later:
            drugs, rules = len(self.core["drugs"]), self.core["rules"]
            self._later["reach"] = Reach(rules, self.stacks, drugs, self.rule_number)
        found: Reach = self._later["reach"]
        return found

    @property
    def stacks(self) -> list[int]:
        """The numbers of the rules that sum or count over the whole list."""
        if "stacks" not in self._later:
            self._later["stacks"] = [n for n, spec in enumerate(self.core["rules"]) if spec["shape"] == "of"]
        found: list[int] = self._later["stacks"]
        return found

    @property
    def dependence_grades(self) -> Mapping[str, str]:
        """Drug → grade on the property `dependence`, where a source rated it."""
        return self.grades("dependence")

    def grades(self, name: str) -> Mapping[str, str]:
        """Drug → grade on one property, where a source rated it."""
        if self._under is not None and self.properties is self._under.properties:
            return self._under.grades(name)
        made: dict[str, Mapping[str, str]] = self._later.setdefault("grades", {})
        if name not in made:
            grades = self.properties.get(name, {"grades": {}})["grades"]
            made[name] = {drug: grade for grade, drugs in grades.items() for drug in drugs.split()}
        return made[name]

    def drug_title(self, drug: str) -> str:
        facts = self.vocabulary.drugs.get(drug)
        return facts.title if facts is not None else drug.replace("-", " ")

    # -- for people

    @property
    def rules(self) -> tuple[RuleRecord, ...]:
        """All rules, in the order of their ids."""
        return tuple(self.rule(name) for name in sorted(self.section("texts")["rules"]))

    def rule(self, name: str) -> RuleRecord:
        """One rule by id; raises `UnknownId` with the nearest ones."""
        known = self.section("texts")["rules"]
        if name not in known:
            from medsafe.notation.words import nearest

            raise UnknownId("rule", name, nearest(name, known, 3))
        row = known[name]
        text = self.text(name)
        return RuleRecord(
            name, text.kind, row["severity"], text, self.section("texts")["written"][name], row["withdrawn"]
        )

    def drug(self, name: str) -> DrugRecord:
        """All that is known of a drug, by its id; raises `UnknownId` with the nearest ones."""
        from medsafe.knowledge.drug_record import drug_record

        return drug_record(self, name)

    def scale_sources(self, name: str) -> tuple[SourceRef, ...]:
        """The sources of the factors of a scale."""
        from medsafe.knowledge.drug_record import cited

        section = self.section("catalogue")
        return cited(section["scales"][name]["sources"], section["sources"])

    def read_by_code(self, group: str) -> bool:
        """Whether a class is for a view alone (schedules, who counts as psychotropic) and says nothing of what a drug does."""
        return not {group, *self.classes[group]["is_a"]}.isdisjoint(READ_BY_CODE)

    @property
    def schedules(self) -> Mapping[str, list[str]]:
        """Drug → titles of the schedules that hold it: the classes that stand directly under `controlled-drug`."""
        if "schedules" not in self._later:
            found: dict[str, list[str]] = {}
            for entry in self.classes.values():
                if SCHEDULES in entry["is_a"]:
                    for drug in entry["members"]:
                        found.setdefault(drug, []).append(entry["title"])
            self._later["schedules"] = found
        held: Mapping[str, list[str]] = self._later["schedules"]
        return held

    def find(self, text: str) -> list[Found]:
        """What a name means, else the names that contain it or lie near it, best first."""
        from medsafe.knowledge.find import find

        return find(self.vocabulary, text)

    def stranger(self, name: str) -> str:
        """What a medicine of this name holds that the layers know by name alone; "" where there is none.

        >>> from medsafe import load_knowledge
        >>> load_knowledge().stranger("Orfadin")
        'nitisinone'
        """
        return self.vocabulary.stranger(key(name))

    @property
    def drugs(self) -> Iterable[str]:
        """The ids of all drugs."""
        drugs: Mapping[str, Any] = self.core["drugs"]
        return drugs.keys()

    @property
    def classes(self) -> Mapping[str, Any]:
        """Each class with title, parents and all members."""
        found: Mapping[str, Any] = self.section("catalogue")["classes"]
        return found

    @property
    def properties(self) -> Mapping[str, Any]:
        """Each graded property with title and grades."""
        found: Mapping[str, Any] = self.section("catalogue")["properties"]
        return found

    def counts(self) -> dict[str, int]:
        """How much is loaded, by kind of entry."""
        return {
            "drugs": len(self.core["drugs"]),
            "products": len(self.core["products"]),
            "names": len(self.core["names"]),
            "classes": len(self.classes),
            "properties": len(self.properties),
            "conditions": len(set(self.core["conditions"].values())),
            "rules": len(self.core["rules"]),
        }

    def section(self, name: str) -> Any:
        """One section of the compiled form, decoded when it is first asked for."""
        if name not in self._later:
            bodies = self._stored.sections
            if name in bodies:
                section = json.loads(bodies[name])
            else:
                tables = [part for part in bodies if part.startswith(f"{name} ")]
                section = {part.removeprefix(f"{name} "): Table(bodies[part]) for part in tables}
            self._later[name] = section if self._under is None else section_over(self._under.section(name), section)
        return self._later[name]

    # -- decoding

    def _change(
        self, rule: str, now: str, reason: str, agreed: str, layer: str, review: str, beside: list[str]
    ) -> Change:
        record = self.rule(rule)
        day = date.fromisoformat(review) if review else None
        was = record.severity
        return Change(rule, record.text.title, was, now or was, reason, agreed, layer, day, tuple(beside))
