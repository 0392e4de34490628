// Runs after electron-builder has put an app together and before it is signed: only this system's binaries stay, and
// the fuses are set. On Linux a launcher takes the executable's name.
const { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } = require('node:fs');
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
  const prebuilds = join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds');
  keepOwnPrebuilds(prebuilds, platform, ARCHES[arch]);
  const { setFuses } = await import('./fuses.mjs');
  // End-to-end tests drive main through its inspector; a release never has it.
  const lacking = await setFuses(executable, platform, process.env.QUADRILLE_INSPECTABLE === '1');
  if (lacking.length > 0) console.log(`  • fuses that this runtime does not have: ${lacking.join(', ')}`);
  if (platform !== 'linux') return;
  assertGlibc(readdirSync(prebuilds).map((file) => join(prebuilds, file)));
  renameSync(executable, `${executable}.bin`);
  copyFileSync(join(__dirname, '..', 'resources', 'linux', 'quadrille.sh'), executable);
  chmodSync(executable, 0o755);
  for (const file of readdirSync(appOutDir)) if (/\.so(\.\d+)?$/.test(file)) chmodSync(join(appOutDir, file), 0o644);
};

/** What electron-builder.yml says that deb and rpm depend on, and docs/install.md what systems that means. */
const GLIBC = [2, 34];

/** @throws if a binary needs a newer C library than the installers say */
function assertGlibc(files) {
  for (const file of files) {
    const wanted = readFileSync(file, 'latin1').matchAll(/GLIBC_(\d+)\.(\d+)/g);
    for (const [name, major, minor] of wanted)
      if (Number(major) > GLIBC[0] || (Number(major) === GLIBC[0] && Number(minor) > GLIBC[1]))
        throw new Error(
          `${file} needs ${name}, the installers say ${GLIBC.join('.')}: change it in scripts/after-pack.cjs, ` +
            'electron-builder.yml and docs/install.md',
        );
  }
}
exports.assertGlibc = assertGlibc;

/** better-sqlite3 brings eight systems' binaries. */
function keepOwnPrebuilds(folder, platform, arch) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder))
    if (entry !== `${platform}-${arch}.node`) rmSync(join(folder, entry), { recursive: true, force: true });
}
