import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeptFile, KeptIndex, keptLines } from '../../src/core/recommender/evaluation/kept-file.ts';
import { temporaryFolder } from '../support/fixtures.ts';

describe('what an evaluation keeps', () => {
  it('is found part by part, wherever its lines stand and however long they are', () => {
    const file = join(temporaryFolder(), 'kept.jsonl');
    const kept = new KeptFile(file);
    const models = ['plain', 'with "quotes" and \\ 歌', 'x'.repeat(5000)];
    const long = Array.from({ length: 60_000 }, (_, i) => i);
    for (const fold of [0, 1])
      for (const [n, model] of models.entries())
        for (const listener of [1, 2, 3]) {
          const at = { model, fold };
          const songs = n === 0 && listener === 2 ? long : [fold * 10 + listener];
          kept.list(at, listener, songs, songs);
          kept.values(at, listener, { 'ndcg@10': listener / 4 + fold });
        }
    kept.close();
    const index = new KeptIndex(file);
    const all = [...keptLines(file)];
    expect(index.parts('predictions')).toEqual([]);
    for (const kind of ['list', 'values'] as const) {
      const parts = index.parts(kind);
      expect(parts.map(({ model, fold }) => [models.indexOf(model), fold])).toEqual([
        [0, 0],
        [1, 0],
        [2, 0],
        [0, 1],
        [1, 1],
        [2, 1],
      ]);
      for (const part of parts) {
        const wanted = all.filter((line) => line.kind === kind && line.model === part.model && line.fold === part.fold);
        expect(wanted).toHaveLength(3);
        expect([...index.lines(kind, part)]).toEqual(wanted);
      }
    }
  });
});
