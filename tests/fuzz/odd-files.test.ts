import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { createApp } from '../../src/core/app/create-app.ts';
import { spawnChildTrainer } from '../../src/core/recommender/training/spawn-child-trainer.ts';
import { createLibrary } from '../../src/core/storage/library.ts';
import { toErrorBody } from '../../src/shared/errors.ts';
import { finish, ROOT, suiteFolder } from '../support/fixtures.ts';
import { resumes } from '../support/mobility.ts';

const PLAYS = 'user,song,plays\nu1,s1,3\nu2,s2,1\n';
const RESUMES = resumes('s1,Ann,f,PhD,Alpha University,Alpha,1990,1995,');

/** Whatever lies under a name that a person chooses or drops: no reader waits for ever, and none is at a loss. */
describe.skipIf(process.platform === 'win32')('what is no ordinary file', { timeout: 60_000 }, () => {
  let app: App;
  let folder = '';
  let socket: Server;

  beforeAll(async () => {
    folder = suiteFolder();
    app = createApp({ library: await createLibrary(join(suiteFolder(), 'library')), spawnTrainer: spawnChildTrainer });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    socket = createServer().listen(join(folder, 'socket'));
    mkdirSync(join(folder, 'folder'));
    symlinkSync('nowhere', join(folder, 'broken link'));
    symlinkSync('circle', join(folder, 'circle'));
    symlinkSync('/dev/zero', join(folder, 'zero'));
    symlinkSync('pipe', join(folder, 'link to a pipe'));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'zip of a zip.zip'), zipSync({ 'a.zip': zipSync({ 'b.zip': zipSync({}) }) }));
    copyFileSync(join(ROOT, 'tests', 'fixtures', 'tone.wav'), join(folder, 'recording.csv'));
  });

  afterAll(async () => {
    socket.close();
    await app.close();
  });

  const READERS: Record<string, (grant: string) => unknown> = {
    'what a dropped file is': (grant) => app.call('import/sniff', { grant }),
    'an import, looked at': (grant) => app.call('import/preview', { grant, kind: 'triplets' }),
    'an import': async (grant) => finish(app, (await app.call('import/start', { grant, kind: 'triplets' })).jobId),
    'an import of a study, looked at': (grant) => app.call('mobility/preview-import', { grant }),
    'an import of a study': async (grant) => finish(app, (await app.call('mobility/start-import', { grant })).jobId),
    'an archive': async (grant) => {
      const to = app.grants.add(suiteFolder());
      await finish(app, (await app.call('library/import-archive', { grant, folder: to, name: 'copy' })).jobId);
    },
    "a coder's work": (grant) => app.call('mobility/preview-merge', { grant }),
  };
  const refusal = async (reader: string, name: string) => {
    const [outcome] = await Promise.allSettled([(async () => READERS[reader](app.grants.add(join(folder, name))))()]);
    return outcome.status === 'rejected' ? toErrorBody(outcome.reason) : null;
  };

  it.each(Object.keys(READERS))('%s does not begin to read what never ends', async (reader) => {
    for (const name of ['pipe', 'socket', 'zero', 'link to a pipe'])
      expect(await refusal(reader, name), name).toMatchObject({
        code: 'bad-input',
        message: { text: expect.stringMatching(/pipe, a socket or a device/) },
      });
  });

  const OTHERS = ['folder', 'broken link', 'circle', 'empty', 'zip of a zip.zip', 'recording.csv'];
  it.each(Object.keys(READERS))('%s refuses by name', async (reader) => {
    for (const name of OTHERS) {
      const refused = await refusal(reader, name);
      if (refused === null && reader === 'what a dropped file is') continue; // it says that it is of no kind
      expect(refused?.code, `${name}: ${refused?.message.text}`).toMatch(
        /^(bad-input|bad-request|not-found|conflict)$/,
      );
      // What lies in a zip has a name of its own.
      expect(refused?.message.text, name).toMatch(name.endsWith('.zip') ? /zip/ : new RegExp(name));
    }
  });

  it.each([
    ['a line end', 'two\nlines'],
    ['the length that a file system allows', 'a'.repeat(251)],
    ['marks of right-to-left writing', 'evil\u202Evsc'],
    ['a quote, a percent sign and a dollar', `it's 100% "$HOME"`],
    ['a dash in front', '--library'],
  ])('is read under a name with %s', async (_what, name) => {
    writeFileSync(join(folder, `${name}.csv`), PLAYS);
    const grant = () => app.grants.add(join(folder, `${name}.csv`));
    await finish(app, (await app.call('import/start', { grant: grant(), kind: 'triplets' })).jobId);
    expect((await app.call('app/info', {})).counts.plays).toBe(2);
    writeFileSync(join(folder, `${name}.csv`), RESUMES);
    await finish(app, (await app.call('mobility/start-import', { grant: grant() })).jobId);
    expect(readFileSync(join(folder, `${name}.csv`), 'utf8')).toBe(RESUMES);
  });
});
