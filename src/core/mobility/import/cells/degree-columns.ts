import type { Message } from '../../../../shared/messages/message.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Stage } from '../../../../shared/mobility/codebook.ts';
import { headingLike } from '../table/heading-words.ts';

/** The columns of a roster that say where and when its people took their degree, beside where they work. */
export interface DegreeColumns {
  institution: string;
  year: string | null;
  /** Which degree it is. */
  role: string | null;
}

const INSTITUTION = new RegExp(
  '^(?:school|alma mater|(?:degree|graduate|grad|doctoral|phd|ph d|highest degree)' +
    '(?: granting)? (?:school|institution|university|from)|' +
    '毕业(?:院校|学校|大学|高校)|最高学(?:历|位)(?:毕业)?(?:院校|学校)|学位授予(?:单位|院校|学校)|博士(?:毕业)?(?:院校|学校))$',
);
const YEAR = new RegExp(
  '^(?:(?:degree|graduation|grad|phd|ph d|doctorate) year|year of (?:degree|graduation|phd)|degree date|' +
    '毕业(?:年份|时间|年)|获?得?(?:博士|最高)?学位(?:授予)?(?:年份|时间)|博士毕业(?:年份|时间|年))$',
);
const DEGREE = /^(?:degree|highest degree|terminal degree|学位|最高学位|最高学历|学历)$/;
const EMPLOYER = new RegExp(
  '^(?:(?:current )?(?:institution|university|employer|organi[sz]ation|affiliation|workplace)(?: name)?|' +
    '(?:现?工作|现?任职|所在|现|供职)?单位|任职(?:院校|学校|高校)|工作(?:院校|学校)|所在(?:院校|学校|高校))$',
);

/** The column that says where somebody works now. */
export function employerColumn(head: readonly string[]): string | null {
  return headingLike(head, EMPLOYER);
}

/**
 * Of a table with a row a person that has the employer and the school of the degree side by side: the degree is not
 * from the employer. Null for other tables.
 */
export function degreeColumns(head: readonly string[]): DegreeColumns | null {
  const [institution, year, role, employer] = [INSTITUTION, YEAR, DEGREE, EMPLOYER].map((one) =>
    headingLike(head, one),
  );
  const saysDegree = year !== null || role !== null || /phd|ph d|doctor|博士|学位|degree/i.test(institution ?? '');
  const isGranting = /学位授予|博士|phd|ph d|doctoral/i.test(institution ?? '') && year !== null;
  return institution !== null && (isGranting || employer !== null) && institution !== employer && saysDegree
    ? { institution, year, role }
    : null;
}

const DEGREES_SHOWN = 12;

/** Rows of a table with a row a person whose degree is not that of a stage, which stays open for them. */
export class OtherDegrees {
  readonly #counts = new Map<string, number>();
  #stage: Stage['label'] | null = null;

  add(stage: Stage['label'], degree: string): void {
    this.#stage = stage;
    this.#counts.set(degree, (this.#counts.get(degree) ?? 0) + 1);
  }

  notes(): Message[] {
    if (this.#stage === null) return [];
    const sorted = [...this.#counts].sort(([, a], [, b]) => b - a);
    const degrees = sorted.slice(0, DEGREES_SHOWN).map(([degree, rows]) => `${degree} (${rows})`);
    const rows = sorted.reduce((sum, [, count]) => sum + count, 0);
    return [say('study-import.other-degrees', { rows, degrees, stage: this.#stage })];
  }
}
