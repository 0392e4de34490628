import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { writeWhole } from './whole-file.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What the shell remembers between starts. Everything else is in libraries. */
export interface ShellState {
  /** Library folders, the last one opened first. */
  recent: string[];
  window: { bounds: Rectangle | null; maximized: boolean; zoom: number };
}

const MOST_RECENT = 8;
const ZOOM = { smallest: 0.5, largest: 3 };

export const EMPTY_STATE: ShellState = { recent: [], window: { bounds: null, maximized: false, zoom: 1 } };

/** An unreadable file counts as missing. */
export function readState(file: string): ShellState {
  try {
    return parseState(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return EMPTY_STATE;
  }
}

export function writeState(file: string, state: ShellState): void {
  try {
    writeWhole(file, JSON.stringify(state));
  } catch {
    // Failing to save the window's position is not worth an error.
  }
}

export function parseState(value: unknown): ShellState {
  const { recent, window } = (value ?? {}) as { recent?: unknown; window?: Partial<ShellState['window']> };
  const zoom = Number(window?.zoom);
  return {
    recent: Array.isArray(recent)
      ? recent.filter((folder): folder is string => typeof folder === 'string').slice(0, MOST_RECENT)
      : [],
    window: {
      bounds: isRectangle(window?.bounds) ? window.bounds : null,
      maximized: window?.maximized === true,
      zoom: zoom >= ZOOM.smallest && zoom <= ZOOM.largest ? zoom : 1,
    },
  };
}

function isRectangle(value: unknown): value is Rectangle {
  const { x, y, width, height } = (value ?? {}) as Partial<Rectangle>;
  return [x, y, width, height].every(Number.isFinite) && (width as number) > 0 && (height as number) > 0;
}

export function withRecent(recent: readonly string[], folder: string): string[] {
  const full = resolve(folder);
  return [full, ...recent.filter((other) => other !== full)].slice(0, MOST_RECENT);
}

/** Libraries that still exist, with names for a menu: the parent's name is added if two have the same name. */
export function recentEntries(recent: readonly string[]): { folder: string; label: string }[] {
  const there = recent.filter((folder) => existsSync(folder));
  return there.map((folder) => {
    const name = basename(folder);
    const twice = there.filter((other) => basename(other) === name).length > 1;
    return { folder, label: twice ? `${name} (${basename(resolve(folder, '..'))})` : name };
  });
}

/** The remembered position, unless its screen is gone: then the default size. */
export function placeOnScreens(
  bounds: Rectangle | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const [largest] = [...screens].sort((a, b) => b.width * b.height - a.width * a.height);
  // On a laptop of 1366 × 768 the whole window is on the screen, its status bar too.
  const usual = {
    width: Math.min(1280, largest?.width ?? 1280),
    height: Math.min(800, largest?.height ?? 800),
  };
  if (!bounds) return usual;
  const visible = screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y);
    return width >= 200 && height >= 100;
  });
  return visible ? bounds : usual;
}

export function zoomed(zoom: number, step: 1 | -1 | 0): number {
  if (step === 0) return 1;
  return Math.min(ZOOM.largest, Math.max(ZOOM.smallest, Math.round((zoom + step * 0.1) * 10) / 10));
}
