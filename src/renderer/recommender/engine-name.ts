import type { TFunction } from 'i18next';
import { NOT_APPLICABLE } from '../ui/format.ts';

/** What people call an engine that trained something; a dash where none was needed. */
export function engineName(t: TFunction, engine: string | null): string {
  return engine === 'native' || engine === 'wasm' ? t(`engine.${engine}`) : (engine ?? NOT_APPLICABLE);
}
