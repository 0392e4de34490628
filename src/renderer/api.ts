import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Input, Method, Output } from '../shared/contract/index.ts';
import type { Command, ShellCommand } from '../shared/commands.ts';
import { isWhyGone } from '../shared/backend-protocol.ts';
import { AppError } from '../shared/errors.ts';
import { fromStored, type Message } from '../shared/messages/message.ts';
import { say } from '../shared/messages/say.ts';
import { createClient, type RpcClient } from '../shared/rpc/client.ts';
import type { Port } from '../shared/rpc/port.ts';

/** What the preload script exposes to the page in the desktop app. */
export interface DesktopBridge {
  /** Asks main for a fresh channel to the backend; it arrives as a window message with one port. */
  connect(): void;
  /** Opens the system's dialog; returns grants, never paths. */
  chooseFiles(options: { folder: boolean }): Promise<Granted[]>;
  grantDropped(files: File[]): Promise<Granted[]>;
  platform: string;
  /** Reports that the page is ready, and its language: menus follow, and pending double clicks are delivered. */
  ready(language: string): void;
  /** Whether closing the window or opening another library would lose changes: main asks first. */
  unsaved(isUnsaved: boolean): void;
  run(command: ShellCommand): void;
  recentLibraries(): Promise<string[]>;
  openRecent(index: number): void;
  /** Opens the library in a granted folder. */
  openGranted(grant: string): void;
  /** Shows a granted folder in the system's file manager. */
  openFolder(grant: string): void;
  onCommand(listener: (command: Command, granted: Granted[] | null) => void): void;
}

export interface Granted {
  grant: string;
  name: string;
}

declare global {
  interface Window {
    quadrilleBridge?: DesktopBridge;
  }
}

export const bridge = window.quadrilleBridge;
const TOKEN_KEY = 'quadrille-token';
const WHY_KEY = 'quadrille-why-gone';

/** Tells this window or tab from others of the same library, where one must not end what another waits for. */
export const ASKER = Math.random().toString(36).slice(2);

let client: RpcClient | null = null;
let connecting: Promise<RpcClient> | null = null;

/**
 * This page's connection: over the desktop bridge if there is one, otherwise over a WebSocket to the server that
 * sent the page.
 */
export function connect(): Promise<RpcClient> {
  connecting ??= (bridge ? bridgePort() : socketPort()).then((port) => {
    client = createClient(port);
    return client;
  });
  return connecting;
}

export async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
  return (client ?? (await connect())).call(method, input);
}

/** A query whose key is the method and its input, so that events can invalidate by method. */
export function useCall<M extends Method>(
  method: M,
  input: Input<M>,
  options: { enabled?: boolean; keep?: boolean; changesUnseen?: boolean } = {},
): UseQueryResult<Output<M>> {
  return useQuery<unknown>({
    queryKey: [method, input],
    queryFn: () => call(method, input),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    // Nobody tells when other programs, or jobs, write into a folder.
    ...(options.changesUnseen ? { staleTime: 0 } : {}),
  }) as UseQueryResult<Output<M>>;
}

/** Why the backend of this page ended, where main knows it. It outlives the reload after which the page is back. */
export function whyGone(): Message | null {
  const stored = window.sessionStorage.getItem(WHY_KEY);
  return stored ? fromStored(stored) : null;
}

export function forgetWhyGone(): void {
  window.sessionStorage.removeItem(WHY_KEY);
}

function hear(data: unknown, listener: (message: unknown) => void): void {
  if (isWhyGone(data)) window.sessionStorage.setItem(WHY_KEY, JSON.stringify(data.why));
  else listener(data);
}

function bridgePort(): Promise<Port> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      if (event.source !== window || event.data !== 'quadrille-port') return;
      window.removeEventListener('message', receive);
      const port = event.ports[0];
      const closeListeners: (() => void)[] = [];
      port.start();
      resolve({
        send: (message) => port.postMessage(message),
        onMessage: (listener) =>
          port.addEventListener('message', ({ data }) =>
            data === 'quadrille-gone' ? closeListeners.forEach((close) => void close()) : hear(data, listener),
          ),
        onClose: (listener) => void closeListeners.push(listener),
        close: () => port.close(),
      });
    };
    window.addEventListener('message', receive);
    bridge?.connect();
  });
}

/** The token comes in the fragment, which never reaches a server log; it is kept for reloads of this tab. */
function token(): string {
  const given = /^#token=([0-9a-f]+)/.exec(window.location.hash)?.[1];
  if (given) {
    window.sessionStorage.setItem(TOKEN_KEY, given);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return window.sessionStorage.getItem(TOKEN_KEY) ?? '';
}

function socketPort(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${window.location.host}/rpc`, ['quadrille', token()]);
    socket.onerror = () => reject(new AppError('unavailable', say('connection.no-token')));
    socket.onopen = () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => socket.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)))),
        onClose: (listener) => socket.addEventListener('close', () => listener()),
        close: () => socket.close(),
      });
  });
}

/** The versions of the browser or app, for problem reports. */
export function versionsHere(): Record<string, string> {
  const { userAgent } = navigator;
  const of = (name: string) => new RegExp(`${name}/([\\d.]+)`).exec(userAgent)?.[1];
  const [electron, chrome] = [of('Electron'), of('Chrome')];
  return {
    ...(electron ? { electron } : {}),
    ...(chrome ? { chromium: chrome } : {}),
    window: bridge ? 'desktop' : 'browser',
  };
}

/** Grants for files that were dropped on the page. In the browser they are streamed to the server first. */
export async function grantDropped(files: File[]): Promise<Granted[]> {
  if (bridge) return bridge.grantDropped(files);
  return Promise.all(
    files.map(async (file) => {
      const response = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        headers: { 'x-quadrille-token': token() },
      }).catch(() => {
        throw new AppError('bad-input', say('connection.not-read', { name: file.name })); // a folder, for example
      });
      if (!response.ok)
        throw new AppError(
          'bad-request',
          say('connection.upload-failed', { name: file.name, status: response.status }),
        );
      return (await response.json()) as Granted;
    }),
  );
}
