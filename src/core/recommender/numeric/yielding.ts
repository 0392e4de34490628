/** Reports progress and lets other events run, above all a cancellation. */
export async function giveWay(context: { progress(fraction: number): void }, fraction: number): Promise<void> {
  context.progress(fraction);
  await new Promise((resolve) => setImmediate(resolve));
}
