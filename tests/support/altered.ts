import type { OpenDb } from '../../src/core/storage/sqlite.ts';

/** A database handle that does some things otherwise. */
export function altered(db: OpenDb, other: Partial<OpenDb>): OpenDb {
  return new Proxy(db, {
    get: (target, name) => {
      const value = Reflect.get(other, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
