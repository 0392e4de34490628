/** Before this much of a phase was measured, an estimate would be a guess. */
const MEASURED_SHARE = 0.02;
const MEASURED_SECONDS = 2;
/** Work that is this much faster in the last quarter of its time than in the last half is still getting going. */
const STEADY = 1.5;

interface Point {
  share: number;
  seconds: number;
}

/**
 * How long a job still takes, from what was measured in this run: the speed in the second half of the time that its
 * present phase has taken, so that a slow start is forgotten and a slower pace is noticed. What an earlier run had
 * done, and phases that are over, say nothing about the rest.
 */
export class TimeLeft {
  #phase: string | null = null;
  #points: Point[] = [];

  /** @returns seconds, or null while too little was measured or the work is still becoming faster */
  after(phase: string, share: number | null, seconds: number): number | null {
    if (share === null) {
      this.#phase = null;
      return null;
    }
    if (phase !== this.#phase || share < (this.#points.at(-1)?.share ?? 0)) {
      this.#phase = phase;
      this.#points = [{ share, seconds }];
      return null;
    }
    this.#points.push({ share, seconds });
    this.#thin();
    const [first] = this.#points;
    if (share - first.share < MEASURED_SHARE || seconds - first.seconds < MEASURED_SECONDS) return null;
    const lately = this.#speedSince(first.seconds + (seconds - first.seconds) / 2);
    const newest = this.#speedSince(first.seconds + ((seconds - first.seconds) * 3) / 4);
    if (newest > STEADY * lately) return null;
    return (1 - share) / (lately || (share - first.share) / (seconds - first.seconds));
  }

  /** Since the point before that moment; where there are others not since the first, which may be a slow start. */
  #speedSince(moment: number): number {
    const last = this.#points.length - 1;
    const before = this.#points.findLastIndex(({ seconds }, i) => i < last && seconds <= moment);
    const from = this.#points[Math.max(before, Math.min(1, last - 1))];
    const { share, seconds } = this.#points[last];
    return seconds > from.seconds ? (share - from.share) / (seconds - from.seconds) : 0;
  }

  /** Keeps every second point of many: a job of a day needs no more than one of a minute. */
  #thin(): void {
    if (this.#points.length > 400)
      this.#points = this.#points.filter((_, i) => i % 2 === 0 || i === this.#points.length - 1);
  }
}
