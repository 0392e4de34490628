import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WANTED } from '../../scripts/fuses.mjs';
import { textsOf } from '../../scripts/licence-texts.ts';
import { pinnedNode, runs } from '../../scripts/native-tensorflow.mjs';
import { onlyForNative, shipped } from '../../scripts/shipped.ts';
import { pageFolder } from '../../src/cli/commands/serve.ts';
import { ROOT, temporaryFolder } from '../support/fixtures.ts';

const ICONS = join(ROOT, 'resources', 'icons');

describe('whether native TensorFlow loads', () => {
  it('is asked of an executable, never of a .cmd', () => {
    const asked: string[] = [];
    const node = pinnedNode('root', 'win32', (file) => {
      asked.push(file);
      return true;
    });
    expect(asked).toEqual([join('root', 'node_modules', 'node', 'bin', 'node.exe')]);
    expect(node).toBe(asked[0]);
    expect(pinnedNode('root', 'win32', () => false)).toBe(process.execPath);
    expect(existsSync(pinnedNode(ROOT))).toBe(true);
  });

  it('is asked with the script in one piece, from a folder with spaces too', async () => {
    const node = join(temporaryFolder(), 'a folder');
    mkdirSync(node);
    symlinkSync(process.execPath, join(node, 'node'));
    const script = "const words = ['a b', \"c & d\"]; if (words.join(' ') !== 'a b c & d') process.exit(1)";
    expect(await runs(script, join(node, 'node'))).toBe(true);
    expect(await runs('process.exit(1)', join(node, 'node'))).toBe(false);
    expect(await runs(script, join(node, 'none'))).toBe(false);
  });
});

describe('what is shipped', () => {
  it('has a licence text for each part, the copyleft ones in full', () => {
    const { parts } = shipped();
    expect(textsOf(parts).problems).toEqual([]);
    const without = parts.map((part) =>
      part.name === 'libmpg123 (in mpg123-decoder)' ? { ...part, name: 'x' } : part,
    );
    expect(textsOf(without).problems).toHaveLength(1);
  });

  it('leaves out what only native TensorFlow needs', () => {
    const left = onlyForNative();
    expect(left).toContain('@tensorflow/tfjs-node');
    expect(left).toContain('google-protobuf');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const needed = [...Object.keys(dependencies), 'long', '@wasm-audio-decoders/common', 'streamx'];
    expect(needed.filter((name) => left.includes(name))).toEqual([]);
  });

  it('finds its page from source, from the bundle, and in the archive of a package', () => {
    const page = (...parts: string[]) => join(sep, ...parts, 'out', 'renderer');
    expect(pageFolder(join(sep, 'q', 'src', 'cli', 'commands'))).toBe(page('q'));
    expect(pageFolder(join(sep, 'q', 'out', 'main'))).toBe(page('q'));
    expect(pageFolder(join(sep, 'q', 'out', 'main', 'chunks'))).toBe(page('q'));
    expect(pageFolder(join(sep, 'q', 'app.asar.unpacked', 'out', 'main'))).toBe(page('q', 'app.asar'));
  });
});

describe('the C library that binaries need', () => {
  const { assertGlibc } = createRequire(import.meta.url)(join(ROOT, 'scripts', 'after-pack.cjs'));

  it('is not newer than the installers say', () => {
    const file = join(temporaryFolder(), 'a.node');
    writeFileSync(file, 'ELF GLIBC_2.2.5 GLIBC_2.34 GLIBCXX_3.4.29');
    expect(() => assertGlibc([file])).not.toThrow();
    writeFileSync(file, 'ELF GLIBC_2.2.5 GLIBC_2.38');
    expect(() => assertGlibc([file])).toThrow('GLIBC_2.38');
    const config = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');
    expect(config).toContain('libc6 (>= 2.34)');
    expect(config).toContain('glibc >= 2.34');
  });
});

describe('fuses', () => {
  it('let nobody run other code in the name of the app', () => {
    expect(WANTED).toMatchObject({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      OnlyLoadAppFromAsar: true,
      EnableEmbeddedAsarIntegrityValidation: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      EnableCookieEncryption: true,
    });
  });
});

describe('deb and rpm', () => {
  it('have what they cannot be built or started without', () => {
    const { homepage, desktopName } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const config = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');
    expect(String(homepage)).toMatch(/^https:\/\//);
    const name = /^ {2}executableName: (.*)$/m.exec(config)?.[1];
    expect(desktopName).toBe(`${name}.desktop`);
    expect(config).toMatch(/^ {2}maintainer: .+ <.+@.+>$/m);
    expect(config.match(/=\/usr\/share\/doc\/quadrille\/copyright$/gm)).toHaveLength(2);
  });
});

describe('icons', () => {
  it('on Linux are as large as their names say, in sizes that hicolor declares', () => {
    const files = readdirSync(join(ICONS, 'linux'));
    expect(files).toContain('48x48.png');
    for (const file of files) {
      const png = readFileSync(join(ICONS, 'linux', file));
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(file);
      expect([16, 22, 24, 32, 36, 48, 64, 72, 96, 128, 192, 256, 512]).toContain(png.readUInt32BE(16));
    }
  });

  it('on Windows are one file that holds its sizes, 256 among them', () => {
    const icon = readFileSync(join(ICONS, 'icon.ico'));
    expect([...icon.subarray(0, 4)]).toEqual([0, 0, 1, 0]);
    const sizes: number[] = [];
    for (let i = 0; i < icon.readUInt16LE(4); i++) {
      const at = 6 + 16 * i;
      const offset = icon.readUInt32LE(at + 12);
      expect(icon.toString('latin1', offset + 1, offset + 4)).toBe('PNG');
      expect(icon.readUInt32BE(offset + 16)).toBe(icon[at] || 256);
      sizes.push(icon[at] || 256);
    }
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  });
});
