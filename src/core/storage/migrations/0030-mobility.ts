import type { WritableDb } from '../sqlite.ts';

export const version = 30;

/**
 * A study of careers: codebook versions, scholars with their résumé lines, institutions and the features of them,
 * codes with their full history.
 */
export function up(db: WritableDb): void {
  db.exec(`
    CREATE TABLE codebooks (version INTEGER PRIMARY KEY, codebook TEXT NOT NULL, note TEXT NOT NULL, author \
TEXT NOT NULL, created_at TEXT NOT NULL);

    CREATE TABLE scholars (id INTEGER PRIMARY KEY, scholar_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, \
attributes TEXT NOT NULL);
    -- A line of a résumé as it stands in its file: what a code can be bound to.
    CREATE TABLE evidence (
      id INTEGER PRIMARY KEY, scholar_id INTEGER NOT NULL REFERENCES scholars(id), file TEXT NOT NULL, line \
INTEGER NOT NULL, text TEXT NOT NULL,
      UNIQUE (scholar_id, file, line, text)
    );
    CREATE TABLE positions (
      id INTEGER PRIMARY KEY, scholar_id INTEGER NOT NULL REFERENCES scholars(id), evidence_id INTEGER NOT NULL \
REFERENCES evidence(id),
      stage TEXT, role TEXT NOT NULL, title TEXT, mention TEXT NOT NULL, mention_key TEXT NOT NULL, city TEXT, \
country TEXT,
      start_year INTEGER, end_year INTEGER, is_current INTEGER NOT NULL, is_primary INTEGER NOT NULL
    );
    CREATE INDEX positions_by_scholar ON positions(scholar_id);
    CREATE INDEX positions_by_mention ON positions(mention_key);

    CREATE TABLE institutions (
      id INTEGER PRIMARY KEY, institution_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
      city TEXT, country TEXT, latitude REAL, longitude REAL
    );
    -- Every name that an institution has or had; years where a name was used for a time only.
    CREATE TABLE institution_names (
      institution_id INTEGER NOT NULL REFERENCES institutions(id), name TEXT NOT NULL, name_key TEXT NOT NULL, \
from_year INTEGER, to_year INTEGER,
      PRIMARY KEY (institution_id, name_key)
    ) WITHOUT ROWID;
    CREATE INDEX institution_names_by_key ON institution_names(name_key);
    -- merged-into (from the year on), parent, affiliate, campus: institution_id is the part, other_id the whole.
    CREATE TABLE institution_relations (
      institution_id INTEGER NOT NULL REFERENCES institutions(id), other_id INTEGER NOT NULL REFERENCES \
institutions(id), kind TEXT NOT NULL, year INTEGER,
      PRIMARY KEY (institution_id, other_id, kind)
    ) WITHOUT ROWID;
    -- What a mention in a résumé means: for all of them (position_id null) or for one. Kept when undone.
    CREATE TABLE reconciliations (
      id INTEGER PRIMARY KEY, mention_key TEXT NOT NULL, position_id INTEGER REFERENCES positions(id), \
institution_id INTEGER REFERENCES institutions(id),
      author TEXT NOT NULL, reason TEXT NOT NULL, decided_at TEXT NOT NULL, undone_at TEXT
    );
    CREATE INDEX reconciliations_by_mention ON reconciliations(mention_key);

    CREATE TABLE rankings (ranking TEXT NOT NULL, year INTEGER NOT NULL, name TEXT NOT NULL, name_key TEXT NOT \
NULL, country TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, line INTEGER NOT NULL);
    CREATE INDEX rankings_by_name ON rankings(ranking, name_key);
    -- How far each year's list goes, and whether it is whole: absence from a whole list is a fact, from a cut \
one it is not.
    CREATE TABLE ranking_years (ranking TEXT NOT NULL, year INTEGER NOT NULL, rows INTEGER NOT NULL, deepest \
INTEGER NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (ranking, year)) WITHOUT ROWID;
    CREATE TABLE city_tiers (edition TEXT NOT NULL, city TEXT NOT NULL, city_key TEXT NOT NULL, country TEXT \
NOT NULL, tier TEXT NOT NULL, latitude REAL, longitude REAL, PRIMARY KEY (edition, city_key, country)) WITHOUT ROWID;
    CREATE TABLE edges (source TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, weight REAL NOT NULL, \
year INTEGER NOT NULL, PRIMARY KEY (source, target, kind, year)) WITHOUT ROWID;
    CREATE TABLE mappings (name TEXT PRIMARY KEY, mapping TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE coders (name TEXT PRIMARY KEY, added_at TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE assignments (coder TEXT NOT NULL REFERENCES coders(name), scholar_id INTEGER NOT NULL \
REFERENCES scholars(id), suggestions TEXT NOT NULL, PRIMARY KEY (coder, scholar_id)) WITHOUT ROWID;
    CREATE TABLE codes (
      scholar_id INTEGER NOT NULL REFERENCES scholars(id), stage TEXT NOT NULL, coder TEXT NOT NULL REFERENCES \
coders(name),
      value TEXT NOT NULL, state TEXT NOT NULL, uncertain INTEGER NOT NULL, event_uid TEXT NOT NULL, updated_at \
TEXT NOT NULL,
      PRIMARY KEY (scholar_id, stage, coder)
    ) WITHOUT ROWID;
    -- Covers what the list of open scholars asks after every decision.
    CREATE INDEX codes_by_coder ON codes(coder, scholar_id, stage, state, uncertain);
    CREATE TABLE adjudications (
      scholar_id INTEGER NOT NULL REFERENCES scholars(id), stage TEXT NOT NULL, value TEXT NOT NULL, author \
TEXT NOT NULL, reason TEXT NOT NULL, event_uid TEXT NOT NULL, decided_at TEXT NOT NULL,
      PRIMARY KEY (scholar_id, stage)
    ) WITHOUT ROWID;
    -- The audit trail; rows are only ever added, and marked as undone.
    CREATE TABLE coding_events (
      id INTEGER PRIMARY KEY, event_uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, author TEXT NOT NULL, \
scholar_id INTEGER NOT NULL REFERENCES scholars(id), stage TEXT NOT NULL,
      before TEXT, after TEXT, suggestions TEXT NOT NULL, accepted INTEGER NOT NULL, codebook_version INTEGER \
NOT NULL, refers_to TEXT, state TEXT NOT NULL, at TEXT NOT NULL
    );
    CREATE INDEX coding_events_by_author ON coding_events(author, state, id);
    CREATE INDEX coding_events_by_scholar ON coding_events(scholar_id);
  `);
}
