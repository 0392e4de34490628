import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { App } from '../core/app/app.ts';
import type { Port } from '../shared/rpc/port.ts';
import { serve as servePort } from '../shared/rpc/server.ts';
import { CONTENT_SECURITY_POLICY } from '../shared/security-policy.ts';
import { removeFolder } from '../core/storage/moves.ts';
import { privateFolder } from './private-folder.ts';

const MIME: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};
const LARGEST_MESSAGE_BYTES = 1 << 20;
/** Each takes a file of the process, which the library needs too; a page has six at most, and a socket. */
const MOST_CONNECTIONS = 256;
const ANSWER_GRACE_MS = 300;
/** Of one name in the file systems of Linux; macOS and Windows count 255 characters. */
const LONGEST_NAME_BYTES = 255;

/** An app, or a host that may put another one in its place. */
export type Served = Pick<App, 'handlers' | 'events' | 'grants'>;

export interface RunningServer {
  /** With the token in the fragment: fragments are never sent. */
  url: string;
  port: number;
  token: string;
  /** Closes current connections after pending responses were sent; pages then offer to reload. */
  disconnect(): void;
  close(): Promise<void>;
}

/** For development: the page comes from Vite's server, which passes RPC and uploads on to this one. */
export interface PageServer {
  /** Such as `http://127.0.0.1:5173`; its Host and Origin are accepted beside this server's. */
  origin: string;
  /** Set by the process that starts both servers, so that a reloaded page can reconnect after this server restarts. */
  token: string;
}

/**
 * The app in a browser: the built page and the same RPC, on 127.0.0.1 only. Every request must name this host, come
 * from this origin, and, beyond the page's files, carry the token.
 */
export async function startServer(
  app: Served,
  pageFolder: string,
  wantedPort = 0,
  pageServer: PageServer | null = null,
): Promise<RunningServer> {
  if (pageServer && !isLoopback(pageServer.origin)) throw new Error(`${pageServer.origin} is not on this machine`);
  const token = pageServer?.token ?? newToken();
  const uploads = privateFolder();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  const allowed = (request: IncomingMessage) => hostIsOurs(request, server.address() as AddressInfo, pageServer);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!allowed(request)) return void response.writeHead(403).end('This server answers its own page only.');
    const url = addressOf(request);
    if (url === null) return void response.writeHead(400).end('That is no address.');
    if (request.method === 'POST' && url.pathname === '/upload') {
      if (!sameToken(String(request.headers['x-quadrille-token'] ?? ''), token))
        return void response.writeHead(401).end();
      const name = basename(url.searchParams.get('name') ?? 'file') || 'file';
      if (!canBeAName(name)) {
        request.resume(); // a refusal is heard only by whoever has said all
        return void response.writeHead(400).end('No file can have this name: rename it and choose it again.');
      }
      const folder = mkdtempSync(join(uploads.path, 'f-'));
      const file = join(folder, name);
      await pipeline(request, createWriteStream(file)).catch((error) => {
        removeFolder(folder); // the part of an upload that was cut off
        throw error;
      });
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ grant: app.grants.add(file), name: basename(file) }));
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    await sendFile(response, pageFolder, url.pathname);
  };

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE_BYTES,
    handleProtocols: () => 'quadrille',
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()); // a connection that is reset, before or after it was refused
    const offered = String(request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((part) => part.trim());
    if (!allowed(request) || request.url !== '/rpc' || !offered.some((part) => sameToken(part, token))) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      // A broken frame or a message that is too long: ws closes the connection itself, and tells why here.
      connection.on('error', () => {});
      servePort(socketPort(connection), app.handlers, app.events);
    });
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(wantedPort, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${pageServer?.origin ?? `http://127.0.0.1:${port}`}/#token=${token}`,
    port,
    token,
    disconnect: () => {
      const connected = [...sockets.clients];
      setTimeout(() => {
        for (const connection of connected) connection.close(1012, 'the library was opened anew');
      }, ANSWER_GRACE_MS);
    },
    close: async () => {
      for (const connection of sockets.clients) connection.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      uploads.remove();
    },
  };
}

export function newToken(): string {
  return randomBytes(24).toString('hex');
}

function isLoopback(origin: string): boolean {
  return /^http:\/\/127\.0\.0\.1:\d+$/.test(origin);
}

/** Against DNS rebinding and pages of other origins. */
function hostIsOurs(request: IncomingMessage, address: AddressInfo, pageServer: PageServer | null): boolean {
  const hosts = [`127.0.0.1:${address.port}`, `localhost:${address.port}`];
  if (pageServer) hosts.push(new URL(pageServer.origin).host);
  const { host, origin } = request.headers;
  return (
    host !== undefined &&
    hosts.includes(host) &&
    (origin === undefined || hosts.some((own) => origin === `http://${own}`))
  );
}

function addressOf(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? '/', 'http://localhost');
  } catch {
    return null;
  }
}

function canBeAName(name: string): boolean {
  return !name.includes('\0') && name !== '.' && name !== '..' && Buffer.byteLength(name) <= LONGEST_NAME_BYTES;
}

/** Compared as bytes: `timingSafeEqual` throws for a text with as many characters, but more bytes. */
function sameToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return void response.writeHead(400).end();
  }
  const file = resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`);
  const inside = relative(folder, file);
  if (
    inside.startsWith('..') ||
    isAbsolute(inside) ||
    decoded.includes('\0') ||
    !existsSync(file) ||
    !statSync(file).isFile()
  )
    return void response.writeHead(404).end('Not found');
  response.writeHead(200, {
    'content-type': MIME[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  });
  await pipeline(createReadStream(file), response);
}

function socketPort(socket: WebSocket): Port {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      void socket.on('message', (data) => {
        try {
          listener(JSON.parse(String(data)));
        } catch {
          socket.close(1003, 'not JSON');
        }
      }),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}
