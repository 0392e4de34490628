import { say } from '../../../shared/messages/say.ts';
import type { KeyedTable } from '../../../shared/table.ts';
import { ledgerOf } from '../analysis/ledger.ts';
import type { Study } from '../study/study.ts';
import { studyColumn } from './columns.ts';

/** Which tests were made on which state of the codes, so that twenty looks cannot pass as one. */
export function testsTable(study: Study): { tests?: KeyedTable } {
  const { tests } = ledgerOf(study);
  if (tests.length === 0) return {};
  return {
    tests: {
      name: 'tests',
      title: say('study-table.tests'),
      sheet: say('study-table.tests'),
      columns: (['at', 'test', 'asked', 'codes', 'current', 'p', 'family', 'adjusted_p'] as const).map((key) =>
        key === 'codes' ? { key, label: say('study-column.state-of-codes') } : studyColumn(key),
      ),
      rows: tests.map(({ at, name, asked, state, current, p, family, adjustedP }) => [
        at,
        name,
        { key: asked.text, label: asked },
        state,
        { key: current ? 1 : 0, label: say(current ? 'answer.yes' : 'answer.no') },
        p,
        family === null ? { key: 'exploratory', label: say('ledger.exploratory') } : family,
        adjustedP,
      ]),
    },
  };
}
