import { FAMILY_METHODS, type TestLedger } from '../mobility/ledger.ts';
import { type Finding, type FindingInfo, findingOptions } from '../mobility/findings.ts';
import { type About, type FocusChoice, focus, focusOptions } from '../mobility/focus.ts';
import { z } from 'zod';
import { LANGUAGES, type Message } from '../messages/message.ts';
import type {
  AgreementReport,
  Disagreement,
  MergePreview,
  MergeResult,
  SettlementQuestion,
} from '../mobility/agreement.ts';
import {
  type CityMap,
  type Comparison,
  type ComparisonInfo,
  FLOW_UNITS,
  FLOWS_DRAWN,
  type Flows,
  NETWORK_KINDS,
  TABLE_UNITS,
  type Network,
  type StatisticInfo,
  type TestAnswer,
  type Timeline,
  type TransitionTable,
} from '../mobility/analysis.ts';
import { type Codebook, INSTITUTION_KINDS, type StageKindInfo } from '../mobility/codebook.ts';
import { type CodingEvent, type ScholarView, codeValue, markSpan } from '../mobility/coding.ts';
import { type ImportKind, type ImportPreview, mappingSchema } from '../mobility/imports.ts';
import { answers } from '../questions.ts';
import type { ImportRecord } from './imports.ts';
import { populationContract } from './population.ts';
import { scholarsContract } from './scholars.ts';
import type {
  Candidate,
  CodebookPreview,
  InstitutionNames,
  InstitutionRow,
  Mention,
  MoveList,
  MovesPlane,
  NameMatch,
  SensitivityRow,
  StudyInfo,
  TodoItem,
} from '../mobility/study.ts';

/**
 * Input is validated at run time. Results are only typed: our own rules compute them, and those are typed.
 */
const of = <T>() => z.custom<T>();
const coder = z.string().trim().min(1).max(100);
const transition = z.string();
/** What takes long is asked, and ended, for one window or tab of several. */
const asking = z.object({ asker: z.string().max(40).default('') });
const year = z.number().int().min(1000).max(2200).nullable();
const aliases = z.array(z.object({ name: z.string().min(1), from: year, to: year }));
const mapping = mappingSchema;

export interface InstitutionView extends InstitutionRow {
  level: number | null;
  meanRank: number | null;
  rankedYears: number;
  usableYears: number;
  tier: string | null;
  reputationStatus: string;
}

export const EXPORT_FORMATS = [
  'csv',
  'xlsx',
  'json',
  'spss',
  'r',
  'report',
  'pseudonymised',
  'suppressed-tables',
] as const;
/** For somebody who must not know who is who: people without names, or counts without small ones, never both. */
export const FORMATS_FOR_OTHERS = ['pseudonymised', 'suppressed-tables'] as const;
export const NETWORK_FORMATS = ['graphml', 'gexf'] as const;

export const mobilityContract = {
  ...scholarsContract,
  ...populationContract,
  'mobility/get-study': { input: z.object({}), output: of<StudyInfo>() },
  /** What makes results wrong or incomplete, the gravest first. */
  'mobility/list-todo': { input: z.object({}), output: of<TodoItem[]>() },
  'mobility/make-demo': { input: z.object({}), output: z.object({ scholars: z.number().int() }) },
  'mobility/list-codebooks': { input: z.object({}), output: of<StudyInfo['codebook'][]>() },
  'mobility/list-presets': { input: z.object({}), output: of<Record<string, Codebook>>() },
  'mobility/list-stage-kinds': { input: z.object({}), output: of<StageKindInfo[]>() },
  'mobility/preview-codebook': { input: z.object({ codebook: z.unknown() }), output: of<CodebookPreview>() },
  'mobility/apply-codebook': {
    input: z.object({ codebook: z.unknown(), note: z.string().max(2000), author: coder }),
    output: z.object({ version: z.number().int() }),
  },

  'mobility/list-import-kinds': { input: z.object({}), output: of<ImportKind[]>() },
  /** An empty table with the headings of a kind. */
  'mobility/get-template': {
    input: z.object({ kind: z.string(), language: z.enum(LANGUAGES) }),
    output: z.object({ name: z.string(), text: z.string() }),
  },
  /** Keeps a CV that was pasted, as a file that can be imported. */
  'mobility/paste-text': {
    input: z.object({ scholar: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(2_000_000) }),
    output: z.object({ grant: z.string(), name: z.string() }),
  },
  'mobility/preview-import': {
    input: z.object({
      grant: z.string(),
      mapping: mapping.partial().default({}),
      answers: answers.default({}),
      /** Whether a table without the needed columns is shown all the same, so that they can be chosen. */
      columnsLater: z.boolean().default(false),
    }),
    output: of<ImportPreview>(),
  },
  'mobility/start-import': {
    input: z.object({
      grant: z.string(),
      mapping: mapping.partial().default({}),
      answers: answers.default({}),
      onError: z.enum(['skip', 'abort']).default('skip'),
    }),
    output: z.object({ jobId: z.number().int() }),
  },
  /** Reads the file of a job once more, with the answers to the questions that it raised. */
  'mobility/answer-import': {
    input: z.object({ jobId: z.number().int(), answers }),
    output: z.object({ jobId: z.number().int() }),
  },
  /** Imports that are known by what they changed, the latest first; that one can be undone. */
  'mobility/list-imports': { input: z.object({}), output: of<ImportRecord[]>() },
  'mobility/undo-import': { input: z.object({ id: z.number().int() }), output: z.object({ file: z.string() }) },
  'mobility/list-mappings': { input: z.object({}), output: of<{ name: string; mapping: z.infer<typeof mapping> }[]>() },
  'mobility/save-mapping': { input: z.object({ name: z.string().min(1).max(100), mapping }), output: z.object({}) },

  'mobility/list-mentions': { input: z.object({}), output: of<Mention[]>() },
  'mobility/list-candidates': { input: z.object({ mentionKey: z.string() }), output: of<Candidate[]>() },
  'mobility/list-mention-lines': {
    input: z.object({ mentionKey: z.string() }),
    output: of<{ positionId: number; scholar: string; text: string }[]>(),
  },
  'mobility/list-institutions': { input: z.object({}), output: of<InstitutionView[]>() },
  'mobility/list-institution-names': { input: z.object({}), output: of<InstitutionNames[]>() },
  /** Spellings and names in rankings that have one candidate only. */
  'mobility/list-clear-matches': { input: z.object({}), output: of<NameMatch[]>() },
  /** Takes matches: a spelling as decided, a name in a ranking as another name of the institution. */
  'mobility/accept-matches': {
    input: z.object({
      author: coder,
      matches: z
        .array(
          z.object({ kind: z.enum(['spelling', 'ranking']), key: z.string(), target: z.string(), name: z.string() }),
        )
        .min(1),
    }),
    output: z.object({ accepted: z.number().int() }),
  },
  'mobility/save-institution': {
    input: z.object({
      /** Names and relations that are not given are taken away; otherwise they stay. */
      replace: z.boolean().default(false),
      key: z.string().min(1).max(200),
      name: z.string().min(1).max(400),
      kind: z.enum(INSTITUTION_KINDS),
      city: z.string().nullable(),
      country: z.string().nullable(),
      latitude: z.number().min(-90).max(90).nullable().default(null),
      longitude: z.number().min(-180).max(180).nullable().default(null),
      aliases: aliases.default([]),
      relations: z
        .array(z.object({ kind: z.enum(['merged-into', 'parent', 'affiliate', 'campus']), other: z.string(), year }))
        .default([]),
    }),
    output: z.object({ changed: z.boolean() }),
  },
  'mobility/reconcile': {
    input: z.object({
      mentionKey: z.string(),
      positionId: z.number().int().nullable().default(null),
      institution: z.string().nullable(),
      author: coder,
      reason: z.string().max(2000).default(''),
    }),
    output: z.object({ positions: z.number().int() }),
  },
  'mobility/undo-reconcile': { input: z.object({}), output: z.object({ mentionKey: z.string() }) },

  'mobility/list-scholars': {
    input: z.object({ coder, search: z.string().default(''), limit: z.number().int().min(1).max(20_000).default(200) }),
    output: of<{ id: number; key: string; name: string; coded: number; uncertain: boolean; skipped: boolean }[]>(),
  },
  'mobility/get-scholar': { input: z.object({ coder, scholarId: z.number().int() }), output: of<ScholarView>() },
  /** The next one to code by default, or the neighbour in the list. Null when all are done. */
  'mobility/next-scholar': {
    input: z.object({
      coder,
      from: z.number().int().nullable(),
      step: z.enum(['open', 'next', 'previous']).default('open'),
    }),
    output: of<ScholarView | null>(),
  },
  /**
   * Omitted fields keep their value or, with `accept`, take the rule's suggestion, or, with `line` (the id of a line of
   * the evidence), what that line says of a position.
   */
  'mobility/code': {
    input: z.object({
      coder,
      scholarId: z.number().int(),
      stage: z.string(),
      value: codeValue.partial().default({}),
      accept: z.boolean().default(false),
      line: z.number().int().nullable().default(null),
      /** The parts of the line's proposal as the coder marked them. */
      marks: z.array(markSpan).max(3).optional(),
    }),
    output: of<{ view: ScholarView; abandonedRedos: number }>(),
  },
  'mobility/undo': { input: z.object({ coder, direction: z.enum(['undo', 'redo']) }), output: of<ScholarView>() },
  'mobility/list-events': {
    input: z.object({ scholarId: z.number().int().nullable(), limit: z.number().int().min(1).max(5000).default(50) }),
    output: of<CodingEvent[]>(),
  },
  'mobility/assign': {
    input: z.object({
      coder,
      /** All scholars, a seeded sample of them, or the same sample that another coder has. */
      what: z.enum(['all', 'sample', 'overlap']),
      share: z.number().min(0).max(1).default(1),
      other: z.string().nullable().default(null),
      suggestions: z.enum(['shown', 'hidden']),
      seed: z.number().int().default(1),
    }),
    output: z.object({ assigned: z.number().int(), keptBlind: z.number().int() }),
  },

  'mobility/get-agreement': { input: asking, output: of<AgreementReport>() },
  /** For who no longer waits for it: it may take seconds, and a core. */
  /** Of this asker; it is computed on while another waits. */
  'mobility/cancel-agreement': { input: asking, output: z.object({}) },
  'mobility/list-disagreements': {
    input: z.object({ settled: z.enum(['open', 'all']).default('open') }),
    output: of<Disagreement[]>(),
  },
  'mobility/adjudicate': {
    input: z.object({
      scholarId: z.number().int(),
      stage: z.string(),
      value: codeValue,
      author: coder,
      reason: z.string().max(2000),
    }),
    output: z.object({}),
  },
  /** What a judge is asked: disagreements and a tenth of the agreements, in the order of the stages. */
  'mobility/list-settlement-questions': {
    input: z.object({ judge: coder, settled: z.enum(['open', 'all']).default('open') }),
    output: of<SettlementQuestion[]>(),
  },
  'mobility/withdraw-settlement': {
    input: z.object({ scholarId: z.number().int(), stage: z.string(), author: coder, reason: z.string().max(2000) }),
    output: z.object({}),
  },
  /** The lead shows everybody the codes of blind double coding that is not finished. */
  'mobility/open-blind': { input: z.object({ author: coder }), output: z.object({ opened: z.number().int() }) },
  /** Everywhere; the old name stays known, so that work which comes back under it is still this coder's. */
  'mobility/rename-coder': { input: z.object({ coder, name: coder }), output: z.object({}) },
  /** Writes into a chosen folder; the page gets only the file's name. */
  'mobility/export-coding': {
    input: z.object({ coder, grant: z.string() }),
    output: z.object({ file: z.string(), codes: z.number().int() }),
  },
  /** A file of another codebook is refused, unless the caller has seen how they differ. */
  'mobility/merge-coding': {
    input: z.object({ grant: z.string(), despiteCodebook: z.boolean().default(false) }),
    output: of<MergeResult>(),
  },
  'mobility/preview-merge': { input: z.object({ grant: z.string() }), output: of<MergePreview>() },

  /** `kinds`, as `university>university`: only scholars whose institutions are of these kinds, before and after. */
  'mobility/get-moves': {
    input: z.object({ transition, kinds: z.string().nullable().default(null), focus }),
    output: of<MoveList & About>(),
  },
  /** Of ten thousand moves a fifth of what they are in full. */
  'mobility/get-plane': {
    input: z.object({ transition, kinds: z.string().nullable().default(null), focus }),
    output: of<MovesPlane & About>(),
  },
  /** For the results of one transition, or of all. */
  'mobility/get-sample': {
    input: z.object({ transition: transition.nullable().default(null), focus }),
    output: of<{ told: Message | null }>(),
  },
  /** For the bar over results: classes as the bands make them. */
  'mobility/get-focus-choices': { input: focusOptions, output: of<FocusChoice[]>() },
  'mobility/get-sensitivity': { input: z.object({ transition, focus }), output: of<SensitivityRow[]>() },
  'mobility/get-flows': {
    input: z.object({ unit: z.enum(FLOW_UNITS), most: z.number().int().min(2).max(60).default(FLOWS_DRAWN), focus }),
    output: of<Flows & About>(),
  },
  'mobility/get-transition-table': {
    input: z.object({ transition, unit: z.enum(TABLE_UNITS), focus }),
    output: of<TransitionTable & About>(),
  },
  'mobility/get-timeline': { input: z.object({ focus }), output: of<Timeline & About>() },
  'mobility/get-network': {
    input: z.object({
      kind: z.enum(NETWORK_KINDS),
      edgeKinds: z.array(z.string()).nullable().default(null),
      coLocation: z.boolean().default(false),
      most: z.number().int().min(10).max(3000).default(400),
    }),
    output: of<Network>(),
  },
  'mobility/get-city-map': { input: z.object({ transition, focus }), output: of<CityMap & About>() },
  'mobility/list-comparisons': { input: z.object({}), output: of<ComparisonInfo[]>() },
  'mobility/get-comparison': {
    input: z.object({
      name: z.string(),
      transition,
      otherTransition: transition.optional(),
      attribute: z.string().default(''),
      covariates: z.array(z.string()).default([]),
      /** Of covariates of words; by default the most frequent class. */
      references: z.record(z.string(), z.string()).default({}),
      focus,
    }),
    output: of<Comparison>(),
  },
  /** Which tests were made on which state of the codes. */
  'mobility/get-ledger': { input: z.object({}), output: of<TestLedger>() },
  /** Before the first test of any of its comparisons. */
  'mobility/name-family': {
    input: z.object({
      name: z.string().trim().min(1).max(80),
      method: z.enum(FAMILY_METHODS).default('holm'),
      comparisons: z.array(z.string().min(1)).min(1),
    }),
    output: of<TestLedger>(),
  },
  'mobility/list-findings': { input: z.object({}), output: of<FindingInfo[]>() },
  /** Computed in a thread of its own; a new one ends the one before of the same asker. */
  'mobility/get-finding': { input: findingOptions.extend(asking.shape), output: of<Finding>() },
  'mobility/cancel-finding': { input: asking, output: z.object({ cancelled: z.boolean() }) },
  'mobility/list-statistics': { input: z.object({}), output: of<StatisticInfo[]>() },
  'mobility/compute-statistic': {
    /** `data` is JSON, as for the command line. */
    input: z.object({ name: z.string(), data: z.string().max(100_000) }),
    /** `more`: the full result, under the statistic's own field names. */
    output: of<{ test: TestAnswer; more: Record<string, unknown> }>(),
  },
  'mobility/export': {
    input: z.object({
      grant: z.string(),
      formats: z.array(z.enum(EXPORT_FORMATS)).min(1),
      language: z.enum(LANGUAGES).default('en'),
      bandYears: z.boolean().default(true),
      suppressBelow: z.number().int().min(0).max(20).default(5),
    }),
    output: z.object({ jobId: z.number().int() }),
  },
  'mobility/get-network-file': {
    input: z.object({
      kind: z.enum(NETWORK_KINDS),
      edgeKinds: z.array(z.string()).nullable().default(null),
      coLocation: z.boolean().default(false),
      format: z.enum(NETWORK_FORMATS),
    }),
    output: z.object({ text: z.string() }),
  },
};
