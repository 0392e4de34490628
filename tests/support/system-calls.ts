// Reads what `strace` writes of the calls that change files. All strings are in hexadecimal, so that commas, quotes and
// bytes of files mean nothing to the reader.

/** Of which the disk is told; `write` also says what a process acknowledged. */
export const TRACED = [
  'openat,write,writev,pwrite64,pwritev,ftruncate,truncate,fallocate,fsync,fdatasync,copy_file_range,sendfile',
  'rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,ioctl',
].join(',');

export const STRACE = ['-f', '-qq', '-y', '-xx', '-s', '1000000000', '--seccomp-bpf', '-e', `trace=${TRACED}`];

export interface SystemCall {
  name: string;
  args: string[];
  result: string;
  /** Numbers of lines: a call of one thread may begin, and others happen, before it ends. */
  begun: number;
  ended: number;
}

/** Calls that succeeded, in the order in which they ended. */
export function* systemCalls(trace: Buffer): Generator<SystemCall> {
  const open = new Map<string, { text: string; begun: number }>();
  let line = 0;
  for (let from = 0; from < trace.length; line++) {
    let to = trace.indexOf(10, from);
    if (to < 0) to = trace.length;
    const whole = trace.toString('latin1', from, to);
    from = to + 1;
    const blank = whole.indexOf(' ');
    const [thread, text] = [whole.slice(0, blank), whole.slice(blank).trimStart()];
    if (text.endsWith('<unfinished ...>')) {
      open.set(thread, { text: text.slice(0, text.lastIndexOf('<unfinished')), begun: line });
      continue;
    }
    const rest = /^<\.\.\. \w+ resumed>/.exec(text)?.[0];
    const first = rest === undefined ? undefined : open.get(thread);
    if (rest !== undefined && first === undefined) throw new Error(`line ${line} of the trace ends what did not begin`);
    open.delete(thread);
    const call = first ? first.text + text.slice(rest?.length) : text;
    const sign = call.lastIndexOf(' = ');
    const asked = call.slice(0, sign).trimEnd();
    if (sign < 0 || !asked.endsWith(')')) continue; // a signal, or the end of a process
    const result = call.slice(sign + 3);
    if (result.startsWith('-') || result.startsWith('?')) continue;
    const bracket = call.indexOf('(');
    const args = split(asked.slice(bracket + 1, -1));
    yield { name: call.slice(0, bracket), args, result, begun: first?.begun ?? line, ended: line };
  }
}

/** At commas outside of brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let [from, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92)
      at += 3; // a byte
    else if (code === 91 || code === 123) depth++;
    else if (code === 93 || code === 125) depth--;
    else if (code === 44 && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** The bytes of a string. */
export function bytesOf(arg: string): Buffer {
  return Buffer.from(arg.replace(/^"|"$/g, '').replaceAll('\\x', ''), 'hex');
}

/** The file of a descriptor, as `-y` shows it; null where it is none, or was removed. */
export function fileOf(arg: string): string | null {
  const path = /^\S+?<((?:\\x..)*)>(.*)$/.exec(arg);
  return path && !path[2].includes('deleted') ? bytesOf(path[1]).toString('utf8') : null;
}
