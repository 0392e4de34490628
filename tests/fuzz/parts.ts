import { basename } from 'node:path';
import { expect, it, type RunnerTask } from 'vitest';
import { FUZZ_PARTS, partsOf } from '../../scripts/nightly-fuzz.ts';

/** To be called at the top of a file of fuzz tests: what no nightly part runs, is never tried with many inputs. */
export function inOnePart(): void {
  it('each of these is run by exactly one nightly part', ({ task }) => {
    const file = basename(task.file.filepath);
    const names = testsIn(task.file.tasks).filter((name) => name !== task.fullTestName);
    expect(names.length).toBeGreaterThan(0);
    const parts = names.map((name) => [name, partsOf(file, name)] as const);
    expect(parts.filter(([, of]) => of.length !== 1)).toEqual([]);
    const own = Object.keys(FUZZ_PARTS).filter((key) => FUZZ_PARTS[key].file === file);
    expect(own.filter((key) => !parts.some(([, [part]]) => part === key))).toEqual([]);
  });
}

function testsIn(tasks: readonly RunnerTask[]): string[] {
  return tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task.tasks) : [task.fullTestName]));
}
