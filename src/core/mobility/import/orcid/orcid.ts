import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import { isDegree, type PositionRole } from '../../../../shared/mobility/codebook.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { countryToday } from '../../names/city.ts';
import { comparableCountry, isParted } from '../../names/country.ts';
import { numberIn } from '../../../imports/json-values.ts';
import { filesNotRead, linksNotFollowed } from '../../../imports/left-out.ts';
import { problem } from '../cells/fields.ts';
import { isBesidePost, isDoubtfulDegree } from '../roles/role-doubts.ts';
import { readRole } from '../roles/roles.ts';
import { filesByScholar, publishScholars, settleKnown } from '../resumes/publish-scholars.ts';
import type { MobilityImporter, StagedScholar } from '../staged.ts';
import type { Affiliation, OrcidDate, OrcidRecord } from './orcid-form.ts';
import { holdsRecords, noRecords, readRecords, recordFiles, saysOrcid } from './orcid-record.ts';

/**
 * ORCID records as returned by the public API (JSON) or published as XML, or a folder of them; any part of a date may
 * be missing.
 */
export const orcidImporter: MobilityImporter = {
  kind: 'orcid',
  label: say('study-import-kind.orcid'),
  summary: 'ORCID records as JSON or XML, or a folder of them',
  settings: [],
  example: {},
  fields: [],
  sniff: (_head, text, file) =>
    saysOrcid(text) || (existsSync(file) && statSync(file).isDirectory() && holdsRecords(file)),
  async stage(file, mapping, { library, book, questions }) {
    const files = recordFiles(file);
    if (files.length === 0)
      throw new AppError('bad-input', say('study-import.no-orcid-records', { file: basename(file) }), { file });
    const { records, failed } = readRecords(files);
    const unread = new Set<string>();
    const rejections: Problem[] = [...failed];
    const doubts: Problem[] = [];
    let read = 0;
    const staged = records.map(({ file: source, key, record }): StagedScholar & { file: string } => {
      for (const section of unreadSections(record)) unread.add(section);
      const lines: StagedScholar['lines'] = [];
      for (const { section, affiliation } of affiliationsOf(record)) {
        read++;
        const mention = affiliation.organization?.name?.trim() ?? '';
        const title = [affiliation['role-title'], affiliation['department-name']].filter(Boolean).join(', ');
        const [startYear, endYear] = [yearOf(affiliation['start-date']), yearOf(affiliation['end-date'])];
        if (mention === '') {
          rejections.push(
            problem(
              read,
              'organization',
              key,
              say('study-import.no-organisation'),
              say('study-import.complete-in-orcid'),
            ),
          );
          continue;
        }
        if (startYear !== null && endYear !== null && endYear < startYear) {
          rejections.push(
            problem(
              read,
              'end-date',
              String(endYear),
              say('study-import.end-before-start', { end: endYear, start: startYear }),
              say('study-import.correct-in-orcid'),
            ),
          );
          continue;
        }
        const city = affiliation.organization?.address?.city ?? null;
        const given = affiliation.organization?.address?.country ?? null;
        const country = given === null ? null : comparableCountry(countryToday(given, city));
        if (country !== null && isParted(country))
          doubts.push(
            problem(
              read,
              'country',
              country,
              say('study-import.parted-country', { given: country }),
              say('study-import.look-when-coding'),
            ),
          );
        const stated = readRole(title, mapping, book.terminalDegrees);
        const role = roleIn(section, stated);
        if (section === 'educations' && stated === 'job')
          doubts.push(
            problem(read, 'role-title', title, say('study-import.no-degree'), say('study-import.look-when-coding')),
          );
        if (isDoubtfulDegree(title) || isBesidePost(title))
          doubts.push(
            problem(
              read,
              'role-title',
              title,
              say('study-import.doubtful-title'),
              say('study-import.look-when-coding'),
            ),
          );
        const text =
          `${startYear ?? '?'}–${endYear ?? (section === 'employments' ? 'present' : '?')} ${title} ` +
          `· ${mention}${city ? `, ${city}` : ''}${country ? `, ${country}` : ''}`;
        lines.push({
          row: read,
          text,
          positions:
            role === null
              ? []
              : [
                  {
                    stage: null,
                    role,
                    title: title || null,
                    mention,
                    city,
                    country,
                    startYear,
                    endYear,
                    isCurrent: section === 'employments' && endYear === null,
                    isPrimary: false,
                  },
                ],
        });
      }
      const current = lines.filter(({ positions }) => positions[0]?.isCurrent);
      if (current.length > 1)
        doubts.push(
          problem(
            current[1].row,
            'end-date',
            key,
            say('study-import.several-current', { current: current.length }),
            say('study-import.choose-when-coding'),
          ),
        );
      return { file: source, key, name: nameOf(record) ?? key, attributes: {}, row: 1, lines };
    });
    if (read === 0 && rejections.length === 0)
      throw new AppError('bad-input', say('study-import.orcid-without-stages', { file: basename(file) }), { file });
    const known = settleKnown(library, staged, '', mapping.existing, questions);
    return {
      read,
      rejections: [...rejections, ...known.rejections],
      doubts,
      held: known.held.size,
      notes: [
        say('study-import.records', { staged: staged.length }),
        ...linksNotFollowed(file),
        ...filesNotRead(noRecords(file)),
        ...(unread.size > 0 ? [say('study-import.sections-not-read', { sections: [...unread].sort() })] : []),
      ],
      headers: ['line'],
      sample: staged.flatMap(({ lines }) => lines.map(({ text }) => [text])).slice(0, 8),
      encoding: 'utf-8',
      mapping,
      publish: (db) => {
        const counts = { imported: 0, unchanged: 0 };
        const files = filesByScholar(known.accepted, '');
        for (const scholar of known.accepted) {
          const spared = files.get(scholar.key);
          const kept = { otherLines: known.otherLines, spared };
          const { imported, unchanged } = publishScholars(db, [scholar], scholar.file ?? '', kept);
          counts.imported += imported;
          counts.unchanged += unchanged;
        }
        return counts;
      },
    };
  },
};

/** Of a record's affiliations, in the order of a career. */
const SECTIONS = ['educations', 'qualifications', 'employments', 'invited-positions', 'distinctions'] as const;
type Section = (typeof SECTIONS)[number];

/** The role of a line by its section and what its title says; null for a qualification that is no degree. */
function roleIn(section: Section, stated: PositionRole): PositionRole | null {
  if (section === 'educations') return stated === 'job' ? 'bachelor' : stated;
  if (section === 'qualifications') return isDegree(stated) ? stated : null;
  if (section === 'distinctions') return 'award';
  if (section === 'invited-positions') return 'visiting';
  return isDegree(stated) ? 'job' : stated;
}

/** Sections with affiliations that are not read, such as memberships and services. */
function unreadSections(record: OrcidRecord): string[] {
  return Object.entries(record['activities-summary'] ?? {}).flatMap(([section, content]) =>
    !(SECTIONS as readonly string[]).includes(section) && JSON.stringify(content ?? null).includes('"organization"')
      ? [section]
      : [],
  );
}

/** Summaries are in groups since API 3, in a plain list before. */
function affiliationsOf(record: OrcidRecord): { section: Section; affiliation: Affiliation }[] {
  return SECTIONS.flatMap((section) => {
    const found: Affiliation[] = [];
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (value && typeof value === 'object') {
        if ('organization' in value) found.push(value as Affiliation);
        else if ('summaries' in value && Array.isArray(value.summaries)) walk(preferred(value.summaries));
        else Object.values(value).forEach(walk);
      }
    };
    walk(record['activities-summary']?.[section]);
    return found.map((affiliation) => ({ section, affiliation }));
  });
}

/** Of the summaries of a group, which are one affiliation by several sources, the one that the record shows. */
function preferred(summaries: readonly unknown[]): unknown {
  const index = (one: unknown) => {
    const [summary] = Object.values((one ?? {}) as Record<string, { 'display-index'?: string | null }>);
    return numberIn(summary?.['display-index'] ?? 0);
  };
  return summaries.reduce((a, b) => (index(b) > index(a) ? b : a), summaries[0]);
}

function yearOf(date: OrcidDate | null | undefined): number | null {
  const year = numberIn(date?.year?.value ?? Number.NaN);
  return Number.isInteger(year) ? year : null;
}

function nameOf({ person }: OrcidRecord): string | null {
  const name = person?.name;
  return (
    name?.['credit-name']?.value ??
    ([name?.['given-names']?.value, name?.['family-name']?.value].filter(Boolean).join(' ') || null)
  );
}
