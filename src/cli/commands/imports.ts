import { type Command, noMorePositionals, positional, UsageError } from '../command.ts';
import { withLibrary } from '../session.ts';

export const importsCommand: Command = {
  usage: 'imports --library FOLDER [--json]',
  help: ['The latest can be undone as a whole, then the one before it: "quadrille undo-import --help".'],
  options: { library: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    return withLibrary(input, async (app) => {
      const imports = await app.call('import/list', {});
      if (imports.length === 0) input.print('No import of this library can be undone.');
      for (const { id, kind, file, imported, at } of imports)
        input.print(`${String(id).padStart(4)}  ${at}  ${kind}  ${imported.toLocaleString('en')}  ${file}`);
      return imports;
    });
  },
};

export const undoImportCommand: Command = {
  usage: 'undo-import NUMBER --library FOLDER [--json]',
  help: [
    'NUMBER   as "quadrille imports" lists it; earlier imports are undone one after the other',
    'Models that were trained since have to be deleted first; an import that replaced recordings stays.',
  ],
  options: { library: { type: 'string' } },
  async run(input) {
    const text = positional(input, 0, 'NUMBER');
    noMorePositionals(input, 1);
    if (!/^[0-9]+$/.test(text)) throw new UsageError(`NUMBER is a whole number, not ${JSON.stringify(text)}.`);
    return withLibrary(input, async (app) => {
      const { file } = await app.call('import/undo', { id: Number(text) });
      input.print(`The import of ${file} is undone.`);
      return { file };
    });
  },
};
