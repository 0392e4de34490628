import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineReport } from '../../shared/trainer-protocol.ts';
import { sqliteVersion } from '../storage/sqlite.ts';

/** Reports what this machine has. Read-only: downloads and starts nothing. */
export function doctor(engines: EngineReport[]) {
  return { node: process.versions.node, sqlite: sqliteVersion(), electron: electronReport(), engines };
}

export function electronReport(): { version: string | null; source: string } {
  if (process.versions.electron) return { version: process.versions.electron, source: 'running in it' };
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override)
    return {
      version: versionIn(override),
      source: existsSync(override)
        ? 'ELECTRON_OVERRIDE_DIST_PATH'
        : 'ELECTRON_OVERRIDE_DIST_PATH names a folder that is not there',
    };
  const dist = join(process.cwd(), 'node_modules', 'electron', 'dist');
  if (existsSync(join(dist, 'version'))) return { version: versionIn(dist), source: 'node_modules' };
  return { version: null, source: 'not on this machine; the app opens in a browser instead' };
}

function versionIn(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim();
  } catch {
    return null;
  }
}
