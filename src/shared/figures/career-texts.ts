import { labelIn, type Reader } from '../messages/message.ts';
import { type MessageId, say } from '../messages/say.ts';
import type { CareerPlot } from '../mobility/findings.ts';
import { studyFigureNote } from '../mobility/words.ts';
import { type CareerFigure, type FigureTexts, MOST_FREQUENT } from './career-figure.ts';

/** Heads of the numbers beside the figures. */
export const CAREER_HEADS = {
  year: say('career-figure.year'),
  state: say('finding.state'),
  meanYears: say('finding.mean-years'),
  entropy: say('finding.entropy'),
} as const;

const TITLES: Record<CareerFigure, MessageId> = {
  states: 'career-figure.states',
  index: 'career-figure.index',
  frequent: 'career-figure.frequent',
  times: 'career-figure.times',
  entropy: 'career-figure.entropy',
};
const Y_TITLES: Record<CareerFigure, MessageId> = {
  states: 'career-figure.share',
  index: 'career-figure.careers',
  frequent: 'career-figure.share-of-all',
  times: 'finding.state',
  entropy: 'finding.entropy',
};

/** What stands in a figure of careers, in the reader's language. */
export function careerTexts(kind: CareerFigure, plot: CareerPlot, fictional: boolean, reader: Reader): FigureTexts {
  const { said, language } = reader;
  const drawn = plot.careers.reduce((total, { count }) => total + count, 0);
  const counted =
    drawn < plot.n && (kind === 'index' || kind === 'frequent')
      ? say('career-figure.note-drawn', { n: plot.n, drawn })
      : say('study-figure.scholars', { n: plot.n });
  return {
    title: said(kind === 'frequent' ? say('career-figure.frequent', { most: MOST_FREQUENT }) : say(TITLES[kind])),
    note: said(studyFigureNote(counted, { whom: plot.whom, fictional })),
    xTitle: said(kind === 'times' ? CAREER_HEADS.meanYears : CAREER_HEADS.year),
    yTitle: said(say(Y_TITLES[kind])),
    states: plot.states.map((state) => labelIn(state, reader)),
    language,
  };
}
