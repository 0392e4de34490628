import type { App } from '../../core/app/app.ts';
import type { ImportPreview, Mapping, MobilityImportResult } from '../../shared/mobility/imports.ts';
import { AppError } from '../../shared/errors.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Answers } from '../../shared/questions.ts';
import { type CommandInput, commandError, UsageError } from '../command.ts';
import { finishJob } from '../session.ts';

export interface SheetResult extends MobilityImportResult {
  sheet: string;
}

interface AllSheets {
  grant: string;
  mapping: Mapping;
  answers: Answers;
  onError: 'skip' | 'abort';
}

/** Imports every sheet of a workbook that is shown and holds a table, each as what it is. */
export async function importSheets(
  app: App,
  input: CommandInput,
  { grant, mapping, answers, onError }: AllSheets,
  told: (result: SheetResult) => void,
) {
  const look = (sheet?: string, given: Answers = {}) =>
    app.call('mobility/preview-import', {
      grant,
      mapping: { ...mapping, ...(sheet === undefined ? {} : { sheet }) },
      answers: given,
      columnsLater: true,
    });
  const { sheets: all, file } = await look();
  if (all.length === 0) throw new UsageError(`--all-sheets is for workbooks; ${file} is none.`);
  const wanted = all.filter(({ hidden, isTable }) => isTable && !hidden);
  const looks: { sheet: string; preview: ImportPreview }[] = [];
  for (const { name } of wanted) looks.push({ sheet: name, preview: await look(name) });
  const unknown = looks.filter(({ preview }) => preview.kind === null).map(({ sheet }) => sheet);
  const notRead = all.map(({ name }) => name).filter((name) => !looks.some(({ sheet }) => sheet === name));
  // Ties name scholars that another sheet brings.
  const known = looks.filter(({ preview }) => preview.kind !== null);
  const ordered = [...known].sort((a, b) => Number(a.preview.kind === 'edges') - Number(b.preview.kind === 'edges'));
  const results: SheetResult[] = [];
  const failed: { sheet: string; error: { code: string; message: Message } }[] = [];
  const used = new Set<string>();
  for (const { sheet } of ordered) {
    // What a sheet asks depends on those before it.
    const given = await answersFor(answers, (some) => look(sheet, some));
    for (const id of Object.keys(given)) used.add(id);
    const ofSheet = { ...mapping, sheet };
    const { jobId } = await app.call('mobility/start-import', { grant, mapping: ofSheet, answers: given, onError });
    try {
      const result = { sheet, ...(await finishJob<MobilityImportResult>(app, input, jobId)) };
      told(result);
      results.push(result);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error;
      failed.push({ sheet, error: { code: error.code, message: error.told } });
    }
  }
  const unused = Object.keys(answers).find((id) => !used.has(id));
  if (unused !== undefined) throw commandError('bad-request', `No sheet raised the question “${unused}”.`);
  return { sheets: results, failed, unknown, notRead };
}

/** Those of the answers that a sheet asks for; one may raise the next. */
async function answersFor(answers: Answers, look: (given: Answers) => Promise<ImportPreview>): Promise<Answers> {
  const given: Answers = {};
  if (Object.keys(answers).length === 0) return given;
  for (;;) {
    const { questions } = await look(given);
    const asked = questions.filter(({ id }) => id in answers && !(id in given));
    if (asked.length === 0) return given;
    for (const { id } of asked) given[id] = answers[id];
  }
}
