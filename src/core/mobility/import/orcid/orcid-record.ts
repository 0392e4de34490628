import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { entriesBelow, namesBelow } from '../../../storage/files-below.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/messages/say.ts';
import type { Problem } from '../../../../shared/mobility/imports.ts';
import { jsonOrLines } from '../../../imports/json-values.ts';
import { isPutThere } from '../../../imports/left-out.ts';
import { BadXml } from '../../../imports/xml.ts';
import { problem } from '../cells/fields.ts';
import type { OrcidRecord } from './orcid-form.ts';
import { isOrcidXml, recordOfXml } from './orcid-xml.ts';
import { plainFile } from '../../../storage/plain-file.ts';

const RECORD_FILE = /\.(?:json|jsonl|ndjson|xml)$/i;
const HEAD_BYTES = 16 * 1024;

/** The files of records: one, or all of a folder and of those in it, as ORCID's public data file is laid out. */
export function recordFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const { files, folders, odd } = entriesBelow(path);
  // What is called as a record and is no file is refused when it is read.
  return [...files, ...folders, ...odd].filter((name) => RECORD_FILE.test(name)).sort();
}

/** What else somebody put into a folder of records, by name. */
export function noRecords(path: string): string[] {
  return statSync(path).isDirectory()
    ? namesBelow(path).filter((name) => isPutThere(name) && !RECORD_FILE.test(name))
    : [];
}

/** Whether a folder holds records: by the first of its files. */
export function holdsRecords(folder: string): boolean {
  const [first] = recordFiles(folder);
  return first !== undefined && saysOrcid(readFileSync(plainFile(first)).subarray(0, HEAD_BYTES).toString('utf8'));
}

export function saysOrcid(text: string): boolean {
  return text.includes('activities-summary') || text.includes('orcid-identifier') || isOrcidXml(text);
}

interface ReadRecord {
  file: string;
  key: string;
  record: OrcidRecord;
}

/**
 * The records of files, each scholar once: the affiliations that ORCID publishes in files of their own are put into
 * their scholar's record, without those that it has already. Of a folder, what is no record is told.
 */
export function readRecords(paths: readonly string[]): { records: ReadRecord[]; failed: Problem[] } {
  const found = new Map<string, ReadRecord>();
  const errors: AppError[] = [];
  for (const path of paths) {
    try {
      const file = basename(path);
      for (const record of parseRecords(path)) {
        const key = record['orcid-identifier']?.path ?? file.replace(RECORD_FILE, '');
        const known = found.get(key);
        found.set(key, known ? { ...known, record: merged(known.record, record) } : { file, key, record });
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push(error);
    }
  }
  if (found.size === 0 && errors.length > 0) throw errors[0];
  const failed = errors.map((error) => {
    const name = basename(String((error.details as { file?: unknown }).file));
    return problem(null, 'file', name, error.told, say('study-import.fetch-record-again'));
  });
  return { records: [...found.values()], failed };
}

function merged(record: OrcidRecord, other: OrcidRecord): OrcidRecord {
  const sections = { ...record['activities-summary'] };
  for (const [section, content] of Object.entries(other['activities-summary'] ?? {})) {
    const own = groupsIn(sections[section]);
    const codes = new Set(own.flatMap(putCodes));
    const added = groupsIn(content).filter((group) => !putCodes(group).some((code) => codes.has(code)));
    sections[section] = { 'affiliation-group': [...own, ...added] };
  }
  return { ...record, person: hasName(record) ? record.person : other.person, 'activities-summary': sections };
}

function hasName({ person }: OrcidRecord): boolean {
  return Object.values(person?.name ?? {}).some((part) => part?.value);
}

function groupsIn(section: unknown): unknown[] {
  const groups = (section as { 'affiliation-group'?: unknown[] } | null | undefined)?.['affiliation-group'];
  return groups ?? (section ? [section] : []);
}

function putCodes(group: unknown): string[] {
  if (Array.isArray(group)) return group.flatMap(putCodes);
  if (!group || typeof group !== 'object') return [];
  const own = 'put-code' in group && typeof group['put-code'] !== 'object' ? [String(group['put-code'])] : [];
  return [...own, ...Object.values(group).flatMap(putCodes)];
}

/** The record of a file, or those of a list or of one a line, as scripts keep them. */
function parseRecords(path: string): OrcidRecord[] {
  const text = readFileSync(plainFile(path), 'utf8').replace(/^\uFEFF/, '');
  const name = basename(path);
  const given = text.trimStart().startsWith('<') ? ofXml(text, path) : ofJson(text, path);
  const records = (Array.isArray(given) ? given : [given]) as (OrcidRecord | null)[];
  if (records.length > 0 && records.every((record) => record?.['activities-summary'])) return records as OrcidRecord[];
  throw new AppError('bad-input', say('study-import.not-orcid', { file: name }), { file: path });
}

function ofXml(text: string, path: string): OrcidRecord | null {
  try {
    return recordOfXml(text, basename(path));
  } catch (error) {
    if (!(error instanceof BadXml)) throw error;
    const told = say('study-import.bad-xml', { name: basename(path), line: error.line });
    throw new AppError('bad-input', told, { file: path, line: error.line });
  }
}

function ofJson(text: string, path: string): unknown {
  try {
    return jsonOrLines(text);
  } catch (error) {
    const told = say('study-import.not-json', { name: basename(path), message: (error as Error).message });
    throw new AppError('bad-input', told, { file: path });
  }
}
