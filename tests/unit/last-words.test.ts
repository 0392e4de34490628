import { fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLibrary } from '../../src/core/storage/library.ts';
import type { FromBackend } from '../../src/shared/backend-protocol.ts';
import type { FromTrainer } from '../../src/shared/trainer-protocol.ts';
import { onCleanup, ROOT, temporaryFolder } from '../support/fixtures.ts';

/** Runs in the process beside its own code, and breaks it when it is told to. */
const SABOTAGE = `data:text/javascript,process.on('message', (message) => {
  if (message.sabotage) process.nextTick(() => { throw new Error('nobody catches this'); });
  if (message.type === 'test-reject') Promise.reject(new Error('nobody waits for this'));
  if (message.type === 'test-throw') setTimeout(() => { throw new Error('nobody catches this'); });
})`;

/** Starts one of our processes as a child. */
function start(file: string) {
  const child = fork(join(ROOT, 'src', file), [], { execArgv: ['--import', SABOTAGE], stdio: 'ignore' });
  onCleanup(() => child.kill('SIGKILL'));
  const heard: unknown[] = [];
  child.on('message', (message) => heard.push(message));
  const late = new Promise<'still running'>((resolve) => setTimeout(resolve, 30_000, 'still running').unref());
  const ended = Promise.race([new Promise<number | null>((resolve) => child.once('exit', resolve)), late]);
  return { child, heard, ended };
}

it.each([
  ['test-reject', 'nobody waits for this'],
  ['test-throw', 'nobody catches this'],
])('a backend with an error that nobody handles tells log and shell why, and ends: %s', async (type, why) => {
  const folder = join(temporaryFolder(), 'library');
  (await createLibrary(folder)).close();
  const { child, heard, ended } = start(join('backend', 'index.ts'));
  child.send({ type: 'open', libraryFolder: folder, create: false, deaths: [] });
  await expect
    .poll(() => (heard as FromBackend[]).map((message) => message.type), { timeout: 30_000 })
    .toContain('opened');
  child.send({ type });
  expect(await ended).toBe(1);
  expect(heard).toContainEqual({
    type: 'dying',
    why: expect.objectContaining({ id: 'process.unhandled-error', text: expect.stringContaining(why) }),
  });
  const lines = readFileSync(join(folder, 'logs', 'quadrille.log'), 'utf8')
    .trim()
    .split('\n');
  const last = JSON.parse(lines[lines.length - 1]);
  expect(last).toMatchObject({ level: 'error', what: expect.stringContaining(why) });
  expect(last.details).toMatch(/Error: nobody .* this\n\s+at /);
});

it('a trainer with such an error ends; its task is failed by the reason, not only by an exit code', async () => {
  const { child, heard, ended } = start(join('trainer', 'index.ts'));
  const answers = () => (heard as FromTrainer[]).filter((message) => message.type !== 'progress');
  // A first task, so that the process is there.
  await expect
    .poll(
      () => {
        if (answers().length === 0) child.send({ type: 'start', id: 3, task: { kind: 'engines' } });
        return answers().length;
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBeGreaterThan(0);
  child.send({ type: 'start', id: 4, task: { kind: 'engines' }, sabotage: true });
  expect(await ended).toBe(1);
  expect(answers().find(({ id }) => id === 4)).toMatchObject({
    id: 4,
    error: { message: { text: expect.stringContaining('nobody catches this') } },
  });
});

it('a command with such an error leaves it in the log of its library', async () => {
  const folder = join(temporaryFolder(), 'library');
  (await createLibrary(folder)).close();
  const script = `
    const { withLibrary } = await import(${JSON.stringify(join(ROOT, 'src/cli/session.ts'))});
    await withLibrary({ values: { library: ${JSON.stringify(folder)} } }, () => {
      Promise.reject(new Error('nobody waits for this'));
      return new Promise((resolve) => setTimeout(resolve, 5000));
    });`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(readFileSync(join(folder, 'logs', 'quadrille.log'), 'utf8')).toContain(
    'the process ends: nobody waits for this',
  );
});
