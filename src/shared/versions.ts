import manifest from '../../package.json' with { type: 'json' };

/** Stored with every result, to record what computed it. */
export const APP_VERSION: string = manifest.version;
export const VERSIONS: Record<string, string> = {
  quadrille: APP_VERSION,
  node: process.versions.node,
  v8: process.versions.v8,
  platform: `${process.platform}-${process.arch}`,
};
