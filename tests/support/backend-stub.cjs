// Stands in for the backend in a real utility process of the test runtime, which cannot load the database. Proves port,
// crash and restart of that path.
const { parentPort } = process;
const started = Date.now();
const info = {
  version: 'stub',
  libraryName: `utility process ${process.pid}`,
  libraryFormat: 0,
  synthetic: false,
  syncedBy: null,
  counts: { tracks: 0, songs: 0, listeners: 0, plays: 0, tags: 0, clips: 0, scholars: 0 },
  engine: { name: 'wasm', threads: 1, detail: 'stub' },
  settings: { engine: 'auto', threads: 0, theme: 'light', language: 'en' },
};
const ANSWERS = {
  'app/opening': () => ({ libraryName: 'stub', error: null, backups: [] }),
  'app/info': () => info,
  'app/about': () => ({
    versions: { node: process.versions.node, type: String(process.type) },
    libraryFormat: 0,
    libraryFolder: 'none',
  }),
  'jobs/list': () => [],
  'app/get-log': () => process.exit(7),
  'library/list-songs': () => ({ total: 0, rows: [] }),
};
parentPort.on('message', ({ data: message }) => {
  if (message.type === 'open') parentPort.postMessage({ type: 'opened' });
  if (message.type === 'close') process.exit(0);
  if (message.type === 'grant')
    parentPort.postMessage({
      type: 'granted',
      request: message.request,
      granted: message.files.map((file) => ({ grant: file, name: file })),
    });
  if (message.type !== 'page') return;
  const { id, method } = message.message;
  const answer = ANSWERS[method];
  const reply = answer
    ? { id, result: answer() }
    : { id, error: { code: 'unavailable', message: `stub, ${Date.now() - started} ms old` } };
  parentPort.postMessage({ type: 'page', page: message.page, message: reply });
});
