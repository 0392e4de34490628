import { told } from '../messages/schema-problems.ts';
import { z } from 'zod';
import { say } from '../messages/say.ts';
import type { Message } from '../messages/message.ts';

/** Everything that decides how a career becomes a quadrant, as data: versioned, compared, never a constant in code. */
export const INSTITUTION_KINDS = [
  'university',
  'institute',
  'conservatory',
  'orchestra',
  'school',
  'company',
  'hospital',
  'government',
  'freelance',
  'other',
] as const;
export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];

/** Type of a résumé line. */
export const POSITION_ROLES = [
  'bachelor',
  'master',
  'doctorate',
  'postdoc',
  'job',
  'part-time',
  'visiting',
  'award',
] as const;
export type PositionRole = (typeof POSITION_ROLES)[number];

export function isDegree(role: PositionRole): boolean {
  return role === 'bachelor' || role === 'master' || role === 'doctorate';
}

/** A rule for finding a stage in a career, as its definition in core describes it. */
export interface StageKindInfo {
  rule: string;
  summary: Message;
}

/** The reputation table that nobody imports: SpringRank scores from the study's own moves. */
export const OWN_MOVES = 'own-moves';

/** How many cut-points make so many levels. */
export const CUT_POINTS = { four: 3, five: 4 } as const;

const label = z.object({ en: z.string().min(1), zh: z.string().min(1) });
const cutPoints = z
  .array(z.number().positive())
  .min(1)
  .max(9)
  .refine(
    (points) => points.every((point, i) => i === 0 || point > points[i - 1]),
    told(say('codebook.cut-points-must-rise')),
  );

export const stageSchema = z.object({
  key: z.string().refine((key) => /^[a-z][a-z0-9-]*$/.test(key), told(say('codebook.bad-stage-key'))),
  label,
  /** Name of a registered kind of stage. */
  rule: z.string().min(1),
  optional: z.boolean().default(false),
});
export type Stage = z.infer<typeof stageSchema>;

export const codebookSchema = z
  .object({
    name: z.string().min(1),
    stages: z.array(stageSchema).min(2),
    reputation: z.object({
      table: z.string(),
      fromYear: z.number().int().min(1900).max(2100),
      toYear: z.number().int().min(1900).max(2100),
      /** `fixed-mean` over all years, as in the paper; `near-move` only years within `nearYears` of the stage. */
      rule: z.enum(['fixed-mean', 'near-move']),
      nearYears: z.number().int().min(0).max(20),
      /** The rank used for a band such as 201–300. */
      band: z.enum(['midpoint', 'lower', 'upper']),
      /**
       * Absent from a complete list: `cap` counts as the cap, `leave-out` leaves the year out. Deeper ranks are capped
       * too, since lists grew longer.
       */
      unranked: z.enum(['cap', 'leave-out']),
      cap: z.number().int().min(2),
      levels: z.enum(['four', 'five']),
      /** Mean rank up to each point is that level, 1 being the best; beyond the last comes the last level. */
      cutPoints: z.object({ four: cutPoints, five: cutPoints }),
      /**
       * Kinds that world rankings do not cover: `specialist` is a separate level that is compared with nothing;
       * `as-ranked` treats them like all others.
       */
      specialistKinds: z.array(z.enum(INSTITUTION_KINDS)),
      /**
       * Kinds that the table covers: absent from it, they are beyond its last rank. Others have a level only where the
       * table lists them, and are else ineligible. Universities unless given.
       */
      coveredKinds: z.array(z.enum(INSTITUTION_KINDS)).optional(),
      /** A separate reputation table for one kind, such as conservatories; complete down to `cap`, if given. */
      ownTables: z.array(
        z.object({
          kind: z.enum(INSTITUTION_KINDS),
          table: z.string().min(1),
          cutPoints,
          cap: z.number().int().min(2).optional(),
        }),
      ),
      /** Tables of grades: the grades of each level, best first, and what absence from the table means. */
      gradeTables: z
        .array(
          z.object({
            table: z.string().min(1),
            levels: z.array(z.array(z.string().min(1)).min(1)).min(1),
            unlisted: z.enum(['no-level', 'lowest']),
          }),
        )
        .optional(),
    }),
    cities: z.object({
      edition: z.string(),
      /** Best first. */
      order: z.array(z.string().min(1)).min(1),
      /** Classes that are not compared with any other. */
      notComparable: z.array(z.string()),
    }),
    /** Groups of kinds that may be compared; a move between groups is analysed separately. */
    comparableKinds: z.array(z.array(z.enum(INSTITUTION_KINDS)).min(1)),
    quadrant: z.object({
      /**
       * For moves where one axis rises and the other falls, or neither changes: parallel, as in the paper, or a
       * separate class.
       */
      mixed: z.enum(['parallel', 'apart']),
      same: z.enum(['parallel', 'apart']),
      subtypes: z.object({ doubleSame: label, upgradeCityDowngradeSchool: label, downgradeCityUpgradeSchool: label }),
    }),
    positions: z.object({
      postdocIsFirstJob: z.boolean(),
      partTime: z.enum(['ignore', 'count']),
      visiting: z.enum(['ignore', 'count']),
      /** Which of several simultaneous positions counts if none is marked as the main one. */
      concurrent: z.enum(['ask', 'earliest', 'longest']),
      /** Of an award list with both, the institution that counts; asked for each file unless given. */
      awardInstitution: z.enum(['ask', 'employer', 'recommending']).optional(),
    }),
    /** What counts as the same institution, that is, as staying. */
    identity: z.object({ mergers: z.boolean(), parents: z.boolean(), affiliates: z.boolean(), campuses: z.boolean() }),
    /** Degrees that end the doctorate stage, as written in a résumé. */
    terminalDegrees: z.array(z.string().min(1)),
    /** Scholar attributes used as groups. */
    attributes: z.array(z.string().min(1)),
  })
  .refine((book) => new Set(book.stages.map(({ key }) => key)).size === book.stages.length, {
    ...told(say('codebook.stage-key-twice')),
    path: ['stages'],
  })
  .refine((book) => book.reputation.fromYear <= book.reputation.toYear, {
    ...told(say('codebook.years-reversed')),
    path: ['reputation', 'fromYear'],
  })
  .refine((book) => new Set(book.comparableKinds.flat()).size === book.comparableKinds.flat().length, {
    ...told(say('codebook.kind-twice')),
    path: ['comparableKinds'],
  });
export type Codebook = z.infer<typeof codebookSchema>;

/** The paper's codebook; where the paper does not say, this project's interpretation. */
export const DEFAULT_CODEBOOK: Codebook = {
  name: 'Education elites (Li & Li 2024)',
  stages: [
    { key: 'doctorate', label: { en: 'Doctorate', zh: '博士' }, rule: 'doctorate', optional: false },
    { key: 'first-job', label: { en: 'First job', zh: '初职' }, rule: 'first-job', optional: false },
    { key: 'elected', label: { en: 'Elected', zh: '入选时任职单位' }, rule: 'award', optional: false },
    { key: 'current', label: { en: 'Current', zh: '现职' }, rule: 'current', optional: false },
  ],
  reputation: {
    table: 'ARWU',
    fromYear: 2003,
    toYear: 2020,
    rule: 'fixed-mean',
    nearYears: 2,
    band: 'midpoint',
    unranked: 'cap',
    cap: 501,
    levels: 'four',
    cutPoints: { four: [100, 200, 400], five: [100, 200, 300, 400] },
    specialistKinds: ['conservatory', 'orchestra', 'school', 'freelance'],
    ownTables: [],
  },
  cities: {
    edition: '2020',
    order: ['tier 1', 'new tier 1', 'tier 2', 'tier 3', 'tier 4', 'tier 5'],
    notComparable: ['abroad', 'Hong Kong', 'Macao', 'Taiwan'],
  },
  comparableKinds: [['university', 'conservatory'], ['institute']],
  quadrant: {
    mixed: 'parallel',
    same: 'parallel',
    subtypes: {
      doubleSame: { en: 'double same', zh: '双同' },
      upgradeCityDowngradeSchool: { en: 'upgrade city, downgrade school', zh: '升城降校' },
      downgradeCityUpgradeSchool: { en: 'downgrade city, upgrade school', zh: '降城升校' },
    },
  },
  positions: { postdocIsFirstJob: true, partTime: 'ignore', visiting: 'ignore', concurrent: 'ask' },
  identity: { mergers: true, parents: false, affiliates: false, campuses: true },
  terminalDegrees: ['PhD', 'Ph.D.', 'DPhil', 'Doctor', 'Dr.', '博士'],
  attributes: ['gender', 'birthYear', 'discipline', 'degreeAbroad'],
};

const MUSIC_EDUCATION: Codebook = {
  ...DEFAULT_CODEBOOK,
  name: 'Music education',
  stages: [
    { key: 'bachelor', label: { en: 'Undergraduate', zh: '本科' }, rule: 'bachelor', optional: true },
    { key: 'master', label: { en: "Master's", zh: '硕士' }, rule: 'master', optional: true },
    { key: 'doctorate', label: { en: 'Terminal degree', zh: '最高学位' }, rule: 'doctorate', optional: false },
    { key: 'first-job', label: { en: 'First post', zh: '初职' }, rule: 'first-job', optional: false },
    { key: 'current', label: { en: 'Current', zh: '现职' }, rule: 'current', optional: false },
  ],
  comparableKinds: [['university', 'conservatory'], ['institute'], ['orchestra'], ['school']],
  terminalDegrees: [
    ...DEFAULT_CODEBOOK.terminalDegrees,
    'DMA',
    'D.M.A.',
    'Doctor of Musical Arts',
    'EdD',
    'Artist Diploma',
    'Konzertexamen',
    '音乐艺术博士',
    '艺术家文凭',
  ],
  attributes: ['gender', 'birthYear', 'instrument', 'degreeAbroad'],
};

export const CODEBOOK_PRESETS: Record<string, Codebook> = {
  'education-elites': DEFAULT_CODEBOOK,
  'music-education': MUSIC_EDUCATION,
};

/** Stages that are not optional: a scholar is done when these are judged. */
export function neededStages({ stages }: Pick<Codebook, 'stages'>): Stage[] {
  return stages.filter(({ optional }) => !optional);
}

/** Transitions between neighbouring non-optional stages, as `from:to`. */
export function transitionsOf(book: Codebook): string[] {
  const stages = neededStages(book);
  return stages.slice(1).map((stage, i) => `${stages[i].key}:${stage.key}`);
}
