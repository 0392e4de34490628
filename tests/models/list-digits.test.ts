import { describe, expect, it } from 'vitest';
import { judged, lines, NDCG, perListener } from '../support/digit-lists.ts';

const comma = (score: number) => String(score).replace('.', ',');
/** A number of words and a day, between 1 and 40 as the songs are. */
const day = (song: string) => (Number(song) % 28) + 1;

/** Tables whose other columns hold numbers that songs have too. */
const TABLES: Record<string, string> = {
  'titles.csv': lines('user_id,item_id,score,title', (r) => `${r.who},${r.song},${r.score},Toy Story ${day(r.song)}`),
  'dates.csv': lines('user_id,item_id,score,date', (r) => `${r.who},${r.song},${r.score},${day(r.song)} Jan 2024`),
  'watched.csv': lines(
    'user_id,item_id,score,watched_at',
    (r) => `${r.who},${r.song},${r.score},Mon May ${day(r.song)} 2014`,
  ),
  'decimal commas.csv': lines('user_id;item_id;score', (r) => `${r.who};${r.song};${comma(r.score)}`),
  'decimal commas.tsv': lines('user_id\titem_id\tscore', (r) => `${r.who}\t${r.song}\t${comma(r.score)}`),
  'decimal commas, without a header.csv': lines(null, (r) => `${r.who};${r.song};${comma(r.score)}`),
  'genres.csv': lines('user,item,score,genres', (r) => `${r.who},${r.song},${r.score},${day(r.song)}|${r.rank}|Rock`),
  'a field each.tsv': perListener(null, (who, songs) => [who, ...songs].join('\t')),
  'a field each, between blanks.txt': perListener(null, (who, songs) => [who, ...songs].join(' ')),
  'a colon behind the listener.txt': perListener(null, (who, songs) => `${who}: ${songs.join(' ')}`),
  'a run of digits.txt': lines(null, (r) => `${r.who} 0 ${r.song} ${r.rank} ${r.score} run`),
  'a run without Q0.txt': lines(null, (r) => `${r.who}\t1\t${r.song}\t${r.rank - 1}\t${r.score}\tmy run`),
};

describe('lists of songs that are numbers', () => {
  it.each(Object.keys(TABLES))('%s', async (name) => {
    const { lists, questions } = await judged(name, TABLES[name]);
    expect(questions).toEqual([]);
    const [{ measures, counts }, ...more] = Object.values(lists);
    expect(more).toEqual([]);
    expect(measures['ndcg@10']).toBeCloseTo(NDCG, 12);
    expect(counts).toMatchObject({ withoutList: 0, shortLists: 0, unknownSongs: 0, repeated: 0 });
  });

  it('with a title each, one a listener, are not lists in that field', async () => {
    const first = lines('u,best,named', (r) => `${r.who},${r.song},Toy Story ${day(r.song)}`, false).split('\n');
    const text = first.filter((_, i) => i === 0 || i % 10 === 1).join('\n');
    const { lists, questions } = await judged('first.csv', text);
    expect(questions).toEqual([]);
    expect(lists.first.counts).toMatchObject({ withoutList: 0, unknownSongs: 0, repeated: 0 });
  });

  it('with several numbers behind them are asked about', async () => {
    const text = lines(null, (r) => `${r.who}\t${r.song}\t${day(r.song)}\t${r.score}\t978300761\tA`);
    expect((await judged('six.tsv', text)).questions).toMatchObject([{ id: 'ask.order-column' }]);
    const { lists } = await judged('six.tsv', text, { 'ask.order-column': '4' });
    expect(lists.six.measures['ndcg@10']).toBeCloseTo(NDCG, 12);
  });

  it('in lines that are a run and a row of songs alike are asked about', async () => {
    const text = '101 1 2 3 4 5 6\n102 1 9 8 7 6 5\n103 1 4 5 6 7 8\n';
    expect((await judged('either.txt', text)).questions).toMatchObject([{ id: 'ask.trec-or-table' }]);
    const songs = async (answer: string) => {
      const { lists } = await judged('either.txt', text, { 'ask.trec-or-table': answer });
      return Object.values(lists).map(({ counts }) => counts.withoutList);
    };
    expect(await songs('table')).toEqual([5]);
    expect(await songs('trec')).toEqual([7, 7, 7]);
  });
});
