import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { origin, windowsSigning } from '../../scripts/release-settings.ts';
import { ROOT } from '../support/fixtures.ts';

const AZURE = {
  AZURE_SIGNING_PUBLISHER: 'Someone',
  AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net',
  AZURE_SIGNING_ACCOUNT: 'account',
  AZURE_SIGNING_PROFILE: 'profile',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'client',
  AZURE_CLIENT_SECRET: 'secret',
};
const WORKFLOWS = join(ROOT, '.github', 'workflows');
const workflow = (name: string) => readFileSync(join(WORKFLOWS, name), 'utf8');
const release = workflow('release.yml');
const builders = [...release.matchAll(/- \{ name: (\S+), os: (\S+) \}/g)].map(([, name, os]) => ({ name, os }));

/** The first version of each action that runs on Node 24: Node 20 is gone from the runners. */
const ACTIONS: Record<string, number> = { checkout: 5, 'setup-node': 5, 'upload-artifact': 6, 'download-artifact': 7 };

/** Hosted runners that the README of github.com/actions/runner-images lists without a date of closing (August 2026). */
const RUNNERS = ['ubuntu-24.04', 'windows-2025', 'macos-15', 'macos-15-intel', 'macos-26', 'macos-26-intel'];

describe('how installers of Windows are signed', () => {
  it('is said in what electron-builder takes, all that it requires and nothing that it does not know', () => {
    const { definitions } = createRequire(import.meta.url)('app-builder-lib/scheme.json');
    const { required, properties } = definitions.WindowsAzureSigningConfiguration;
    const options = windowsSigning(AZURE).win?.azureSignOptions ?? {};
    expect(Object.keys(options)).toEqual(expect.arrayContaining(required));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(options)));
    expect(options).toEqual({
      publisherName: 'Someone',
      endpoint: 'https://weu.codesigning.azure.net',
      codeSigningAccountName: 'account',
      certificateProfileName: 'profile',
    });
  });

  it('is not asked for where nothing is set up, as in a fork, and refused where it is set up by half', () => {
    const empty = Object.fromEntries(Object.keys(AZURE).map((name) => [name, '']));
    expect(windowsSigning({})).toEqual({});
    expect(windowsSigning(empty)).toEqual({});
    for (const name of Object.keys(AZURE))
      expect(() => windowsSigning({ ...AZURE, [name]: '' }), name).toThrow(`lacks ${name}`);
  });

  it('gets every value from the workflow', () => {
    for (const name of Object.keys(AZURE))
      expect(release).toMatch(new RegExp(`${name}: \\$\\{\\{ (vars|secrets)\\.${name} \\}\\}`));
  });
});

describe('whose packages they are', () => {
  it('is the owner of the repository that builds them; built elsewhere, what electron-builder.yml says', () => {
    const here = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'someone/quadrille',
      GITHUB_REPOSITORY_OWNER: 'someone',
    };
    expect(origin(here)).toEqual({
      extraMetadata: { homepage: 'https://github.com/someone/quadrille' },
      linux: { maintainer: 'someone <someone@users.noreply.github.com>' },
    });
    expect(origin({})).toEqual({});
  });
});

describe('the hosted workflows', () => {
  it('run on machines that there are', () => {
    for (const name of readdirSync(WORKFLOWS)) {
      const text = workflow(name);
      const lists = [...text.matchAll(/^\s*os: \[(.*)\]$/gm)].flatMap(([, list]) => list.split(', '));
      const named = [...text.matchAll(/(?:runs-on|, os): ([\w.-]+)/g)].map(([, label]) => label);
      expect([...lists, ...named].length, name).toBeGreaterThan(0);
      expect(
        [...lists, ...named].filter((label) => !RUNNERS.includes(label)),
        name,
      ).toEqual([]);
    }
  });

  it('take actions that run there, and install nothing that Ubuntu has no package of', () => {
    for (const name of readdirSync(WORKFLOWS)) {
      const used = [...workflow(name).matchAll(/uses: (\S+)@v(\d+)/g)];
      expect(used.length, name).toBeGreaterThan(0);
      for (const [, action, version] of used)
        expect(Number(version), action).toBeGreaterThanOrEqual(ACTIONS[action.replace('actions/', '')]);
      expect(workflow(name)).not.toMatch(/apt-get install.*\bchromium\b/);
    }
  });

  it('build for each processor of a Mac on that processor, which tests what it built', () => {
    expect(builders.map(({ name }) => name)).toEqual(['linux-x64', 'windows-x64', 'mac-arm64', 'mac-x64']);
    for (const { name, os } of builders) expect(os.endsWith('-intel'), name).toBe(name === 'mac-x64');
    expect(release).toMatch(/runs-on: \$\{\{ matrix\.os \}\}/);
    expect(release).toContain('QUADRILLE_TEST_PACKAGE="$app" npx vitest run tests/e2e/electron.test.ts');
  });

  it('give installers and lists of checksums a name of their own on each machine', () => {
    const config = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');
    const names = [...config.matchAll(/artifactName: (.*)/g)].map(([, name]) => name);
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/-(win|mac)-\$\{arch\}.*\.\$\{ext\}$/);
    expect(release).toMatch(/name: quadrille-\$\{\{ matrix\.name \}\}/);
    expect(release).toMatch(/SHA256SUMS-\$\{\{ matrix\.name \}\}\.txt/);
    expect(release).toContain('uniq -d)"');
  });
});
