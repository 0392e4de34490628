import { type EthicsStatement, NO_ETHICS } from '../../../shared/mobility/population.ts';
import { factOf, setFactOf } from '../../storage/facts.ts';
import type { OpenDb, ReadableDb } from '../../storage/sqlite.ts';

const FACT = 'study-ethics';

export function ethicsOf(db: ReadableDb): EthicsStatement {
  const stored = factOf(db, FACT);
  return stored === null ? NO_ETHICS : { ...NO_ETHICS, ...(JSON.parse(stored) as Partial<EthicsStatement>) };
}

export function setEthics(db: OpenDb, change: Partial<EthicsStatement>): EthicsStatement {
  const next = { ...ethicsOf(db), ...change };
  db.transaction(() => setFactOf(db, FACT, JSON.stringify(next)));
  return next;
}
