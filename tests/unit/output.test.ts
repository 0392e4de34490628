import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOfResults, freeName, OutputFolder, writeNewFile } from '../../src/core/storage/output.ts';
import { archiveName } from '../../src/core/storage/archive.ts';
import { plainName } from '../../src/core/storage/library.ts';
import { placeOnce } from '../../src/core/storage/placing.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';

const NOW = new Date('2026-11-26T10:00:00Z');

/** The place of a folder of results, and the folder made there. */
function placeOf(chosen: string, name: string): string {
  const path = folderOfResults(chosen, name, NOW).path();
  mkdirSync(path);
  return path;
}

describe('a folder of results', () => {
  it('is itself the folder that was named, where there was none', () => {
    const chosen = join(temporaryFolder(), 'a', 'results');
    const { folder, name, path } = folderOfResults(chosen, 'K × epoch', NOW);
    expect([folder, name, path()]).toEqual([join(chosen, '..'), 'results', chosen]);
  });

  it('is a new one, named after result and day, in a folder that is there; never one that is taken', () => {
    const chosen = temporaryFolder();
    writeFileSync(join(chosen, 'report.html'), 'a chapter');
    writeFileSync(join(chosen, 'Run - 1, 2 2026-11-26'), 'a file of that name');
    const paths = [1, 2].map(() => placeOf(chosen, 'Run: 1, 2'));
    expect(paths).toEqual([join(chosen, 'Run - 1, 2 2026-11-26 (2)'), join(chosen, 'Run - 1, 2 2026-11-26 (3)')]);
    expect(readFileSync(join(chosen, 'report.html'), 'utf8')).toBe('a chapter');
  });

  it('is named as Chinese writes it, and by nothing that a file system refuses', () => {
    const nameOf = (title: string) => folderOfResults(temporaryFolder(), title, NOW).name;
    expect(nameOf('排序：4 个模型，5 折')).toBe('排序：4 个模型，5 折 2026-11-26');
    expect(nameOf('a/b\\c:d*e?"f"<g>|')).toBe('a-b-c-d-e-f-g- 2026-11-26');
    expect(nameOf('...')).toBe('- 2026-11-26');
  });

  it('has a name that fits every file system, also while it is unfinished, with a number and in Chinese', async () => {
    const parent = temporaryFolder();
    const long = '流'.repeat(200);
    for (const [chosen, name] of [
      [parent, long],
      [parent, long],
      [parent, 'a'.repeat(300)],
      [join(parent, '迁'.repeat(85)), 'x'],
    ]) {
      const made = placeOnce(temporaryFolder(), folderOfResults(chosen, name, NOW), async (to) => mkdirSync(to));
      await expect(made.then(({ path }) => existsSync(path)).catch(String), name).resolves.toBe(true);
    }
    const names = readdirSync(parent);
    expect(names).toHaveLength(4);
    expect(names.filter((name) => /^流{66} 2026-11-26( \(2\))?$/.test(name))).toHaveLength(2);
    const archive = archiveName(long, NOW, '李'.repeat(90));
    expect(archive).toBe(`${'流'.repeat(32)}-${'李'.repeat(32)}-2026-11-26.quadrille-archive`);
    const file = { folder: parent, name: archive, path: () => join(parent, archive.replace('.', ' (2).')) };
    await placeOnce(temporaryFolder(), file, async (unfinished) => writeFileSync(unfinished, ''));
  });

  it('of a library is no device of Windows', () => {
    expect(['con', 'Aux', 'COM1', 'lpt9', 'nul'].map(plainName)).toEqual(['con-', 'Aux-', 'COM1-', 'lpt9-', 'nul-']);
    expect(['console', 'com', 'nul 2', '...'].map(plainName)).toEqual(['console', 'com', 'nul 2', '-']);
  });

  it('is a new one, too, in a folder that somebody made meanwhile', () => {
    const chosen = join(temporaryFolder(), 'results');
    const destination = folderOfResults(chosen, 'x', NOW);
    mkdirSync(chosen);
    expect(destination.path()).toBe(join(chosen, 'x 2026-11-26'));
  });

  it('is refused where a file has that name', () => {
    const file = join(temporaryFolder(), 'thesis.docx');
    writeFileSync(file, 'x');
    expect(() => folderOfResults(file, 'x', NOW)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('writes each file once, over nothing that came in meanwhile', () => {
    const output = new OutputFolder(join(temporaryFolder(), 'new'));
    output.write('figures/1.svg', '<svg/>');
    writeFileSync(join(output.path, 'report.html'), 'mine');
    const refused = { code: 'conflict' };
    expect(() => output.write('report.html', 'ours')).toThrow(expect.objectContaining(refused));
    expect(() => output.fileFor('report.html')).toThrow(expect.objectContaining(refused));
    expect(readFileSync(join(output.path, 'report.html'), 'utf8')).toBe('mine');
    expect(readFileSync(join(output.path, 'figures', '1.svg'), 'utf8')).toBe('<svg/>');
    expect(output.files).toEqual(['figures/1.svg']);
    expect(() => new OutputFolder(output.path)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  });
});

describe('a file of results', () => {
  it('takes the place of none, also not of one that is called like its unfinished form', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'codes.json');
    writeFileSync(`${file}.part`, 'mine');
    writeNewFile(file, 'ours');
    expect(readFileSync(file, 'utf8')).toBe('ours');
    expect(() => writeNewFile(file, 'again')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(readFileSync(file, 'utf8')).toBe('ours');
    expect(readFileSync(`${file}.part`, 'utf8')).toBe('mine');
    expect(readdirSync(folder).sort()).toEqual(['codes.json', 'codes.json.part']);
  });

  it('gets a number where its name is taken', () => {
    const folder = temporaryFolder();
    const names = [1, 2, 3].map(() => {
      const file = freeName(folder, 'a.b.json');
      mkdirSync(file);
      return file;
    });
    expect(names).toEqual(['a.b.json', 'a.b (2).json', 'a.b (3).json'].map((name) => join(folder, name)));
    expect(existsSync(join(folder, 'a.b (4).json'))).toBe(false);
  });
});

describe('the commands', () => {
  // The redirect file of `serve --open` is in a private folder of its own.
  const OTHERS = ['open-browser.ts'];
  const WRITES = /\b(?:writeFile|appendFile|createWriteStream|copyFile|cp|rename|rm|rmdir|unlink|truncate)(?:Sync)?\(/;

  it('write and remove files of a person through here only', () => {
    const files = readdirSync(join(ROOT, 'src', 'cli'), { recursive: true, encoding: 'utf8' });
    const own = files.filter((file) => file.endsWith('.ts') && !OTHERS.includes(file));
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter((file) => WRITES.test(readFileSync(join(ROOT, 'src', 'cli', file), 'utf8')))).toEqual([]);
  });
});
