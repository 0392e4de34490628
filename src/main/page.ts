import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { extname, join } from 'node:path';
import { app } from 'electron';
import { reportAnswer } from './print.ts';
import type { PageAnswer } from './processes.ts';
import { developmentHeaders, developmentServer, isOwnPage, PAGE_HEADERS, pageFile } from './security.ts';

const PAGE_FOLDER = join(__dirname, '..', 'renderer');
const MIME: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};
const NOT_FOUND: PageAnswer = {
  status: 404,
  data: Buffer.from('Not found'),
  headers: { 'content-type': 'text/plain' },
};

/** Serves the page's files and the report being printed, nothing else. */
export function answerPage(url: string): PageAnswer | Promise<PageAnswer> {
  const report = reportAnswer(url);
  if (report) return report;
  const server = developmentServer(app.isPackaged, process.env);
  if (server) return isOwnPage(url) ? answerOf(server, url) : NOT_FOUND;
  const file = pageFile(PAGE_FOLDER, url);
  try {
    if (!file) return NOT_FOUND;
    return {
      status: 200,
      data: readFileSync(file),
      headers: { ...PAGE_HEADERS, 'content-type': MIME[extname(file)] ?? 'application/octet-stream' },
    };
  } catch {
    return NOT_FOUND;
  }
}

/**
 * Fetches one of our addresses from the dev server. The page keeps its scheme, so that origin, sender checks and
 * policy are those of the shipped app.
 */
function answerOf(server: URL, url: string): Promise<PageAnswer> {
  const { pathname, search } = new URL(url);
  return new Promise((resolve) => {
    const failed = (error: Error) =>
      resolve({ status: 502, data: Buffer.from(error.message), headers: { 'content-type': 'text/plain' } });
    get({ host: server.hostname, port: server.port, path: `${pathname}${search}` }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', failed);
      response.on('end', () => {
        const type = (response.headers['content-type'] ?? 'application/octet-stream').split(';', 1)[0];
        const headers = { ...developmentHeaders(server), 'content-type': type };
        resolve({ status: response.statusCode ?? 502, data: Buffer.concat(parts), headers });
      });
    }).on('error', failed);
  });
}
