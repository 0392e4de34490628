// Runs after `npm ci` on whatever Node the machine has (>= 20), so it is plain JavaScript. It never fails the
// installation: anything not available is reported in one line, and the WASM engine takes over.
import { installNative } from './native-tensorflow.mjs';

// Visible during installation: npm hides what the scripts of dependencies print, but not what those of the project
// print.
const say = (text) => process.stdout.write(`quadrille: ${text}\n`);
const line = await installNative(process.env, say).catch(
  (error) => `native TensorFlow skipped (${firstLine(error)}); the WASM engine is used`,
);

function firstLine(error) {
  return String(error.message).split('\n', 1)[0];
}

say(line);
