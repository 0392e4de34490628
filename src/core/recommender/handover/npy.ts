/** numpy's file format 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** Values begin at a multiple of this. */
const ALIGNMENT = 64;

const DESCRIPTIONS = { float32: '<f4', uint32: '<u4', uint16: '<u2' } as const;

/** What stands before the values of an array in C order. */
export function npyHeader(kind: keyof typeof DESCRIPTIONS, shape: readonly number[]): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${DESCRIPTIONS[kind]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT - before;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(length);
  return Buffer.concat([MAGIC, size, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')]);
}

export function npy(values: Float32Array | Uint32Array, shape: readonly number[] = [values.length]): Buffer {
  const kind = values instanceof Float32Array ? 'float32' : 'uint32';
  return Buffer.concat([npyHeader(kind, shape), new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
}
