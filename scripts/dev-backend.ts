// The backend of `npm run dev -- --browser`: `quadrille serve` for a page served by Vite's dev server. dev.ts
// starts it, and restarts it when a source changes.
import { homedir } from 'node:os';
import { serveLibrary } from '../src/cli/commands/serve.ts';

const { folder, create, port, origin, token } = JSON.parse(process.env.QUADRILLE_DEV_BACKEND ?? '{}');
const server = await serveLibrary({ folder, create, roots: [homedir()], port, pageServer: { origin, token } });
process.send?.('ready');

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  await server.close();
  process.exit(0);
}
process.on('disconnect', close);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close);
