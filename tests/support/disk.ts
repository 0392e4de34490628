import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Random } from '../../src/core/statistics/random.ts';
import { bytesOf, fileOf, type SystemCall } from './system-calls.ts';

// What a disk may hold after a power cut. A file surely holds what it held when it was last synced; of what was written
// since, anything may be there: nothing, all, what came first, or some sectors. A folder surely has the entries that it
// had when it was synced; of later makings, renamings and removings each is there or not, whole.

const SECTOR = 512;

type Write = { at: number; bytes: Buffer } | { size: number };
type Pending = Write & { seen: number };

class Content {
  #room = Buffer.alloc(0);
  #length = 0;

  apply(write: Write): void {
    const size = 'size' in write ? write.size : Math.max(this.#length, write.at + write.bytes.length);
    if (size > this.#room.length) {
      const room = Buffer.alloc(2 * size);
      this.#room.copy(room, 0, 0, this.#length);
      this.#room = room;
    }
    if (size < this.#length) this.#room.fill(0, size, this.#length);
    this.#length = size;
    if ('bytes' in write) write.bytes.copy(this.#room, write.at);
  }

  bytes(): Buffer {
    return Buffer.from(this.#room.subarray(0, this.#length));
  }
}

class FileNode {
  /** What a reader sees. */
  readonly seen = new Content();
  readonly #synced = new Content();
  #pending: Pending[] = [];
  /** Where the next plain `write` to a descriptor goes. */
  readonly positions = new Map<string, number>();

  write(write: Pending): void {
    this.#pending.push(write);
    this.seen.apply(write);
  }

  /** What had been written when the call began. */
  sync(begun: number): void {
    for (const write of this.#pending) if (write.seen < begun) this.#synced.apply(write);
    this.#pending = this.#pending.filter(({ seen }) => seen >= begun);
  }

  afterPowerCut(random: Random | null): Buffer {
    const left = new Content();
    left.apply({ at: 0, bytes: this.#synced.bytes() });
    for (const write of random ? surviving(this.#pending, random) : []) left.apply(write);
    return left.bytes();
  }
}

function surviving(pending: readonly Write[], random: Random): readonly Write[] {
  const kind = random.uniform();
  if (pending.length === 0 || kind < 0.3) return [];
  if (kind < 0.45) return pending;
  if (kind < 0.7) {
    const whole = Math.floor(random.uniform() * pending.length);
    const parts = sectorsOf(pending[whole]);
    return [...pending.slice(0, whole), ...parts.slice(0, Math.floor(random.uniform() * parts.length))];
  }
  return pending.flatMap(sectorsOf).filter(() => random.uniform() < 0.5);
}

function sectorsOf(write: Write): Write[] {
  if ('size' in write) return [write];
  const parts: Write[] = [];
  for (let from = 0; from < write.bytes.length; ) {
    const at = write.at + from;
    const to = Math.min(write.bytes.length, from + SECTOR - (at % SECTOR));
    parts.push({ at, bytes: write.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}

class FolderNode {
  readonly seen = new Map<string, Node>();
  readonly synced = new Map<string, Node>();
}

type Node = FileNode | FolderNode;

/** What one call did to the entries of one folder, or of two. */
interface Change {
  seen: number;
  entries: { folder: FolderNode; name: string; node: Node | null }[];
}

/** Repeats below `root`, which began empty, what processes did there. */
export class Disk {
  readonly #root: string;
  readonly #top = new FolderNode();
  #changes: Change[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  repeat(call: SystemCall): void {
    const { name, args, result, begun, ended } = call;
    const path = (at: number) => bytesOf(args[at]).toString('utf8');
    const below = (at: number) => {
      const [folder, given] = [fileOf(args[at]) ?? '', path(at + 1)];
      return given.startsWith('/') ? given : join(folder, given);
    };
    const write = (fd: string, bytes: Buffer, position: string | null) => {
      const file = this.#fileOf(fd);
      if (!file) return;
      const at = position === null ? (file.positions.get(numberOf(fd)) ?? 0) : Number(position);
      const kept = bytes.subarray(0, Number(result));
      file.write({ at, bytes: kept, seen: ended });
      if (position === null) file.positions.set(numberOf(fd), at + kept.length);
    };
    switch (name) {
      case 'openat':
        return this.#opened(below(0), args[2], result, ended);
      case 'write':
        return write(args[0], bytesOf(args[1]), null);
      case 'pwrite64':
        return write(args[0], bytesOf(args[1]), args[3]);
      case 'writev':
        return write(args[0], joined(args[1]), null);
      case 'pwritev':
        return write(args[0], joined(args[1]), args[3]);
      case 'ftruncate':
        return this.#fileOf(args[0])?.write({ size: Number(args[1]), seen: ended });
      case 'truncate':
        return this.#file(path(0))?.write({ size: Number(args[1]), seen: ended });
      case 'copy_file_range':
        return write(args[2], this.#read(args[0], args[1]), args[3] === 'NULL' ? null : args[3].slice(1, -1));
      case 'sendfile':
        return write(args[0], this.#read(args[1], args[2]), null);
      case 'fsync':
      case 'fdatasync':
        return this.#synced(fileOf(args[0]), begun);
      case 'rename':
        return this.#rename(path(0), path(1), ended);
      case 'renameat':
      case 'renameat2':
        return this.#rename(below(0), below(2), ended);
      case 'link':
        return this.#change(ended, [path(1), this.#find(path(0))]);
      case 'linkat':
        return this.#change(ended, [below(2), this.#find(below(0))]);
      case 'unlink':
      case 'rmdir':
        return this.#change(ended, [path(0), null]);
      case 'unlinkat':
        return this.#change(ended, [below(0), null]);
      case 'mkdir':
        return this.#change(ended, [path(0), new FolderNode()]);
      case 'mkdirat':
        return this.#change(ended, [below(0), new FolderNode()]);
      case 'ioctl':
        if (!/FICLONE/.test(args[1])) return;
    }
    throw new Error(`this model of a disk does not know ${name}`);
  }

  /** How many changes of folders nobody has synced. */
  get unsure(): number {
    return this.#changes.length;
  }

  /**
   * Writes into `to` what may be left of the root; without random numbers, what surely is.
   *
   * @param survives which of the changes of folders that are unsure the disk has, by their order
   */
  afterPowerCut(to: string, random: Random | null, survives = this.#drawn(random)): void {
    const left = new Map<FolderNode, Map<string, Node>>();
    const entriesOf = (folder: FolderNode) => {
      const entries = left.get(folder) ?? new Map(folder.synced);
      left.set(folder, entries);
      return entries;
    };
    for (const [at, { entries }] of this.#changes.entries())
      if (survives(at)) for (const { folder, name, node } of entries) put(entriesOf(folder), name, node);
    const store = (folder: FolderNode, path: string) => {
      mkdirSync(path, { recursive: true });
      for (const [name, node] of entriesOf(folder)) {
        if (node instanceof FolderNode) store(node, join(path, name));
        // A mapped file of SQLite's, which it makes anew.
        else if (!name.endsWith('-shm')) writeFileSync(join(path, name), node.afterPowerCut(random));
      }
    };
    store(this.#top, to);
  }

  #drawn(random: Random | null): (at: number) => boolean {
    if (!random) return () => false;
    const kind = random.uniform();
    const first = Math.floor(random.uniform() * this.#changes.length);
    if (kind < 0.45) return () => kind > 0.3;
    return (at) => (kind < 0.7 ? at < first : random.uniform() < 0.5);
  }

  /** Of a file or a folder as processes see it; null if there is none. */
  printOf(path: string): string | null {
    const node = this.#find(path);
    return node && printOf(node);
  }

  bytesOf(path: string): Buffer | null {
    return this.#file(path)?.seen.bytes() ?? null;
  }

  #opened(path: string, flags: string, result: string, seen: number): void {
    if (!this.#isInside(path)) return;
    if (/O_CREAT/.test(flags) && !this.#find(path)) this.#change(seen, [path, new FileNode()]);
    const file = this.#file(path);
    if (!file) return;
    if (/O_TRUNC/.test(flags)) file.write({ size: 0, seen });
    file.positions.set(numberOf(result), /O_APPEND/.test(flags) ? file.seen.bytes().length : 0);
  }

  #synced(path: string | null, begun: number): void {
    const node = path === null ? null : this.#find(path);
    if (node instanceof FileNode) node.sync(begun);
    if (!(node instanceof FolderNode)) return;
    const isSure = ({ seen, entries }: Change) => seen < begun && entries.some(({ folder }) => folder === node);
    for (const change of this.#changes)
      if (isSure(change)) for (const { folder, name, node } of change.entries) put(folder.synced, name, node);
    this.#changes = this.#changes.filter((change) => !isSure(change));
  }

  #rename(from: string, to: string, seen: number): void {
    this.#change(seen, [from, null], [to, this.#find(from)]);
  }

  #change(seen: number, ...changed: [path: string, node: Node | null][]): void {
    const entries = changed.flatMap(([path, node]) => {
      const folder = this.#find(dirname(path));
      return folder instanceof FolderNode ? [{ folder, name: path.slice(dirname(path).length + 1), node }] : [];
    });
    for (const { folder, name, node } of entries) put(folder.seen, name, node);
    if (entries.length > 0) this.#changes.push({ seen, entries });
  }

  #isInside(path: string): boolean {
    return path === this.#root || path.startsWith(this.#root + sep);
  }

  #find(path: string): Node | null {
    if (!this.#isInside(path)) return null;
    let node: Node | undefined = this.#top;
    for (const name of relative(this.#root, path).split(sep).filter(Boolean))
      node = node instanceof FolderNode ? node.seen.get(name) : undefined;
    return node ?? null;
  }

  #file(path: string): FileNode | null {
    const node = this.#find(path);
    return node instanceof FileNode ? node : null;
  }

  #fileOf(fd: string): FileNode | null {
    const path = fileOf(fd);
    return path === null ? null : this.#file(path);
  }

  /** From where a copy begins: a file inside, or one outside that nobody changes. */
  #read(fd: string, position: string): Buffer {
    const path = fileOf(fd) ?? '';
    const from = Number(/^\[(\d+)/.exec(position)?.[1] ?? 0);
    return (this.bytesOf(path) ?? readFileSync(path)).subarray(from);
  }
}

function put(entries: Map<string, Node>, name: string, node: Node | null): void {
  if (node) entries.set(name, node);
  else entries.delete(name);
}

function numberOf(fd: string): string {
  return fd.slice(0, fd.indexOf('<'));
}

function joined(vector: string): Buffer {
  return Buffer.concat([...vector.matchAll(/iov_base=("[^"]*")/g)].map(([, text]) => bytesOf(text)));
}

function printOf(node: Node): string {
  if (node instanceof FileNode) return createHash('sha256').update(node.seen.bytes()).digest('hex');
  return JSON.stringify([...node.seen].map(([name, child]) => [name, printOf(child)] as const).sort(byName));
}

/** Of a file or a folder that is really there, the same; null if there is none. */
export function printOfPath(path: string): string | null {
  try {
    return JSON.stringify(
      readdirSync(path)
        .map((name) => [name, printOfPath(join(path, name))] as const)
        .sort(byName),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
