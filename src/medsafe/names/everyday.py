"""Everyday words of medication lists: never read as a misspelt medicine, and not worth asking about when not understood."""

from __future__ import annotations

from typing import Final

_COMMON = """
a able about above according active actually add added additional adherence adherent admission admit admitted advised affected after afternoon again against age ago agreed all allergies allergy
allowed almost alone along already also alternate alternative although always am among an and annually another antibiotic antibiotics antidepressant antipsychotic any anxiety anymore anyone anything apart
apparently appears applied apply approved approx approximately are area around arrange as aside ask asked asthma at attack available average avoid aware away baby back bad based basis be because become bed
been before began begin beginning behind being believes below best better between blister block blocker blood blue body both bottle bought box bring brought bruise build but by call called came can cannot card care
caregiver case cause caution cessation chance change changed changes chart check checked chest child children chronic clear clinic clinical clinician close cold color combination come comes comment comments common
community complaint complete completed compliance compliant concern concerns condition confirmed confused consider consist consists constipation contact contain container contains continue continued continues
control controlled controls copy correct cost cough could counter country course cover covered cramps currently cut cycle daily date daughter day days deal dear decided decrease decreased deficiency delivered depending
depressed depression describe described desired despite detail details diabetes diabetic diagnosed diagnosis did died diet difference different difficulty diluted dinner direct directed directions disc discharge discharged discuss
discussed disease disorder dizziness do doctor doctors does doing done dose doses dosing down dr drink drinks drowsiness drug drugs dry due during each earlier early easily eat eating effect effective effects eight either eleven else
emergency empty end ended ends enough entire episode episodes er especially etc even evening event ever every everything exactly example except exercise expired external extra eyes face facility failed failure fairly fall falls family
far fasting father feel feels felt fever few fifth filled final find fine finish finished first five flare flares flu fluid follow followed following follows food foot for form formerly found four frequency frequently friday friend from full
fully further future gave general generally generic get gets getting give given gives giving go goes going gone good got great green group guide gums had half hand hands happy hard has have having he head headache headaches health
heart heartburn heavy held help helped helpful helps her here high higher him his history hold holding home hospital hot hour hours house how however husband hypertension if ill immediately important improve improved in including
inconsistent increase increased increasing indicated indication infection inform information informed initial initially inpatient insomnia inside instead instructed instructions insurance intake intend intermittently interval into is issue
issues it itch itching its january july june just keep keeps kept kind know known lab label labs lack large last lasted late later latest least left leg legs less lesion let level levels life light like likely limit list listed lists
little liver living local long longer look loss lot low lower lunch made main mainly maintenance make makes male manage managed management many march may maybe me meal meals mean means med medical medication medications medicine
medicines meds meet member mental method mid might migraine mild min mine minimum minor minute minutes missed missing mix moderate monday monitor monitored month months mood more morning most mostly mother mouth move moved much multiple
muscle must my name named names nausea near nearly need needed needing needs negative nerve nervous never new next night nightmares nights nil nine no nobody non none noon normal normally nose not note noted notes nothing now number nurse
nursing obtain obtained obtains buys street psych food store health observed occasional occasionally of off office often ok okay old older on once one ongoing only onset open option or oral order ordered orders original other others otherwise our out outpatient outside over own
package page pain painful pains pair panic paper part partial partially partner past patch patient patients pause per perhaps period pharmacist pharmacy phone physician pick place plan planned plans please plus point poor possible
possibly post postop potentially practice pre prefer prefers pregnancy pregnant prepared prescribed prescriber prescribing prescription prescriptions present pressure prevent prevention previous previously primary prior probably problem
problems procedure product products profile program progress prophylaxis protect protocol provide provided provider psychiatrist psychiatry psychosis pt pts pulse purchased put quantity question questionable quick quickly quit quite rash rate
ready really reason recent recently recheck recommend recommended record reconciled red reduce reduced reducing refer refill refilled refills refuse refused regarding regards regime regimen region regular regularly rejected related release
relief relieve remain remaining remains remember remind repeat repeated replace replaced replacement report reported reports request require required requires rescue rest restart restarted result results resume resumed return returned review
reviewed rhinitis right room routine run runs safe safety said same saturday say says schedule scheduled school season seasonal second see seen seizure seizures self send sent separate september series serious service set seven several severe
severely shape share she short shot shots should show shows sick side sides similar simple since single sister sit site six skin skip sleep sleeping slept slow slowly small smoking so social sodas some somebody someone something sometimes somewhat
son soon sore source spasm spasms special specialist spouse spray stable standard standing start started starting starts state stated states status stay still stomach stop stopped stops strength strong study such sudden suggest sugar sunday
supplement supplements supply sure surgery surgeon swelling symptom symptoms system take taken takes taking taper team tell ten tests than that the their them then therapy there these they thing things think third this those though thought three
throat through throughout thursday thus time times tired to today together told tolerate tolerated tolerating tomorrow tonight too took top total toward treat treated treating treatment trial tried tries try trying tube tuesday twelve twenty twice two
type types typical unable unclear uncontrolled under unit unknown unless unlikely unsure until up upon upper upset urinary use used useful uses using usual usually various vary very via visit vitamin vitamins vomiting wait wake want wants warm was water
way we weak wednesday week weekend weekends weeks weight well went were what when whenever where whether which while white who whole whom why wife will willing with within without work worked working works worse worsening would wound written wrote
year years yellow yes yesterday yet you young your allergic none nkda nka
anxious bedtime bipolar bleeding bloating breakthrough breathing bruising burning cancer cardiologist cellulitis chills cholesterol clots clotting congestion copd craving cravings daytime delirium dementia dental dermatitis diarrhea diarrhoea discomfort
dissolved doctorate dosage dosages eczema edema effusion elevated endocrinologist epilepsy erectile evenings fatigue fibrillation fibromyalgia flashbacks flushes focus fracture fungal gastritis gout hallucinations hay herniated hypotension hypothyroidism
indigestion infections inflammation inflammatory injury irritability irritable itchy joint joints kidney knee knees lymphoma mania manic menopause migraines morbid mucus nasal neuralgia neurologist neuropathy nostril nostrils oedema osteoarthritis
osteoporosis paranoia parkinson parkinsonism pneumonia postpartum prostate psoriasis ptsd pruritus pruritis reflux restless retention rheumatoid schizophrenia sciatica shingles shortness sinus sinusitis sleepless smokes spasticity sprain stiffness stroke
syndrome tension thrush thyroid toothache tremor tremors ulcer ulcers urine urinary uti vertigo wheezing wheeze withdrawal withdrawals worry
agitation aggression attention anger bph cad chf gerd htn hyperlipidemia hyperlipidaemia hypercholesterolemia ibs mdd ocd adhd add oa ra hiv afib neuropathic postherpetic premenstrual
increases decreases tablets capsules softener softeners pills pill prenatal multivitamin multivitamins over-the-counter otc herbal homeopathic natural remedy supplementation inhaler inhalers insulin injections infusion infusions eyedrops
laxative laxatives antacid antacids painkiller painkillers decongestant steroid steroids hormone hormones contraceptive contraception birth shampoo lotion cream ointment gel mouthwash toothpaste lozenges probiotic probiotics fiber fibre
friday's monday's consists consisting appears aforementioned listed patent port keep keeps nebulizer thrush mid september october november december august april february resume specific definite overnight adjusted adjust adjusts
affected dairy lactose gluten milk juice coffee tea wheat protein inert ingredients ingredient kit pack packs pen device pump implant insert ring rings nonadherent intermittent situational anticipatory maximum breakthroughs preferred non-formulary formulary
brand name brands medically necessary dispense substitution substitutions permitted allowed physician's doctor's outside hospital's pharmacy's refillable
cada manana noche dia dias por luego antes vez semana
"""

_MAKERS = """
apo teva sandoz mylan novo pms ratio jamp mint auro ran riva mar pro aa ach act accel bio dom gd ipg nat nra phl sanis van zym taro pdp ag nu gen sivem marcan priva odan hikma actavis accord ranbaxy zydus lupin cipla sun reddys aurobindo torrent
amneal alvogen par ivax wockhardt niche almus stada ratiopharm hexal heumann winthrop merck biogaran arrow zentiva krka gedeon viatris greenstone prasco pfizer novartis bayer roche janssen lilly sanofi abbott gsk astrazeneca roxane lannett mallinckrodt
westward apotex pharmascience septa strides major rugby qualitest upsher kremers glenmark macleods unichem ajanta jubilant cadista heritage watson barr ethex global impax camber solco breckenridge northstar mckesson equate kirkland cvs walgreens
baxter hospira fresenius sagent athenex med nova bp usp eurofarma medley ems germed
"""

EVERYDAY: Final = frozenset(_COMMON.split())
"""Words that name no medicine."""

MAKERS: Final = frozenset(_MAKERS.split())
"""Makers whose name stands before a generic one, as in Canada."""

RANGE_WORDS: Final = frozenset(
    "cold flu sinus allergy plus nighttime nightime daytime night day d dm complete multi compound comp hct hctz duo fe cough congestion mucus combi chest ultra total headache eye decongestant advance advanced".split()
)
"""Words that make another product of a brand."""

_ORDINARY = """
hydrating firming feather sheen horizon alexion
options character implemented creating stream determine enable implement enabled metadata policy template
implements bucket register creation performed caused direction parallel enables equality symmetric comparing
optimize optimized expressed concrete translate shorter integrate minimize estimate truncate principal
recorded verbatim ability singular verified precise reduction entered simplest intrinsic standards traverse
inference contrast decorate principle measures collector symmetry interfere measured improves concepts
preceded inversion activity maximize chime discarding combines numbering powerful appeared prevented augmented
reaching vertically differing recorder contrary national precedes regenerate proceeds targeting designate
evolve mitigate improper preparing clarified creative altering meantime interfering decorating measuring
enclose optimised protects reverses competent radicals reaction expresses reversal electric augmenting
closures granular surfaces freezing activates principled spill ambient reminder draining weather contrived
reversion theoretic deferral moderated floored stemming optimise cheating minimise goods reactions thiazide
metabolic canada differed cofactor augments interfered equilibrium heroic northwest parking optimiser
digitally aptitude directing esoteric inverter destined paradise reacting versatile sedative interferes
metering creature aperture concentrated heady sweden golfer surfaced feeling feelings staying looking trying
hearing seeing crying walking talking eating sitting leaving nothing anyone calming soothing stomach tension
elevation elevated resolved resolving improvement activated protein proteins calorie calories fitness exercise
exercises workout counselling counseling psychotherapy therapist sessions session support supports supportive
compression stockings bandage dressing dressings oxygen saline nutrition nutritional shake shakes formula
meditation acupuncture massage physiotherapy physical occupational glasses walker wheelchair crutches splint
brace catheter machine monitor glucometer lancets strips syringes needles battery batteries compliance
adherence pillbox organizer dispenser caretaker guardian grandson granddaughter neighbour neighbor
stepdaughter marital divorced widowed retired disabled student teacher driver engineer smoker employed
unemployed homeless shelter prison military veteran continuing continuation preparation treatment treatments
protocol protocols taking taper tapering weaning starting stopping pending awaiting authorisation
authorization insurance denied appeal appointment appointments schedule scheduled reschedule cancelled
canceled confirmed unconfirmed verify verifying threonine
"""

ORDINARY: Final = frozenset(_ORDINARY.split())
"""Ordinary words that lie near the name of a medicine, or might: never read as a misspelt one."""
