import { isDeepStrictEqual } from 'node:util';
import { say } from '../../../shared/messages/say.ts';
import type { Problem } from '../../../shared/mobility/imports.ts';
import { MISSING_CV_REASONS, type MissingCvReason } from '../../../shared/mobility/population.ts';
import { nameKey } from '../names/name-key.ts';
import { scholarKeyOf } from '../names/full-name.ts';
import { namesakeKey } from '../names/person-key.ts';
import { listMembers, type MemberRow, putMember, removeMembers } from '../rows/population-rows.ts';
import { attributeColumns, attributesOf } from './cells/attributes.ts';
import { Columns, guessedColumns, problem } from './cells/fields.ts';
import { assertHeaders, lookOf } from './table/headers.ts';
import { headingKeys } from './table/heading-words.ts';
import type { MobilityImporter } from './staged.ts';
import { givenTable } from './table/given-table.ts';
import { YearCells } from './cells/year-cells.ts';

const FIELDS = ['scholar', 'name', 'reason', 'note'];

const PLACES = new Set(
  ['school', 'placement', 'employer name', '毕业院校', '毕业学校', '去向', '就业单位'].map(nameKey),
);

/** What lists write for each reason, compared without case, spaces and punctuation. */
const WORDS: Record<(typeof MISSING_CV_REASONS)[number], readonly string[]> = {
  'no-cv': ['no cv', 'no cv found', 'not found', 'no resume', '无简历', '未找到简历', '未找到', '查无简历', '查无'],
  'not-public': ['not public', 'private', 'confidential', '未公开', '不公开', '简历未公开', '保密', '涉密'],
  'too-short': ['too short', 'incomplete', '不完整', '简历不完整', '信息不全', '过短', '缺少信息'],
  'no-answer': ['no answer', 'no reply', 'no response', '未回复', '无回复', '未答复'],
  refused: ['refused', 'declined', 'no consent', '拒绝', '谢绝', '不同意'],
  'not-searched': ['not searched', 'not yet searched', 'pending', '未检索', '待检索', '未查'],
  other: ['other', '其他', '其它'],
};
const REASON_OF = new Map(
  Object.entries(WORDS).flatMap(([reason, words]) => words.map((word) => [nameKey(word), reason as MissingCvReason])),
);

/** The population of a study: everybody it is about, with or without a résumé. */
export const populationImporter: MobilityImporter = {
  kind: 'population',
  label: say('study-import-kind.population'),
  summary: 'the population: everybody whom the study is about, and why a résumé is missing',
  settings: [],
  example: { columns: { name: '姓名', reason: '缺失原因' } },
  fields: FIELDS.map((name) => ({ name, required: name === 'name' })),
  sniff: (head) => {
    const columns = guessedColumns(head, [...FIELDS, 'institution']);
    if (!columns.has('name')) return false;
    if (columns.has('reason')) return true;
    // 学校 or a placement beside the name: a table of posts or degrees.
    const others = head.flatMap(headingKeys).some((key) => PLACES.has(key));
    return (
      !columns.has('institution') && !others && attributeColumns(head, { attributes: {} }, { attributes: [] }).size > 0
    );
  },
  async stage(file, mapping, context) {
    const { library, book } = context;
    const table = await givenTable(file, mapping, context);
    const columns = new Columns(table, mapping, FIELDS);
    assertHeaders(columns, ['name']);
    const attributes = attributeColumns(table.head, mapping, book);
    const rejections: Problem[] = [];
    const doubts: Problem[] = [];
    const rows = new Map<string, MemberRow & { line: number }>();
    const namesakes = new Map<string, number>();
    const years = new YearCells(table.rows, mapping.missing, context.questions);
    for (const row of table.rows) {
      const name = columns.get(row, 'name');
      if (mapping.missing.includes(name)) {
        rejections.push(
          problem(row.line, 'name', name, say('study-import.no-name'), say('study-import.name-or-leave-out')),
        );
        continue;
      }
      const id = columns.get(row, 'scholar');
      // Without ids the n-th person of a name is the n-th, wherever the list stands next time.
      const nth = (namesakes.get(scholarKeyOf(name)) ?? 0) + 1;
      namesakes.set(scholarKeyOf(name), nth);
      const key = id === '' ? namesakeKey(name, nth) : id;
      const before = rows.get(scholarKeyOf(key));
      if (before) {
        rejections.push(
          problem(
            row.line,
            'scholar',
            key,
            say('study-import.member-twice', { key, before: before.line }),
            say('study-import.leave-one-out'),
          ),
        );
        continue;
      }
      const written = columns.get(row, 'reason');
      const reason = mapping.missing.includes(written) ? '' : (knownReason(written) ?? 'other');
      const isOther = reason === 'other' && knownReason(written) === undefined;
      if (isOther)
        doubts.push(
          problem(
            row.line,
            'reason',
            written,
            say('study-import.reason-kept-as-note'),
            say('study-import.reasons-known', { reasons: [...MISSING_CV_REASONS] }),
          ),
        );
      const remark = columns.get(row, 'note');
      const own = attributesOf(row, attributes, { head: table.head, mapping }, years);
      if (years.held.has(row.line)) continue;
      rows.set(scholarKeyOf(key), {
        ...{ key, name, reason, line: row.line },
        attributes: own,
        note: [isOther ? written : '', remark].filter((text) => text !== '').join('; '),
      });
    }
    const stored = new Map(listMembers(library).map((member) => [scholarKeyOf(member.key), member]));
    const gone = [...stored.keys()].filter((key) => !rows.has(key)).length;
    const members = [...rows.values()].map(({ line: _line, ...member }) => member);
    const attributeHeads = Object.fromEntries([...attributes].map(([name, at]) => [name, table.head[at]]));
    const isReplaced = mapping.existing === 'replace';
    return {
      rejections,
      doubts,
      held: years.held.size,
      notes: gone > 0 && !isReplaced ? [say('study-import.members-not-in-file', { n: gone, all: stored.size })] : [],
      ...lookOf({ table, found: { ...columns.found(), ...attributeHeads } }, mapping),
      mapping: {
        ...mapping,
        columns: { ...mapping.columns, ...columns.found() },
        attributes: { ...mapping.attributes, ...attributeHeads },
      },
      publish: (db) => {
        if (isReplaced) removeMembers(db);
        let unchanged = 0;
        for (const member of members) {
          const before = stored.get(scholarKeyOf(member.key));
          const next = before ? revised(before, member) : member;
          const isSame = isDeepStrictEqual(before, next);
          if (isSame) unchanged++;
          if (!isSame || isReplaced) putMember(db, next);
        }
        return { imported: members.length - unchanged, unchanged };
      },
    };
  },
};

function knownReason(text: string): MissingCvReason | undefined {
  const word = nameKey(text);
  return REASON_OF.get(word) ?? MISSING_CV_REASONS.find((reason) => nameKey(reason) === word);
}

/** What a later list says; what it leaves out, and reasons that were given in the study, stay. */
function revised(before: MemberRow, { name, attributes, reason, note }: MemberRow): MemberRow {
  return {
    key: before.key,
    name,
    attributes: { ...before.attributes, ...attributes },
    reason: reason === '' ? before.reason : reason,
    note: note === '' ? before.note : note,
  };
}
