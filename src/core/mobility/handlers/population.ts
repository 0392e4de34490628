import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Handlers } from '../../../shared/rpc/server.ts';
import { coderDrift } from '../agreement/drift.ts';
import { drawPilot } from '../coding/pilot.ts';
import { membersOf } from '../population/members.ts';
import { populationReport } from '../population/report.ts';
import { listMembers, putMember, setReason } from '../rows/population-rows.ts';
import { ethicsOf, setEthics } from '../study/ethics.ts';
import type { MobilityServices } from './services.ts';

export function populationHandlers({ study, changed }: MobilityServices) {
  const { db } = study;
  return {
    'mobility/get-population': () => populationReport(study),
    'mobility/list-members': () => membersOf(study),
    'mobility/take-scholars-as-population': () => {
      if (listMembers(db).length > 0) throw new AppError('conflict', say('population.there-already'));
      const scholars = study.scholars();
      db.transaction(() => {
        for (const { key, name, attributes } of scholars)
          putMember(db, { key, name, attributes, reason: '', note: '' });
      });
      changed('study');
      return { members: scholars.length };
    },
    'mobility/set-missing-reason': ({ keys, reason, note }) => {
      const done = db.transaction(() => keys.filter((key) => setReason(db, key, reason, note)).length);
      changed('study');
      return { changed: done };
    },
    'mobility/get-ethics': () => ethicsOf(db),
    'mobility/set-ethics': (change) => {
      const statement = setEthics(db, change);
      changed('study');
      return statement;
    },
    'mobility/draw-pilot': ({ coders, count, seed }) => {
      const drawn = drawPilot(study, coders, count, seed);
      changed('study');
      changed('codes');
      return { drawn };
    },
    'mobility/get-coder-drift': () => coderDrift(study),
  } satisfies Partial<Handlers>;
}
