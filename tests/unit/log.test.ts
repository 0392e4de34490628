import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Log } from '../../src/core/app/log.ts';
import { temporaryFolder } from '../support/fixtures.ts';

const MEBIBYTE = 2 ** 20;

describe('the log of a library', () => {
  it('rotates: three files of a megabyte, the newest lines in them, whatever is written', () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new Log(folder);
    const text = 'x'.repeat(4000);
    const lines = 1500; // 6 MB
    for (let i = 0; i < lines; i++) log.write('info', `line ${i}`, text);
    expect(readdirSync(folder).sort()).toEqual(['quadrille.1.log', 'quadrille.2.log', 'quadrille.log']);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size, name).toBeLessThan(MEBIBYTE + 5000);
    const kept = log.read(lines).map(({ what }) => what);
    expect(kept[0]).toBe(`line ${lines - 1}`);
    expect(kept.length).toBeGreaterThan((2 * MEBIBYTE) / 4200);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `line ${lines - 1 - i}`));
  });
});
