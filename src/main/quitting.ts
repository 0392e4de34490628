/** For the backend to say what is running: one that does not answer has nothing left to save. */
const ANSWER_MS = 1000;

/**
 * Asks before jobs are cut off.
 *
 * @param running their titles
 * @param ask whether to quit all the same
 */
export async function mayQuit(
  running: Promise<string[]>,
  ask: (titles: string[]) => Promise<boolean>,
  answerMs = ANSWER_MS,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<string[]>((resolve) => {
    timer = setTimeout(resolve, answerMs, []);
  });
  const titles = await Promise.race([running, silence]).finally(() => clearTimeout(timer));
  return titles.length === 0 || ask(titles);
}
