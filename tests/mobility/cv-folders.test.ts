import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const CV = '1990–1995 PhD, University of Oxford\n1995–2000 lecturer, University of Leeds\n';
const ACROSS = 'ask.texts-of-several-folders';

/** A folder with these files, by their names; a CV where nothing else is said. */
function folderOf(files: Record<string, string | null>): string {
  const folder = join(temporaryFolder(), 'cvs');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text ?? `${CV}Written as ${name}\n`);
  }
  return folder;
}

async function imported(folder: string, answers: Record<string, string> = {}) {
  const app = await freshApp();
  const answer = await importStudyFile(app, folder, {}, 'skip', answers);
  const texts = app.library.db.all<{ key: string; file: string }>(
    `SELECT s.scholar_key AS key, e.file FROM evidence e JOIN scholars s ON s.id = e.scholar_id
     GROUP BY s.id, e.file ORDER BY s.id, e.file`,
  );
  return { answer, texts: texts.map(({ key, file }) => `${key} in ${file}`) };
}

describe('a folder of CVs', () => {
  it('is read with the folders in it, and what is not read is told by name', async () => {
    const folder = folderOf({
      'Ann Lee.txt': null,
      '2019/early/Bob Ray.md': null,
      '2020/Cy Poe.doc': null,
      'photo.jpg': 'x',
      'README.txt': 'CVs of 2019',
      '.DS_Store': 'x',
      '2020/~$y Poe.docx': 'x',
      '2020/Thumbs.db': 'x',
      '__MACOSX/Ann Lee.txt': 'x',
    });
    const { answer, texts } = await imported(folder);
    expect(texts).toEqual(['Bob Ray in 2019/early/Bob Ray.md', 'Ann Lee in Ann Lee.txt']);
    expect(answer).toMatchObject({ kind: 'text', read: 2, imported: 2, rejected: 0, questions: [] });
    const names = ['2020/Cy Poe.doc', 'README.txt', 'photo.jpg'];
    expect(answer.notes).toContainEqual(saying('import.files-not-read', { count: 3, names }));
  });

  it('with one that cannot be read has the others, and says which and why', async () => {
    const rejections = [{ value: 'b/Bob Ray.pdf', problem: { id: 'cv.no-document' } }];
    await expect(imported(folderOf({ 'Ann Lee.txt': null, 'b/Bob Ray.pdf': 'no document' }))).resolves.toMatchObject({
      texts: ['Ann Lee in Ann Lee.txt'],
      answer: { read: 2, imported: 1, rejected: 1, rejections },
    });
    await expect(imported(folderOf({ 'b/Bob Ray.pdf': 'no document' }))).rejects.toMatchObject(
      telling('study-import.refused'),
    );
  });

  it('names scholars by their folders where files are only called CV, and says so', async () => {
    const files = {
      'Ann Lee/CV.txt': null,
      '李雷/简历 (1).txt': null,
      'Bob Ray/Resume_2019.txt': null,
      'cv.txt': null,
    };
    const { answer, texts } = await imported(folderOf({ ...files, 'x/Cvetko.txt': null }));
    expect(texts.map((text) => text.split(' in ')[0]).sort()).toEqual(['Ann Lee', 'Bob Ray', 'Cvetko', 'cv', '李雷']);
    expect(answer.notes).toContainEqual(saying('study-import.named-by-folder', { files: 3 }));
  });

  it('asks once whether files of one name in several folders are about one person', async () => {
    const files = { '2019/Ann Lee.txt': null, '2020/Ann Lee.txt': null, '2019/Bob Ray.txt': null, 'Bob Ray.md': null };
    const folder = folderOf({ ...files, '2020/Ann Lee.md': null, 'Cy Poe.txt': null, 'Cy Poe.md': null });
    const asked = await imported(folder);
    expect(asked.answer.questions).toMatchObject([{ id: ACROSS, rows: 5, values: { count: 2 } }]);
    expect(asked.texts).toEqual(['Cy Poe in Cy Poe.md', 'Cy Poe in Cy Poe.txt']);
    const one = await imported(folder, { [ACROSS]: 'same' });
    expect(new Set(one.texts.map((text) => text.split(' in ')[0]))).toEqual(new Set(['Ann Lee', 'Bob Ray', 'Cy Poe']));
    const apart = await imported(folder, { [ACROSS]: 'other' });
    expect(new Set(apart.texts.map((text) => text.split(' in ')[0]))).toEqual(
      new Set(['Ann Lee', 'Ann Lee (2)', 'Bob Ray', 'Bob Ray (2)', 'Cy Poe']),
    );
  });

  it('without any says what it holds instead', async () => {
    await expect(imported(folderOf({ 'a.csv': 'x', 'b/c.doc': 'x' }))).rejects.toMatchObject(
      telling('study-import.folder-not-recognised', { folder: 'cvs', files: 2, names: ['a.csv', 'b/c.doc'] }),
    );
    await expect(imported(folderOf({}))).rejects.toMatchObject(
      telling('study-import.folder-not-recognised', { files: 0 }),
    );
  });

  it.skipIf(process.platform === 'win32')('that only links lead out of says where they are', async () => {
    const folder = folderOf({});
    symlinkSync(folderOf({ 'Ann Lee.txt': null }), join(folder, 'theirs'));
    const app = await freshApp();
    for (const kind of [undefined, 'text'])
      await expect(importStudyFile(app, folder, { ...(kind ? { kind } : {}) })).rejects.toMatchObject(
        telling('import.refused-beside-links'),
      );
    await expect(app.call('import/preview', { grant: app.grants.add(folder), kind: 'audio' })).resolves.toMatchObject({
      extent: 'none',
    });
  });

  it('of ORCID records tells what is none', async () => {
    const record = JSON.stringify({
      'orcid-identifier': { path: '0000-0001' },
      person: { name: { 'given-names': { value: 'Ann' }, 'family-name': { value: 'Lee' } } },
      'activities-summary': {
        educations: {
          'affiliation-group': [
            {
              summaries: [
                {
                  'education-summary': {
                    'role-title': 'PhD',
                    'start-date': { year: { value: '1990' } },
                    organization: { name: 'Alpha University', address: { city: 'Alpha', country: 'CN' } },
                  },
                },
              ],
            },
          ],
        },
      },
    });
    const { answer } = await imported(folderOf({ '0000-0001.json': record, 'Ann Lee.docx': 'x', '.hidden': 'x' }));
    expect(answer).toMatchObject({ kind: 'orcid', imported: 1 });
    expect(answer.notes).toContainEqual(saying('import.files-not-read', { count: 1, names: ['Ann Lee.docx'] }));
  });
});

describe('what nothing is read of is refused by what it is', () => {
  const tar = Buffer.alloc(1024);
  tar.write('r.csv');
  tar.write('ustar', 257);
  it.each([
    ['cvs.zip', 'zip', zipSync({ 'cvs/Ann Lee.txt': strToU8(CV) })],
    ['r.csv.gz', 'gzip', gzipSync(CV)],
    ['cvs.tar', 'tar', tar],
    ['cvs.7z', '7z', Buffer.from('377abcaf271c0004', 'hex')],
    ['cvs.rar', 'RAR', Buffer.from('526172211a0701004c', 'hex')],
    ['cvs.txz', 'xz', Buffer.from('fd377a585a00', 'hex')],
    ['cvs.tbz', 'bzip2', Buffer.from('BZh91AY&SY')],
  ])('%s has to be unpacked', async (name, format, bytes) => {
    const app = await freshApp();
    for (const kind of [undefined, 'long'])
      await expect(importStudyFile(app, fileOf(name, bytes), kind ? { kind } : {})).rejects.toMatchObject(
        telling('study-import.is-packed', { file: name, format }),
      );
  });

  it.each([
    ['scan.jpg', 'JPEG', 'ffd8ffe000104a464946'],
    ['scan.png', 'PNG', '89504e470d0a1a0a'],
    ['scan.tif', 'TIFF', '49492a0008000000'],
    ['photo.heic', 'HEIC', '0000001866747970686569630000'],
  ])('%s is a picture', async (file, format, hex) => {
    const app = await freshApp();
    await expect(importStudyFile(app, fileOf(file, Buffer.from(hex, 'hex')))).rejects.toMatchObject(
      telling('study-import.is-picture', { file, format }),
    );
  });
});
