import { headingLike } from './heading-words.ts';

/** The columns of a list of people who were elected or given an award, a row a person. */
export interface AwardList {
  year: string | null;
  /** The institution that put the person forward. */
  recommending: string | null;
  /** The institution where the person worked. */
  employing: string | null;
}

const YEAR = new RegExp(
  '^(?:入选|当选|增选|获评|获批|聘任|受聘|授予|获奖|评选)(?:年份?|年度|时间|年月)$|' +
    '^year (?:of )?(?:elected|election|award(?:ed)?|induction)$|' +
    '^(?:election|award|elected|awarded|induction) (?:year|date)$|^(?:elected|awarded)(?: in)?$',
);
const RECOMMENDING =
  /^(?:推荐|申报|设岗|聘任|受聘|聘请)(?:单位|学校|高校|院校)$|^(?:nominating|recommending) (?:institution|university)$/;
const EMPLOYING = new RegExp(
  '^(?:现?工作|现?任职|所在|[当入]选时(?:所在|工作)?)?(?:单位|高校|学校|院校)$|' +
    '^(?:affiliation|institution|employer|university|organi[sz]ation(?: name)?)' +
    '(?: (?:at|when) (?:election|elected|award|awarded))?$',
);

const PRIZE = /^(?:prize|award|prize name|award name|奖项|奖项名称|获奖名称|荣誉称号|人才称号)$/;

/** The list that headings tell; null for other tables. */
export function awardList(head: readonly string[]): AwardList | null {
  const [dated, recommending, employing] = [YEAR, RECOMMENDING, EMPLOYING].map((one) => headingLike(head, one));
  // A year beside the name of a prize is that of the prize.
  const year = dated ?? (headingLike(head, PRIZE) === null ? null : headingLike(head, /^(?:year|年份|年度)$/));
  return year === null && recommending === null ? null : { year, recommending, employing };
}
