import { type Field, bytes, message, text, wholeNumber, wholeNumbers } from './protobuf.ts';

// Numbers of fields and of enumerations are those of onnx/onnx.proto (ONNX 1.12), named behind each.

/** Operators of ONNX 1.12, which every runtime since 2022 has. */
const OPERATOR_SET = 17;
const IR_VERSION = 8;
const FLOAT = 1; // TensorProto.DataType
const INT64 = 7;
const ATTRIBUTE_INT = 2; // AttributeProto.AttributeType
const ATTRIBUTE_INTS = 7;

/** A number, or the name of a size that the caller chooses. */
export type Dimension = number | string;
type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** Builds an ONNX model node by node. Values are known by their names. */
export class GraphBuilder {
  readonly #nodes: Field[] = [];
  readonly #initializers: Field[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  readonly #names = new Set<string>();

  input(name: string, shape: readonly Dimension[], explanation: string): string {
    this.#inputs.push(message(11, valueInfo(this.#own(name), shape, explanation))); // GraphProto.input
    return name;
  }

  /** Names what `value` computes. */
  output(name: string, value: string, shape: readonly Dimension[], explanation: string): void {
    this.node('Identity', [value], {}, name);
    this.#outputs.push(message(12, valueInfo(name, shape, explanation))); // GraphProto.output
  }

  constant(name: string, shape: readonly number[], values: Float32Array): string {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.#initializer(name, shape, FLOAT, data);
  }

  wholeNumbers(name: string, values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#initializer(name, [values.length], INT64, data);
  }

  /** @returns the name of what it computes */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}, name?: string): string {
    const output = this.#own(name ?? `${operator.toLowerCase()}-${this.#nodes.length + 1}`);
    this.#nodes.push(
      message(1, [
        ...inputs.map((input) => text(1, input)), // NodeProto.input
        text(2, output), // NodeProto.output
        text(3, output), // NodeProto.name
        text(4, operator), // NodeProto.op_type
        ...Object.entries(attributes).map(([key, value]) => message(5, attribute(key, value))), // NodeProto.attribute
      ]),
    ); // GraphProto.node
    return output;
  }

  /** Splits columns; the answer has one value for each width. */
  columns(value: string, widths: readonly number[]): string[] {
    const ends = widths.map((_, i) => widths.slice(0, i + 1).reduce((sum, width) => sum + width, 0));
    return widths.map((width, i) =>
      this.node('Slice', [
        value,
        this.wholeNumbers(`${value}-from-${i}`, [ends[i] - width]),
        this.wholeNumbers(`${value}-to-${i}`, [ends[i]]),
        this.wholeNumbers(`${value}-axis-${i}`, [1]),
      ]),
    );
  }

  /** The file. */
  model(name: string, explanation: string, metadata: Readonly<Record<string, string>>, version: string): Uint8Array {
    const graph = [
      ...this.#nodes,
      text(2, name), // GraphProto.name
      ...this.#initializers,
      ...this.#inputs,
      ...this.#outputs,
    ];
    return Buffer.concat([
      wholeNumber(1, IR_VERSION), // ModelProto.ir_version
      text(2, 'Quadrille'), // ModelProto.producer_name
      text(3, version), // ModelProto.producer_version
      text(6, explanation), // ModelProto.doc_string
      message(7, graph), // ModelProto.graph
      message(8, [text(1, ''), wholeNumber(2, OPERATOR_SET)]), // ModelProto.opset_import: OperatorSetIdProto
      ...Object.entries(metadata).map(
        ([key, value]) => message(14, [text(1, key), text(2, value)]), // ModelProto.metadata_props
      ),
    ]);
  }

  #initializer(name: string, shape: readonly number[], type: number, data: Uint8Array): string {
    this.#initializers.push(
      message(5, [
        wholeNumbers(1, shape), // TensorProto.dims
        wholeNumber(2, type), // TensorProto.data_type
        text(8, this.#own(name)), // TensorProto.name
        bytes(9, data), // TensorProto.raw_data, little-endian
      ]),
    ); // GraphProto.initializer
    return name;
  }

  #own(name: string): string {
    if (this.#names.has(name)) throw new RangeError(`two values are called ${name}`);
    this.#names.add(name);
    return name;
  }
}

function valueInfo(name: string, shape: readonly Dimension[], explanation: string): Field[] {
  const dimensions = shape.map(
    (one) => message(1, [typeof one === 'number' ? wholeNumber(1, one) : text(2, one)]), // TensorShapeProto.Dimension
  );
  return [
    text(1, name), // ValueInfoProto.name
    message(2, [message(1, [wholeNumber(1, FLOAT), message(2, dimensions)])]), // .type: TypeProto.Tensor, its shape
    text(3, explanation), // ValueInfoProto.doc_string
  ];
}

function attribute(name: string, value: number | readonly number[]): Field[] {
  return typeof value === 'number'
    ? [text(1, name), wholeNumber(3, value), wholeNumber(20, ATTRIBUTE_INT)] // AttributeProto.i
    : [text(1, name), ...value.map((one) => wholeNumber(8, one)), wholeNumber(20, ATTRIBUTE_INTS)]; // .ints
}
