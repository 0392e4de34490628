/** A two-way message channel: a MessagePort, a WebSocket, a child process or an in-process pair all fit it. */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ports joined in this process. Messages are cloned and delivered asynchronously, as over a real channel. */
export function portPair(): [Port, Port] {
  const make = () => ({ message: [] as ((m: unknown) => void)[], close: [] as (() => void)[] });
  const sides = [make(), make()];
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    for (const side of sides) for (const listener of side.close) listener();
  };
  const port = (own: number): Port => ({
    send: (message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        if (open) for (const listener of sides[1 - own].message) listener(copy);
      });
    },
    onMessage: (listener) => void sides[own].message.push(listener),
    onClose: (listener) => void sides[own].close.push(listener),
    close,
  });
  return [port(0), port(1)];
}
