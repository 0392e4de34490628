import type { Reader } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Summary } from '../../../shared/mobility/results.ts';
import { studyFigureNote, transitionLabel } from '../../../shared/mobility/words.ts';
import { formatNumber, formatPercent } from '../../../shared/number-format.ts';
import { FLOW_COLOURS } from '../../../shared/palette.ts';
import { labelIn } from '../../../shared/messages/message.ts';
import { escapeXml } from '../../../shared/xml.ts';
import { FONT_FAMILY } from '../../report/svg-chart.ts';

const WIDTH = 420;
const HEIGHT = 398;
const LEFT = 96;
const TOP = 58;
const CELL = 92;
const FONT = `font-family="${FONT_FAMILY}" fill="#111"`;

/** The plane of flow quadrants as nine cells: school change upwards, city change to the right. */
export function planeSvg(summary: Summary, book: Codebook, reader: Reader): string {
  const { cells, comparableMoves, fictional } = summary;
  const { said, language } = reader;
  const title = labelIn(transitionLabel(book, summary.transition), reader);
  const note = said(
    studyFigureNote(say('study-report.figure-note', { n: comparableMoves }), { whom: null, fictional }),
  );
  const most = Math.max(1, ...cells.flat());
  const drawn = cells.flatMap((row, school) =>
    row.map((count, city) => {
      const [dy, dx] = [school - 1, city - 1];
      const fill =
        dx * dy < 0 || (dx === 0 && dy === 0)
          ? FLOW_COLOURS.parallel
          : dx + dy > 0
            ? FLOW_COLOURS.upward
            : FLOW_COLOURS.downward;
      const [x, y] = [LEFT + city * CELL, TOP + (2 - school) * CELL];
      const opacity = (0.12 + (0.78 * count) / most).toFixed(3);
      const share = formatPercent(comparableMoves === 0 ? 0 : count / comparableMoves, language);
      return (
        `<rect x="${x}" y="${y}" width="${CELL - 3}" height="${CELL - 3}" fill="${fill}" fill-opacity="${opacity}"/>` +
        text(x + CELL / 2, y + CELL / 2, 17, formatNumber(count, language)) +
        text(x + CELL / 2, y + CELL / 2 + 17, 11, share)
      );
    }),
  );
  const ticks = [said(say('change.falls')), '=', said(say('change.rises'))];
  const [across, down] = [LEFT + 1.5 * CELL, TOP + 1.5 * CELL];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ${FONT}>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(WIDTH / 2, 22, 14, title, 'font-weight="600"'),
    text(WIDTH / 2, 42, 11, note, 'fill="#555"'),
    ...drawn,
    ...ticks.map((tick, i) => text(LEFT + i * CELL + CELL / 2, TOP + 3 * CELL + 14, 11, tick)),
    ...ticks.map((tick, i) => text(LEFT - 24, TOP + (2 - i) * CELL + CELL / 2, 11, tick)),
    text(across, TOP + 3 * CELL + 34, 12, said(say('study-report.city-axis'))),
    text(24, down, 12, said(say('study-report.school-axis')), `transform="rotate(-90 24 ${down})"`),
    '</svg>',
  ].join('');
}

function text(x: number, y: number, size: number, content: string, more = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="middle" ${more}>${escapeXml(content)}</text>`;
}
