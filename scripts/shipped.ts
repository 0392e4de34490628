// What is shipped: the packages that the app reaches from its dependencies, and the third-party code inside them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Licences that allow what we do: ship unchanged copies inside an app under the MIT licence. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Python-2.0',
  'CC-BY-4.0',
  'Zlib',
]);

/** Development dependencies that are bundled; what they could use besides, if installed, is not. */
const BUNDLED = [
  '@mantine/core',
  '@mantine/form',
  '@mantine/hooks',
  '@mantine/notifications',
  '@mantine/spotlight',
  '@tabler/icons-react',
  '@tanstack/react-query',
  '@tanstack/react-table',
  '@tanstack/react-virtual',
  'docx',
  'i18next',
  'marked',
  'pdfjs-dist',
  'plotly.js',
  'react',
  'react-dom',
  'react-i18next',
];

export interface Part {
  name: string;
  version: string;
  licence: string;
  note?: string;
}

/** A part with where its licence text comes from. */
export interface ShippedPart extends Part {
  /** The package's folder; null for what is inside one or is no package. */
  folder: string | null;
}

/**
 * Third-party code inside a package, whose package.json names only the wrapper's licence. Keyed by package, so
 * that a new version is reviewed again.
 */
const INSIDE: Record<string, { version: string; parts: Part[] }> = {
  'mpg123-decoder': {
    version: '1.0.3',
    parts: [
      {
        name: 'libmpg123 (in mpg123-decoder)',
        version: '1.33',
        licence: 'LGPL-2.1-only',
        note:
          'A file of its own in node_modules/mpg123-decoder, loaded when an MP3 is read; it can be replaced ' +
          'by another build. Source: https://mpg123.org and https://github.com/eshaz/wasm-audio-decoders',
      },
    ],
  },
  '@wasm-audio-decoders/flac': {
    version: '0.2.11',
    parts: [{ name: 'libFLAC, libogg (in @wasm-audio-decoders/flac)', version: '1.5', licence: 'BSD-3-Clause' }],
  },
  '@wasm-audio-decoders/ogg-vorbis': {
    version: '0.1.20',
    parts: [
      { name: 'libvorbis, libogg (in @wasm-audio-decoders/ogg-vorbis)', version: '1.3', licence: 'BSD-3-Clause' },
    ],
  },
  'opus-decoder': {
    version: '0.7.12',
    parts: [{ name: 'libopus (in opus-decoder)', version: '1.5', licence: 'BSD-3-Clause' }],
  },
  h5wasm: {
    version: '0.10',
    parts: [
      { name: 'HDF5 (in h5wasm)', version: '1.14', licence: 'BSD-3-Clause', note: 'The HDF Group licence, BSD-style' },
      { name: 'zlib, libaec (in h5wasm)', version: '1.3', licence: 'Zlib' },
    ],
  },
  '@tensorflow/tfjs-backend-wasm': {
    version: '4.22.0',
    parts: [
      {
        name: 'XNNPACK, Emscripten runtime (in @tensorflow/tfjs-backend-wasm)',
        version: '4.22.0',
        licence: 'BSD-3-Clause',
      },
    ],
  },
  // Its WebAssembly decodes pictures and runs scripts; only the text reader and the character maps are shipped.
  'pdfjs-dist': {
    version: '6.',
    parts: [{ name: 'Adobe CMap resources (in pdfjs-dist)', version: '2024', licence: 'BSD-3-Clause' }],
  },
  'better-sqlite3': {
    version: '13.',
    parts: [{ name: 'SQLite (in better-sqlite3)', version: '3.54', licence: 'CC0-1.0', note: 'Public domain' }],
  },
};

/** Not npm packages. */
const OTHERS: Part[] = [
  {
    name: 'libtensorflow (not shipped; added by the person who wants native training)',
    version: '2.9 to 2.21',
    licence: 'Apache-2.0',
  },
  {
    name: 'Electron, Chromium, Node.js, FFmpeg (dynamically linked)',
    version: '45',
    licence: 'MIT',
    note:
      'Each part’s licence is in LICENSES.chromium.html beside the app; FFmpeg is LGPL-2.1 and a library ' +
      'file of its own',
  },
  {
    name: 'MusiCNN weights (resources/musicnn.safetensors)',
    version: '0.1.0',
    licence: 'ISC',
    note: 'Pons & Serra 2019, trained on the Million Song Dataset; converted by scripts/convert-musicnn.py',
  },
  { name: 'Fonts', version: '–', licence: 'CC0-1.0', note: 'None is shipped: the system’s are used' },
];

/**
 * Parts whose licence is not on the list but was reviewed: copyleft is met by shipping them unchanged, as
 * separate replaceable files, with their source named.
 */
const LOOKED_AT: Record<string, { licence: string; note: string }> = {
  'libmpg123 (in mpg123-decoder)': { licence: 'LGPL-2.1-only', note: '' },
  'codec-parser': {
    licence: 'LGPL-3.0-or-later',
    note:
      'Unchanged in node_modules/codec-parser; it can be replaced there. Source: ' +
      'https://github.com/eshaz/codec-parser',
  },
  duck: { licence: 'BSD', note: 'BSD-2-Clause by its text' },
  h5wasm: { licence: 'SEE LICENSE IN LICENSE.txt', note: 'Public domain (NIST)' },
};

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  licenses?: { type: string }[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function manifestOf(name: string, from: string): { manifest: Manifest; folder: string } | null {
  for (let at = from; ; at = join(at, '..')) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json')))
      return { manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), folder };
    if (at === join(at, '..')) return null;
  }
}

function licenceOf({ license, licenses }: Manifest, folder: string): string {
  if (typeof license === 'string') return license;
  if (license?.type) return license.type;
  if (licenses?.length) return licenses.map(({ type }) => type).join(' OR ');
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file &&
    /MIT License|Permission is hereby granted, free of charge/.test(readFileSync(join(folder, file), 'utf8'))
    ? 'MIT'
    : 'UNKNOWN';
}

function allowed(licence: string): boolean {
  const words = licence.replace(/[()]/g, '');
  return words.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}

/** Everything that is reached from what the app needs, each package and version once. */
export function shipped(): { parts: ShippedPart[]; problems: string[] } {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const problems: string[] = [];
  const parts = new Map<string, ShippedPart>();
  const walk = (name: string, from: string, optional: boolean) => {
    const found = manifestOf(name, from);
    if (!found) {
      if (!optional) problems.push(`${name} is not installed: run "npm ci" first`);
      return;
    }
    const { manifest, folder } = found;
    const key = `${manifest.name}@${manifest.version}`;
    if (parts.has(key)) return;
    const licence = licenceOf(manifest, folder);
    const looked = LOOKED_AT[name]?.licence === licence ? LOOKED_AT[name] : null;
    parts.set(key, {
      name,
      version: manifest.version,
      licence,
      ...(looked?.note ? { note: looked.note } : {}),
      folder,
    });
    if (!allowed(licence) && !looked)
      problems.push(`${key} has the licence ${licence}, which nobody has looked at: see scripts/licences.ts`);
    const inside = INSIDE[name];
    if (inside && !manifest.version.startsWith(inside.version))
      problems.push(
        `${key} holds other software; it was looked at in version ${inside.version}: look again and change ` +
          `INSIDE in scripts/licences.ts`,
      );
    for (const part of inside?.parts ?? []) parts.set(part.name, { ...part, folder: null });
    if (!inside && holdsWasm(folder))
      problems.push(
        `${key} holds WebAssembly that nobody has looked at: name what is in it in INSIDE in scripts/licences.ts`,
      );
    for (const child of Object.keys(manifest.dependencies ?? {})) walk(child, folder, false);
    if (BUNDLED.includes(name)) return;
    for (const child of Object.keys(manifest.optionalDependencies ?? {})) walk(child, folder, true);
  };
  for (const name of [...Object.keys(dependencies), ...BUNDLED]) walk(name, root, false);
  for (const part of OTHERS) parts.set(part.name, { ...part, folder: null });
  for (const part of parts.values())
    if (
      !allowed(part.licence) &&
      LOOKED_AT[part.name]?.licence !== part.licence &&
      !problems.some((line) => line.startsWith(`${part.name}@`))
    )
      problems.push(`${part.name} has the licence ${part.licence}`);
  return { parts: [...parts.values()].sort((a, b) => a.name.localeCompare(b.name)), problems };
}

function holdsWasm(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) =>
      entry.isFile() && entry.name.endsWith('.wasm') && !entry.parentPath.slice(folder.length).includes('node_modules'),
  );
}

/** Names of the packages that are reached from `names`. Optional dependencies count if they are installed. */
function reachedFrom(names: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const seen = new Set<string>();
  const walk = (name: string, from: string) => {
    const found = manifestOf(name, from);
    if (!found || seen.has(found.folder)) return;
    seen.add(found.folder);
    reached.add(name);
    const { dependencies = {}, optionalDependencies = {} } = found.manifest;
    for (const child of Object.keys({ ...dependencies, ...optionalDependencies })) walk(child, found.folder);
  };
  for (const name of names) walk(name, root);
  return reached;
}

/**
 * Packages that electron-builder would ship, since package.json reaches them, but that only native TensorFlow needs,
 * which is not shipped.
 */
export function onlyForNative(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const needed = reachedFrom(Object.keys(manifest.dependencies ?? {}));
  const native = reachedFrom(Object.keys(manifest.optionalDependencies ?? {}));
  return [...native].filter((name) => !needed.has(name)).sort();
}
