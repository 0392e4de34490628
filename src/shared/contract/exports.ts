import { z } from 'zod';

/** How tables go out to other programs. */
export const TABLE_FORMATS = ['parquet', 'csv', 'tsv'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** What `score` reads: a table, a TREC run, JSON lines. */
export const LIST_FORMS = ['tsv', 'trec', 'jsonl', 'parquet'] as const;
export type ListForm = (typeof LIST_FORMS)[number];

/** Where lists, predictions and values of single listeners go. */
export const listsWanted = z.object({ grant: z.string(), form: z.enum(LIST_FORMS).default('tsv') });

/** `ratings` in a library of ratings, `plays` in any other; `listens` where histories have times. */
export const DATA_TABLES = ['plays', 'ratings', 'listens', 'songs', 'listeners', 'tags', 'results'] as const;
export type DataTableName = (typeof DATA_TABLES)[number];

export const exportedData = z.object({
  folder: z.string(),
  files: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), rows: z.number() })),
});
export type ExportedData = z.infer<typeof exportedData>;

export const exportsContract = {
  /** Which tables the library can fill. */
  'library/list-data-tables': { input: z.object({}), output: z.array(z.enum(DATA_TABLES)) },
  /** Writes tables of the library with their description (datapackage.json) into a new folder. */
  'library/export-data': {
    input: z.object({
      grant: z.string(),
      format: z.enum(TABLE_FORMATS).default('parquet'),
      /** All that the library can fill, unless some are named. */
      tables: z.array(z.enum(DATA_TABLES)).min(1).optional(),
    }),
    output: z.object({ jobId: z.number().int() }),
  },
};
