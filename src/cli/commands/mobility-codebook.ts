import { counted } from '../counted.ts';
import { STAGE_KINDS } from '../../core/mobility/stages/registry.ts';
import {
  type Command,
  givenFile,
  noMorePositionals,
  positional,
  readJsonFile,
  required,
  UsageError,
} from '../command.ts';
import { withLibrary } from '../session.ts';

export const mobilityCodebookCommand: Command = {
  usage: 'mobility codebook show|preview|apply [FILE.json] --library FOLDER [--note TEXT --author NAME] [--json]',
  help: [
    'show             the codebook in force (with --json: a file to edit; give its "codebook" part to preview ' +
      'and apply)',
    'preview FILE     every field that differs, and how many codes, levels, tiers, suggestions and moves it ' +
      'would change; writes nothing',
    'apply FILE       --note and --author are kept with the version',
    'A stage has a "rule", by which its line in a résumé is found:',
    ...STAGE_KINDS.map(({ rule, summary }) => `  ${rule.padEnd(14)} ${summary.text}`),
    'Example: quadrille mobility codebook preview five-levels.json --library my-demo',
  ],
  options: { library: { type: 'string' }, note: { type: 'string' }, author: { type: 'string' } },
  async run(input) {
    const what = positional(input, 0, 'show, preview or apply');
    noMorePositionals(input, what === 'show' ? 1 : 2);
    return withLibrary(input, async (app) => {
      if (what === 'show') {
        const { codebook } = await app.call('mobility/get-study', {});
        input.print(
          `Version ${codebook.version}` +
            (codebook.note ? `: ${codebook.note} (${codebook.author}, ${codebook.createdAt})` : '') +
            `\n${JSON.stringify(codebook.codebook, null, 2)}`,
        );
        return codebook;
      }
      if (what !== 'preview' && what !== 'apply')
        throw new UsageError(`mobility codebook takes show, preview or apply, not ${JSON.stringify(what)}.`);
      const codebook = readCodebook(givenFile(positional(input, 1, 'FILE.json')));
      if (what === 'apply') {
        const done = await app.call('mobility/apply-codebook', {
          codebook,
          note: required(input, 'note'),
          author: required(input, 'author'),
        });
        input.print(`Version ${done.version} is in force.`);
        return done;
      }
      const preview = await app.call('mobility/preview-codebook', { codebook });
      const { codes, levels, tiers, suggestions, orphaned } = preview.affected;
      input.print(
        [
          ...preview.differences.map(({ path, before, after }) => `${path}: ${before || '–'} → ${after || '–'}`),
          `Codes that get another level or tier: ${codes} (${counted(levels, 'level')}, ${counted(tiers, 'tier')}); ` +
            `suggestions that turn out otherwise: ${suggestions}; codes of stages that would go: ${orphaned}.`,
          ...preview.transitions.map(
            ({ transition, changed, before, after }) =>
              `${transition}: ${counted(changed, 'move differs', 'moves differ')}; upward ${before.upward} → ` +
              `${after.upward}, downward ${before.downward} → ${after.downward}, parallel ${before.parallel} → ` +
              `${after.parallel}`,
          ),
        ].join('\n'),
      );
      return preview;
    });
  },
};

/** A bare codebook, or what `show --json` printed. */
function readCodebook(file: string): unknown {
  const parsed = readJsonFile(file) as { codebook?: unknown } | null;
  return parsed?.codebook ?? parsed;
}
