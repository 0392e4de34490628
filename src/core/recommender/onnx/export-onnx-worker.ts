import { writeFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { APP_VERSION } from '../../../shared/versions.ts';
import { openReader, type ReadableDb } from '../../storage/sqlite.ts';
import { serveTask } from '../../workers/worker-side.ts';
import { libraryId } from '../data/gather.ts';
import { readSafetensors } from '../data/safetensors.ts';
import { readModelFile } from '../models/model-file.ts';
import { ENCODER } from '../networks/musicnn-name.ts';
import { MUSICNN_INPUT, preprocessing, vocabularyOf } from './describe.ts';
import { musicnnGraph } from './musicnn-graph.ts';
import { networkGraph } from './network-graph.ts';

export interface ExportOnnxTask {
  libraryFile: string;
  /** A model of the library, or the encoder's weights. */
  source: { modelFile: string; name: string } | { encoderFile: string };
  output: string;
}

export interface ExportedOnnx {
  network: string;
  bytes: number;
}

/** Writes the network of a model, or the encoder, as an ONNX file. */
serveTask<ExportOnnxTask, ExportedOnnx>(async ({ libraryFile, source, output }) => {
  const { network, bytes } =
    'encoderFile' in source ? encoder(source.encoderFile) : ofModel(libraryFile, source.modelFile, source.name);
  writeFileSync(output, bytes, { flag: 'wx' });
  return { network, bytes: bytes.length };
});

function encoder(file: string): { network: string; bytes: Uint8Array } {
  const { tensors } = readSafetensors(file);
  const explanation = 'MusiCNN (Pons & Serra 2019) up to its mean pool: what was heard of a clip, 753 values.';
  const metadata = { 'quadrille.network': ENCODER, preprocessing: MUSICNN_INPUT, licence: 'ISC' };
  return { network: ENCODER, bytes: musicnnGraph(tensors).model(ENCODER, explanation, metadata, APP_VERSION) };
}

function ofModel(libraryFile: string, modelFile: string, name: string): { network: string; bytes: Uint8Array } {
  const db = openReader(libraryFile);
  try {
    const loaded = readModelFile(modelFile, libraryId(db));
    const { network, type } = loaded.model;
    if (!network) throw new AppError('bad-request', say('onnx.no-network', { name, type }));
    if (network.vectorsBeside) throw new AppError('bad-request', say('onnx.vectors-beside', { name }));
    const vocabulary = vocabularyOf(network, loaded, (song) => artistOf(db, song));
    const metadata = {
      'quadrille.network': network.kind,
      'quadrille.model': name,
      'quadrille.type': type,
      preprocessing: preprocessing(network),
      ...(network.fields ? { vocabulary: JSON.stringify(vocabulary) } : {}),
    };
    const explanation = `The network of the model ${JSON.stringify(name)}: factors of songs from what they are.`;
    return {
      network: network.kind,
      bytes: networkGraph(network).model(network.kind, explanation, metadata, APP_VERSION),
    };
  } finally {
    db.close();
  }
}

function artistOf(db: ReadableDb, song: number): string | null {
  const sql = 'SELECT t.artist AS name FROM songs s JOIN tracks t ON t.id = s.main_track_id WHERE s.id = ?';
  return db.get<{ name: string | null }>(sql, song)?.name ?? null;
}
