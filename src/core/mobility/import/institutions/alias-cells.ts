/** Another name of an institution, and the years in which it had it. */
export interface Alias {
  name: string;
  from: number | null;
  to: number | null;
}

const BETWEEN = /[;；|、]/;
const ALIAS = /^(.*?)(?:\s*[[(（](\d{4})?\s*[-–]\s*(\d{4})?[\])）])?$/;
/** What an institution calls itself in a word: MIT, UW-B, M.I.T. */
const SHORT = /^(?=.*\p{Lu}.*\p{Lu})[\p{L}.&-]{2,8}$/u;
const KIND = /\b(?:universit|college|school|institut|academy|seminary|conservator|polytechnic|hochschule)/i;
/** Behind a comma these belong to the name before it. */
const TAIL = /^(?:inc|llc|ltd|l\.l\.c|co|corp|d\.?c|the|the (?:state )?universit(?:y|ies)|university of)\b/i;

/** "Old Name (1952-1998); Abbreviation" */
export function aliasesOf(text: string): Alias[] {
  return partsOf(text, BETWEEN)
    .flatMap(betweenCommas)
    .map((part) => {
      const [, name, from, to] = ALIAS.exec(part) ?? [];
      return { name: name.trim(), from: from ? Number(from) : null, to: to ? Number(to) : null };
    });
}

/** Whether commas of a cell were taken for what divides its names. */
export function isDividedByCommas(text: string): boolean {
  return partsOf(text, BETWEEN).some((part) => betweenCommas(part).length > 1);
}

function partsOf(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean);
}

/**
 * ODU, Old Dominion are two names; University at Albany, SUNY and Trinity College, Washington are one. Commas divide
 * where the first name is an abbreviation, or where each says that it is one of an institution.
 */
function betweenCommas(text: string): string[] {
  const parts = partsOf(text, /[,，]/);
  const divided =
    !parts.some((part) => TAIL.test(part)) && (SHORT.test(parts[0]) || parts.every((one) => KIND.test(one)));
  return divided ? parts : [text];
}
