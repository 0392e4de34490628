import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scoreFiles } from '../../src/core/recommender/referee/score-files.ts';
import { folderOf } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

const spec = { format: 'auto', cutoffs: [10], seed: 1, answers: {} } as const;
const HEADER = 'user_id,item_id,rating\n';
const FILES = {
  'split/train.csv': `${HEADER}u,a,1\nu,b,2\nv,c,1\n`,
  'split/test.csv': `${HEADER}u,c,1\nu,d,0\nv,a,-1\n`,
  'lists/part-00000': 'u\tc\nu\td\n',
  'lists/part-00001.bak': 'v\ta\n',
  'lists/more.tsv': 'v\tb\n',
  'lists/_SUCCESS': '',
};

it('what of a folder of lists is not read is told, and rows of a split that may be none', async () => {
  const folder = folderOf(FILES);
  const { lists, notes } = await scoreFiles({
    ...spec,
    files: [join(folder, 'lists')],
    split: join(folder, 'split'),
  });
  expect(lists.lists.counts).toMatchObject({ listeners: 2, withoutList: 1 });
  expect(notes).toContainEqual(saying('import.folder-left-out', { names: ['more.tsv', 'part-00001.bak'], count: 2 }));
  const told = notes.filter(({ id }) => id === 'referee.not-positive');
  expect(told).toEqual([saying('referee.not-positive', { rows: 2, file: 'test.csv' })]);
});
