import { type Command, noMorePositionals, positional, UsageError } from '../command.ts';
import { counted } from '../counted.ts';
import { withLibrary } from '../session.ts';

export const mobilityImportsCommand: Command = {
  usage: 'mobility imports --library FOLDER [--json]',
  help: ['The latest can be undone as a whole, then the one before it: "quadrille mobility undo-import --help".'],
  options: { library: { type: 'string' } },
  async run(input) {
    noMorePositionals(input, 0);
    return withLibrary(input, async (app) => {
      const imports = await app.call('mobility/list-imports', {});
      for (const { id, kind, file, imported, at } of imports)
        input.print(`${String(id).padStart(5)}  ${at}  ${kind.padEnd(13)} ${counted(imported, 'row')}  ${file}`);
      if (imports.length === 0) input.print('No import of this study can be undone.');
      input.print('Imports made before library format 80, or before the last 50, are not listed and cannot be undone.');
      return { imports };
    });
  },
};

export const mobilityUndoImportCommand: Command = {
  usage: 'mobility undo-import NUMBER --library FOLDER [--json]',
  help: [
    'NUMBER   as "quadrille mobility imports" lists it; earlier imports are undone one after the other',
    'What was coded, decided or changed since is never undone with it: the import then stays.',
    'Example: quadrille mobility undo-import 4 --library my-study',
  ],
  options: { library: { type: 'string' } },
  async run(input) {
    const text = positional(input, 0, 'NUMBER');
    noMorePositionals(input, 1);
    if (!/^\d+$/.test(text)) throw new UsageError(`NUMBER is a number of "mobility imports", not ${text}.`);
    return withLibrary(input, async (app) => {
      const { file } = await app.call('mobility/undo-import', { id: Number(text) });
      input.print(`The import of ${file} is undone.`);
      return { id: Number(text), file };
    });
  },
};
