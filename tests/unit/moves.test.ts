import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertWritable } from '../../src/core/storage/library.ts';
import { moveFile, patiently, removeFile, removeFolder, removeFolderLater } from '../../src/core/storage/moves.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { telling } from '../support/messages.ts';

function failing(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Fails so many times, then succeeds. */
function heldFor(times: number, code: string): () => string {
  let left = times;
  return () => {
    if (left-- > 0) throw failing(code);
    return 'done';
  };
}

describe('files that another program holds open', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY'])('%s on Windows is tried again', (code) => {
    const pauses: number[] = [];
    expect(patiently(heldFor(3, code), 'win32', (ms) => void pauses.push(ms))).toBe('done');
    expect(pauses).toHaveLength(3);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });

  it('is told in the end if it stays held', () => {
    let tries = 0;
    const work = () => {
      tries++;
      throw failing('EBUSY');
    };
    expect(() => patiently(work, 'win32', () => {})).toThrow('EBUSY');
    expect(tries).toBeGreaterThan(5);
  });

  it.each([
    ['linux', 'EPERM'],
    ['darwin', 'EACCES'],
    ['win32', 'ENOENT'],
    ['linux', 'ENOSPC'],
  ])('on %s %s is final', (platform, code) => {
    const pauses: number[] = [];
    expect(() => patiently(heldFor(1, code), platform, (ms) => void pauses.push(ms))).toThrow(code);
    expect(pauses).toEqual([]);
  });

  it('a folder is removed later without holding up the thread', async () => {
    const folder = join(temporaryFolder(), 'held');
    mkdirSync(folder);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const held = heldFor(4, 'EBUSY');
    await removeFolderLater(folder, () => {
      held();
      removeFolder(folder);
    });
    clearInterval(timer);
    expect(existsSync(folder)).toBe(false);
    expect(turns).toBeGreaterThan(3);
    await expect(removeFolderLater(folder, heldFor(1, 'ENOSPC') as never)).rejects.toThrow('ENOSPC');
  });

  it('moves and removes what is there, and does not mind what is not', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'content');
    moveFile(join(folder, 'a'), join(folder, 'b'));
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('content');
    removeFile(join(folder, 'b'));
    removeFile(join(folder, 'b'));
    mkdirSync(join(folder, 'c', 'd'), { recursive: true });
    removeFolder(join(folder, 'c'));
    removeFolder(join(folder, 'c'));
    expect([existsSync(join(folder, 'b')), existsSync(join(folder, 'c'))]).toEqual([false, false]);
  });
});

describe('whether a folder may be written to', () => {
  it('is tried, since on Windows access() does not know permissions', () => {
    const folder = temporaryFolder();
    const tried: string[] = [];
    const denied = (file: string) => {
      tried.push(file);
      throw failing('EPERM');
    };
    expect(() => assertWritable(folder, denied)).toThrow(telling('library.folder-not-writable', { folder }));
    expect(tried).toHaveLength(1);
  });

  it('leaves nothing behind, and lets a full disk be told by what fails on it', () => {
    const folder = temporaryFolder();
    const written: string[] = [];
    assertWritable(folder, (file) => {
      written.push(file);
      writeFileSync(file, '');
    });
    expect(written.filter((file) => existsSync(file))).toEqual([]);
    expect(() =>
      assertWritable(folder, () => {
        throw failing('ENOSPC');
      }),
    ).not.toThrow();
  });
});
