/** Kept with every result, so that it can be told what computed it. */
export const APP_VERSION = '0.1.0';
export const VERSIONS: Record<string, string> = {
  quadrille: APP_VERSION,
  node: process.versions.node,
  v8: process.versions.v8,
  platform: `${process.platform}-${process.arch}`,
};
