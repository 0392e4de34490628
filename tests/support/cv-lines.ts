import { type CvPosition, readCv } from '../../src/core/mobility/cv/read-cv.ts';

const line = ({ kind, role, start, end }: CvPosition, institution: string | null) =>
  `${kind} ${institution ?? '–'} ${role ?? '–'} ${start ?? ''}-${end ?? ''}`;

/** What a CV tells, a line a position, with institutions as the text has them. */
export function positionsIn(text: string): string[] {
  return readCv(text).map((position) => line(position, position.institution));
}

/** The same with institutions under their whole names. */
export function positionsInFull(text: string): string[] {
  return readCv(text).map((position) => line(position, position.institutionNormal ?? position.institution));
}
