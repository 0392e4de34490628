import { say } from '../../../shared/messages/say.ts';
import { HistoryStager } from './history-stager.ts';
import type { Importer } from './importer.ts';
import { TRIPLETS } from './kinds.ts';
import { stageRows } from './tables.ts';

/**
 * Triplets that were re-saved with a header or commas, as copies of the Kaggle files often are: columns are
 * found by their names.
 */
export const delimitedTripletsImporter: Importer = {
  kind: TRIPLETS,
  formats: ['delimited-triplets'],
  sniff: (head) => (head.kind === 'text' && columnsOf(firstLine(head.head)) ? 'delimited-triplets' : null),
  async stage(context) {
    const stager = new HistoryStager(context);
    const header = firstLine(context.head.head);
    const columns = columnsOf(header) ?? { listener: 0, song: 1, plays: 2, separator: ',' };
    let first = true;
    await stageRows(context, columns.separator, (fields, text) => {
      if (first && columnsOf(text)) {
        first = false;
        return 'skip';
      }
      const [listener, song, plays] = [fields[columns.listener], fields[columns.song], fields[columns.plays]];
      if (!listener) return ['user', say('import.is-empty')];
      if (!song) return ['song', say('import.is-empty')];
      const count = Number(plays);
      if (!plays || !Number.isInteger(count) || count < 1)
        return ['count', say('import.not-a-count', { plays: plays ?? '' })];
      stager.add(listener, { key: song, title: null, artist: null }, count, 0);
      return null;
    });
    stager.finish();
  },
};

function firstLine(head: Buffer): string {
  return head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split('\n', 1)[0]
    .replace(/\r$/, '');
}

function columnsOf(line: string): { listener: number; song: number; plays: number; separator: string } | null {
  const separator = line.includes('\t') ? '\t' : ',';
  const names = line.split(separator).map((name) => name.trim().replaceAll('"', '').toLowerCase());
  const find = (pattern: RegExp) => names.findIndex((name) => pattern.test(name));
  const [listener, song, plays] = [
    find(/^user|^listener/),
    find(/^song|^track|^item/),
    find(/play|count|listen_count|freq/),
  ];
  return listener >= 0 && song >= 0 && plays >= 0 && new Set([listener, song, plays]).size === 3
    ? { listener, song, plays, separator }
    : null;
}
