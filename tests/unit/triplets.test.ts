import type { Message } from '../../src/shared/messages/message.ts';
import { say } from '../../src/shared/messages/say.ts';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashBytes } from '../../src/core/recommender/import/plays/key-table.ts';
import { explainLine, TripletParser } from '../../src/core/recommender/import/plays/triplet-parser.ts';
import { TripletSorter } from '../../src/core/recommender/import/plays/triplet-sorter.ts';
import { PlaysPacker, unpack } from '../../src/core/recommender/rows/packed-plays.ts';
import { temporaryFolder } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';

function parse(text: string, cut = 1 << 20, unknown?: (id: string) => Message | null) {
  const taken: [number, number, number][] = [];
  const refused: { line: number; field: string; reason: Message }[] = [];
  const parser = new TripletParser({
    triplet: (...triplet) => taken.push(triplet),
    reject: (line, field, reason) => refused.push({ line, field, reason }),
    unknown,
  });
  const bytes = Buffer.from(text);
  // Chunks hold whole lines, as the reader gives them.
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(10, Math.min(bytes.length - 1, from + cut));
    const to = newline < 0 ? bytes.length : newline + 1;
    parser.parse(bytes.subarray(from, to));
    from = to;
  }
  return {
    taken: taken.map(([listener, song, count]) => [parser.listeners.key(listener), parser.songs.key(song), count]),
    refused,
    lines: parser.lines,
    parser,
  };
}

/** The same by plain means: what the parser is held against. */
function naive(text: string) {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines
    .map((line) => line.replace(/\r$/, '').split('\t'))
    .filter(
      (fields) =>
        fields.length === 3 &&
        fields[0] !== '' &&
        fields[1] !== '' &&
        /^[0-9]+$/.test(fields[2]) &&
        Number(fields[2]) >= 1 &&
        Number(fields[2]) < 2 ** 31,
    )
    .map(([listener, song, count]) => [listener, song, Number(count)]);
}

describe('triplet parser', () => {
  it('takes what is right and says what is wrong, line by line', () => {
    const { taken, refused, lines } = parse(
      'u1\ts1\t3\nu1\ts2\nu1\ts2\t1\t9\nu1\ts3\t0\nu1\ts3\t-1\nu1\ts3\t1.5\n' +
        'u1\ts3\t1000000000000\n\nu2\ts1\t2147483647\r\n\ts1\t1\nu\t\t1\nu2\ts9\t+4\nlast\ts1\t7',
    );
    expect(taken).toEqual([
      ['u1', 's1', 3],
      ['u2', 's1', 2_147_483_647],
      ['last', 's1', 7],
    ]);
    expect(lines).toBe(13);
    expect(refused.map(({ line, field }) => [line, field])).toEqual([
      [2, 'line'],
      [3, 'line'],
      [4, 'count'],
      [5, 'count'],
      [6, 'count'],
      [7, 'count'],
      [8, 'line'],
      [10, 'listener'],
      [11, 'song'],
      [12, 'count'],
    ]);
    expect(refused[0].reason).toEqual(saying('import.wrong-fields-triplets', { fields: 2 }));
    expect(refused[5].reason).toEqual(saying('import.is-above', { largest: 2_147_483_647 }));
  });

  it('refuses broken UTF-8 and takes a byte order mark', () => {
    expect(explainLine(Buffer.from([0xff, 0xfe, 9, 65, 9, 49]))).toEqual(['line', say('import.not-utf-8')]);
    expect(parse('\uFEFFu\ts\t1\n').taken).toEqual([['u', 's', 1]]);
  });

  it('agrees with a plain parser on any text, however it is cut into chunks', () => {
    const field = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.string({ minLength: 4, maxLength: 14 }),
      fc.constantFrom('TRAEIPH128F931AB5C', 'TRAEIPH128F931AB5D', 'listener ä', 'listener ö', 'abc\rdefgh'),
      fc.constantFrom('', 'a', '歌', '1', '0', '2147483647', '2147483648', '007', '\r'),
    );
    const line = fc
      .array(field, { maxLength: 5 })
      .map((fields) => fields.map((text) => text.replace(/[\n\t\uFEFF]/g, '')).join('\t'));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (lines, cut, ended) => {
          const text = lines.join('\n') + (ended ? '\n' : '');
          const { taken, refused, lines: counted, parser } = parse(text, cut);
          expect(taken).toEqual(naive(text));
          // What was read as bytes is found again as text.
          for (const [listener, song] of naive(text))
            expect([parser.listeners.has(String(listener)), parser.songs.has(String(song))]).toEqual([true, true]);
          expect(taken.length + refused.length).toBe(counted);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('lines that are looked up together', () => {
  const missing = (id: string) => (id === 'NA' ? say('import.id-is-missing', { id }) : null);
  const field = fc.constantFrom('NA', 'TRAEIPH128F931AB5C', 'TRAEIPH128F931AB5D', 'b', 'ç');
  const line = fc.oneof(
    { weight: 20, arbitrary: fc.tuple(field, field, fc.constantFrom('1', '7')) },
    { weight: 1, arbitrary: fc.tuple(field, field, fc.constantFrom('0', 'x')) },
  );
  /** Which lines are taken and which refused, and in which field. */
  const told = (lines: string[][]) =>
    lines.map(([listener, song, count]) =>
      /[0x]/.test(count) ? 'count' : listener === 'NA' ? 'listener' : song === 'NA' ? 'song' : 'taken',
    );

  it('are told apart where ids of one length have the same hash', () => {
    const ids = ['listener 0061129', 'listener 0120843'];
    const [one, other] = ids.map((id) => hashBytes(Buffer.from(id), 0, id.length));
    expect(one).toBe(other);
    const rows = Array.from({ length: 600 }, (_, i) => [ids[i % 2], ids[(i >> 1) % 2], i + 1]);
    expect(parse(rows.map((row) => `${row.join('\t')}\n`).join('')).taken).toEqual(rows);
  });

  it('are taken or refused in their order, each with its number', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 400, maxLength: 900 }),
        fc.integer({ min: 99, max: 9999 }),
        (rows, cut) => {
          const text = rows.map((fields) => `${fields.join('\t')}\n`).join('');
          const { taken, refused } = parse(text, cut, missing);
          const expected = told(rows);
          expect(taken).toEqual(rows.filter((_, i) => expected[i] === 'taken').map(([l, s, n]) => [l, s, Number(n)]));
          const wrong = expected.map((what, i) => [i + 1, what]).filter(([, what]) => what !== 'taken');
          expect(refused.map(({ line, field }) => [line, field])).toEqual(wrong);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('triplet sorter', () => {
  it('gives every listener once, rows in the order of the file or, with times, of the songs', () => {
    const triplet = fc.tuple(fc.nat(20), fc.nat(30), fc.integer({ min: 1, max: 1000 }), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(triplet, { maxLength: 200 }), fc.boolean(), fc.boolean(), (given, timed, together) => {
        const triplets = together ? [...given].sort((a, b) => a[0] - b[0]) : given;
        const sorter = new TripletSorter(join(temporaryFolder(), 'sort'), timed ? 'timed' : 'untimed');
        for (const row of triplets) sorter.add(...row);
        const got: number[][] = [];
        sorter.drain((listener, songs, counts, n, seconds) => {
          for (let i = 0; i < n; i++) got.push([listener, songs[i], counts[i], ...(seconds ? [seconds[i]] : [])]);
        });
        const want = triplets
          .map((row, i) => ({ row: timed ? row : row.slice(0, 3), i }))
          .sort((a, b) => a.row[0] - b.row[0] || (timed ? a.row[1] - b.row[1] : 0) || a.i - b.i);
        expect(got).toEqual(want.map(({ row }) => row));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['together', 'mixed', 'timed'] as const)('merges runs that do not fit into memory: %s', (kind) => {
    const sorter = new TripletSorter(join(temporaryFolder(), 'sort'), kind === 'timed' ? 'timed' : 'untimed');
    const n = (1 << 22) + 50_000;
    const listenerOf = (i: number) => (kind === 'together' ? Math.floor((i * 1000) / n) : (i * 7919) % 1000);
    // Within a listener, counts tell the order of the file.
    for (let i = 0; i < n; i++) sorter.add(listenerOf(i), (i * 104_729) % 5000, i + 1);
    let [seen, sum, last, disorder] = [0, 0, -1, 0];
    sorter.drain((listener, songs, counts, length, seconds) => {
      expect([listener, seconds !== null]).toEqual([last + 1, kind === 'timed']);
      last = listener;
      seen += length;
      for (let i = 0; i < length; i++) sum += counts[i];
      const isBefore = (i: number, j: number) =>
        kind === 'timed' && songs[i] !== songs[j] ? songs[i] < songs[j] : counts[i] < counts[j];
      for (let i = 1; i < length; i++) if (!isBefore(i - 1, i)) disorder++;
    });
    expect([seen, last, disorder]).toEqual([n, 999, 0]);
    expect(sum).toBe((n * (n + 1)) / 2);
  });
});

describe('packed plays', () => {
  it('unpacks what it packed', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(4_000_000_000), fc.integer({ min: 1, max: 2 ** 31 - 1 })), {
      selector: ([song]) => song,
      maxLength: 60,
    });
    fc.assert(
      fc.property(pairs, (given) => {
        const sorted = [...given].sort((a, b) => a[0] - b[0]);
        const packer = new PlaysPacker();
        packer.start();
        for (const [song, count] of sorted) packer.add(song, count);
        const { songs, counts } = unpack(packer.packed);
        expect([...songs].map((song, i) => [song, counts[i]])).toEqual(sorted);
      }),
    );
  });
});
