import type { DateToken } from './dates.ts';

/** Where the stay was: no word of what came after it stands in it. */
const STAY =
  String.raw`[A-Z](?:(?! (?:he|she|they|I|Dr|was|were|became|joined|taught|moved|returned|held)\b)[^,.;()\n]){1,60}` +
  String.raw`(?:, [A-Z][a-z]+)?`;
/** "After two years at X (": what follows tells when somebody was there, before what the sentence tells. */
const AFTER_A_STAY = new RegExp(
  String.raw`\b(?:[Aa]fter|[Ff]ollowing) (?!that |this |which )(?:[a-z]+ ){1,3}` +
    String.raw`(?:years?|months?|semesters?|terms?|spells?|periods?|stints?|time|stays?)(?: abroad)?` +
    String.raw`(?:(?: \(|,? from )|,? (?:at|in|with) (?:the )?${STAY}(?: \(|,? from |, ))$`,
);

/** "Prior to joining X in 2010, he was": what follows was before. */
const BEFORE_A_MOVE =
  /\b(?:Before|Prior to) (?:joining|moving to|coming to|(?:his|her) (?:move|arrival))[^,;.\n]{0,80} in $/;

/**
 * Of years that a stay took only the last says when what came after it began; the year of a move tells nothing of the
 * time before.
 */
export function afterStays(dates: readonly DateToken[], text: string): DateToken[] {
  const told = dates.filter(({ from }) => !BEFORE_A_MOVE.test(text.slice(Math.max(0, from - 140), from)));
  return told.map((date) => {
    if (!date.range || typeof date.end !== 'number') return date;
    // "from" belongs to the range.
    const before = text.slice(Math.max(0, date.from - 140), date.from);
    const own = /^from /i.test(text.slice(date.from, date.to)) ? `${before}from ` : before;
    return AFTER_A_STAY.test(own) ? { ...date, start: date.end, end: null, range: false } : date;
  });
}
