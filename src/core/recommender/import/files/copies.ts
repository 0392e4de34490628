/** What may be the same as another: how long it is, and what it holds if it is as long as another. */
export interface Content<T> {
  one: T;
  bytes: number;
  digest(): string;
}

/** Those that hold the same as one before them, each with that one. */
export function copiesAmong<T>(contents: readonly Content<T>[]): Map<T, T> {
  const first = new Map<string, T>();
  const copies = new Map<T, T>();
  const lengths = Map.groupBy(contents, ({ bytes }) => bytes);
  for (const { one, bytes, digest } of contents) {
    if (lengths.get(bytes)?.length === 1) continue;
    const key = `${bytes} ${digest()}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, one);
    else copies.set(one, before);
  }
  return copies;
}
