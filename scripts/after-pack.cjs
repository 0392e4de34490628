// Runs after electron-builder has put an app together and before it is signed: only this system's binaries stay, and
// the fuses are set.
const { readdirSync, rmSync, existsSync } = require('node:fs');
const { join } = require('node:path');

const ARCHES = { 0: 'ia32', 1: 'x64', 2: 'armv7l', 3: 'arm64' };

exports.default = async ({ appOutDir, electronPlatformName: platform, arch, packager }) => {
  const name = packager.appInfo.productFilename;
  const executable = {
    win32: join(appOutDir, `${name}.exe`),
    darwin: join(appOutDir, `${name}.app`),
    linux: join(appOutDir, packager.executableName ?? name),
  }[platform];
  const resources = platform === 'darwin' ? join(executable, 'Contents', 'Resources') : join(appOutDir, 'resources');
  keepOwnPrebuilds(
    join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds'),
    platform,
    ARCHES[arch],
  );
  const { setFuses } = await import('./fuses.mjs');
  // End-to-end tests drive main through its inspector; a release never has it.
  const lacking = await setFuses(executable, platform, process.env.QUADRILLE_INSPECTABLE === '1');
  if (lacking.length > 0) console.log(`  • fuses that this runtime does not have: ${lacking.join(', ')}`);
};

/** better-sqlite3 brings eight systems' binaries. */
function keepOwnPrebuilds(folder, platform, arch) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder))
    if (entry !== `${platform}-${arch}.node`) rmSync(join(folder, entry), { recursive: true, force: true });
}
