// Part of `npm run check`: imports only go down the floors of docs/architecture.md. Biome's noImportCycles sees
// circles of files, and its noRestrictedImports what a layer must never see; this finds imports that go up.
import { dirname, normalize } from 'node:path';

/** From the bottom up. Rooms of one floor do not import one another. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/shared'],
  ['src/core/workers'],
  ['src/core/statistics', 'src/core/report'],
  ['src/core/storage'],
  ['src/core/jobs', 'src/core/imports'],
  ['src/core/recommender', 'src/core/mobility'],
  ['src/core/app', 'src/trainer'],
  ['src/backend', 'src/server', 'src/main', 'src/preload', 'src/renderer'],
  ['src/cli'],
];

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

function roomOf(file: string): string | undefined {
  return FLOORS.flat().find((room) => file.startsWith(`${room}/`));
}

/** @param sources path from the root → text */
export function roomProblems(sources: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [file, text] of sources) {
    const room = roomOf(file);
    if (!room) {
      problems.push(`${file} lies in no room: put it into one of scripts/rooms.ts, or name its folder there`);
      continue;
    }
    for (const [, path] of text.matchAll(IMPORT)) {
      const target = normalize(`${dirname(file)}/${path}`).replaceAll('\\', '/');
      const other = roomOf(target);
      if (!other || other === room || floorOf(other) < floorOf(room)) continue;
      const way = floorOf(other) > floorOf(room) ? 'up' : 'across';
      problems.push(`${file} imports ${way} from ${target}: ${room} may only use floors below it`);
    }
  }
  return problems;
}
