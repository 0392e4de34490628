// Runs before each process and worker of the app in the test Electron's utility processes: what Node 24 has and its
// Node 16 lacks, and better-sqlite3 as it was built for this runtime. Only what the app uses; whatever is missing
// fails there with a plain TypeError.
const buffer = require('node:buffer');
const http = require('node:http');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { webcrypto } = require('node:crypto');

function add(target, members) {
  for (const [name, value] of Object.entries(members))
    if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function grouped(groups, items, keyOf, get, set) {
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = get(groups, key);
    if (group) group.push(item);
    else set(groups, key, [item]);
  }
  return groups;
}

add(Promise, {
  withResolvers() {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  },
});
add(Map, {
  groupBy: (items, keyOf) =>
    grouped(
      new Map(),
      items,
      keyOf,
      (map, key) => map.get(key),
      (map, key, group) => map.set(key, group),
    ),
});
add(Object, {
  groupBy: (items, keyOf) =>
    grouped(
      Object.create(null),
      items,
      keyOf,
      (object, key) => object[key],
      (object, key, group) => {
        object[key] = group;
      },
    ),
});

const lists = {
  toSorted(compare) {
    return this.slice().sort(compare);
  },
  toReversed() {
    return this.slice().reverse();
  },
  with(index, value) {
    const copy = this.slice();
    copy[index < 0 ? copy.length + index : index] = value;
    return copy;
  },
  findLast(test) {
    for (let i = this.length - 1; i >= 0; i--) if (test(this[i], i, this)) return this[i];
    return undefined;
  },
  findLastIndex(test) {
    for (let i = this.length - 1; i >= 0; i--) if (test(this[i], i, this)) return i;
    return -1;
  },
};
add(Array.prototype, lists);
add(Object.getPrototypeOf(Int8Array.prototype), lists);
add(Array.prototype, {
  toSpliced(...change) {
    const copy = this.slice();
    copy.splice(...change);
    return copy;
  },
});
add(Set.prototype, {
  union(other) {
    return new Set([...this, ...other]);
  },
  intersection(other) {
    return new Set([...this].filter((value) => other.has(value)));
  },
  difference(other) {
    return new Set([...this].filter((value) => !other.has(value)));
  },
  isSubsetOf(other) {
    return [...this].every((value) => other.has(value));
  },
});
add(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
  *map(change) {
    let index = 0;
    for (const value of this) yield change(value, index++);
  },
  *filter(test) {
    let index = 0;
    for (const value of this) if (test(value, index++)) yield value;
  },
  *take(count) {
    let left = count;
    if (left > 0)
      for (const value of this) {
        yield value;
        if (--left === 0) return;
      }
  },
  toArray() {
    return [...this];
  },
  reduce(join, ...initial) {
    return [...this].reduce(join, ...initial);
  },
  some(test) {
    for (const value of this) if (test(value)) return true;
    return false;
  },
  every(test) {
    for (const value of this) if (!test(value)) return false;
    return true;
  },
  find(test) {
    for (const value of this) if (test(value)) return value;
    return undefined;
  },
});
add(AbortSignal.prototype, {
  throwIfAborted() {
    if (this.aborted)
      throw this.reason ?? Object.assign(new Error('aborted'), { name: 'AbortError', code: 'ABORT_ERR' });
  },
});
add(globalThis, { crypto: webcrypto });
add(os, { availableParallelism: () => os.cpus().length });
add(buffer, {
  isAscii: (bytes) => bytes.every((byte) => byte < 0x80),
  isUtf8(bytes) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  },
});
add(fs, { statfsSync: () => ({ bavail: 1e9, bsize: 4096 }) });

const open = new WeakMap();
const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, ...rest) {
  if (event === 'connection') {
    if (!open.has(this)) open.set(this, new Set());
    open.get(this).add(rest[0]);
  }
  return emit.call(this, event, ...rest);
};
add(http.Server.prototype, {
  closeAllConnections() {
    for (const socket of open.get(this) ?? []) socket.destroy();
  },
});

const readFolder = fs.readdirSync;
fs.readdirSync = (folder, options) => {
  if (!options?.recursive) return readFolder(folder, options);
  const found = [];
  const walk = (below) => {
    for (const entry of readFolder(below, { withFileTypes: true })) {
      entry.parentPath = below;
      found.push(entry);
      if (entry.isDirectory()) walk(path.join(below, entry.name));
    }
  };
  walk(folder);
  return options.withFileTypes
    ? found
    : found.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
};

/** @param database better-sqlite3's addon for this runtime */
exports.install = (database) => {
  const load = process.dlopen;
  process.dlopen = (module, file, ...flags) =>
    load(module, /better-sqlite3[\\/]prebuilds[\\/]/.test(file) ? database : file, ...flags);
};
