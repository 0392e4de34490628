import type { SplitForm } from '../../../shared/contract/referee.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { DescribedFile, DescribedTable } from '../../storage/data-package.ts';
import { writeLines } from '../../report/delimited-file.ts';
import type { OutputFolder } from '../../storage/output.ts';

/** A listener, a song and how often it was played, or its rating. */
export type SplitRow = readonly [listener: string, song: string, value: number];

/** One fold by the ids of the library; every list in the order of ids. */
export interface SplitRows {
  training(): Iterable<SplitRow>;
  /** Rows of test listeners who are not in training that a model may look at. */
  foldIn(): Iterable<SplitRow>;
  test(): Iterable<SplitRow>;
  /** Songs that may be recommended. */
  catalogue: readonly string[];
  /** Training listeners, where the test listeners are not among them; null where they are. */
  trainingListeners: readonly string[] | null;
}

export interface SplitField {
  name: string;
  type: 'string' | 'number';
}

const LISTENER: SplitField = { name: 'listener', type: 'string' };
const SONG: SplitField = { name: 'song', type: 'string' };
const PAIR = [LISTENER, SONG];
const ROW: readonly SplitField[] = [...PAIR, { name: 'value', type: 'number' }];

/**
 * Writes one fold as other tools read it. `plain` is what `evaluate --split` reads where whole listeners are held out
 * (with train.tsv beside it), else train.tsv and test.tsv. RecBole reads atomic files (`NAME.train.inter` …), Elliot
 * and Cornac listener, song and value without a header, LensKit CSV with one. These cannot fold in, so that the known
 * rows of test listeners are in their training part.
 *
 * @param folder within the output, with a `/` at its end; '' for the output itself
 * @returns what was written
 * @throws bad-input for an id that the form cannot hold
 */
export function writeSplit(
  output: OutputFolder,
  folder: string,
  form: SplitForm,
  name: string,
  rows: SplitRows,
  tick: () => void,
): DescribedFile[] {
  const written: DescribedFile[] = [];
  const file = (own: string) => output.fileFor(folder + own);
  const put = (
    own: string,
    head: string | null,
    part: Iterable<SplitRow>,
    toLine: (row: SplitRow) => string = tabbed,
    fields = ROW,
  ) => {
    const format = toLine === commas ? 'csv' : 'tsv';
    const table = tableOf(format, head?.split(format === 'csv' ? ',' : '\t') ?? null, fields);
    written.push({ path: folder + own, table });
    function* lines(): Generator<string> {
      if (head !== null) yield head;
      for (const row of part) {
        table.rows++;
        yield toLine(row);
      }
    }
    writeLines(file(own), lines(), tick);
  };
  const list = (own: string, ids: readonly string[], field: SplitField) => {
    written.push({ path: folder + own, table: { ...tableOf('tsv', null, [field]), rows: ids.length } });
    output.write(folder + own, lined(ids));
  };
  function* known(): Generator<SplitRow> {
    yield* rows.training();
    yield* rows.foldIn();
  }
  if (form === 'recbole') {
    const head = 'user_id:token\titem_id:token\trating:float';
    // RecBole looks in its data_path for a folder that is called as the files in it.
    put(`${name}/${name}.train.inter`, head, known());
    put(`${name}/${name}.test.inter`, head, rows.test());
  } else if (form === 'lenskit') {
    put('train.csv', 'user_id,item_id,rating', known(), commas);
    put('test.csv', 'user_id,item_id,rating', rows.test(), commas);
  } else if (form !== 'plain' || rows.trainingListeners === null) {
    put('train.tsv', null, known());
    put('test.tsv', null, rows.test());
  } else {
    const pairs = ([listener, song]: SplitRow) => tabbed([listener, song]);
    put('train.tsv', null, rows.training());
    put('test_fold_in.tsv', null, rows.foldIn(), pairs, PAIR);
    put('test_target.tsv', null, rows.test(), pairs, PAIR);
    list('catalogue.txt', rows.catalogue, SONG);
    list('tuning_users.txt', rows.trainingListeners, LISTENER);
  }
  return written;
}

function tableOf(format: 'csv' | 'tsv', head: string[] | null, fields: readonly SplitField[]): DescribedTable {
  return {
    format,
    header: head !== null,
    quoted: format === 'csv',
    marked: false,
    fields: fields.map(({ name, type }, i) => ({ name: head?.[i] ?? name, type, required: true })),
    rows: 0,
  };
}

function tabbed(fields: readonly (string | number)[]): string {
  for (const field of fields) if (typeof field === 'string' && /[\t\r\n]/.test(field)) throw unfit(field);
  return fields.join('\t');
}

function commas(fields: readonly (string | number)[]): string {
  return fields
    .map((field) => (typeof field === 'string' && /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

function lined(ids: readonly string[]): string {
  return ids.map((id) => `${tabbed([id])}\n`).join('');
}

function unfit(id: string): AppError {
  return new AppError('bad-input', say('split-form.id-with-tab', { id }));
}
