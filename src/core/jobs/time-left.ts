/** Before this much of a phase was measured, an estimate would be a guess. */
const MEASURED_SHARE = 0.02;
const MEASURED_SECONDS = 4;
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
    const taken = seconds - first.seconds;
    // Where there are others, not since the first: what came before the second may be a slow start.
    const half = this.#points.findLastIndex((point) => point.seconds <= first.seconds + taken / 2);
    const from = Math.max(half, Math.min(1, this.#points.length - 2));
    const quarter = this.#points.findIndex((point) => point.seconds > first.seconds + (taken * 3) / 4);
    const lately = this.#speedSince(from);
    const newest = this.#speedSince(quarter < this.#points.length - 1 ? quarter : from);
    if (newest > STEADY * lately) return null;
    return (1 - share) / (lately || (share - first.share) / taken);
  }

  #speedSince(point: number): number {
    const from = this.#points[point];
    const { share, seconds } = this.#points[this.#points.length - 1];
    return seconds > from.seconds ? (share - from.share) / (seconds - from.seconds) : 0;
  }

  /** Keeps every second point of many: a job of a day needs no more than one of a minute. */
  #thin(): void {
    if (this.#points.length > 400)
      this.#points = this.#points.filter((_, i) => i % 2 === 0 || i === this.#points.length - 1);
  }
}
