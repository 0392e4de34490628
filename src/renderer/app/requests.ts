import { useEffect, useRef } from 'react';
import type { Granted } from '../api.ts';

/** Requests of commands to a page that may not be open yet: the page takes them when it opens. */
export type Request =
  | 'import-music'
  | 'import-study'
  | 'import-archive'
  | 'export-archive'
  | 'about'
  | 'log'
  | 'shortcuts'
  | 'tour';

const waiting = new Map<Request, Granted[]>();
const listeners = new Set<() => void>();

export function request(what: Request, files: Granted[] = []): void {
  waiting.set(what, files);
  for (const listener of listeners) listener();
}

export function useRequest(what: Request, take: (files: Granted[]) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const look = () => {
      const files = waiting.get(what);
      if (!files) return;
      waiting.delete(what);
      latest.current(files);
    };
    look();
    listeners.add(look);
    return () => void listeners.delete(look);
  }, [what]);
}
