import { exitReason } from '../../../shared/exit-reason.ts';
import { say } from '../../../shared/messages/say.ts';
import { fork } from 'node:child_process';
import type { FromTrainer } from '../../../shared/trainer-protocol.ts';
import { entryFile } from '../../workers/entry.ts';
import type { TrainerProcess } from './trainer-client.ts';

/** Starts the trainer as an ordinary child process; the shipped app starts a utility process instead. */
export function spawnChildTrainer(): TrainerProcess {
  const child = fork(entryFile('trainer/index', 'trainer'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.on('data', (data: Buffer) => {
    lastWords = (lastWords + data.toString()).slice(-2000);
  });
  return {
    send: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromTrainer)),
    onExit: (listener) =>
      void child.on('exit', (code, signal) => {
        const error = lastError(lastWords);
        if (error && !signal) listener(say('process.exit-code-and-error', { code, error }));
        else listener(exitReason(code, signal));
      }),
    kill: () => void child.kill('SIGKILL'),
  };
}

function lastError(text: string): string | null {
  const error = text.split('\n').find((line) => /error/i.test(line));
  return error ? error.trim().slice(0, 200) : null;
}
