// The licence texts that go into every installer, beside the app: each package's own file, and the texts in
// resources/licence-texts for packages that bring none and for the code inside WebAssembly files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedPart } from './shipped.ts';

const TEXTS = join(import.meta.dirname, '..', 'resources', 'licence-texts');

/** The texts of code that is inside a package, whose own file is about the wrapper. */
const INSIDE: Record<string, string[]> = {
  'libmpg123 (in mpg123-decoder)': ['LGPL-2.1.txt'],
  'libFLAC, libogg (in @wasm-audio-decoders/flac)': ['FLAC-and-Ogg.txt'],
  'libvorbis, libogg (in @wasm-audio-decoders/ogg-vorbis)': ['Vorbis-and-Ogg.txt'],
  'libopus (in opus-decoder)': ['Opus.txt'],
  'HDF5 (in h5wasm)': ['HDF5.txt'],
  'zlib, libaec (in h5wasm)': ['zlib-and-libaec.txt'],
  'XNNPACK, Emscripten runtime (in @tensorflow/tfjs-backend-wasm)': ['XNNPACK-and-Emscripten.txt'],
  'Adobe CMap resources (in pdfjs-dist)': ['Adobe-CMaps.txt'],
  'MusiCNN weights (resources/musicnn.safetensors)': ['MusiCNN.txt'],
  'SQLite (in better-sqlite3)': ['SQLite.txt'],
};

/** Electron brings its own two files; fonts and native TensorFlow are not shipped. */
const ELSEWHERE = /^(Electron, |Fonts$|libtensorflow )/;

/** What a package's own file does not hold: version 3 of the LGPL refers to the GPL. */
const IN_ADDITION: Record<string, string[]> = { 'codec-parser': ['GPL-3.0.txt'] };

function own(file: string): string {
  return readFileSync(join(TEXTS, file), 'utf8').trim();
}

interface Author {
  author?: string | { name?: string };
}

/** The standard text, with the author whom the package names, if the package brings no file. */
function standardText({ licence, folder }: ShippedPart): string | null {
  const texts: string[] = [];
  for (const one of licence.split(' AND ')) {
    if (one === 'Apache-2.0') texts.push(own('Apache-2.0.txt'));
    else if (one === 'MIT') {
      const { author } = JSON.parse(readFileSync(join(folder as string, 'package.json'), 'utf8')) as Author;
      const name = typeof author === 'string' ? author : author?.name;
      texts.push(`${name ? `Copyright (c) ${name}\n\n` : ''}${own('MIT.txt')}`);
    } else return null;
  }
  return texts.join(`\n\n${'-'.repeat(78)}\n\n`);
}

/** At the top of a package, or in its folder of licences. */
const LICENCE_FILE = /^(licen[cs]es?[\\/][^\\/]+|(licen[cs]e|copying|notice)[^\\/]*)$/i;

function textOf(part: ShippedPart): string | null {
  if (part.folder === null) return INSIDE[part.name]?.map(own).join('\n\n') ?? null;
  const folder = part.folder;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => LICENCE_FILE.test(name) && statSync(join(folder, name)).isFile(),
  );
  if (files.length === 0) return standardText(part);
  return [
    ...files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim()),
    ...(IN_ADDITION[part.name] ?? []).map(own),
  ].join('\n\n');
}

/** @returns one text, a section for each part that is shipped, and what has no text */
export function textsOf(parts: readonly ShippedPart[]): { text: string; problems: string[] } {
  const problems: string[] = [];
  const sections: string[] = [];
  for (const part of parts) {
    if (ELSEWHERE.test(part.name)) continue;
    const text = textOf(part);
    const title = `${part.name} ${part.version} (${part.licence})`;
    if (!text) problems.push(`${title} has no licence text: see scripts/licence-texts.ts`);
    sections.push(`${'='.repeat(78)}\n${title}\n${part.note ? `${part.note}\n` : ''}\n${text ?? ''}\n`);
  }
  return { text: `The licences of what Quadrille is made of.\n\n${sections.join('\n')}`, problems };
}
