declare module 'seek-bzip' {
  interface Input {
    readByte(): number;
    read(buffer: Uint8Array, offset: number, length: number): number;
    eof(): boolean;
  }
  interface Output {
    writeByte(byte: number): void;
  }
  /** One stream of blocks; the methods are those that its own `decode` is made of. */
  class Bunzip {
    constructor(input: Input, output: Output);
    reader: { read(bits: number): number };
    streamCRC: number;
    /** False at the end of the stream. */
    _init_block(): boolean;
    _read_bunzip(): number;
    _start_bunzip(input: Input, output: Output): void;
  }
  export default Bunzip;
}
