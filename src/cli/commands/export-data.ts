import { DATA_TABLES, type DataTableName, type ExportedData, TABLE_FORMATS } from '../../shared/contract/exports.ts';
import { callerPath, type Command, nameList, noMorePositionals, oneOf, positional, UsageError } from '../command.ts';
import { finishJob, withLibrary } from '../session.ts';

export const exportDataCommand: Command = {
  usage: 'export data FOLDER --library FOLDER [--format parquet|csv|tsv] [--tables a,b] [--json]',
  help: [
    'FOLDER                is made; in one that exists, a folder named after the day',
    '--format NAME         parquet (default) | csv | tsv',
    `--tables a,b          of ${DATA_TABLES.join(', ')}; default: all that the library can fill`,
    '',
    'datapackage.json describes the tables (Frictionless Data Package). What is written can be imported again.',
  ],
  options: {
    library: { type: 'string' },
    format: { type: 'string' },
    tables: { type: 'string' },
  },
  async run(input) {
    const folder = callerPath(positional(input, 0, 'FOLDER'));
    noMorePositionals(input, 1);
    const format = oneOf(input, 'format', TABLE_FORMATS, 'parquet');
    const tables = input.values.tables === undefined ? undefined : nameList(input, 'tables').map(tableName);
    return withLibrary(input, async (app) => {
      const request = { grant: app.grants.add(folder), format, ...(tables ? { tables } : {}) };
      const { jobId } = await app.call('library/export-data', request);
      const exported = await finishJob<ExportedData>(app, input, jobId);
      for (const { name, rows } of exported.tables) input.print(`${name.padEnd(10)} ${rows.toLocaleString('en')} rows`);
      input.print(exported.folder);
      return exported;
    });
  },
};

function tableName(text: string): DataTableName {
  const found = DATA_TABLES.find((name) => name === text);
  if (!found) throw new UsageError(`--tables takes some of ${DATA_TABLES.join(', ')}, not ${JSON.stringify(text)}.`);
  return found;
}
