/** R's word for a missing value, which its JSON has among texts. */
const MISSING = 'NA';
/** Fields in which a text is a name. */
const NAMES = ['edges', 'moves', 'levels', 'states', 'reference', 'labels'];

/**
 * Data with null for each NA among its values, and how many there were. Where NA stands in a list of classes, it is one
 * of them.
 */
export function withoutMissingWords(data: unknown): { data: unknown; missing: number } {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return { data, missing: 0 };
  const named = Object.entries(data).filter(([key]) => NAMES.includes(key));
  if (named.some(([, value]) => containsMissing(value))) return { data, missing: 0 };
  let missing = 0;
  const cleared = (value: unknown): unknown => {
    if (value === MISSING) {
      missing++;
      return null;
    }
    if (Array.isArray(value)) return value.map(cleared);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, clearedList(own)]));
  };
  const clearedList = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && containsMissing(value) ? cleared(value) : value;
  const all = Object.entries(data).map(([key, value]) => [key, NAMES.includes(key) ? value : clearedList(value)]);
  return { data: Object.fromEntries(all), missing };
}

function containsMissing(value: unknown): boolean {
  if (value === MISSING) return true;
  if (value === null || typeof value !== 'object') return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(containsMissing);
}
