import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const MOST_MS = 60_000;

/** Prints an HTML file to a PDF file; false if that failed. */
export type PrintPdf = (html: string, pdf: string) => Promise<boolean>;

/** Prints an HTML file to PDF with an installed Chromium; false if there is none, or it fails. */
export async function printToPdf(html: string, pdf: string): Promise<boolean> {
  const browser = findChromium();
  if (!browser) return false;
  const profile = mkdtempSync(join(tmpdir(), 'quadrille-print-'));
  // Chromium does not run sandboxed as root; the page is generated here and has no script.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const flags = [
    '--headless',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-pdf-header-footer',
    '--host-resolver-rules=MAP * ~NOTFOUND', // else it looks up hosts of its maker, whatever it is told before
  ];
  try {
    return await new Promise((resolve) => {
      execFile(
        browser,
        [...flags, ...asRoot, `--user-data-dir=${profile}`, `--print-to-pdf=${pdf}`, pathToFileURL(html).href],
        { timeout: MOST_MS },
        (error) => resolve(!error && existsSync(pdf)),
      );
    });
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function findChromium(): string | null {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...inPath, ...PLACES].find((file) => existsSync(file)) ?? null;
}
