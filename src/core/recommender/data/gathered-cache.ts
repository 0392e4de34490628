import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gatheredFact, setGatheredFact } from '../../storage/gathered.ts';
import type { Library } from '../../storage/library.ts';
import { removeFile } from '../../storage/moves.ts';

/** Data sets kept, each gathered with other settings. */
const MOST_KEPT = 2;

/** A gathered data set that later jobs may take. */
export interface KeptDataset {
  /** The settings that it was gathered with. */
  key: string;
  file: string;
  sha256: string;
  /** What was true of the library when it was gathered. */
  print: string;
}

interface Fact {
  kept: KeptDataset[];
  pending: string[];
}

/**
 * Data sets gathered from the library, for as long as its music does not change. The list of them is in the library
 * itself, and whatever changes the music deletes it in the same transaction; the files may be deleted at any time.
 */
export class GatheredCache {
  readonly #library: Pick<Library, 'db' | 'paths'>;

  constructor(library: Pick<Library, 'db' | 'paths'>) {
    this.#library = library;
  }

  get folder(): string {
    return this.#library.paths.gathered;
  }

  kept(key: string): KeptDataset | null {
    return this.#fact().kept.find((one) => one.key === key) ?? null;
  }

  /** Says that a data set is being gathered. Returns the name of its file. */
  begin(): string {
    mkdirSync(this.folder, { recursive: true });
    const file = `${randomUUID()}.bin`;
    const { kept, pending } = this.#fact();
    setGatheredFact(this.#library.db, JSON.stringify({ kept, pending: [...pending, file].slice(-MOST_KEPT) }));
    return file;
  }

  /**
   * Keeps what was begun under that name, unless the music has changed in between, and deletes files that are no longer
   * kept.
   */
  finish(file: string, made: Omit<KeptDataset, 'file'> | null): void {
    const { kept, pending } = this.#fact();
    if (pending.includes(file)) {
      const others = made ? kept.filter(({ key }) => key !== made.key) : kept;
      const now = made ? [{ ...made, file }, ...others].slice(0, MOST_KEPT) : kept;
      const fact: Fact = { kept: now, pending: pending.filter((one) => one !== file) };
      setGatheredFact(this.#library.db, JSON.stringify(fact));
    }
    const { kept: left, pending: others } = this.#fact();
    const needed = new Set([...left.map((one) => one.file), ...others]);
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) if (!needed.has(name)) removeFile(join(this.folder, name));
  }

  #fact(): Fact {
    const nothing: Fact = { kept: [], pending: [] };
    try {
      const { kept, pending } = JSON.parse(gatheredFact(this.#library.db) ?? 'null') ?? nothing;
      return isFact({ kept, pending }) ? { kept, pending } : nothing;
    } catch {
      return nothing;
    }
  }
}

const OWN_NAME = /^[0-9a-f-]{36}\.bin$/;

/** The library may come from somebody else: names lead to files in the cache's folder only. */
function isFact({ kept, pending }: Record<keyof Fact, unknown>): boolean {
  return (
    Array.isArray(kept) &&
    Array.isArray(pending) &&
    pending.every((name) => typeof name === 'string' && OWN_NAME.test(name)) &&
    kept.every(
      (one: Partial<KeptDataset> | null) =>
        [one?.key, one?.sha256, one?.print].every((text) => typeof text === 'string') && OWN_NAME.test(one?.file ?? ''),
    )
  );
}
