import { useCallback, useSyncExternalStore } from 'react';

/**
 * What pages remember, in one place. A page's choices (tab, sorting, input) survive leaving the page and a
 * reload, but not closing the window; the user's preferences (coder, keys, columns) survive that too.
 */
const PREFIX = 'page-state ';
const OWNER = 'page-state-of';

const values = new Map<string, unknown>();
const listeners = new Map<string, Set<() => void>>();

interface Place {
  storage: Storage;
  key: string;
}

const nameOf = ({ storage, key }: Place) => `${storage === window.localStorage ? 'local' : 'session'} ${key}`;

function read<T>(place: Place, initial: T): T {
  const name = nameOf(place);
  if (!values.has(name)) values.set(name, stored(place) ?? initial);
  return values.get(name) as T;
}

function stored({ storage, key }: Place): unknown {
  const text = storage.getItem(key);
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text; // written by an older version
  }
}

function write<T>(place: Place, value: T): void {
  const name = nameOf(place);
  if (Object.is(values.get(name), value)) return;
  values.set(name, value);
  try {
    if (value === null || value === undefined) place.storage.removeItem(place.key);
    else place.storage.setItem(place.key, JSON.stringify(value));
  } catch {
    // The storage is full: remembered only until the window closes.
  }
  for (const listener of listeners.get(name) ?? []) listener();
}

window.addEventListener('storage', ({ key }) => {
  if (key === null) return;
  // Another window has changed a preference.
  values.delete(`local ${key}`);
  for (const listener of listeners.get(`local ${key}`) ?? []) listener();
});

export type Setter<T> = (next: T | ((before: T) => T)) => void;

function useStored<T>(storage: Storage, key: string, initial: T): [T, Setter<T>] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const name = nameOf({ storage, key });
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => void own.delete(listener);
    },
    [storage, key],
  );
  const value = useSyncExternalStore(subscribe, () => read({ storage, key }, initial));
  const set = useCallback<Setter<T>>(
    (next) => {
      const place = { storage, key };
      write(place, typeof next === 'function' ? (next as (before: T) => T)(values.get(nameOf(place)) as T) : next);
    },
    [storage, key],
  );
  return [value, set];
}

/** A page's choice; `null` if none was made. */
export function usePageState<T>(key: string, initial: T): [T, Setter<T>] {
  return useStored(window.sessionStorage, PREFIX + key, initial);
}

/** The same outside a component. */
export function pageState<T>(key: string, initial: T): { value: T; set(value: T): void } {
  const place = { storage: window.sessionStorage, key: PREFIX + key };
  return { value: read(place, initial), set: (value) => write(place, value) };
}

/** The user's choice on this machine, for all libraries. */
export function usePreference<T>(key: string, initial: T): [T, Setter<T>] {
  return useStored(window.localStorage, key, initial);
}

/** A choice made in one library does not apply to another. */
export function claimPageState(library: string): void {
  const { sessionStorage } = window;
  if (sessionStorage.getItem(OWNER) === library) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  sessionStorage.setItem(OWNER, library);
}
