/** Before this much of a phase was measured, an estimate would be a guess. */
const MEASURED_SHARE = 0.02;
const MEASURED_SECONDS = 2;

interface Point {
  share: number;
  seconds: number;
}

/**
 * How long a job still takes, from what was measured in this run: the speed since its present phase began, or since
 * half of that time ago if it has become slower. What an earlier run had done, and phases that are over, say nothing
 * about the rest.
 */
export class TimeLeft {
  #phase: string | null = null;
  #points: Point[] = [];

  /** @returns seconds, or null while too little was measured */
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
    const middle = (first.seconds + seconds) / 2;
    const half = this.#points.findLast((point) => point.seconds <= middle) ?? first;
    const speeds = [first, half]
      .map((from) => (share - from.share) / (seconds - from.seconds))
      .filter((speed) => speed > 0);
    return (1 - share) / Math.min(...speeds);
  }

  /** Keeps every second point of many: a job of a day needs no more than one of a minute. */
  #thin(): void {
    if (this.#points.length > 400)
      this.#points = this.#points.filter((_, i) => i % 2 === 0 || i === this.#points.length - 1);
  }
}
