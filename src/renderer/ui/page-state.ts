import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';

const PREFIX = 'page-state ';
const OWNER = 'page-state-of';

/** A page's choice (tab, sorting, selected row) that outlives a reload of this window, but not the window. */
export function usePageState<T>(key: string, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const [value, setValue] = useState<T>(() => read(key, initial));
  useEffect(() => {
    window.sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  }, [key, value]);
  return [value, setValue];
}

/** What was chosen in one library means nothing in another. */
export function claimPageState(library: string): void {
  const { sessionStorage } = window;
  if (sessionStorage.getItem(OWNER) === library) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  sessionStorage.setItem(OWNER, library);
}

function read<T>(key: string, initial: T): T {
  try {
    const stored = window.sessionStorage.getItem(PREFIX + key);
    return stored === null ? initial : (JSON.parse(stored) as T);
  } catch {
    return initial;
  }
}
