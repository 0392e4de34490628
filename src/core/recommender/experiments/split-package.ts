import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256OfFile } from '../../storage/file-hash.ts';
import type { OutputFolder } from '../../storage/output.ts';
import type { SplitFile } from './split-forms.ts';

/**
 * Describes an exported split as a Frictionless Data Package 1.0 (datapackage.json). It has no date: the same split
 * gives the same bytes.
 */
export function describeSplit(output: OutputFolder, protocol: string, files: readonly SplitFile[]): void {
  const described = {
    profile: 'data-package',
    name: 'quadrille-split',
    title: `A split of Quadrille: ${protocol}`,
    description: 'Rows of listener, song and value (plays, or the rating) of each part, and lists of ids.',
    resources: files.map((file) => resourceOf(join(output.path, ...file.path.split('/')), file)),
  };
  output.write('datapackage.json', `${JSON.stringify(described, null, 1)}\n`);
}

function resourceOf(path: string, { path: name, head, delimiter, fields, rows }: SplitFile): object {
  const names = head?.split(delimiter);
  return {
    name: name.replaceAll('/', '-').toLowerCase(),
    path: name,
    profile: 'tabular-data-resource',
    format: delimiter === ',' ? 'csv' : 'tsv',
    mediatype: delimiter === ',' ? 'text/csv' : 'text/tab-separated-values',
    encoding: 'utf-8',
    dialect: { delimiter, header: head !== null, ...(delimiter === ',' ? {} : { quoteChar: '\0' }) },
    bytes: statSync(path).size,
    hash: `sha256:${sha256OfFile(path)}`,
    rows,
    schema: {
      fields: fields.map(({ name: own, type }, i) => ({
        name: names?.[i] ?? own,
        type,
        constraints: { required: true },
      })),
      missingValues: [''],
    },
  };
}
