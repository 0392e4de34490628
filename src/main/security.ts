import { existsSync, statSync } from 'node:fs';
import { extname, isAbsolute, relative, resolve } from 'node:path';
import type { WebPreferences } from 'electron';
import { CONTENT_SECURITY_POLICY } from '../shared/security-policy.ts';

export const APP_ORIGIN = 'app://quadrille';

/** Of every window. Pure data, so that a test can check it. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  };
}

export const PAGE_HEADERS: Record<string, string> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
};

/**
 * Vite's dev server, which serves the page under `npm run dev`: only in an unpackaged app, only if the
 * environment names it, and only on this machine.
 */
export function developmentServer(packaged: boolean, environment: Record<string, string | undefined>): URL | null {
  const { ELECTRON_RENDERER_URL: address } = environment;
  if (packaged || !address) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'http:' && url.hostname === '127.0.0.1' && url.port !== '' ? url : null;
  } catch {
    return null;
  }
}

/** In development the page may also connect to the dev server, for live reload; nothing else is relaxed. */
export function developmentHeaders(server: URL): Record<string, string> {
  const policy = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", `connect-src 'self' ws://${server.host}`);
  return { ...PAGE_HEADERS, 'content-security-policy': policy };
}

/**
 * Only our page, on our scheme: `new URL('app://x').origin` is the text "null", so protocol and host are
 * compared.
 */
export function isOwnPage(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return protocol === 'app:' && host === 'quadrille';
  } catch {
    return false;
  }
}

/** The file that an `app://` address means, or null if it is outside the page's folder. */
export function pageFile(folder: string, url: string): string | null {
  if (!isOwnPage(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`);
  const inside = relative(folder, file);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file;
}

/** For a report being printed, which is only text, tables and drawings: nothing runs and nothing is loaded. */
export const REPORT_HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
};

/** Of the hidden window that prints reports. */
export const printPreferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  javascript: false,
  webviewTag: false,
  spellcheck: false,
};

/** Addresses that may be opened in the system's browser. */
export function mayOpenOutside(url: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** Only the main frame of our page may send messages to main. */
export function fromOwnPage(event: { senderFrame: { parent: unknown; url: string } | null }): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnPage(frame.url);
}

/**
 * What the preload may hand on as a dropped file. Which files were dropped is known in the preload only (see
 * preload/dropped-files.ts): main has no event for it.
 */
export function isDroppedPath(file: unknown): file is string {
  return typeof file === 'string' && isAbsolute(file) && !file.includes('\0') && existsSync(file);
}

/** Files run when they are opened, and on macOS folders with an extension may: apps are such folders. */
export function mayOpenFolder(folder: string, platform: string = process.platform): boolean {
  if (platform === 'darwin' && extname(folder) !== '') return false;
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Only for copying tables as text. */
export function permissionGranted(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}
