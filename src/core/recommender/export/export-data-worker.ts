import type { DataTableName, ExportedData, TableFormat } from '../../../shared/contract/exports.ts';
import { OutputFolder } from '../../storage/output.ts';
import { openReader, type ReadableDb } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { filledTables, libraryTable } from './library-tables.ts';
import { TableFolder } from './table-folder.ts';

export interface ExportDataTask {
  libraryFile: string;
  format: TableFormat;
  tables: DataTableName[];
  output: string;
  createdAt: string;
}

serveTask<ExportDataTask, Omit<ExportedData, 'folder'>>(async ({ libraryFile, createdAt, ...task }, checkpoint) => {
  const db = openReader(libraryFile);
  try {
    const output = new OutputFolder(task.output);
    const folder = new TableFolder(output, task.format);
    // Rows of plays are the many ones: the others take no time beside them.
    const total = Math.max(1, task.tables.length * rowsOfPairs(db));
    const tables = filledTables(db)
      .filter((name) => task.tables.includes(name))
      .map((name, index) => {
        const before = (index * total) / task.tables.length;
        const rows = folder.write(libraryTable(db, name), (done) =>
          checkpoint(Math.min((before + done) / total, (index + 1) / task.tables.length), 'exporting'),
        );
        return { name, rows };
      });
    folder.describe({
      name: 'quadrille-library',
      title: 'A library of Quadrille',
      description: 'Plays or ratings, listens, songs, listeners, tags and results, as far as the library has them.',
      createdAt,
    });
    return { files: output.files, tables };
  } finally {
    db.close();
  }
});

function rowsOfPairs(db: ReadableDb): number {
  return db.get<{ n: number | null }>('SELECT sum(songs) AS n FROM listeners')?.n ?? 0;
}
