// The fuses of the packaged app, and how to look at them: `node scripts/fuses.mjs EXECUTABLE` prints them and fails
// if one that the runtime has is set wrongly.
import { pathToFileURL } from 'node:url';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

export const WANTED = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

/** Integrity of the archive is checked by Electron on macOS and Windows only. */
const ELSEWHERE = new Set(['EnableEmbeddedAsarIntegrityValidation']);

function wantedOn(platform) {
  return Object.entries(WANTED).filter(([name]) => platform !== 'linux' || !ELSEWHERE.has(name));
}

async function fusesOf(executable) {
  const wire = await getCurrentFuseWire(executable);
  // An older runtime has fewer fuses: those it lacks are not in its wire.
  return (name) => wire[FuseV1Options[name]];
}

/** Sets those that the runtime has; setting others throws. @returns the names of those that it lacks */
export async function setFuses(executable, platform, inspectable) {
  const has = await fusesOf(executable);
  const there = wantedOn(platform).filter(
    ([name]) => FuseV1Options[name] !== undefined && has(name) !== undefined && has(name) !== FuseState.REMOVED,
  );
  const config = Object.fromEntries(
    there.map(([name, on]) => [
      FuseV1Options[name],
      inspectable && name === 'EnableNodeCliInspectArguments' ? true : on,
    ]),
  );
  await flipFuses(executable, { version: FuseVersion.V1, resetAdHocDarwinSignature: platform === 'darwin', ...config });
  return wantedOn(platform).flatMap(([name]) => (there.some(([other]) => other === name) ? [] : [name]));
}

/** @returns the problems, one per line */
export async function wrongFuses(executable, platform) {
  const has = await fusesOf(executable);
  return wantedOn(platform).flatMap(([name, on]) => {
    const state = has(name);
    if (state === undefined || state === FuseState.REMOVED || state === FuseState.INHERIT) return [];
    return (state === FuseState.ENABLE) === on ? [] : [`${name} is ${on ? 'off' : 'on'}`];
  });
}

const STATES = { [FuseState.ENABLE]: 'on', [FuseState.DISABLE]: 'off' };

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const has = await fusesOf(process.argv[2]);
  for (const name of Object.keys(WANTED))
    process.stdout.write(`${name.padEnd(40)} ${STATES[has(name)] ?? 'not in this runtime'}\n`);
  const wrong = await wrongFuses(process.argv[2], process.platform);
  if (wrong.length > 0) {
    process.stderr.write(`wrong fuses: ${wrong.join(', ')}\n`);
    process.exit(1);
  }
}
