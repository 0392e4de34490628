import type { Language, Reader } from '../../../shared/messages/message.ts';
import { CAREER_FIGURES, careerFigure } from '../../../shared/figures/career-figure.ts';
import { careerTexts } from '../../../shared/figures/career-texts.ts';
import { PRINT_THEME } from '../../../shared/figures/print-theme.ts';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import { findingOptions } from '../../../shared/mobility/findings.ts';
import { careerPlotOf } from '../analysis/findings/careers.ts';
import { findingInputOf } from '../analysis/findings/gather.ts';
import type { Study } from '../study/study.ts';

export interface Figure {
  /** Of its file, without the ending. */
  name: string;
  svg: string;
}

/** Of the careers of a whole study, by roles: none where there are too few with a year of the doctorate. */
export function careerFigures(study: Study, reader: Reader): Figure[] {
  const [transition] = transitionsOf(study.book.codebook);
  const plot = careerPlotOf(findingInputOf(study, findingOptions.parse({ name: 'careers', transition })));
  if (plot === null) return [];
  return CAREER_FIGURES.map((kind) => ({
    name: `careers-${kind}`,
    svg: careerFigure(kind, plot, careerTexts(kind, plot, study.fictional, reader), PRINT_THEME),
  }));
}

/** A page for each, to be printed. */
export function figurePages(figures: readonly Figure[], language: Language): string {
  const pages = figures.map(({ svg }) => `<div class="page">${svg}</div>`).join('\n');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>Figures</title><style>
@page{size:182mm 140mm;margin:5mm}
body{margin:0}
.page{break-after:page;break-inside:avoid}
.page:last-child{break-after:auto}
svg{max-width:100%;max-height:128mm}
</style></head><body>
${pages}
</body></html>
`;
}
