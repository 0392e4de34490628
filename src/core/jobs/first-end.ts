import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../storage/durable.ts';

const FILE = 'end.json';

/**
 * When a job first came to its end, in ISO 8601. It is kept in the job's folder before the result is stored: a job that
 * is killed behind that, and does its work again, stores the same result under the same time, and so only once.
 */
export function firstEndOf(folder: string, clock: () => Date): string {
  const file = join(folder, FILE);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as string;
  const at = clock().toISOString();
  writeDurably(file, JSON.stringify(at));
  return at;
}
