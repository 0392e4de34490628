import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { EngineReport } from '../../shared/trainer-protocol.ts';
import { sqliteVersion } from '../storage/sqlite.ts';

/** Reports what this machine has. Read-only: downloads and starts nothing. */
export function doctor(engines: EngineReport[]) {
  return { node: process.versions.node, sqlite: sqliteVersion(), electron: electronReport(), engines };
}

export function electronReport(): { version: string | null; source: Message } {
  if (process.versions.electron) return { version: process.versions.electron, source: say('electron.running') };
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override)
    return {
      version: versionIn(override),
      source: existsSync(override) ? say('electron.from-variable') : say('electron.no-such-folder'),
    };
  const dist = join(process.cwd(), 'node_modules', 'electron', 'dist');
  if (existsSync(join(dist, 'version'))) return { version: versionIn(dist), source: say('electron.installed') };
  return { version: null, source: say('electron.none') };
}

function versionIn(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim();
  } catch {
    return null;
  }
}
