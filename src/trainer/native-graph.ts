import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { requireNative } from './native-module.ts';

/** Constants of equal values above this size, such as gradients of ones, become Fill nodes. */
const LARGEST_PLAIN_CONSTANT = 16;
const GRAPH_VERSION = 1395;

interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/**
 * The parts of tfjs-node's backend that this file builds on: its kernels are TensorFlow's own operations with their
 * attributes.
 */
interface NodeBackend {
  binding: Record<
    'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_STRING' | 'TF_ATTR_SHAPE',
    number
  >;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

// biome-ignore lint/suspicious/noExplicitAny: tfjs-node's generated protobuf classes have no types
type Proto = any;

interface LoadedGraph {
  predict(inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor>;
  dispose(): void;
}

export interface Graph {
  /** The outputs for inputs of the shapes that were traced. */
  run(inputs: tf.Tensor[]): tf.Tensor[];
  nodes: number;
  close(): void;
}

const TYPES: Record<string, number> = { float32: 1, int32: 3, bool: 10 };

/**
 * Runs `compute` once, operation by operation, writes what it did as one TensorFlow graph and loads that: from then on
 * a step is one call. The arithmetic is the same, the
 * results are bit-identical; what is saved is the JavaScript between two operations. Everything
 * that depends on the inputs' values must go through tfjs operations.
 */
export async function traceGraph(inputs: tf.Tensor[], compute: (inputs: tf.Tensor[]) => tf.Tensor[]): Promise<Graph> {
  const recorder = new Recorder();
  const inputNames = inputs.map((tensor) => recorder.placeholder(tensor));
  const outputs = recorder.record(() => compute(inputs));
  const outputNames = outputs.map((tensor) => recorder.nameOf(tensor));
  const folder = mkdtempSync(join(tmpdir(), 'quadrille-graph-'));
  try {
    recorder.save(join(folder, 'graph'), signature(inputs, inputNames), signature(outputs, outputNames));
    const node = requireNative('@tensorflow/tfjs-node') as {
      node: { loadSavedModel(folder: string): Promise<LoadedGraph> };
    };
    const model = await node.node.loadSavedModel(join(folder, 'graph'));
    return {
      nodes: recorder.size,
      run(values) {
        const answers = model.predict(Object.fromEntries(values.map((tensor, i) => [key(i), tensor])));
        return outputs.map((_, i) => answers[key(i)]);
      },
      close: () => model.dispose(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    tf.dispose(outputs);
  }
}

function key(index: number): string {
  return `t${index}`;
}

function signature(tensors: readonly tf.Tensor[], names: readonly string[]): [string, string, tf.Tensor][] {
  return tensors.map((tensor, i) => [key(i), names[i], tensor]);
}

/** Listens to the backend while something is computed and keeps a node for every operation. */
class Recorder {
  readonly #pb: Proto = requireNative('@tensorflow/tfjs-node/dist/proto/api_pb.js') as Proto;
  readonly #backend = tf.backend() as unknown as NodeBackend;
  readonly #nodes: Proto[] = [];
  readonly #producer = new Map<object, string>();

  get size(): number {
    return this.#nodes.length;
  }

  placeholder(tensor: tf.Tensor): string {
    const name = this.#add(
      'Placeholder',
      [],
      [
        ['dtype', this.#typeAttribute(tensor.dtype)],
        ['shape', this.#shapeAttribute(tensor.shape)],
      ],
    );
    this.#producer.set(tensor.dataId, `${name}:0`);
    return `${name}:0`;
  }

  record(compute: () => tf.Tensor[]): tf.Tensor[] {
    const backend = this.#backend;
    const { executeSingleOutput: single, executeMultipleOutputs: multiple } = backend;
    const note = (name: string, attributes: OpAttribute[], results: tf.Tensor[], references: string[]) => {
      const node = this.#add(
        name,
        references,
        attributes.map((attribute) => [attribute.name, this.#attribute(attribute)]),
      );
      results.forEach((tensor, i) => {
        this.#producer.set(tensor.dataId, `${node}:${i}`);
      });
    };
    // Inputs are read before the operation runs: constants among them may be freed right after it.
    backend.executeSingleOutput = (name, attributes, inputs) => {
      const references = inputs.map((tensor) => this.nameOf(tensor));
      const result = single.call(backend, name, attributes, inputs);
      note(name, attributes, [result], references);
      return result;
    };
    backend.executeMultipleOutputs = (name, attributes, inputs, outputs) => {
      const references = inputs.map((tensor) => this.nameOf(tensor));
      const results = multiple.call(backend, name, attributes, inputs, outputs);
      note(name, attributes, results, references);
      return results;
    };
    try {
      return compute();
    } finally {
      // Restores the prototype's method.
      delete (backend as Partial<NodeBackend>).executeSingleOutput;
      delete (backend as Partial<NodeBackend>).executeMultipleOutputs;
    }
  }

  /** The node that made a tensor; what no recorded operation made is a constant. */
  nameOf(tensor: tf.Tensor): string {
    const known = this.#producer.get(tensor.dataId);
    if (known) return known;
    const values = tf.backend().readSync(tensor.dataId) as Float32Array | Int32Array | Uint8Array;
    const uniform = values.length > LARGEST_PLAIN_CONSTANT && values.every((value) => value === values[0]);
    const name = uniform ? this.#fill(tensor, values) : this.#constant(tensor.dtype, tensor.shape, values);
    this.#producer.set(tensor.dataId, `${name}:0`);
    return `${name}:0`;
  }

  save(folder: string, inputs: [string, string, tf.Tensor][], outputs: [string, string, tf.Tensor][]): void {
    const pb = this.#pb;
    const graph = new pb.GraphDef();
    graph.setNodeList(this.#nodes);
    const versions = new pb.VersionDef();
    versions.setProducer(GRAPH_VERSION);
    graph.setVersions(versions);
    const meta = new pb.MetaGraphDef();
    meta.setGraphDef(graph);
    const info = new pb.MetaGraphDef.MetaInfoDef();
    info.addTags('serve');
    meta.setMetaInfoDef(info);
    const definition = new pb.SignatureDef();
    definition.setMethodName('tensorflow/serving/predict');
    for (const [name, node, tensor] of inputs) definition.getInputsMap().set(name, this.#tensorInfo(node, tensor));
    for (const [name, node, tensor] of outputs) definition.getOutputsMap().set(name, this.#tensorInfo(node, tensor));
    meta.getSignatureDefMap().set('serving_default', definition);
    const model = new pb.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(meta);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'saved_model.pb'), model.serializeBinary());
  }

  #add(op: string, inputs: string[], attributes: [string, Proto][]): string {
    const node = new this.#pb.NodeDef();
    const name = `n${this.#nodes.length}`;
    node.setName(name);
    node.setOp(op);
    for (const input of inputs) node.addInput(input);
    for (const [attribute, value] of attributes) node.getAttrMap().set(attribute, value);
    this.#nodes.push(node);
    return name;
  }

  #constant(dtype: string, shape: readonly number[], values: Float32Array | Int32Array | Uint8Array): string {
    const tensor = new this.#pb.Tensor();
    tensor.setDtype(TYPES[dtype]);
    tensor.setTensorShape(this.#shape(shape));
    const typed =
      dtype === 'float32'
        ? Float32Array.from(values)
        : dtype === 'int32'
          ? Int32Array.from(values)
          : Uint8Array.from(values);
    tensor.setTensorContent(new Uint8Array(typed.buffer));
    const value = new this.#pb.AttrValue();
    value.setTensor(tensor);
    return this.#add(
      'Const',
      [],
      [
        ['dtype', this.#typeAttribute(dtype)],
        ['value', value],
      ],
    );
  }

  #fill(tensor: tf.Tensor, values: Float32Array | Int32Array | Uint8Array): string {
    const shape = this.#constant('int32', [tensor.shape.length], Int32Array.from(tensor.shape));
    const value = this.#constant(tensor.dtype, [], values.slice(0, 1));
    return this.#add(
      'Fill',
      [`${shape}:0`, `${value}:0`],
      [
        ['T', this.#typeAttribute(tensor.dtype)],
        ['index_type', this.#typeAttribute('int32')],
      ],
    );
  }

  #attribute({ type, value }: OpAttribute): Proto {
    const { binding } = this.#backend;
    const attribute = new this.#pb.AttrValue();
    if (type === binding.TF_ATTR_TYPE) attribute.setType(value);
    else if (type === binding.TF_ATTR_FLOAT) attribute.setF(value);
    else if (type === binding.TF_ATTR_BOOL) attribute.setB(Boolean(value));
    else if (type === binding.TF_ATTR_STRING) attribute.setS(new Uint8Array(Buffer.from(String(value))));
    else if (type === binding.TF_ATTR_SHAPE) return this.#shapeAttribute(value as number[]);
    else if (type === binding.TF_ATTR_INT && Array.isArray(value)) {
      const list = new this.#pb.AttrValue.ListValue();
      list.setIList(value);
      attribute.setList(list);
    } else if (type === binding.TF_ATTR_INT) attribute.setI(Number(value));
    else throw new TypeError(`an attribute of type ${type} cannot be written into a graph`);
    return attribute;
  }

  #typeAttribute(dtype: string): Proto {
    const attribute = new this.#pb.AttrValue();
    attribute.setType(TYPES[dtype]);
    return attribute;
  }

  #shapeAttribute(shape: readonly number[]): Proto {
    const attribute = new this.#pb.AttrValue();
    attribute.setShape(this.#shape(shape));
    return attribute;
  }

  #shape(shape: readonly number[]): Proto {
    const proto = new this.#pb.TensorShape();
    for (const size of shape) {
      const dimension = new this.#pb.TensorShape.Dim();
      dimension.setSize(size);
      proto.addDim(dimension);
    }
    return proto;
  }

  #tensorInfo(node: string, tensor: tf.Tensor): Proto {
    const info = new this.#pb.TensorInfo();
    info.setName(node);
    info.setDtype(TYPES[tensor.dtype]);
    info.setTensorShape(this.#shape(tensor.shape));
    return info;
  }
}
