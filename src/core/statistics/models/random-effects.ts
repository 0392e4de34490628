/**
 * Random intercepts of one or several grouping factors: the matrix K = I + Λ′Z′WZΛ of penalised least squares (Bates et
 * al. 2015), where Λ holds a spread for each factor and W a weight for each row. The factor with the most levels is
 * eliminated first, since its own block is diagonal; of the others a dense matrix is left.
 */
export class RandomEffects {
  /** Of each factor the level of each row, numbered over all factors; the eliminated factor's first. */
  readonly levels: readonly Uint32Array[];
  /** How many levels all factors have. */
  readonly size: number;
  /** Of the factors in the order of `levels`, the place in the order given. */
  readonly order: readonly number[];
  readonly #first: number;
  /** Of each level of the first factor, its rows and the levels of other factors that occur with it. */
  readonly #rows: Uint32Array[];
  readonly #beside: Uint32Array[];
  /** Of each row and other factor, the place of its level in `#beside`. */
  readonly #places: readonly Uint32Array[];

  /** @param factors of each the level of each row, from 0 */
  constructor(factors: readonly Uint32Array[]) {
    const counts = factors.map((levels) => levels.reduce((most, level) => Math.max(most, level + 1), 0));
    this.order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
    let offset = 0;
    this.levels = this.order.map((factor) => {
      const numbered = factors[factor].map((level) => level + offset);
      offset += counts[factor];
      return numbered;
    });
    this.size = offset;
    this.#first = counts[this.order[0]];
    const rows: number[][] = Array.from({ length: this.#first }, () => []);
    this.levels[0].forEach((level, row) => void rows[level].push(row));
    this.#rows = rows.map((own) => Uint32Array.from(own));
    const others = this.levels.slice(1);
    this.#places = others.map((levels) => new Uint32Array(levels.length));
    this.#beside = rows.map((own) => {
      const places = new Map<number, number>();
      for (const row of own)
        for (const [k, levels] of others.entries()) {
          const place = places.get(levels[row]) ?? places.size;
          places.set(levels[row], place);
          this.#places[k][row] = place;
        }
      return Uint32Array.from(places.keys(), (level) => level - this.#first);
    });
  }

  /** @param spreads in the order of `levels` */
  factorise(weights: Float64Array, spreads: readonly number[]): Factorised {
    const rest = this.size - this.#first;
    const dense = new Float64Array(rest * rest);
    for (let i = 0; i < rest; i++) dense[i * rest + i] = 1;
    this.levels.slice(1).forEach((levels, k) =>
      this.levels.slice(1).forEach((others, l) =>
        weights.forEach((weight, row) => {
          const at = (levels[row] - this.#first) * rest + others[row] - this.#first;
          dense[at] += spreads[k + 1] * spreads[l + 1] * weight;
        }),
      ),
    );
    const diagonal = new Float64Array(this.#first);
    const beside = this.#beside.map((levels) => new Float64Array(levels.length));
    let logDeterminant = 0;
    for (let level = 0; level < this.#first; level++) {
      const own = beside[level];
      let total = 0;
      for (const row of this.#rows[level]) {
        total += weights[row];
        for (let k = 0; k < this.#places.length; k++)
          own[this.#places[k][row]] += spreads[0] * spreads[k + 1] * weights[row];
      }
      diagonal[level] = 1 + spreads[0] ** 2 * total;
      logDeterminant += Math.log(diagonal[level]);
      const columns = this.#beside[level];
      for (let i = 0; i < own.length; i++) {
        const scaled = own[i] / diagonal[level];
        for (let j = 0; j < own.length; j++) dense[columns[i] * rest + columns[j]] -= scaled * own[j];
      }
    }
    logDeterminant += 2 * decompose(dense, rest);
    return new Factorised({ diagonal, beside, columns: this.#beside, dense, rest, logDeterminant });
  }

  /** Z′v: the sum of each level's rows, times the spread of its factor. */
  gather(values: Float64Array, spreads: readonly number[]): Float64Array {
    const sums = new Float64Array(this.size);
    for (const [k, levels] of this.levels.entries())
      for (let row = 0; row < levels.length; row++) sums[levels[row]] += spreads[k] * values[row];
    return sums;
  }

  /** How often K⁻¹ is met by each row: the diagonal of ZΛK⁻¹Λ′Z′, and half its derivative by each spread. */
  leverage(factorised: Factorised, spreads: readonly number[]): { own: Float64Array; bySpread: Float64Array[] } {
    const rows = this.levels[0].length;
    const own = new Float64Array(rows);
    const bySpread = spreads.map(() => new Float64Array(rows));
    const { first, inverse, withRest } = factorised.inverted();
    const rest = this.size - this.#first;
    const entry = (row: number, k: number, l: number) => {
      const level = this.levels[0][row];
      if (k === 0 && l === 0) return first[level];
      if (k === 0 || l === 0) return withRest[level][this.#places[Math.max(k, l) - 1][row]];
      return inverse[(this.levels[k][row] - this.#first) * rest + this.levels[l][row] - this.#first];
    };
    for (let row = 0; row < rows; row++)
      for (let k = 0; k < spreads.length; k++) {
        let met = 0;
        for (let l = 0; l < spreads.length; l++) met += spreads[l] * entry(row, k, l);
        bySpread[k][row] = met;
        own[row] += spreads[k] * met;
      }
    return { own, bySpread };
  }
}

interface Parts {
  diagonal: Float64Array;
  /** Of each level of the first factor its entries of K with the levels in `columns`. */
  beside: Float64Array[];
  columns: readonly Uint32Array[];
  /** The lower triangle of the other factors' Cholesky factor. */
  dense: Float64Array;
  rest: number;
  logDeterminant: number;
}

/** K after elimination. */
class Factorised {
  readonly logDeterminant: number;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.logDeterminant = parts.logDeterminant;
  }

  /** K⁻¹v */
  solve(right: Float64Array): Float64Array {
    const { diagonal, beside, columns, dense, rest } = this.#parts;
    const answer = Float64Array.from(right);
    const first = diagonal.length;
    const tail = answer.subarray(first);
    for (let level = 0; level < first; level++) {
      const scaled = right[level] / diagonal[level];
      for (let i = 0; i < columns[level].length; i++) tail[columns[level][i]] -= beside[level][i] * scaled;
    }
    substitute(dense, rest, tail);
    for (let level = 0; level < first; level++) {
      let value = right[level];
      for (let i = 0; i < columns[level].length; i++) value -= beside[level][i] * tail[columns[level][i]];
      answer[level] = value / diagonal[level];
    }
    return answer;
  }

  /** Those entries of K⁻¹ that rows meet. */
  inverted(): { first: Float64Array; withRest: Float64Array[]; inverse: Float64Array } {
    const { diagonal, beside, columns, dense, rest } = this.#parts;
    const inverse = new Float64Array(rest * rest);
    for (let i = 0; i < rest; i++) {
      const column = inverse.subarray(i * rest, (i + 1) * rest);
      column[i] = 1;
      substitute(dense, rest, column);
    }
    const withRest = columns.map((own, level) =>
      Float64Array.from(own, (column) => {
        let value = 0;
        for (let i = 0; i < own.length; i++) value -= beside[level][i] * inverse[own[i] * rest + column];
        return value / diagonal[level];
      }),
    );
    const first = diagonal.map((value, level) => {
      let met = 1;
      for (let i = 0; i < columns[level].length; i++) met -= beside[level][i] * withRest[level][i];
      return met / value;
    });
    return { first, withRest, inverse };
  }
}

/** Turns the lower triangle into its Cholesky factor, row by row; the sum of the logarithms of its diagonal. */
function decompose(matrix: Float64Array, size: number): number {
  let logs = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let value = matrix[i * size + j];
      for (let k = 0; k < j; k++) value -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = i === j ? Math.sqrt(value) : value / matrix[j * size + j];
    }
    logs += Math.log(matrix[i * size + i]);
  }
  return logs;
}

/** LL′x = v, in place. */
function substitute(factor: Float64Array, size: number, values: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let value = values[i];
    for (let k = 0; k < i; k++) value -= factor[i * size + k] * values[k];
    values[i] = value / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    values[i] /= factor[i * size + i];
    const value = values[i];
    for (let k = 0; k < i; k++) values[k] -= factor[i * size + k] * value;
  }
}
