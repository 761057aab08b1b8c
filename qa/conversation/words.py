"""The words of English that follow-up questions are understood by.

Closed classes (determiners, prepositions, auxiliaries, pronouns) as a grammar lists them, and
three open ones in their most usual members: verbs, nouns that ask for a complement ("the symptoms
*of what*"), and adjectives that single out without describing ("main", "other"). A missing member
costs a reference that is not followed, or a verb that is carried over with its noun. The lists
were written by hand from general knowledge of the language and completed by reading which words
of SQuAD 2.0's questions were taken for nouns, and which nouns its passages follow with "of".
"""

from index.tokens import terms


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _set(
    "a an the this that these those some any each every all both no another such other"
)
PREPOSITIONS = _set(
    "about above across after against along among around as at before behind below besides"
    " beside between beyond by despite during except for from in including inside"
    " into like near of off on onto outside over per since than through throughout to toward"
    " towards under until unlike up upon versus via vs with within without"
)
MODALS = _set("do does did can could will would shall should may might must don doesn didn won")
BE = _set("is are was were be been being isn aren wasn weren am 's")
HAVE = _set("has have had having")
AUXILIARIES = MODALS | BE | HAVE
QUESTION_WORDS = _set("who whom whose what which when where why how")
CONJUNCTIONS = _set(
    "and or but if because while whereas although though so nor whether unless once then that"
    " when where"
)
CLAUSE_STARTS = _set(
    "before after until since as than and or but if because while whereas although though so when"
    " where whether unless that which who"
)
"""Words after which a pronoun may stand for the subject before it."""

PRONOUNS = _set(
    "i you we he she it they me us him her them my your our his its their mine yours ours"
    " let's let’s hers theirs myself yourself itself themselves himself herself someone"
    " somebody anyone anybody everyone something anything everything nothing"
    " one ones there here"
)
POINTING = frozenset(terms(" ".join(PRONOUNS)))
"""Index terms of pronouns: replaced, they are no loss."""

ADVERBS = _set(
    "not also too very really still ever never just only even again already always often"
    " usually typically generally normally exactly actually currently now today more most less"
    " least much many few several enough rather quite well together apart instead else away"
    " back down out far soon later ago first originally naturally safely successfully"
    " particularly mainly mostly recently initially eventually please yes no ok okay oh"
    " interesting thanks further"
)

_VERBS = (
    "accept achieve act add adjust affect afford allow appear apply approve arise ask assess avoid"
    " become begin behave believe belong bring build buy calculate carry catch choose clean come"
    " compare conclude confirm connect consider consist contain continue contribute cook create"
    " cure damage deal decide define delay demonstrate depend describe detect determine develop"
    " die differ differentiate diagnose digest disappear discover distinguish divide do drop earn"
    " eat eliminate enable encourage end enrol enroll enter establish evaluate evolve examine exist"
    " expand expect explain explore express face fail fall feel fight fill find finish fit fix"
    " flow fly follow forget form found gain gather generate get give go grow happen harm hear heal"
    " help hide hold hurt identify improve include increase indicate induce influence inform"
    " inhibit injure introduce invent invest involve join jump keep kill know last lead learn leave"
    " let lie list live look lose lower maintain make manage matter mean measure meet mention mix"
    " move name need notice observe obtain occur offer open operate originate outline overcome own"
    " pay perform persist play prefer prepare prescribe present prevent produce protect prove"
    " provide publish put raise reach react read receive recommend recover recruit reduce refer"
    " relate relapse relieve remain remember remove repair replace report represent require resist"
    " resolve respond result return reveal reverse rise run save say see seem select sell send"
    " separate serve show shrink sleep slow solve speak specify spend split sponsor spread stand"
    " start state stay stop store suffer suggest suit summarise summarize support suppress survive"
    " switch take talk tell tend test think tolerate train transmit travel treat trigger try turn"
    " understand undergo use vary wait walk want wear weigh win wish work write cost change cause"
    " drink move study trial visit abolish accomplish activate address admit adopt amend analyse"
    " analyze annex announce arrive assist attack attract award ban bind block boost break burn"
    " call campaign capture claim classify collaborate collapse commemorate compensate compete"
    " complete condemn confer conquer contrast convert convey criticise criticize cross decline"
    " decrease defeat defend denote deny design destroy discourage dissolve diverge draw drive"
    " elect emit employ encounter enforce engage enhance ensure equal evade exhaust expel fear"
    " finance float focus force fund guide handle implement import incorporate ingest integrate"
    " interact interpret interrupt justify kick lack launch legislate license limit link locate"
    " love manipulate manufacture marry merge modify motivate nominate obey oppose oversee"
    " participate pass predict press print prohibit promote propose pull punish push quantify"
    " realise realize rebuild recognise recognize reconcile recycle reject release rely renew"
    " repress retain retire rule scrutinise scrutinize search secrete seek separate set settle"
    " shape share shift shoot sign sing sit spoil strike struggle subscribe succeed sue suspect"
    " teach terminate thrive throw trade transfer transform transport unify vanish vote weaken"
    " win withdraw worship worsen"
)
_AMBIGUOUS = _set(
    "act damage deal end face fall fight fill fit fix flow form gain harm help increase"
    " influence invest last lead lie list live look matter mean measure mix move name need"
    " offer play present process produce raise reach report result return reverse rise run"
    " show sleep slow split sponsor spread stand start state stay stop store support switch"
    " talk test train travel trial trigger turn use visit walk wish work cost change cause"
    " drink study repair cure address attack award ban block boost break burn call campaign"
    " capture claim collapse contrast decline defeat design draw drive equal fear finance float"
    " focus force fund guide handle import interact kick lack launch license limit link love"
    " press print promise pull push release rule search set shape share shift sign strike"
    " struggle trade transfer vote transport benefit estimate cook found relapse drop delay"
)
_IRREGULAR = (
    "arose beaten bent bet bitten bled blew blown bound broke broken burnt chosen clung crept"
    " dealt drank drawn drew driven drove drunk fled flown forbidden forgiven forgotten fought"
    " froze frozen gotten ground hung laid lain lent lit mistaken overcame proven rang rode ridden"
    " sank shaken shone shot shrank shrunk slid spun sprang stole stolen stuck struck swept swore"
    " sworn swum thrown threw torn undergone undertook undertaken woke woven withdrew withdrawn"
    " became began brought built bought caught came chose died eaten ate fell fallen felt found"
    " flew forgot gave given gone went got grew grown heard held hidden kept knew known led left"
    " lost made meant met paid put ran read risen rose said saw seen sold sent shown showed slept"
    " spent spoken stood taken took taught thought told understood underwent wore won written"
    " wrote run began begun become dying lying tying seen done fed bred born"
)


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    third = f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
    if verb.endswith(("s", "x", "sh", "ch", "o")):
        third = f"{verb}es"
    past = f"{verb[:-1]}ied" if third.endswith("ies") else f"{stem}ed"
    return verb, third, past, f"{verb}{verb[-1]}ed", f"{stem}ing", f"{verb}{verb[-1]}ing"


VERBS = frozenset(
    {form for verb in _VERBS.split() for form in _forms(verb)} | set(_IRREGULAR.split())
)
AMBIGUOUS = frozenset(
    form
    for verb in _AMBIGUOUS
    for form in (verb, f"{verb[:-1]}ies" if verb.endswith("y") else f"{verb}s")
)
"""Verbs that are as often nouns ("cause", "trial"): verbs only where a verb is due."""

_TELL = (
    "show find report demonstrate prove suggest discover establish confirm claim say conclude"
    " publish observe reveal propose state describe"
)
TELLING = frozenset(form for verb in _TELL.split() for form in _forms(verb)) | _set(
    "shown found said proven"
)
"""Verbs of telling, whose "that" is a statement."""

MEASURES = _set("rate rates figure figures value values percentage probability one")
"""Nouns for the amount of something, whatever it is of."""

AGENTS = _set(
    "company sponsor hospital author team group lab laboratory institution institute university"
    " organisation organization manufacturer firm investigator researcher scientist maker funder"
    " country person centre center agency"
)
"""Nouns for those who do something: asked for, they are seldom what the next question is about."""

RELATIONAL = _set(
    "acceptance action advantage aftermath age aim aim alternative amount answer appearance"
    " application approach argument aspect author background basis beginning behavior"
    " behaviour benefit capital career category cause challenge change characteristic"
    " chance choice class colour color comparison competitor complication component"
    " composition con concentration concept conclusion consequence contribution controversy"
    " cost course creator criticism cure cycle danger date deal death definition degree design"
    " detail development diagnosis difference dimension disadvantage discovery dosage dose"
    " downside drawback duration effect effectiveness efficacy efficiency element end endpoint"
    " environment event evidence evolution example exception experience explanation"
    " extent fact factor failure feature finding followup form founder frequency function"
    " funder funding future goal habitat half harm health height history idea ill impact"
    " implication importance income indication influence ingredient intensity interaction"
    " invention issue kind layer leader length lesson level life lifespan limit limitation"
    " link location maker main management manufacturer meaning measure mechanism member method"
    " mistake mortality motive name nature number objective occurrence opinion opponent option"
    " organizer origin outcome outlook owner part participant pattern percentage performance"
    " period phase phenomenon place plot population position possibility precaution presence"
    " prevalence prevention price principle pro problem procedure process product prognosis"
    " progress property proportion purpose quality quantity rate reaction reason reception"
    " recommendation relation relationship relative remission replacement requirement response"
    " rest result reward risk role rule safety sample scale schedule scope season set severity"
    " shape share side sign significance similarity size solution sort source speed sponsor"
    " stage standard state statistic step strategy strength structure style subject subtype"
    " success successor summary supporter survival symptom target technique term test theme"
    " therapy threat time timeline title tool topic toxicity trait treatment trend trial type"
    " usage use utility value variant variation variety version view voltage weakness weight"
    " width winner yield relapse arm regimen cohort control comparator setting design"
    " absorption abstract accessibility accuracy adherence adoption aetiology"
    " affordability agenda ally ambition ancestor approval aspiration assessment"
    " assumption attitude availability average barrier baseline beauty belief"
    " bioavailability biomarker blinding border boundary budget bug burden caption"
    " cast casualty ceo chairman chapter chief circulation clearance climate"
    " collaborator completion complexity compliance conflict construction content"
    " contrast control correlate course criteria criterion critic crossover currency"
    " custom customer declaration demand depth descendant description destiny"
    " destruction detection determinant diet difficulty dimension director distance"
    " distributor dosing driver duty eligibility emergence ending endpoint enemy"
    " enrollment enrolment epidemiology equation equivalent error establishment"
    " etiology etymology evaluation exception exclusion existence exposure expression"
    " fate fee flag flavor flavour formula framework genre governor grade hazard head"
    " headquarters heritage hurdle hypothesis identifier impact implementation"
    " improvement incidence inclusion influence ingredient inhibition initiation"
    " integrity interpretation interval introduction invasion investigator job lack"
    " legacy legality licence license lifespan loophole loser lyric maintenance"
    " majority manifestation manufacturer marker maximum mayor mean median membership"
    " message metabolism minimum minority mission moral morbidity mortality mystery"
    " neighbor neighbour notion nutrient obstacle odds offset offspring onset operator"
    " opposite outbreak overview patent path pathogenesis pathology pathway peak"
    " penalty persistence perspective pharmacokinetics pharmacology physiology pioneer"
    " placebo plan popularity position potency precision precursor predator predictor"
    " premise prerequisite president progression pronunciation proposal provider"
    " provision punishment qualification randomisation randomization range ranking"
    " rating ratio readout recipe recognition recovery recurrence registration"
    " regulation relapse remainder remission reputation requirement resistance"
    " response responsibility rest review revival ritual rival role route salary score"
    " screening sensitivity sequel sequela sequelae share simplicity site skill"
    " soundtrack specificity spelling stance status subgroup substitute supplier"
    " supply surface survival survivor sustainability symbol symbolism symptom synonym"
    " tactic task taste temperature texture threshold timing tolerability tolerance"
    " total tradition trajectory translation trigger tuition unit update user victim"
    " viewpoint vision volume wage witness"
    " dosing inventor ruler contraindication interference event pros cons"
)
"""Nouns that are *of* something (Barker, "Possessive Descriptions", CSLI 1995): alone, their
complement is in the conversation."""

TWO_PLACED = {
    "effect": "of",
    "impact": "of",
    "influence": "of",
    "implication": "of",
    "consequence": "of",
    "role": "in",
    "importance": "in",
    "contribution": "to",
    "relationship": "with",
    "argument": "for",
    "example": "of",
    "use": "of",
    "source": "of",
    "benefit": "of",
    "risk": "of",
    "advantage": "of",
    "disadvantage": "of",
    "dose": "of",
    "dosage": "of",
    "efficacy": "of",
    "safety": "of",
}
"""Relational nouns with a second complement, and the preposition that it takes."""

GENERIC = _set(
    "anyone body case child day doctor everybody fact general group hour human individual"
    " information kid man men minute moment month more none patient people person"
    " place somebody something stuff particular subject thing time today way week woman women year"
    " years children adult adults other others two three four five both pair couple example"
    " world term order addition average total"
)
"""Nouns too wide to be a subject of conversation."""

SINGLING_OUT = _set(
    "main major key common different other similar same various typical popular best worst"
    " important notable famous first second third last next latest newest oldest early late"
    " biggest largest smallest highest lowest longest shortest good bad great big"
    " specific certain possible potential current basic general overall usual special"
    " interesting new old actual exact original necessary successful recommended known"
    " primary secondary side short long term short-term long-term adverse positive negative"
    " most more serious final average total"
)
"""Adjectives that choose among things and do not say of which kind they are."""

PREDICATES = _set(
    "important significant relevant essential necessary critical crucial vital central useful"
    " beneficial prevalent frequent dependent sufficient efficient recent ancient"
    " able afraid alive allergic available aware bad best better big cheap close common dead"
    " different difficult due easy effective ethical expensive famous fast free good great"
    " happy hard healthy high independent involved large legal likely long low native new old"
    " poor popular ready rare red related resistant rich right sad safe secure sensitive short"
    " sick similar slow small strong sure tall toxic traditional true typical unique unsafe"
    " worse worst worth wrong young younger older bigger larger smaller higher lower longer"
    " shorter faster stronger weaker cheaper efficient"
)
"""Adjectives as they are said of a thing ("is X *safe*?")."""

RANKING = _set("main key major popular best worst other similar notable typical famous common top")
"""Adjectives that rank among a group which the question need not name ("popular trails")."""

EMPTY = _set("thing things way ways fact facts information idea ideas lot lots kind")
"""Nouns that say nothing, whatever describes them ("interesting things")."""

ASPECTS = _set(
    "type kind version form variety variant sort example symptom advantage disadvantage benefit"
    " drawback cause consequence characteristic feature member component origin con effect"
    " downside part side"
)
"""Relational nouns that are open however they are described ("the early symptoms")."""

UNIQUE = _set(
    "world sun moon earth government economy environment public media internet law market"
    " police body brain heart liver kidney skin blood eye eyes lungs stomach ocean sky climate"
    " country home house future past present uk us usa"
)
"""Nouns that "the" goes with because there is one of them, not because it was spoken of."""
