// The nightly part `installers`: deb, rpm, AppImage and the Windows folder are built with what this machine has, looked
// at, and the deb is installed in a root that has nothing else. QUADRILLE_INSTALLERS=on runs it; it takes root,
// QUADRILLE_TEST_ELECTRON and the Debian packages below.
import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemoFiles } from '../../src/core/recommender/demo/write-files.ts';
import { ROOT, suiteFolder } from '../support/fixtures.ts';
import { prepareEntries, utilityDatabase } from '../support/test-app.ts';

/** Command → Debian package. */
const TOOLS = {
  rpmbuild: 'rpm',
  'dpkg-deb': 'dpkg',
  mksquashfs: 'squashfs-tools',
  'desktop-file-validate': 'desktop-file-utils',
  lintian: 'lintian',
  debootstrap: 'debootstrap',
  '7z': 'p7zip-full',
};
const wanted = process.env.QUADRILLE_INSTALLERS === 'on';
const electron = process.env.QUADRILLE_TEST_ELECTRON ?? '';
const MINUTES = 60_000;
const SIZES = [16, 22, 24, 32, 36, 48, 64, 72, 96, 128, 192, 256, 512];

if (!wanted)
  process.stderr.write('quadrille: installers are not built here ("npm run nightly -- installers" builds them)\n');

function run(command: string, words: string[], options: SpawnSyncOptions = {}): string {
  const done = spawnSync(command, words, { encoding: 'utf8', timeout: 15 * MINUTES, maxBuffer: 2 ** 28, ...options });
  if (done.status !== 0)
    throw new Error(`${command} ${words.join(' ')}: ${done.status ?? done.error}\n${done.stdout}\n${done.stderr}`);
  return String(done.stdout);
}

describe.skipIf(!wanted)('installers', { timeout: 30 * MINUTES }, () => {
  let home = '';
  let built = '';
  const file = (ending: string) =>
    join(built, readdirSync(built).find((name) => name.endsWith(ending)) ?? `no ${ending}`);

  beforeAll(() => {
    const lacking = Object.entries(TOOLS).filter(([tool]) => spawnSync('which', [tool]).status !== 0);
    if (lacking.length > 0) throw new Error(`apt-get install ${lacking.map(([, name]) => name).join(' ')}`);
    if (process.getuid?.() !== 0) throw new Error('a clean root takes root');
    const database = utilityDatabase(electron);
    if (!database) throw new Error('QUADRILLE_TEST_ELECTRON names no runtime with its database');
    home = suiteFolder();
    built = join(home, 'dist');
    const parts = run(process.execPath, [join(ROOT, 'scripts', 'fetch-installer-parts.mjs')]).trim();
    const tools = join(home, 'appimage');
    mkdirSync(join(tools, 'runtimes'), { recursive: true });
    mkdirSync(join(tools, 'lib', 'x64'), { recursive: true });
    copyFileSync(join(parts, 'appimage-runtime'), join(tools, 'runtimes', 'runtime-x64'));
    for (const tool of ['mksquashfs', 'desktop-file-validate'])
      symlinkSync(run('which', [tool]).trim(), join(tools, tool));
    const environment = {
      ...process.env,
      QUADRILLE_TEST_BUILD: 'off',
      CUSTOM_FPM_PATH: join(ROOT, 'tests', 'installers', 'fpm.py'),
      APPIMAGE_TOOLS_PATH: tools,
    };
    const build = (...words: string[]) =>
      run(process.execPath, [join(ROOT, 'scripts', 'package.ts'), ...words, `-c.directories.output=${built}`], {
        cwd: ROOT,
        env: environment,
      });
    build('--dir', '--runtime', electron);
    const unpacked = join(built, 'linux-unpacked');
    runsOnItsOwn(join(unpacked, 'resources', 'app.asar.unpacked', 'out', 'main'), database);
    // The runtime at hand knows gzip only.
    build('--linux', 'deb', 'rpm', 'AppImage', '--prepackaged', unpacked, '-c.appImage.compression=gzip');
    build('--win', '--dir', '--runtime', join(parts, 'electron-win'));
  }, 20 * MINUTES);

  /** The database for this Electron goes along, wherever the app is put. */
  function runsOnItsOwn(folder: string, database: string): void {
    prepareEntries(folder, database);
    copyFileSync(database, join(folder, 'database.node'));
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.cjs'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      writeFileSync(
        join(folder, name),
        text.replace(
          `install(${JSON.stringify(database)})`,
          "install(require('node:path').join(__dirname, 'database.node'))",
        ),
      );
    }
  }

  it('the deb names who, what and where, and puts files where Debian looks for them', () => {
    const field = (name: string) => run('dpkg-deb', ['-f', file('.deb'), name]).trim();
    expect(field('Maintainer')).toMatch(/^.+ <.+@.+>$/);
    expect(field('Homepage')).toMatch(/^https:\/\//);
    expect(field('Depends')).toContain('libc6 (>= 2.34)');
    expect(field('Description')).toContain('Offline workbench');
    const inside = run('dpkg-deb', ['-c', file('.deb')]);
    for (const size of SIZES) expect(inside).toContain(`/usr/share/icons/hicolor/${size}x${size}/apps/quadrille.png`);
    for (const path of [
      './usr/share/applications/quadrille.desktop',
      './usr/share/mime/packages/quadrille.xml',
      './usr/share/doc/quadrille/copyright',
      './opt/Quadrille/resources/licences.txt',
    ])
      expect(inside).toContain(path);
    expect(inside).not.toContain('fiftyone');
  });

  it('lintian finds no error in what is ours', () => {
    const { stdout } = spawnSync('lintian', ['--tag-display-limit', '0', '--fail-on', 'none', file('.deb')], {
      encoding: 'utf8',
    });
    const errors = stdout.split('\n').filter((line) => line.startsWith('E: '));
    // An Electron app lies in /opt with Chromium's own files, and fpm writes no changelog.
    const ELECTRONS = /dir-or-file-in-opt|embedded-library|unstripped-binary-or-object|no-changelog|statically-linked/;
    expect(errors.filter((line) => !ELECTRONS.test(line))).toEqual([]);
  });

  it('the rpm has the same files, and what it requires', () => {
    const inside = run('rpm', ['-qpl', file('.rpm')]);
    expect(inside).toContain('/usr/share/doc/quadrille/copyright');
    expect(inside).toContain('/usr/share/icons/hicolor/48x48/apps/quadrille.png');
    expect(run('rpm', ['-qp', '--requires', file('.rpm')])).toContain('glibc >= 2.34');
    expect(run('rpm', ['-qp', '--qf', '%{URL} %{LICENSE} %{VENDOR}', file('.rpm')])).toMatch(
      /^https:\/\/\S+ MIT The Quadrille authors$/,
    );
  });

  it('the AppImage has a valid entry that keeps the sandbox, and runs', () => {
    run(file('.AppImage'), ['--appimage-extract'], { cwd: home });
    const folder = join(home, 'squashfs-root');
    const entry = join(folder, 'quadrille.desktop');
    run('desktop-file-validate', [entry]);
    const text = readFileSync(entry, 'utf8');
    expect(text).toContain('Exec=AppRun %U');
    expect(text).toContain('StartupWMClass=quadrille');
    expect(existsSync(join(folder, 'usr/share/icons/hicolor/48x48/apps/quadrille.png'))).toBe(true);
    const screen = spawn('Xvfb', [':97', '-screen', '0', '800x600x24'], { stdio: 'ignore' });
    try {
      const environment = { ...process.env, DISPLAY: ':97', QUADRILLE_PROCESSES: 'utility', APPDIR: folder };
      const words = ['--no-sandbox', '--disable-gpu', '--cli', 'doctor', '--json'];
      const done = run(join(folder, 'AppRun'), words, { env: environment });
      expect(JSON.parse(done.trim().split('\n').pop() as string).engines).toHaveLength(2);
    } finally {
      screen.kill();
    }
  });

  it('the Windows folder has its icon, its binaries and no others', () => {
    const folder = join(built, 'win-unpacked');
    const program = readFileSync(join(folder, 'Quadrille.exe'));
    const icon = readFileSync(join(ROOT, 'resources', 'icons', 'icon.ico'));
    const largest = icon.readUInt32LE(6 + 8 * 16 + 12);
    expect(program.includes(icon.subarray(largest, largest + icon.readUInt32LE(6 + 8 * 16 + 8)))).toBe(true);
    expect(program.includes(Buffer.from('the authors of Quadrille', 'utf16le'))).toBe(true);
    const modules = join(folder, 'resources', 'app.asar.unpacked', 'node_modules');
    expect(readdirSync(join(modules, 'better-sqlite3', 'prebuilds'))).toEqual(['win32-x64.node']);
    expect(existsSync(join(folder, 'resources', 'licences.txt'))).toBe(true);
  });

  describe('the deb in a clean root', () => {
    let root = '';
    const inside = (command: string, environment: Record<string, string> = {}) =>
      run('chroot', [root, '/bin/bash', '-c', command], {
        env: {
          PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
          HOME: '/root',
          DEBIAN_FRONTEND: 'noninteractive',
          ...environment,
        },
      });
    const SCREEN = { DISPLAY: ':9', QUADRILLE_PROCESSES: 'utility', QUADRILLE_NATIVE: 'off' };

    beforeAll(() => {
      root = join(home, 'root');
      const mirror = process.env.QUADRILLE_DEBIAN_MIRROR; // debootstrap has a default
      run('debootstrap', ['--variant=minbase', 'bookworm', root, ...(mirror ? [mirror] : [])]);
      copyFileSync('/etc/resolv.conf', join(root, 'etc', 'resolv.conf'));
      run('mount', ['-t', 'proc', 'proc', join(root, 'proc')]);
      run('mount', ['--rbind', '/dev', join(root, 'dev')]);
      copyFileSync(file('.deb'), join(root, 'quadrille.deb'));
      inside('apt-get update -qq && apt-get install -y -qq --no-install-recommends /quadrille.deb');
      inside('apt-get install -y -qq --no-install-recommends xvfb x11-utils procps');
    }, 20 * MINUTES);

    afterAll(() => {
      if (!root) return;
      spawnSync('umount', ['-l', join(root, 'dev')]);
      spawnSync('umount', ['-l', join(root, 'proc')]);
    });

    it('starts, imports and trains', () => {
      const screen = spawn('chroot', [root, 'Xvfb', ':9', '-screen', '0', '1280x800x24'], { stdio: 'ignore' });
      try {
        expect(inside('readlink -f /usr/bin/quadrille').trim()).toBe('/opt/Quadrille/quadrille');
        const cli = (words: string) => {
          const out = inside(`quadrille --no-sandbox --disable-gpu --cli ${words} --json 2>/dev/null`, SCREEN);
          return JSON.parse(out.trim().split('\n').pop() as string);
        };
        const source = join(home, 'source');
        writeDemoFiles(source, { tracks: 30, listeners: 40, seed: 4 }, () => {});
        cpSync(source, join(root, 'source'), { recursive: true });
        cli('library create /library');
        cli('import metadata /source/track_metadata.db --library /library');
        cli('import audio /source/wav --library /library');
        cli('import triplets /source/train_triplets.txt --library /library');
        cli('train als --library /library --name als --set k=8');
        const settings = '--set network-epochs=1 --set min-listeners=1 --set k=8';
        cli(`train cnn --library /library --name cnn ${settings}`);
        expect(cli('library info /library')).toMatchObject({
          tracks: 30,
          models: expect.arrayContaining(['als', 'cnn']),
        });
        const window = inside(
          'quadrille --no-sandbox --disable-gpu --library /library >/dev/null 2>&1 & app=$!; ' +
            'for i in $(seq 40); do sleep 0.5; ' +
            'xwininfo -root -tree | grep \'("quadrille" "Quadrille")\' && break; done; ' +
            'sleep 5; kill $app; wait $app; true',
          SCREEN,
        );
        expect(window).toContain('("quadrille" "Quadrille")');
      } finally {
        screen.kill();
      }
    });

    it('is gone after it is removed, and the library stays', () => {
      inside('apt-get remove -y -qq quadrille');
      expect(existsSync(join(root, 'opt', 'Quadrille', 'quadrille'))).toBe(false);
      expect(spawnSync('chroot', [root, 'which', 'quadrille']).status).not.toBe(0);
      expect(existsSync(join(root, 'library', 'library.sqlite'))).toBe(true);
    });
  });
});
