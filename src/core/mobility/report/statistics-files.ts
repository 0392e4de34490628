import { labelIn, type Reader } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { flowLabel } from '../../../shared/mobility/words.ts';
import type { KeyedTable, Table } from '../../../shared/table.ts';
import { quoted, told } from './spss-wide.ts';

/** Codes in the numeric copy for SPSS. */
const OUTCOMES = ['stayed', 'moved', 'missing'];
const DIRECTIONS = ['upward', 'parallel', 'downward', 'mixed', 'same'];
const SUBTYPES = ['doubleSame', 'upgradeCityDowngradeSchool', 'downgradeCityUpgradeSchool'];
/** Levels, of which the first is the best. */
const LEVELS = ['level_before', 'level_after'];
/** Numbers that have words. */
const SIGNS = ['comparable', 'school_change', 'city_change'];

/**
 * A numeric CSV of the moves and the syntax that labels it, in a reader's words; also readable by PSPP and JASP. A move
 * that is not known is missing, so that it is in no share.
 */
export function spssFiles(table: KeyedTable, reader: Reader): { csv: Table; syntax: string } {
  const moves = told(table, reader);
  const at = (name: string) => moves.head.indexOf(name);
  const code = (list: readonly string[], value: unknown) => (value === null ? null : list.indexOf(String(value)) + 1);
  const transitions = [...new Set(moves.rows.map((row) => String(row[at('transition')])))];
  const head = [
    'scholar',
    'transition',
    'outcome',
    'comparable',
    'level_before',
    'level_after',
    'school_change',
    'city_change',
    'direction',
    'subtype',
    'year',
  ];
  const rows = moves.rows.map((row) => [
    row[at('scholar')],
    code(transitions, row[at('transition')]),
    code(OUTCOMES, row[at('outcome')]),
    row[at('comparable')],
    row[at('level_before')],
    row[at('level_after')],
    row[at('school_change')],
    row[at('city_change')],
    code(DIRECTIONS, row[at('direction')]),
    code(SUBTYPES, row[at('subtype')]),
    row[at('year')],
  ]);
  // In bytes: SPSS and PSPP count those of UTF-8, and cut an id inside a character.
  const width = rows.reduce((most, row) => Math.max(most, Buffer.byteLength(String(row[0]))), 8);
  const read = (value: string) => labelIn(value === 'missing' ? say('moves.missing') : flowLabel(value), reader);
  const labels = (name: string, values: readonly string[]) =>
    `  /${name} ${values.map((value, i) => `${i + 1} ${quoted(value)}`).join(' ')}`;
  const variables = head.slice(1).map((name) => {
    const label = moves.labels[at(name)];
    return `  ${name} ${quoted(LEVELS.includes(name) ? reader.said(say('study-file.level', { label })) : label)}`;
  });
  const signs = SIGNS.flatMap((name) => {
    const words = [...moves.words[at(name)]].sort(([a], [b]) => Number(a) - Number(b));
    return words.length === 0 ? [] : `  /${name} ${words.map(([value, text]) => `${value} ${quoted(text)}`).join(' ')}`;
  });
  const syntax = [
    '* Run this in the folder of spss-moves.csv (UTF-8).',
    "GET DATA /TYPE=TXT /FILE='spss-moves.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2",
    `  /VARIABLES=scholar A${width} ${head
      .slice(1)
      .map((name) => `${name} F8.0`)
      .join(' ')}.`,
    'VARIABLE LABELS',
    `${variables.join('\n')}.`,
    'VALUE LABELS',
    labels(
      'transition',
      transitions.map((one) => moves.words[at('transition')].get(one) ?? one),
    ).replace('  /', '  '),
    labels('outcome', OUTCOMES.map(read)),
    labels('direction', DIRECTIONS.map(read)),
    ...signs,
    `${labels('subtype', SUBTYPES.map(read))}.`,
    `MISSING VALUES outcome (${OUTCOMES.indexOf('missing') + 1}).`,
    'VARIABLE LEVEL transition outcome comparable direction subtype (NOMINAL)',
    '  level_before level_after school_change city_change (ORDINAL) year (SCALE).',
    'CROSSTABS /TABLES=transition BY outcome /CELLS=COUNT ROW.',
    'TEMPORARY.',
    'SELECT IF (comparable = 1).',
    'CROSSTABS /TABLES=transition BY direction /CELLS=COUNT ROW.',
    'EXECUTE.',
    '',
  ].join('\n');
  return { csv: { name: 'spss-moves', title: 'Moves', head, rows }, syntax };
}

/** Rebuilds the summary table from moves.csv with base R and stops if it differs from summary.csv. */
export function rScript(version: number): string {
  return `# Rebuilds the flow quadrants from moves.csv (codebook version ${version}); needs nothing but base R.
moves <- read.csv("moves.csv", fileEncoding = "UTF-8-BOM")
expected <- read.csv("summary.csv", fileEncoding = "UTF-8-BOM")

wilson <- function(k, n) if (n == 0) c(NA, NA) else suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int[1:2])

rows <- list()
add <- function(transition, measure, k, n = NA) {
  ci <- if (is.na(n)) c(NA, NA) else wilson(k, n)
  share <- if (is.na(n) || n == 0) NA else k / n
  rows[[length(rows) + 1]] <<- data.frame(transition, measure, count = k, share = share, low = ci[1], high = ci[2])
}
for (transition in unique(moves$transition)) {
  part <- moves[moves$transition == transition, ]
  comparable <- part[part$comparable == 1, ]
  parallel <- comparable[comparable$direction == "parallel", ]
  add(transition, "stayed", sum(part$outcome == "stayed"))
  add(transition, "moved", sum(part$outcome == "moved"))
  moved <- sum(part$outcome == "moved")
  add(transition, "not comparable", moved - nrow(comparable), moved)
  add(transition, "comparable moves", nrow(comparable))
  for (direction in c("upward", "downward", "parallel"))
    add(transition, direction, sum(comparable$direction == direction), nrow(comparable))
  for (subtype in c("doubleSame", "upgradeCityDowngradeSchool", "downgradeCityUpgradeSchool"))
    add(transition, subtype, sum(parallel$subtype == subtype), nrow(parallel))
}
rebuilt <- do.call(rbind, rows)
print(rebuilt, row.names = FALSE)

both <- merge(rebuilt, expected, by = c("transition", "measure"), suffixes = c("", ".app"))
stopifnot(
  all(both$count == both$count.app),
  isTRUE(all.equal(both$low, both$wilson_low, tolerance = 1e-6)),
  isTRUE(all.equal(both$high, both$wilson_high, tolerance = 1e-6))
)
cat(nrow(both), "rows agree with summary.csv\\n")

for (transition in unique(moves$transition)) {
  part <- moves[moves$transition == transition & !is.na(moves$level_before) & !is.na(moves$level_after), ]
  cat("\\nLevel before x after,", transition, "\\n")
  print(table(before = part$level_before, after = part$level_after))
}
`;
}
