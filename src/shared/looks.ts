import type { TestSetLook } from './contract/looks.ts';
import { modelLabel } from './evaluation-words.ts';
import type { Label, Message } from './messages/message.ts';
import { say } from './messages/say.ts';
import { optionsLabel } from './result-tables.ts';
import type { KeyedTable } from './table.ts';

/** What a result says of the looks at its test sets. */
export function lookMessages(looks: readonly TestSetLook[], hash: string): Message[] {
  const own = looks.filter((look) => look.hash === hash);
  if (own.length === 0) return [];
  const tuned = own.some((look) => look.tuned);
  const assumed = looks.filter((look) => look.assumed).length;
  return [
    say('looks.counted', { number: Math.max(...own.map(({ number }) => number)), all: looks.length }),
    ...(tuned ? [say('looks.tuned')] : []),
    ...(assumed > 0 ? [say('looks.assumed', { looks: assumed })] : []),
    say('looks.unknown'),
  ];
}

/** Every look at the test sets of a result. */
export function looksTable(looks: readonly TestSetLook[]): KeyedTable {
  return {
    name: 'looks',
    title: say('looks.title'),
    sheet: say('looks.sheet'),
    columns: [
      { key: 'at', label: say('looks.at') },
      { key: 'result', label: say('looks.result') },
      { key: 'spec_hash', label: say('looks.spec-hash') },
      { key: 'test_set', label: say('looks.test-set') },
      { key: 'look', label: say('looks.number'), numbers: 'count' },
      { key: 'settings', label: say('looks.settings') },
      { key: 'after_tuning', label: say('looks.after-tuning') },
    ],
    rows: looks.map(({ at, title, name, hash, testSet, number, options, tuned }) => [
      { key: at, label: `${at.slice(0, 16).replace('T', ' ')} UTC` },
      { key: title, label: name },
      hash,
      testSet,
      number,
      { key: JSON.stringify(options), label: settingsLabel(options) },
      { key: tuned ? 1 : 0, label: say(tuned ? 'answer.yes' : 'answer.no') },
    ]),
  };
}

/** What was set otherwise than by default, model by model. */
function settingsLabel(options: TestSetLook['options']): Label {
  const set = Object.entries(options).filter(([, own]) => Object.keys(own).length > 0);
  if (set.length === 0) return say('looks.defaults');
  return say('report.listed', {
    items: set.map(([model, own]) => say('report.chosen', { model: modelLabel(model), options: optionsLabel(own) })),
  });
}
