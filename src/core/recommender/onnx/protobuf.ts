// The part of protocol buffers that an ONNX file needs: fields that are whole numbers (wire type 0), and texts, bytes
// and messages (wire type 2). https://protobuf.dev/programming-guides/encoding/

/** A field of a message, already encoded. */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

export function wholeNumber(field: number, value: number): Field {
  return Buffer.concat([tag(field, VARINT), varint(value)]);
}

export function text(field: number, value: string): Field {
  return bytes(field, Buffer.from(value, 'utf8'));
}

export function message(field: number, fields: readonly Field[]): Field {
  return bytes(field, Buffer.concat(fields));
}

export function bytes(field: number, value: Uint8Array): Field {
  return Buffer.concat([tag(field, LENGTH_DELIMITED), varint(value.length), value]);
}

/** Repeated whole numbers, packed. */
export function wholeNumbers(field: number, values: readonly number[]): Field {
  return bytes(field, Buffer.concat(values.map(varint)));
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, the lowest first; the high bit says that more follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number from 0`);
  const out: number[] = [];
  let left = value;
  while (left > 0x7f) {
    out.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  out.push(left);
  return Uint8Array.from(out);
}
