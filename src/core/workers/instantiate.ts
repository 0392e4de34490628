const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;

/** Byte offsets of named areas, one after another, each on a cache line of its own, and how many pages they take. */
export function layOut<Name extends string>(
  bytes: Record<Name, number>,
): { at: Record<Name, number>; end: number; pages: number; fits: boolean } {
  const at = {} as Record<Name, number>;
  let end = 1024;
  for (const [name, size] of Object.entries(bytes) as [Name, number][]) {
    at[name] = end;
    end = Math.ceil((end + size) / 64) * 64;
  }
  const pages = Math.ceil(end / PAGE_BYTES);
  return { at, end, pages, fits: pages <= MOST_PAGES };
}

/** A compiled kernel over the caller's memory. */
export function instantiate<Kernel>(wasmBase64: string, memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
  const abort = () => {
    throw new Error('a numeric kernel aborted');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernel;
}

/** A memory that several threads may work on. */
export function sharedMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
}
