/** What Electron gives a utility process for talking to main. */
export interface ParentPort<In, Out> {
  postMessage(message: Out): void;
  on(event: 'message', listener: (event: { data: In }) => void): unknown;
}

/** Null in an ordinary process. */
export function parentPortOf<In, Out>(): ParentPort<In, Out> | null {
  return (process as unknown as { parentPort?: ParentPort<In, Out> }).parentPort ?? null;
}

/**
 * Receives each message in a turn of Node. Electron delivers it outside of one: a rejection that is handled a moment
 * later, as after an `await`, counts as unhandled there and would end the process (seen with Electron 22).
 */
export function receiveInTurns<In>(port: Pick<ParentPort<In, never>, 'on'>, receive: (message: In) => void): void {
  port.on('message', ({ data }) => void setImmediate(receive, data));
}
