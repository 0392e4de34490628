/** Columns by their names in the files. */
export interface AuditColumns {
  listener: string;
  song: string;
  plays: string;
  time: string;
}

const quotedName = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quotedText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * SQL for DuckDB: one row for the audit of a library, with the names of `LibraryAudit`, and, if there are listens, a
 * row a quarter of them.
 */
export function auditSql(files: { plays: string; listens: string | null }, columns: AuditColumns): string {
  const pairs =
    `SELECT ${quotedName(columns.listener)} AS listener, ${quotedName(columns.song)} AS song, ` +
    `sum(${quotedName(columns.plays)}) AS plays FROM ${quotedText(files.plays)} GROUP BY ALL`;
  const audit = `-- Density, long tail, repeats and cold share.
CREATE OR REPLACE TEMP TABLE pairs AS ${pairs};
CREATE OR REPLACE TEMP TABLE songs AS SELECT song, count(*) AS listeners, sum(plays) AS plays FROM pairs GROUP BY song;
CREATE OR REPLACE TEMP TABLE listeners AS
  SELECT listener, count(*) AS songs, sum(plays) AS plays FROM pairs GROUP BY listener;
CREATE OR REPLACE TEMP MACRO gini(total, weighted, n) AS 2 * weighted / (n * total) - (n + 1) / n;
WITH
  ranked_songs AS (SELECT plays, row_number() OVER (ORDER BY plays) AS place FROM songs),
  ranked_listeners AS (SELECT plays, row_number() OVER (ORDER BY plays) AS place FROM listeners),
  p AS (SELECT count(*) AS pairs, sum(plays) AS plays, avg((plays > 1)::INT) AS repeated FROM pairs),
  s AS (SELECT count(*) AS songs, avg((listeners = 1)::INT) AS of_one, avg((listeners < 5)::INT) AS of_few,
    min(listeners) AS least, median(listeners) AS median, avg(listeners) AS mean, max(listeners) AS most FROM songs),
  l AS (SELECT count(*) AS listeners, avg((songs < 5)::INT) AS of_few,
    min(songs) AS least, median(songs) AS median, avg(songs) AS mean, max(songs) AS most FROM listeners)
SELECT l.listeners, s.songs, p.pairs, p.plays, p.pairs / (l.listeners * s.songs) AS density,
  l.least AS "songsPerListener.least", l.median AS "songsPerListener.median", l.mean AS "songsPerListener.mean",
  l.most AS "songsPerListener.most", s.least AS "listenersPerSong.least", s.median AS "listenersPerSong.median",
  s.mean AS "listenersPerSong.mean", s.most AS "listenersPerSong.most",
  (SELECT gini(sum(plays), sum(place * plays), count(*)) FROM ranked_songs) AS "longTail.giniOfSongs",
  (SELECT gini(sum(plays), sum(place * plays), count(*)) FROM ranked_listeners) AS "longTail.giniOfListeners",
  (SELECT sum(plays) FROM ranked_songs WHERE place > s.songs - ceil(s.songs * 0.01)) / p.plays
    AS "longTail.topHundredth",
  (SELECT sum(plays) FROM ranked_songs WHERE place > s.songs - ceil(s.songs * 0.1)) / p.plays
    AS "longTail.topTenth",
  (p.plays - p.pairs) / p.plays AS "repeats.plays", p.repeated AS "repeats.pairs",
  s.of_one AS "cold.songsOfOne", s.of_few AS "cold.songsOfFew", l.of_few AS "cold.listenersOfFew"
FROM p, s, l;
`;
  if (files.listens === null) return audit;
  return `${audit}
-- Drift: quarters of the listens by time; what was heard, or who listened, for the first time.
CREATE OR REPLACE TEMP TABLE listens AS SELECT ${quotedName(columns.listener)} AS listener,
  ${quotedName(columns.song)} AS song, ${quotedName(columns.time)} AS moment FROM ${quotedText(files.listens)};
CREATE OR REPLACE TEMP TABLE quarters AS
WITH
  ordered AS (SELECT *, rank() OVER (ORDER BY moment) - 1 AS before, count(*) OVER () AS total FROM listens)
SELECT listener, song, moment, least(3, floor(4 * before / total))::INT AS quarter FROM ordered;
WITH
  first_songs AS (SELECT song, min(quarter) AS quarter FROM quarters GROUP BY song),
  first_listeners AS (SELECT listener, min(quarter) AS quarter FROM quarters GROUP BY listener)
SELECT q.quarter + 1 AS quarter, min(q.moment) AS "from", count(*) AS listens,
  count(DISTINCT q.listener) AS listeners, count(DISTINCT q.song) AS songs,
  avg((l.quarter = q.quarter)::INT) AS "ofNewListeners", avg((s.quarter = q.quarter)::INT) AS "ofNewSongs"
FROM quarters q JOIN first_songs s USING (song) JOIN first_listeners l USING (listener)
GROUP BY q.quarter ORDER BY q.quarter;
`;
}
