import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadXml, childOf, parseXml } from '../../src/core/imports/xml.ts';
import { freshApp, temporaryFolder } from '../support/fixtures.ts';
import { saying, telling } from '../support/messages.ts';
import { fileOf, importStudyFile } from '../support/mobility.ts';

const SPACES = [
  'record',
  'common',
  'person',
  'personal-details',
  'activities',
  'education',
  'employment',
  'distinction',
]
  .map((name) => `xmlns:${name}="http://www.orcid.org/ns/${name}"`)
  .join(' ');
const ID = '0000-0002-1825-0097';

function affiliation(kind: string, tag: string, code: number, { role, years, place }: Record<string, string>) {
  const [start, end] = years.split('-');
  const date = (name: string, year: string) =>
    year === '' ? '' : `<common:${name}><common:year>${year}</common:year></common:${name}>`;
  return `<${kind}:${tag} put-code="${code}" display-index="${code}" path="/${ID}/${kind}/${code}">
    <common:source><common:source-name>Some &amp; other</common:source-name></common:source>
    <common:department-name>Music &amp; Arts</common:department-name><common:role-title>${role}</common:role-title>
    ${date('start-date', start)}${date('end-date', end)}
    <common:organization><common:name>${place}</common:name><common:address><common:city>Leeds</common:city>
    <common:country>GB</common:country></common:address></common:organization></${kind}:${tag}>`;
}
const PHD = { role: 'PhD', years: '1990-1995', place: 'University of Leeds' };
const POST = { role: 'Lecturer', years: '1996-', place: 'University of York' };

function record(...sections: string[]) {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- public -->
<record:record path="/${ID}" ${SPACES}><common:orcid-identifier><common:uri>https://orcid.org/${ID}</common:uri>
<common:path>${ID}</common:path></common:orcid-identifier><person:person><person:name visibility="public">
<personal-details:given-names>Josiah</personal-details:given-names>
<personal-details:family-name><![CDATA[Carberry]]></personal-details:family-name></person:name></person:person>
<activities:activities-summary>${sections.join('')}</activities:activities-summary></record:record>`;
}
const grouped = (section: string, ...all: string[]) => {
  const group = `<activities:affiliation-group>${all.join('')}</activities:affiliation-group>`;
  return `<activities:${section}>${group}</activities:${section}>`;
};

async function positionsOf(file: string) {
  const app = await freshApp();
  const result = await importStudyFile(app, file);
  const rows = app.library.db.all(
    'SELECT s.scholar_key AS id, s.name, role, title, mention, city, country, start_year AS start, end_year AS "end" ' +
      'FROM positions p JOIN scholars s ON s.id = p.scholar_id ORDER BY p.id',
  );
  return { result, rows };
}
const WHO = { id: ID, name: 'Josiah Carberry', city: 'Leeds', country: 'GB' };
const DOCTORATE = {
  ...WHO,
  role: 'doctorate',
  title: 'PhD, Music & Arts',
  mention: 'University of Leeds',
  start: 1990,
  end: 1995,
};
const JOB = {
  ...WHO,
  role: 'job',
  title: 'Lecturer, Music & Arts',
  mention: 'University of York',
  start: 1996,
  end: null,
};

describe('ORCID records as XML', () => {
  it('of the present schema: one of the sources of an affiliation, sections that are not read are named', async () => {
    const text = record(
      grouped('educations', affiliation('education', 'education-summary', 1, PHD)),
      grouped(
        'employments',
        affiliation('employment', 'employment-summary', 2, { ...POST, place: 'York' }),
        affiliation('employment', 'employment-summary', 3, POST),
      ),
      grouped('memberships', affiliation('membership', 'membership-summary', 4, POST)).replaceAll(
        'membership:',
        'common:',
      ),
    );
    const { result, rows } = await positionsOf(fileOf(`${ID}.xml`, text));
    expect(rows).toEqual([DOCTORATE, JOB]);
    expect(result.notes).toContainEqual(saying('study-import.sections-not-read', { sections: ['memberships'] }));
  });

  it('of the schema before, whose summaries stand alone', async () => {
    const text = record(
      `<activities:educations>${affiliation('education', 'education-summary', 1, PHD)}</activities:educations>`,
    );
    expect((await positionsOf(fileOf('a.xml', text))).rows).toEqual([DOCTORATE]);
  });

  it('of a public data file: affiliations in files of their own join their scholar’s summary, each once', async () => {
    const folder = temporaryFolder();
    const at = (...path: string[]) => {
      mkdirSync(join(folder, ...path), { recursive: true });
      return join(folder, ...path);
    };
    const alone = (kind: string, code: number, value: Record<string, string>) =>
      affiliation(kind, kind, code, value).replace(/^<\S+/, (tag) => `${tag} ${SPACES}`);
    fileOf(`${ID}_employments_2.xml`, alone('employment', 2, POST), at('activities', '097', ID, 'employments'));
    fileOf(`${ID}_educations_1.xml`, alone('education', 1, PHD), at('activities', '097', ID, 'educations'));
    fileOf(
      `${ID}.xml`,
      record(grouped('educations', affiliation('education', 'education-summary', 1, PHD))),
      at('summaries'),
    );
    fileOf('broken.xml', `<record:record ${SPACES}>\n<a></b>`, at('summaries'));
    const { result, rows } = await positionsOf(folder);
    expect(rows).toEqual([DOCTORATE, JOB]);
    expect(result.rejections).toMatchObject([
      { row: null, value: 'broken.xml', problem: saying('study-import.bad-xml', { name: 'broken.xml', line: 2 }) },
    ]);
  });

  it('that are cut off, or no records, are refused with what is wrong', async () => {
    const app = await freshApp();
    const cut = fileOf('cut.xml', record().slice(0, 700));
    await expect(importStudyFile(app, cut)).rejects.toMatchObject({ told: { id: 'study-import.bad-xml' } });
    const other = fileOf('error.xml', `<error:error xmlns:error="http://www.orcid.org/ns/error"></error:error>`);
    await expect(importStudyFile(app, other)).rejects.toEqual(telling('study-import.not-orcid', { file: 'error.xml' }));
    const html = fileOf('a.xml', '<table><tr></tr></table>');
    await expect(importStudyFile(app, html)).rejects.toEqual(telling('study-import.is-xml', { file: 'a.xml' }));
    const empty = `<r:record xmlns:r="http://www.orcid.org/ns/record" path="/0000-0000-0000-0001"></r:record>`;
    await expect(importStudyFile(app, fileOf('empty.xml', empty))).rejects.toEqual(
      telling('study-import.orcid-without-stages', { file: 'empty.xml' }),
    );
  });
});

describe('XML', () => {
  it('is read without prefixes, with entities, CDATA, comments and empty elements', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!DOCTYPE a><a:b c:d="1 &lt; 2"><!-- <x> --><e/>x &#x4e2d;<![CDATA[<&]]></a:b>',
    );
    expect(root).toMatchObject({ name: 'b', attributes: { d: '1 < 2' }, text: 'x 中<&' });
    expect(childOf(root, 'e')).toMatchObject({ children: [] });
  });

  it.each(['<a><b></a>', '<a>', 'x<a/>', '<a/><b/>', '<a b=c/>', '<a', '<!-- <a/>', ''])('%j is none', (text) => {
    expect(() => parseXml(text)).toThrow(BadXml);
  });
});
