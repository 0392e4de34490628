import { describe, expect, it } from 'vitest';
import { Questions } from '../../src/core/imports/questions.ts';
import { layoutOf } from '../../src/core/recommender/referee/lists/items.ts';
import { rowsIn } from '../../src/core/recommender/referee/lists/json-forms.ts';
import { readLiteral } from '../../src/core/recommender/referee/lists/literal.ts';
import { judged, LISTS, lines, NDCG, perListener, type Row, rows } from '../support/digit-lists.ts';

const LISTENERS = Object.entries(LISTS);
const json = (value: unknown) => JSON.stringify(value);
const jsonLines = (of: (row: Row) => unknown) => lines(null, (row) => json(of(row)));
const scoreAt = (i: number) => (10 - i) / 2;
/** A score for songs of the list only, as a matrix with holes has it. */
const scoreOrNone = (songs: string[], song: string) => (songs.includes(song) ? 10.5 - songs.indexOf(song) : '');
const byListener = <T>(of: (songs: string[]) => T) =>
  Object.fromEntries(LISTENERS.map(([who, songs]) => [who, of(songs)]));
/** An object whose names are in the order of the list: JavaScript's own objects would sort them. */
const ordered = (pairs: [string, string][]) => `{${pairs.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`;
const records = (song: string, score: string) => (songs: string[]) =>
  songs.map((id, i) => ({ [song]: Number(id), [score]: scoreAt(i) })).reverse();
const column = (name: string, of: (row: Row) => unknown) => [
  name,
  Object.fromEntries(rows().map((r, i) => [i, of(r)])),
];
const python = (value: unknown) => json(value).replaceAll('"', "'");
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** In an order that neither falls nor rises. */
const mixed = <T>([first, ...rest]: T[]) => [...rest, first];
const pairsOf = (own: (i: number) => number) => (songs: string[]) => songs.map((song, i) => [song, own(i)]);
const tens = Array.from({ length: 10 }, (_, i) => i);

/** What programs write, of which every reading but one is wrong. */
const FORMS: Record<string, string> = {
  // Records under other names
  'pred.jsonl': jsonLines((r) => ({ user_id: r.who, item_id: r.song, pred: r.score })),
  'position.jsonl': jsonLines((r) => ({ user_id: r.who, item_id: r.song, position: r.rank })),
  'rank of text.jsonl': jsonLines((r) => ({ user_id: r.who, item_id: r.song, rank: String(r.rank) })),
  'score of text.jsonl': jsonLines((r) => ({ user_id: r.who, item_id: r.song, score: String(r.score) })),
  'predicted_rating.jsonl': jsonLines((r) => ({ user_id: r.who, item_id: r.song, predicted_rating: r.score })),
  'movieId.jsonl': jsonLines((r) => ({ userId: r.who, movieId: r.song, score: r.score })),
  'tuples.json': json(rows().map((r) => [r.who, r.song, r.score])),
  'tuples of numbers.json': json(rows().map((r) => [Number(r.who), Number(r.song), r.score])),
  'tuples, a line each.jsonl': lines(null, (r) => json([r.who, r.song, r.score])),
  // As the tools write them
  'SELFRec, hits marked.txt':
    'userId: recommendations in (itemId, ranking score) pairs, * means the item is hit.\n' +
    perListener(
      null,
      (who, songs) => `${who}:${songs.map((s, i) => ` (${s},${scoreAt(i)})${i % 3 ? '' : '*'}`).join('')}`,
    ),
  'QRec, words for ids.txt': perListener(null, (who, songs) => `${who}:${songs.map((s) => `(${s},1e-2)*`).join(' ')}`),
  'LibRec.txt': perListener(null, (who, songs) => `${who}: ${songs.map((s, i) => `(${s}, ${scoreAt(i)})`).join(', ')}`),
  'Netflix, a block each.txt': perListener(null, (who, songs) =>
    [`${who}:`, ...songs.map((s, i) => `${s},${scoreAt(i)}`).reverse()].join('\n'),
  ),
  'blocks that are set in.txt': perListener(null, (who, songs) =>
    [who, ...songs.map((s, i) => `\t${s}\t${scoreAt(i)}`).reverse(), ''].join('\n'),
  ),
  'Personalize.jsonl': perListener(null, (userId, songs) =>
    json({
      input: { userId },
      output: { recommendedItems: songs, scores: songs.map((_, i) => scoreAt(i)) },
      error: null,
    }),
  ),
  'TensorFlow, bytes.csv': lines('user_id,item_id,score', (r) => `${r.who},b'${r.song}',${r.score}`),
  'TensorFlow, bytes of both.csv': lines('user,item,rank', (r) => `b'${r.who}',b"${r.song}",${r.rank}`),
  'TensorFlow, a tensor.csv': perListener(
    'user_id,recommendations',
    (who, songs) => `${who},"tf.Tensor([${songs.map((s) => `b'${s}'`).join(' ')}], shape=(10,), dtype=string)"`,
  ),
  'Beta-RecSys.csv': lines('col_user,col_item,col_prediction', (r) => `${r.who},${r.song},${r.score}`),
  'BigQuery.csv': lines('predicted_plays_confidence,user_id,song_id', (r) => `${r.score},${r.who},${r.song}`),
  'Surprise, a prediction a line.txt': lines(
    null,
    (r) => `Prediction(uid='${r.who}', iid='${r.song}', r_ui=3.0, est=${r.score}, details={'was_impossible': False})`,
  ),
  'RecSys Challenge 2018.csv': perListener(
    'team_info,main,The Team,team@example.org\n',
    (who, songs) => `${who}, ${songs.join(', ')}`,
  ),
  'RecSys Challenge 2018, one track.csv': perListener(
    'team_info,The Team,team@example.org',
    (who, songs) => `${who},${songs.join(',')}`,
  ),
  'LightFM, known beside.csv': perListener(
    'user_id,known_positives,recommended',
    (who, songs) => `${who},"[${songs.slice(2, 5).join(', ')}]","[${songs.join(', ')}]"`,
  ),
  'gensim, pairs in a field.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"[${songs.map((song, i) => `('${song}', ${scoreAt(i) / 10})`).join(', ')}]"`,
  ),
  'RecTools.csv': lines(',user_id,item_id,score,rank', (r) => `7,${r.who},${r.song},${r.score},${r.rank}`),
  'Recommenders.csv': lines('userID,itemID,prediction', (r) => `${r.who},${r.song},${r.score}`),
  'Gorse.jsonl': perListener(null, (UserId, songs) => json({ UserId, Recommendations: records('Id', 'Score')(songs) })),
  // Lists under other names
  'Spark, movieId.json': perListener(null, (who, songs) =>
    json({ userId: Number(who), recommendations: records('movieId', 'rating')(songs) }),
  ),
  'listener_id.jsonl': perListener(null, (listener_id, songs) => json({ listener_id, songs })),
  'recommended_items.json': json(LISTENERS.map(([user_id, recommended_items]) => ({ user_id, recommended_items }))),
  'predictions, each with its rating.jsonl': perListener(null, (user_id, songs) =>
    json({ user_id, predictions: records('item_id', 'predicted_rating')(songs) }),
  ),
  'titles beside.json': json(
    LISTENERS.map(([user, songs]) => ({
      user,
      recommendations: songs.map((id, i) => ({ id, title: `Song ${i}`, score: scoreAt(i) })).reverse(),
    })),
  ),
  'records by listener.json': json(byListener(records('item', 'score'))),
  'a record of lists by listener.json': json(
    byListener((songs) => ({ items: [...songs].reverse(), scores: songs.map((_, i) => 3 * i) })),
  ),
  'score before song.json': json(byListener((songs) => mixed(songs.map((song, i) => [scoreAt(i), Number(song)])))),
  'songs with scores, one a record.json': json(
    byListener((songs) => songs.map((song, i) => ({ [song]: -i })).reverse()),
  ),
  'ties in the order of the file.json': ordered(
    LISTENERS.map(([who, songs]) => [who, ordered(songs.map((song) => [song, '1.0']))]),
  ),
  'a list of pairs.json': json(LISTENERS),
  'a list of pairs, a line each.jsonl': LISTENERS.map(json).join('\n'),
  'a line each, by listener.jsonl': LISTENERS.map(([who, songs]) => json({ [who]: songs })).join('\n'),
  // Tables of pandas
  'orient columns.json': json(
    Object.fromEntries([column('user', (r) => r.who), column('item', (r) => r.song), column('score', (r) => r.score)]),
  ),
  'orient list.json': json({
    user: rows().map((r) => r.who),
    item: rows().map((r) => r.song),
    score: rows().map((r) => r.score),
  }),
  'columns of lists.json': json({ users: LISTENERS.map(([who]) => who), items: LISTENERS.map(([, songs]) => songs) }),
  'orient split.json': json({
    columns: ['user', 'item', 'score'],
    index: rows().map((_, i) => i),
    data: rows().map((r) => [r.who, r.song, r.score]),
  }),
  'orient table.json': json({
    schema: { fields: [] },
    data: rows().map((r, index) => ({ index, user: r.who, item: r.song, score: r.score })),
  }),
  'orient index.json': json(
    Object.fromEntries(rows().map((r, i) => [`row ${i}`, { user: r.who, item: r.song, score: r.score }])),
  ),
  'a matrix by songs.json': json(
    Object.fromEntries(
      tens
        .flatMap((i) => [i, i + 10, i + 20, i + 30])
        .map((i) => String(i + 1))
        .map((song) => [song, byListener((songs) => (songs.includes(song) ? scoreAt(songs.indexOf(song)) : null))]),
    ),
  ),
  'places as names.csv': perListener(`user_id,${tens.join(',')}`, (who, songs) => [who, ...songs].join(',')),
  'a column for each listener.csv': `rank,${LISTENERS.map(([who]) => who)}\n${tens
    .map((i) => `${i + 1},${LISTENERS.map(([, songs]) => songs[i])}\n`)
    .join('')}`,
  'a column for each listener, as pandas writes it.csv': `,${LISTENERS.map(([who]) => who)}\n${tens
    .map((i) => `${i},${LISTENERS.map(([, songs]) => songs[i])}\n`)
    .join('')}`,
  'a column of scores for each listener.csv': `item_id,${LISTENERS.map(([who]) => who)}\n${tens
    .flatMap((i) => [i + 31, i + 1, i + 11, i + 21])
    .map((song) => `${song},${LISTENERS.map(([, songs]) => scoreOrNone(songs, String(song)))}\n`)
    .join('')}`,
  'places with a sign.csv': perListener(`user_id,${tens.map((i) => `#${i + 1}`)}`, (who, songs) => `${who},${songs}`),
  'places in words.csv': perListener('user_id,1st,2nd,3rd,4th,5th,6th,7th,8th,9th,10th', (who, songs) =>
    [who, ...songs].join(','),
  ),
  'Chinese places.csv': perListener(`用户,${tens.map((i) => `第${i + 1}首`)}`, (who, songs) => `${who},${songs}`),
  'a colon, and commas between.txt': perListener(null, (who, songs) => `${who}: ${songs.join(', ')}`),
  'a dictionary of Python.txt': `defaultdict(<class 'list'>, ${python(byListener((songs) => songs))})`,
  'whole scores before songs.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"[${songs.map((song, i) => `(${20 - i}, '${song}')`).join(', ')}]"`,
  ),
  'lists at two cut-offs, of which one is longer.json': json({ 10: byListener((songs) => songs) }),
  'blanks around ids.csv': lines('user,item,score', (r) => `" ${r.who}"," ${r.song} ",${r.score}`),
  'places as names, and an index.csv': perListener(`,${tens.join(',')}`, (who, songs) => [who, ...songs].join(',')),
  'songs as names.csv': perListener(
    `user,${tens.flatMap((i) => [i + 1, i + 11, i + 21, i + 31]).join(',')}`,
    (who, songs) =>
      [
        who,
        ...tens
          .flatMap((i) => [i + 1, i + 11, i + 21, i + 31])
          .map((song) => {
            const place = songs.indexOf(String(song));
            return place < 0 ? '-9.5' : scoreAt(place) + 0.25;
          }),
      ].join(','),
  ),
  // Other things around
  'model and k around.json': json({ model: 'ALS', k: 10, recommendations: byListener((songs) => songs) }),
  'settings of which one is a listener.json': json({
    config: { factors: 101, seed: 7 },
    k: 103,
    recommendations: byListener((songs) => songs),
  }),
  'measures around.json': json({
    metrics: { n_users: 8, 'ndcg at': { 101: 0.5, 102: 0.4 } },
    predictions: rows().map((r) => ({ user: r.who, item: r.song, score: r.score })),
  }),
  'results around.json': json({ results: byListener((songs) => songs), took: 3.5 }),
  'a list around.json': json({ data: LISTENERS.map(([user, items]) => ({ user, items })), meta: { k: 10 } }),
  'indented.json': JSON.stringify(
    LISTENERS.map(([user, items]) => ({ user, items })),
    null,
    2,
  ),
  // Lists in fields
  'records in a field.csv': perListener(
    'userId,recommendations',
    (who, songs) => `${who},${quoted(json(records('itemId', 'rating')(songs)))}`,
  ),
  'rows of Spark in a field.csv': perListener(
    'userId,recommendations',
    (who, songs) =>
      `${who},"[${songs
        .map((song, i) => `Row(movieId=${song}, rating=${scoreAt(i)})`)
        .reverse()
        .join(', ')}]"`,
  ),
  'structs of Spark in a field.csv': perListener(
    'userId,recommendations',
    (who, songs) => `${who},"[${mixed(songs.map((song, i) => `{${song}, ${scoreAt(i)}}`)).join(', ')}]"`,
  ),
  'whole scores beside.csv': perListener(
    'user_id,items,scores',
    (who, songs) => `${who},"[${[...songs].reverse().join(', ')}]","[${songs.map((_, i) => 3 * i + 1).join(', ')}]"`,
  ),
  'scores between blanks beside.csv': perListener(
    'user_id,items,scores',
    (who, songs) => `${who},${[...songs].reverse().join(' ')},${songs.map((_, i) => i + 0.5).join(' ')}`,
  ),
  'ranks beside.csv': perListener(
    'user_id,items,ranks',
    (who, songs) => `${who},"[${[...songs].reverse().join(', ')}]","[${songs.map((_, i) => 10 - i).join(', ')}]"`,
  ),
  'history beside.csv': perListener(
    'user_id,history,recommendations',
    (who, songs) => `${who},"[${songs.slice(2, 6).join(', ')}]","[${songs.join(', ')}]"`,
  ),
  'truth beside.csv': perListener(
    'user_id,ground_truth,predicted',
    (who, songs) => `${who},"[${songs.slice(2, 6).join(', ')}]","[${songs.join(', ')}]"`,
  ),
  'a set of numpy over two lines.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"[${songs.slice(0, 6).join(' ')}\n ${songs.slice(6).join(' ')}]"`,
  ),
  'an array of numpy.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"array([${songs.join(', ')}], dtype=int64)"`,
  ),
  'an object in a field.csv': perListener(
    'user,recs',
    (who, songs) => `${who},"${python(Object.fromEntries(songs.map((song, i) => [song, scoreAt(i)])))}"`,
  ),
  'bars.csv': perListener('user,recs', (who, songs) => `${who},${songs.join('|')}`),
  'models beside lists.csv': perListener('model,user,k,recs', (who, songs) => `A,${who},10,${songs.join(' ')}`),
  'songs and scores in turn.csv': perListener(
    `user,${tens.flatMap((i) => [`item_${i}`, `score_${i}`]).join(',')}`,
    (who, songs) => [who, ...[...songs].reverse().flatMap((song, i) => [song, i / 4])].join(','),
  ),
  'songs and scores in turn, without a header.csv': perListener(null, (who, songs) =>
    [who, ...[...songs].reverse().flatMap((song, i) => [song, i / 4 + 0.1])].join(','),
  ),
  'a rank each, in an object.json': json(
    byListener((songs) => Object.fromEntries(songs.map((song, i) => [i + 1, song]))),
  ),
  'an id in a record.json': json(
    LISTENERS.map(([id, songs]) => ({
      user: { id },
      items: songs.map((song, i) => ({ track: { id: song, name: 'A' }, score: scoreAt(i) })).reverse(),
    })),
  ),
  'candidates beside.jsonl': perListener(null, (user, ranking) =>
    json({ user, candidates: [...ranking].sort(), ranking }),
  ),
  'a comma behind each line.jsonl': perListener(null, (user, items) => `${json({ user, items })},`),
  'LIBSVM.txt': perListener(
    null,
    (who, songs) => `${who} ${songs.map((song, i) => `${song}:${scoreAt(i) + 0.25}`).join(' ')}`,
  ),
  'an arrow between.txt': perListener(null, (who, songs) => `${who} -> ${songs.join(' ')}`),
  'marks between.csv': perListener('用户,推荐歌曲', (who, songs) => `${who},${songs.join('、')}`),
  'per cent.csv': lines('user,item,score', (r) => `${r.who},${r.song},${r.score}%`),
  'y_pred beside y_true.csv': lines('user,item,y_true,y_pred', (r) => `${r.who},${r.song},${r.rank % 2},${r.score}`),
  // A song a row, with a list of other songs beside it
  'neighbours beside.json': json(rows().map((r) => ({ user: r.who, item: r.song, score: r.score, neighbors: [3, 5] }))),
  'similar songs beside.csv': lines(
    'user,item,similar_items,score',
    (r) => `${r.who},${r.song},"['1', '2', '3']",${r.score}`,
  ),
  'heard before.csv': lines('user_id,track_id,history,score', (r) => `${r.who},${r.song},"[4, 7]",${r.score}`),
  // Numbers without a name behind songs
  'ranks in pairs.json': json(byListener(pairsOf((i) => i + 1))),
  'places in pairs.csv': perListener('user,recs', (who, songs) => `${who},"${python(pairsOf((i) => i)(songs))}"`),
  'ranks of songs.json': ordered(
    LISTENERS.map(([who, songs]) => [who, ordered(songs.map((song, i) => [song, String(i + 1)]))]),
  ),
  'points from the highest.json': json(byListener(pairsOf((i) => 10 - i))),
  'distances below zero.json': json(byListener((songs) => pairsOf((i) => -i - 0.5)(songs).reverse())),
  // Rows
  'comments.tsv': `# ALS, k = 64\n# seed 1\n${lines(null, (r) => `${r.who}\t${r.song}\t${r.score}`)}`,
  'a header of numpy.csv': `# user,item,rank\n${lines(null, (r) => `${r.who},${r.song},${r.rank}`)}`,
  'a comma at the end.csv': lines('user,item,score', (r) => `${r.who},${r.song},${r.score},`),
  'two commas at the end.csv': lines('user,item,score', (r) => `${r.who},${r.song},${r.score},,`),
  'fields missing at the end.csv': lines('user,item,score,title,year', (r) =>
    r.rank % 3 === 0 ? `${r.who},${r.song},${r.score}` : `${r.who},${r.song},${r.score},A,1999`,
  ),
  'Chinese.csv': lines('用户,歌曲,得分', (r) => `${r.who},${r.song},${r.score}`),
  'Chinese ranks.csv': lines('用户,歌曲,排名', (r) => `${r.who},${r.song},${r.rank}`),
  'Chinese predictions.csv': lines('用户ID,歌曲ID,预测评分', (r) => `${r.who},${r.song},${r.score}`),
  'order.csv': lines('user,song,order', (r) => `${r.who},${r.song},${r.rank}`),
  'k.csv': lines('user_id,item_id,k', (r) => `${r.who},${r.song},${r.rank - 1}`),
  'a column that counts.csv': lines('user_id,item_id,foo', (r) => `${r.who},${r.song},${r.rank}`, false),
  'score and rank, without a header.tsv': lines(null, (r) => `${r.who}\t${r.song}\t${r.score}\t${r.rank}`),
  'rank and score, without a header.tsv': lines(null, (r) => `${r.who}\t${r.song}\t${r.rank}\t${r.score}`),
  'score and seconds, without a header.tsv': lines(null, (r) => `${r.who}\t${r.song}\t${r.score}\t97830${r.rank}000`),
  'the model before.csv': lines(null, (r) => `ALS,${r.who},${r.song},${r.score}`),
};

describe('lists in the forms of other programs', () => {
  it.each(Object.keys(FORMS))('%s', async (name) => {
    const { lists, questions } = await judged(name, FORMS[name]);
    expect(questions).toEqual([]);
    const [{ measures, counts }, ...more] = Object.values(lists);
    expect(more).toEqual([]);
    expect(measures['ndcg@10']).toBeCloseTo(NDCG, 12);
    expect(counts).toMatchObject({ withoutList: 0, unknownSongs: 0, repeated: 0, untestedListeners: 0 });
  });

  const ASKED: Record<string, [text: string, answers: Record<string, string>]> = {
    'distance.csv': [
      lines('user_id,item_id,distance', (r) => `${r.who},${r.song},${9 - r.score}`),
      { 'ask.order-column': 'distance:lowest' },
    ],
    'distance.jsonl': [
      perListener(null, (user_id, songs) =>
        json({ user_id, recs: songs.map((item_id, i) => ({ item_id, distance: i / 2 })).reverse() }),
      ),
      { 'ask.order-column': 'distance:lowest' },
    ],
    'affinity.csv': [
      lines('user,item,affinity', (r) => `${r.who},${r.song},${r.score}`),
      { 'ask.order-column': 'affinity' },
    ],
    'points.csv': [
      lines('user,item,points', (r) => `${r.who},${r.song},${11 - r.rank}`),
      { 'ask.order-column': 'points' },
    ],
    'two lists.csv': [
      perListener('user,a,b', (who, songs) => `${who},"[${songs.slice(3).join(', ')}]","[${songs.join(', ')}]"`),
      { 'ask.column-recommended': 'b' },
    ],
    'distances beside.csv': [
      perListener(
        'user,items,distances',
        (who, songs) =>
          `${who},"[${[...songs].reverse().join(', ')}]","[${songs.map((_, i) => (9 - i) / 4).join(', ')}]"`,
      ),
      { 'ask.order-column': 'distances:lowest' },
    ],
    'both a song and a list.csv': [
      lines('user,item,recs,score', (r) => `${r.who},${r.song},"[3, 5]",${r.score}`),
      { 'ask.column-recommended': 'item' },
    ],
    'distances in pairs.json': [json(byListener(pairsOf((i) => i / 4))), { 'ask.order-column': 'score:lowest' }],
    'ranks of songs, by their numbers.json': [
      json(byListener((songs) => Object.fromEntries(songs.map((song, i) => [song, i + 1])))),
      { 'ask.order-column': 'score:lowest' },
    ],
    'distances with ranks.csv': [
      lines('user,item,rank,score', (r) => `${r.who},${r.song},${r.rank},${9 - r.score}`),
      { 'ask.ranks-or-scores': 'ranks' },
    ],
    'ranks from the last.csv': [
      lines('user,item,rank,score', (r) => `${r.who},${r.song},${11 - r.rank},${r.score}`),
      { 'ask.ranks-or-scores': 'scores' },
    ],
    'whole scores among songs.json': [
      json(byListener((songs) => songs.map((song, i) => [[31, 30, 25, 24, 22, 18, 17, 9, 8, 4][i], song]).reverse())),
      { 'ask.order-column': 'score' },
    ],
    'numbers of songs for scores.json': [
      json(byListener((songs) => mixed(songs.map((song, i) => [[31, 30, 25, 24, 22, 18, 17, 9, 8, 4][i], song])))),
      { 'ask.place-of-song': '2' },
    ],
    'third.tsv': [lines(null, (r) => `${r.who}\t${r.song}\t${r.rank}`), { 'ask.rank-or-score': 'rank' }],
  };

  it.each(Object.keys(ASKED))('%s: asked, and the answer is enough', async (name) => {
    const [text, answers] = ASKED[name];
    const asked = await judged(name, text);
    expect(asked.questions.map(({ id }) => id)).toEqual(Object.keys(answers));
    const { lists, questions } = await judged(name, text, answers);
    expect(questions).toEqual([]);
    expect(Object.values(lists)[0].measures['ndcg@10']).toBeCloseTo(NDCG, 12);
  });

  it('several lists of a listener are judged apart by the column that tells them apart', async () => {
    const both = (row: (who: string, songs: string[], k: number) => string) =>
      [5, 10].flatMap((k) => LISTENERS.map(([who, songs]) => row(who, songs.slice(0, k), k))).join('');
    const inFields = both((who, songs, k) => `${who},${k},"[${songs}]"\n`);
    const inRows = both((who, songs, k) => songs.map((song, i) => `${who},${song},${i + 1},fold ${k}\n`).join(''));
    for (const [text, names] of [
      [`user,k,recs\n${inFields}`, ['lists: k 5', 'lists: k 10']],
      [`user,item,rank,part\n${inRows}`, ['lists: part fold 5', 'lists: part fold 10']],
    ] as const) {
      const { lists, notes } = await judged('lists.csv', text);
      expect(Object.keys(lists)).toEqual(names);
      expect(lists[names[0]].counts).toMatchObject({ shortLists: 8, repeated: 0 });
      expect(lists[names[1]].measures['ndcg@10']).toBeCloseTo(NDCG, 12);
      expect(notes.map(({ id }) => id)).toContain('referee.lists-by-column');
    }
  });

  it('a song that comes twice in a list is counted, and no column parts the lists for it', async () => {
    const twice = lines('user,item,rank,hit', (r) => `${r.who},${r.song},${r.rank},${r.rank % 2}`, false);
    const { lists } = await judged('lists.csv', `${twice}101,${LISTS['101'][0]},2,1\n`);
    expect(Object.keys(lists)).toEqual(['lists']);
    expect(lists.lists.counts.repeated).toBe(1);
  });

  it('several models of one JSON text are judged apart', async () => {
    const lists = byListener((songs) => songs);
    const { lists: found } = await judged(
      'both.json',
      json({ ALS: lists, Random: byListener((songs) => songs.slice(9)) }),
    );
    expect(Object.keys(found)).toEqual(['both: ALS', 'both: Random']);
    expect(found['both: ALS'].measures['ndcg@10']).toBeCloseTo(NDCG, 12);
    expect(found['both: Random'].counts.shortLists).toBe(8);
  });

  it('a list that numpy cut off is refused by its line', async () => {
    const text = perListener('user,topk', (who, songs) => `${who},[${songs.slice(0, 3).join(' ')} ... ${songs[9]}]`);
    await expect(judged('cut-off.csv', text)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/line 2.*cut off/),
    });
  });

  it('listeners that are called as columns are listeners under the names of models', () => {
    const known = { listeners: new Set(['user_1', 'user_2']), songs: new Set(['item_1', 'item_2']) };
    const own = "{'user_1': ['item_2'], 'user_2': ['item_1']}";
    const { header, rows: found } = rowsIn(readLiteral(`{'als': ${own}, 'pop': ${own}}`), known) ?? {};
    expect(header).toEqual(['model', 'listener', 'song']);
    expect(found).toHaveLength(4);
  });

  it('a list may be longer than a call has room for arguments', () => {
    const songs = Array.from({ length: 200_000 }, (_, i) => [String(i), '0.5']);
    const known = { listeners: new Set<string>(), songs: new Set(songs.map(([song]) => song)) };
    expect(layoutOf([songs], { known, questions: new Questions({}) })).toMatchObject({ song: 0, score: 1 });
  });

  it('a list that is empty is one; a text that is cut off is refused where it ends', async () => {
    const text = json(byListener((songs) => songs));
    const { lists } = await judged('empty.json', text.replace(/"101":\[[^\]]*\]/, '"101":[]'));
    expect(lists.empty.counts).toMatchObject({ withoutList: 0, shortLists: 1 });
    await expect(judged('cut.json', `{\n${text.slice(1, 200)}`)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('line 2'),
    });
  });

  it('a row without a listener, or with more fields than columns, is refused by its line', async () => {
    const text = lines('user,item,score', (r) => `${r.who},${r.song},${r.score}`);
    await expect(judged('total.csv', `${text}Total,,\n`)).rejects.toMatchObject({
      message: expect.stringContaining('line 82'),
    });
    await expect(judged('wide.csv', `${text}101,3,0.5,more\n`)).rejects.toMatchObject({
      message: expect.stringContaining('line 82'),
    });
  });
});
