import { appendFileSync, readdirSync, statSync } from 'node:fs';
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

  it('keeps to it whatever an error quotes, and can be read on', () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new Log(folder);
    for (const details of ['\u0000'.repeat(5e6), { quoted: ['x'.repeat(5e6)] }, undefined])
      log.write('error', `broken: ${'曲'.repeat(1e6)}`, details);
    log.write('info', 'next');
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MEBIBYTE / 4);
    const [next, ...errors] = log.read(10);
    expect(next.what).toBe('next');
    expect(errors.map(({ what }) => what.slice(0, 9))).toEqual(['broken: 曲', 'broken: 曲', 'broken: 曲']);
    expect(errors[1].details).toMatch(/^\{"quoted":\["xxx.* …$/);
  });

  it('is read without what nobody can show, whoever wrote it', () => {
    const folder = join(temporaryFolder(), 'logs');
    const log = new Log(folder);
    log.write('info', 'first');
    const lines = ['{', '5', 'null', '[]', '{"at":1,"level":"info","what":"x"}', '{"at":"","level":"loud","what":"x"}'];
    appendFileSync(join(folder, 'quadrille.log'), `${lines.join('\n')}\n{"at":"","level":"info","what":[]}\n`);
    log.write('info', 'last');
    expect(log.read(100).map(({ what }) => what)).toEqual(['last', 'first']);
  });
});
