import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type Language, menuTemplate, words } from '../../src/main/menu.ts';
import { askedByFile, askedFor, firstLibrary } from '../../src/main/opening.ts';
import { dataFolder } from '../../src/shared/data-folder.ts';
import {
  EMPTY_STATE,
  parseState,
  placeOnScreens,
  readState,
  recentEntries,
  withRecent,
  writeState,
  zoomed,
} from '../../src/main/state.ts';
import { writeWhole } from '../../src/main/whole-file.ts';
import { mayQuit } from '../../src/main/quitting.ts';
import { ALL_COMMANDS, commandOfKey } from '../../src/shared/commands.ts';
import { LISTED_PAGES, PAGES } from '../../src/shared/pages.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';

function template(platform: NodeJS.Platform, language: Language): MenuItemConstructorOptions[] {
  return menuTemplate({
    platform,
    language,
    recent: [{ folder: '/a', label: 'a' }],
    run: () => {},
    openRecent: () => {},
  });
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

describe('menus', () => {
  it.each(['linux', 'win32', 'darwin'] as const)(
    'on %s hold every command once, labelled in both languages',
    (platform) => {
      const [en, zh] = [flat(template(platform, 'en')), flat(template(platform, 'zh-CN'))];
      for (const { id } of ALL_COMMANDS) {
        if (id === 'quit' && platform === 'darwin') continue; // the system's own entry
        expect(en.filter((item) => item.id === id).length, `${id} on ${platform}`).toBe(1);
      }
      for (const items of [en, zh]) for (const item of items) if (item.id) expect(item.label, item.id).toBeTruthy();
      const chinese = zh.filter((item) => item.id && item.id !== 'language');
      for (const item of chinese) expect(item.label, item.id).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it('follow each system', () => {
    expect(template('darwin', 'en')[0].role).toBe('appMenu');
    expect(template('darwin', 'en').some(({ role }) => role === 'windowMenu')).toBe(true);
    expect(flat(template('win32', 'en')).find(({ id }) => id === 'quit')?.label).toBe('Exit');
    expect(flat(template('linux', 'en')).find(({ id }) => id === 'quit')?.label).toBe('Quit');
  });

  it('show recent libraries by their names: the system takes a single & for a key', () => {
    const recent = [{ folder: '/a', label: 'R&D && more' }];
    const menu = menuTemplate({ platform: 'linux', language: 'en', recent, run: () => {}, openRecent: () => {} });
    const [entry] = flat(menu.filter(({ label }) => label === 'File')).filter(({ toolTip }) => toolTip === '/a');
    expect(entry.label).toBe('R&&D &&&& more');
  });

  it('give no key to two commands', () => {
    const keys = ALL_COMMANDS.flatMap(({ key }) => (key ? [key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { id, key } of ALL_COMMANDS) {
      if (!key) continue;
      const parts = key.split('+');
      const name = key.endsWith('+') ? '+' : (parts[parts.length - 1] as string);
      expect(
        commandOfKey({
          key: name.length === 1 ? name.toLowerCase() : name,
          mod: parts.includes('Mod'),
          shift: parts.includes('Shift'),
          alt: false,
        }),
        key,
      ).toBe(id);
    }
    expect(commandOfKey({ key: '+', mod: true, shift: true, alt: false })).toBe('zoom-in');
    expect(commandOfKey({ key: 'a', mod: false, shift: false, alt: false })).toBeNull();
    expect(commandOfKey({ key: 'k', mod: true, shift: false, alt: true })).toBeNull();
  });
});

describe('pages', () => {
  it('have a file each, and every file a line', () => {
    const files = ['app', 'mobility', 'recommender'].flatMap((folder) =>
      readdirSync(join(ROOT, 'src', 'renderer', folder)).flatMap((file) => /^(.+)-page\.tsx$/.exec(file)?.[1] ?? []),
    );
    expect(files.toSorted()).toEqual(PAGES.map(({ id }) => id).toSorted());
  });

  it('that are listed are commands with a name in both languages', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { nav } = words(language);
      for (const { id } of LISTED_PAGES) expect(nav, `${id} in ${language}`).toHaveProperty(id);
    }
    for (const { id } of LISTED_PAGES) expect(ALL_COMMANDS.some((command) => command.id === id)).toBe(true);
  });
});

describe('what is opened', () => {
  it('by words of a command line, markers and archives', () => {
    const folder = temporaryFolder();
    const library = join(folder, 'lib');
    mkdirSync(library);
    const marker = join(library, 'My study.quadrille');
    writeFileSync(marker, '{}');
    const archive = join(folder, 'x.quadrille-archive');
    writeFileSync(archive, '');
    expect(askedFor(['--library', 'here'], '/work')).toEqual({
      kind: 'library',
      folder: join('/work', 'here'),
      create: true,
    });
    expect(askedFor(['--no-sandbox', marker], '/')).toEqual({ kind: 'library', folder: library, create: false });
    expect(askedFor(['lib/My study.quadrille'], folder)).toEqual({ kind: 'library', folder: library, create: false });
    expect(askedFor([archive], '/')).toEqual({ kind: 'archive', file: archive });
    expect(askedFor(['.', '--inspect', '/etc/passwd', 'gone.quadrille'], folder)).toBeNull();
    expect(askedByFile(join(folder, 'gone.quadrille-archive'))).toBeNull();
  });

  it('is what was asked for, else the environment, the last one even where it is gone, one among the data', () => {
    const folder = temporaryFolder();
    expect(firstLibrary({ kind: 'library', folder: '/a', create: false }, '/b', [], '/data')).toMatchObject({
      folder: '/a',
    });
    expect(firstLibrary(null, '/b', [folder], '/data')).toEqual({ folder: '/b', create: true });
    expect(firstLibrary(null, undefined, [], '/data')).toEqual({ folder: join('/data', 'library'), create: true });
    expect(firstLibrary(null, undefined, ['/gone'], '/data')).toEqual({ folder: '/gone', create: false });
    const asked = { kind: 'library' as const, folder: '/a', create: true };
    expect(firstLibrary(asked, undefined, ['/c'], '/data')).toEqual({ folder: '/a', create: true });
    expect(firstLibrary(asked, undefined, ['/c', '/a'], '/data')).toEqual({ folder: '/a', create: false });
    expect(firstLibrary(null, '/b', ['/b'], '/data')).toEqual({ folder: '/b', create: false });
    const at = (platform: string, environment: Record<string, string> = {}) =>
      dataFolder({ platform, home: '/home/ana', environment });
    expect(at('linux')).toBe('/home/ana/.local/share/quadrille');
    expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/quadrille');
    for (const XDG_DATA_HOME of ['', 'data', './data'])
      expect(at('linux', { XDG_DATA_HOME })).toBe('/home/ana/.local/share/quadrille');
    expect(at('win32', { APPDATA: '' })).toBe('/home/ana\\AppData\\Roaming\\Quadrille');
    expect(at('darwin')).toBe('/home/ana/Library/Application Support/Quadrille');
    expect(at('win32', { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' })).toBe(
      'C:\\Users\\ana\\AppData\\Roaming\\Quadrille',
    );
    expect(at('win32', { QUADRILLE_DATA: '/d' })).toBe('/d');
  });
});

describe('what the shell remembers', () => {
  it('comes back; nonsense counts as nothing', () => {
    const file = join(temporaryFolder(), 'shell.json');
    expect(readState(file)).toEqual(EMPTY_STATE);
    const state = {
      recent: ['/a'],
      window: { bounds: { x: 1, y: 2, width: 900, height: 600 }, maximized: true, zoom: 1.2 },
    };
    writeState(file, state);
    expect(readState(file)).toEqual(state);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    expect(readState(file)).toEqual(EMPTY_STATE);
    expect(parseState({ recent: [1, '/a'], window: { bounds: { x: 'a' }, zoom: 99 } })).toEqual({
      recent: ['/a'],
      window: { bounds: null, maximized: false, zoom: 1 },
    });
  });

  it('is written whole or not at all, and nothing is left beside it', () => {
    const root = temporaryFolder();
    const file = join(root, 'page.pdf');
    writeWhole(file, 'old');
    writeWhole(file, Buffer.from('new'));
    expect(readFileSync(file, 'utf8')).toBe('new');
    const folder = join(root, 'folder');
    mkdirSync(join(folder, 'inside'), { recursive: true });
    expect(() => writeWhole(folder, 'text')).toThrow();
    expect(readdirSync(root).sort()).toEqual(['folder', 'page.pdf']);
  });

  it('recent libraries: the last first, once, those that are there, told apart', () => {
    const root = temporaryFolder();
    for (const name of ['a/study', 'b/study', 'other']) mkdirSync(join(root, name), { recursive: true });
    const recent = ['a/study', 'other', 'b/study', 'gone', 'a/study'].reduce<string[]>(
      (list, name) => withRecent(list, join(root, name)),
      [],
    );
    expect(recentEntries(recent).map(({ label }) => label)).toEqual(['study (a)', 'study (b)', 'other']);
    expect(Array.from({ length: 20 }, (_, i) => `/l${i}`).reduce<string[]>(withRecent, []).length).toBe(8);
  });

  it('asks before jobs are cut off, and only then', async () => {
    const asked: string[][] = [];
    const answering = (answer: boolean) => async (titles: string[]) => {
      asked.push(titles);
      return answer;
    };
    expect(await mayQuit(Promise.resolve([]), answering(false))).toBe(true);
    expect(await mayQuit(new Promise(() => {}), answering(false), 10)).toBe(true);
    expect(asked).toEqual([]);
    expect(await mayQuit(Promise.resolve(['Training: als']), answering(false))).toBe(false);
    expect(await mayQuit(Promise.resolve(['Training: als']), answering(true))).toBe(true);
    expect(asked).toEqual([['Training: als'], ['Training: als']]);
  });

  it('the window comes back where a screen still is', () => {
    const screens = [{ x: 0, y: 0, width: 1280, height: 800 }];
    const bounds = { x: 100, y: 50, width: 1000, height: 700 };
    expect(placeOnScreens(bounds, screens)).toEqual(bounds);
    expect(placeOnScreens({ ...bounds, x: 3000 }, screens)).toEqual({ width: 1280, height: 800 });
    expect(placeOnScreens(null, screens)).toEqual({ width: 1280, height: 800 });
    const laptop = { x: 0, y: 0, width: 1366, height: 728 }; // below the task bar
    expect(placeOnScreens(null, [laptop])).toEqual({ width: 1280, height: 728 });
    expect(placeOnScreens(null, [laptop, { x: 1366, y: 0, width: 1920, height: 1040 }])).toEqual({
      width: 1280,
      height: 800,
    });
  });

  it('zoom stays within limits', () => {
    expect(zoomed(1, 1)).toBe(1.1);
    expect(zoomed(3, 1)).toBe(3);
    expect(zoomed(0.5, -1)).toBe(0.5);
    expect(zoomed(1.7, 0)).toBe(1);
  });
});
