import type { Bilingual, Label, Message } from '../messages/message.ts';
import { type MessageId, say } from '../messages/say.ts';
import type { ComparisonCaution, FlowUnit } from './analysis.ts';
import type { STATE_PARTS } from './findings.ts';
import type { Whom } from './focus.ts';
import type { Codebook, InstitutionKind, PositionRole } from './codebook.ts';

type Words = Readonly<Record<string, MessageId>>;

const FLOW: Words = {
  stayed: 'flow.stayed',
  stayedOtherCity: 'flow.stayedOtherCity',
  moved: 'flow.moved',
  unknown: 'flow.unknown',
  notComparable: 'flow.notComparable',
  upward: 'flow.upward',
  downward: 'flow.downward',
  parallel: 'flow.parallel',
  mixed: 'flow.mixed',
  same: 'flow.same',
  doubleSame: 'flow.doubleSame',
  upgradeCityDowngradeSchool: 'flow.upgradeCityDowngradeSchool',
  downgradeCityUpgradeSchool: 'flow.downgradeCityUpgradeSchool',
};

const REASONS: Words = {
  'different-kinds': 'flow.reasons.different-kinds',
  specialist: 'flow.reasons.specialist',
  ineligible: 'flow.reasons.ineligible',
  'no-reputation': 'flow.reasons.no-reputation',
  'city-not-comparable': 'flow.reasons.city-not-comparable',
  'unknown-city': 'flow.reasons.unknown-city',
};

const MISSING: Words = {
  'not-coded': 'flow.missing.not-coded',
  'coded-missing': 'flow.missing.coded-missing',
  skipped: 'flow.missing.skipped',
  disagreement: 'flow.missing.disagreement',
  'no-institution': 'flow.missing.no-institution',
  blind: 'flow.missing.blind',
};

const KINDS: Readonly<Record<InstitutionKind, MessageId>> = {
  university: 'kinds.university',
  institute: 'kinds.institute',
  conservatory: 'kinds.conservatory',
  orchestra: 'kinds.orchestra',
  school: 'kinds.school',
  company: 'kinds.company',
  hospital: 'kinds.hospital',
  government: 'kinds.government',
  freelance: 'kinds.freelance',
  other: 'kinds.other',
};

const ROLES: Readonly<Record<PositionRole, MessageId>> = {
  bachelor: 'roles.bachelor',
  master: 'roles.master',
  doctorate: 'roles.doctorate',
  postdoc: 'roles.postdoc',
  job: 'roles.job',
  'part-time': 'roles.part-time',
  visiting: 'roles.visiting',
  award: 'roles.award',
};

const ATTRIBUTES: Words = {
  gender: 'attributes.gender',
  birthYear: 'attributes.birthYear',
  discipline: 'attributes.discipline',
  instrument: 'attributes.instrument',
  degreeAbroad: 'attributes.degreeAbroad',
  doctorateYear: 'attributes.doctorateYear',
  firstJobYear: 'attributes.firstJobYear',
};

const CHOICES: Words = {
  levels: 'codebook-choice.levels',
  band: 'codebook-choice.band',
  unranked: 'codebook-choice.unranked',
  rule: 'codebook-choice.rule',
  edition: 'codebook-choice.edition',
  postdoc: 'codebook-choice.postdoc',
  mergers: 'codebook-choice.mergers',
  mixed: 'codebook-choice.mixed',
  same: 'codebook-choice.same',
  'rank-cap': 'codebook-choice.rank-cap',
  'near-years': 'codebook-choice.near-years',
  specialists: 'codebook-choice.specialists',
  'own-tables': 'codebook-choice.own-tables',
  kinds: 'codebook-choice.kinds',
  parents: 'codebook-choice.parents',
  affiliates: 'codebook-choice.affiliates',
  campuses: 'codebook-choice.campuses',
  'part-time': 'codebook-choice.part-time',
  visiting: 'codebook-choice.visiting',
  concurrent: 'codebook-choice.concurrent',
};

const VALUES: Words = {
  four: 'codebook-value.four',
  five: 'codebook-value.five',
  midpoint: 'codebook-value.midpoint',
  lower: 'codebook-value.lower',
  upper: 'codebook-value.upper',
  cap: 'codebook-value.cap',
  'leave-out': 'codebook-value.leave-out',
  'fixed-mean': 'codebook-value.fixed-mean',
  'near-move': 'codebook-value.near-move',
  counts: 'codebook-value.counts',
  skipped: 'codebook-value.skipped',
  followed: 'codebook-value.followed',
  ignored: 'codebook-value.ignored',
  parallel: 'codebook-value.parallel',
  apart: 'codebook-value.apart',
  'as-ranked': 'codebook-value.as-ranked',
  used: 'codebook-value.used',
  'as-grouped': 'codebook-value.as-grouped',
  together: 'codebook-value.together',
  alone: 'codebook-value.alone',
  ask: 'codebook-value.ask',
  earliest: 'codebook-value.earliest',
  longest: 'codebook-value.longest',
};

const FIELDS: Words = {
  overall: 'agreed-field.overall',
  state: 'agreed-field.state',
  institution: 'agreed-field.institution',
  city: 'agreed-field.city',
  country: 'agreed-field.country',
  year: 'agreed-field.year',
  role: 'agreed-field.role',
  level: 'agreed-field.level',
  tier: 'agreed-field.tier',
  quadrant: 'agreed-field.quadrant',
};

const SUGGESTIONS: Words = {
  hidden: 'suggestions.hidden',
  shown: 'suggestions.shown',
  all: 'suggestions.all',
  pilot: 'suggestions.pilot',
};

const STATES: Words = {
  coded: 'state.coded',
  missing: 'state.missing',
  skipped: 'state.skipped',
};

const EVENTS: Words = {
  set: 'event.set',
  undo: 'event.undo',
  redo: 'event.redo',
  adjudicate: 'event.adjudicate',
  merge: 'event.merge',
  withdraw: 'event.withdraw',
};

/** Words in the heads of comparisons and their tests. */
const HEADS: Words = {
  test: 'comparison-head.test',
  statistic: 'comparison-head.statistic',
  df: 'comparison-head.df',
  effect: 'comparison-head.effect',
  low: 'comparison-head.low',
  high: 'comparison-head.high',
  'left out': 'comparison-head.left-out',
  term: 'comparison-head.term',
  'log odds': 'comparison-head.log-odds',
  SE: 'comparison-head.se',
  'odds ratio': 'comparison-head.odds-ratio',
  'marginal effect': 'comparison-head.marginal-effect',
  'SE of the effect': 'comparison-head.effect-se',
  upward: 'comparison-head.upward',
  parallel: 'comparison-head.parallel',
  downward: 'comparison-head.downward',
  mixed: 'flow.mixed',
  stayed: 'comparison-head.stayed',
  moved: 'comparison-head.moved',
  median: 'comparison-head.median',
  mean: 'comparison-head.mean',
  missing: 'comparison-head.missing',
  better: 'comparison-head.better',
  same: 'comparison-head.same',
  worse: 'comparison-head.worse',
  outcome: 'comparison-head.outcome',
  'before \\ after': 'comparison-head.before-after',
  'row %': 'finding.row-percent',
  residual: 'finding.residual',
  other: 'comparison-head.other',
};

const CAUTIONS: Readonly<Record<ComparisonCaution, MessageId>> = {
  alternatives: 'comparison-caution.alternatives',
  paired: 'comparison-caution.paired',
  'not-random': 'comparison-caution.not-random',
  superpopulation: 'comparison-caution.superpopulation',
  ceiling: 'comparison-caution.ceiling',
};

const REPUTATIONS: Words = {
  specialist: 'reputation.specialist',
  ineligible: 'reputation.ineligible',
  'not-found': 'reputation.not-found',
  'no-table': 'reputation.no-table',
  'no-year': 'reputation.no-year',
  ranked: 'reputation.ranked',
  'not-connected': 'reputation.not-connected',
  'only-link': 'reputation.only-link',
};

const TABLES: Words = { 'own-moves': 'reputation-table.own-moves' };
const MISSING_CVS: Words = {
  'no-cv': 'missing-cv.no-cv',
  'not-public': 'missing-cv.not-public',
  'too-short': 'missing-cv.too-short',
  'no-answer': 'missing-cv.no-answer',
  refused: 'missing-cv.refused',
  'not-searched': 'missing-cv.not-searched',
  other: 'missing-cv.other',
  '': 'missing-cv.none',
};

/** The usual names of city tiers; any other name is data and is shown unchanged. */
const TIERS: Words = {
  'tier 1': 'tier.1',
  'new tier 1': 'tier.new-1',
  'tier 2': 'tier.2',
  'tier 3': 'tier.3',
  'tier 4': 'tier.4',
  'tier 5': 'tier.5',
  abroad: 'tier.abroad',
  'Hong Kong': 'tier.hong-kong',
  Macao: 'tier.macao',
  Taiwan: 'tier.taiwan',
};

const STATE_PART_WORDS: Readonly<Record<(typeof STATE_PARTS)[number], MessageId>> = {
  role: 'finding.part-role',
  level: 'finding.part-level',
  kind: 'finding.part-kind',
  tier: 'finding.part-tier',
};

/** An unknown word is data and is shown unchanged. */
const labelFrom =
  (words: Words) =>
  (key: string): Label =>
    Object.hasOwn(words, key) ? say(words[key]) : key;

/** An outcome, a direction or a subtype of a move. */
export const flowLabel = labelFrom(FLOW);
/** Why a move cannot be compared. */
export const reasonLabel = labelFrom(REASONS);
/** Why a stage is not known, or `coded` if it is. */
export const stageStateLabel = labelFrom({ ...MISSING, coded: STATES.coded });
export const kindLabel = labelFrom(KINDS);
export const roleLabel = labelFrom(ROLES);
/** A column of the scholars table: built in, or from the study's data. */
export const attributeLabel = labelFrom(ATTRIBUTES);
/** A reputation table: the study's own moves, or one that was imported. */
export const tableLabel = labelFrom(TABLES);
/** Why there is no résumé of somebody. */
export const missingCvLabel = labelFrom(MISSING_CVS);
export const tierLabel = labelFrom(TIERS);
/** What a state of a career is made of. */
export const statePartLabel = labelFrom(STATE_PART_WORDS);
export const choiceLabel = labelFrom(CHOICES);
export const choiceValueLabel = labelFrom(VALUES);
export const fieldLabel = labelFrom(FIELDS);
export const suggestionsLabel = labelFrom(SUGGESTIONS);
export const codeStateLabel = labelFrom(STATES);
export const eventLabel = labelFrom(EVENTS);

/** Subtitle of a study's figure: whom it is about, what n counts, and a mark if the study is fictional. */
export function studyFigureNote(count: Message, { whom, fictional }: { whom: Whom; fictional: boolean }): Message {
  const note = whom === null ? count : andThen([whom, count]);
  return fictional ? say('figure.fictional', { note }) : note;
}

/** One after the other, where each of them may be a list itself. */
export function andThen(parts: readonly [Message, ...Message[]]): Message {
  return parts.reduce((first, then) => say('words.and-then', { first, then }));
}

/** What a comparison assumes. */
export function cautionLabel(caution: ComparisonCaution): Message {
  return say(CAUTIONS[caution]);
}

/** A reputation level, or why an institution has none. */
export function levelLabel(level: number | null, status: string | null): Label {
  if (level !== null) return say(status === 'not-found' ? 'place.level-not-found' : 'place.level', { level });
  return status === null ? '' : labelFrom(REPUTATIONS)(status);
}

/** A node of the flows: a level or why there is none, a city tier, or a name. */
export function placeLabel(unit: FlowUnit, place: string): Label {
  if (unit === 'tier') return tierLabel(place);
  if (unit !== 'level') return place;
  return /^\d+$/.test(place) ? levelLabel(Number(place), null) : levelLabel(null, place);
}

/** A head of a table of tests. */
export const testHead = labelFrom(HEADS);

/** A head of a comparison's table: a transition, an attribute, an outcome, or data. */
export function comparisonHead(book: Pick<Codebook, 'stages'>, head: string): Label {
  if (isTransition(book, head)) return transitionLabel(book, head);
  return Object.hasOwn(HEADS, head) ? say(HEADS[head]) : attributeLabel(head);
}

function isTransition(book: Pick<Codebook, 'stages'>, name: string): boolean {
  const keys = name.split(':');
  return keys.length === 2 && keys.every((key) => book.stages.some((stage) => stage.key === key));
}

/** Of a stage, by the codebook's own labels. */
export function stageLabel(book: Pick<Codebook, 'stages'>, key: string): Bilingual {
  return book.stages.find((stage) => stage.key === key)?.label ?? { en: key, zh: key };
}

/** `Doctorate → First job` */
export function transitionLabel(book: Pick<Codebook, 'stages'>, transition: string): Bilingual {
  const labels = transition.split(':').map((key) => stageLabel(book, key));
  return { en: labels.map(({ en }) => en).join(' → '), zh: labels.map(({ zh }) => zh).join(' → ') };
}
