import { readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow } from 'electron';
import type { PageAnswer } from './processes.ts';
import { printPreferences, REPORT_HEADERS } from './security.ts';

const MOST_MS = 60_000;
const reports = new Map<string, Buffer>();
let next = 1;

/**
 * Responds to `app://report/N` with the report being printed, under a policy that blocks all scripts. Null for any
 * other address.
 */
export function reportAnswer(url: string): PageAnswer | null {
  const { host, pathname } = new URL(url);
  if (host !== 'report') return null;
  const data = reports.get(pathname);
  if (!data) return { status: 404, data: Buffer.from('Not found'), headers: { 'content-type': 'text/plain' } };
  return { status: 200, data, headers: { ...REPORT_HEADERS, 'content-type': 'text/html; charset=utf-8' } };
}

/** Prints an HTML file to PDF in a hidden window without script; false if that fails. */
export async function printReport(html: string, pdf: string): Promise<boolean> {
  const path = `/${next++}`;
  reports.set(path, readFileSync(html));
  const window = new BrowserWindow({ show: false, webPreferences: printPreferences });
  const timer = setTimeout(() => window.destroy(), MOST_MS);
  try {
    await window.loadURL(`app://report${path}`);
    writeFileSync(pdf, await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }));
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    reports.delete(path);
    if (!window.isDestroyed()) window.destroy();
  }
}
