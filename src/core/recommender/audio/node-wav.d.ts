declare module 'node-wav' {
  interface Decoded {
    sampleRate: number;
    channelData: (Float32Array | Float64Array)[];
  }
  const wav: {
    decode(buffer: ArrayBuffer | Uint8Array): Decoded;
    encode(
      channels: readonly Float32Array[],
      options: { sampleRate: number; float: boolean; bitDepth: number },
    ): Buffer;
  };
  export default wav;
}
