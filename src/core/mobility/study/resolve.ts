import { storedKey } from '../names/name-key.ts';
import type { ReadableDb } from '../../storage/sqlite.ts';

export interface Decision {
  id: number;
  mentionKey: string;
  positionId: number | null;
  institutionId: number | null;
}

/**
 * Resolves mentions in résumés: a decision about this line, else about all with this spelling, else the only
 * institution with that name at the time.
 */
export class Resolver {
  readonly #byPosition = new Map<number, number | null>();
  readonly #byMention = new Map<string, number | null>();
  readonly #byName = new Map<string, { id: number; from: number | null; to: number | null }[]>();
  readonly #keys = new Map<number, string>();

  constructor(db: ReadableDb) {
    for (const row of db.iterate<Decision>(
      'SELECT id, mention_key AS mentionKey, position_id AS positionId, institution_id AS institutionId FROM ' +
        'reconciliations WHERE undone_at IS NULL ORDER BY id',
    )) {
      if (row.positionId === null) this.#byMention.set(storedKey(row.mentionKey), row.institutionId);
      else this.#byPosition.set(row.positionId, row.institutionId);
    }
    for (const { key, ...name } of db.iterate<{ key: string; id: number; from: number | null; to: number | null }>(
      'SELECT name_key AS key, institution_id AS id, from_year AS "from", to_year AS "to" FROM institution_names',
    )) {
      const list = this.#byName.get(storedKey(key));
      if (list) list.push(name);
      else this.#byName.set(storedKey(key), [name]);
    }
    for (const { id, key } of db.iterate<{ id: number; key: string }>(
      'SELECT id, institution_key AS key FROM institutions',
    ))
      this.#keys.set(id, key);
  }

  /** The institution's key, or null without a decision or a unique name. */
  resolve(mentionKey: string, positionId: number, year: number | null): string | null {
    const id = this.id(mentionKey, positionId, year);
    return id === null ? null : (this.#keys.get(id) ?? null);
  }

  id(mentionKey: string, positionId: number, year: number | null): number | null {
    const own = this.#byPosition.get(positionId);
    if (own !== undefined) return own;
    const all = this.decided(mentionKey);
    if (all !== undefined) return all;
    return this.byName(mentionKey, year);
  }

  byName(key: string, year: number | null): number | null {
    const named = (this.#byName.get(storedKey(key)) ?? []).filter(
      ({ from, to }) => year === null || ((from === null || from <= year) && (to === null || year <= to)),
    );
    return new Set(named.map(({ id }) => id)).size === 1 ? named[0].id : null;
  }

  /** What was decided about all with this spelling: null is no institution, undefined no decision. */
  decided(mentionKey: string): number | null | undefined {
    return this.#byMention.get(storedKey(mentionKey));
  }
}
