import type { DateToken } from './dates.ts';

const ENTERS = /考[入取上进回]|入读|入学|就读|升入|进入|保送|录取|攻读/;

/** 1993年任教授,其后…: until when is not said, unless something came to its end in that year. */
const ENDED = /毕业|获|(?<!教)授|取得|肄业|结业|期满|退休|[回归返]国|辞|离|卸任|出站|解散|撤销|转业|复员|退伍/;

/** Between the last year and here somebody began to study, and nothing says until when. */
function hasOnlyEntered(text: string, from: number, to: number): boolean {
  const between = text.slice(from, to);
  return /^(?!.*(?:毕业|[获授]|取得|肄业|结业))/s.test(between) && between.length < 80 && ENTERS.test(between);
}

/** Gives 次年, "two years later" and the like their year, each from the last date before it. */
export function resolveRelative(tokens: readonly DateToken[], text: string): DateToken[] {
  let last: number | null = null;
  let lastTo = 0;
  let ended = false;
  let grade = false;
  return tokens.map((token) => {
    if (token.after === null) {
      if (
        /(?:其间|期间|(?:that|this) time|during which),? ?\(?$/.test(
          text.slice(Math.max(0, token.from - 24), token.from),
        )
      )
        return token;
      last = typeof token.end === 'number' ? token.end : (token.start ?? last);
      lastTo = token.to;
      ended = typeof token.end === 'number';
      grade = token.edge === 'grade';
      return token;
    }
    if (last === null) return token;
    // 1978年考入…,毕业后…: when is not said.
    if (
      token.weak &&
      /毕业/.test(text.slice(token.from, token.to)) &&
      !ended &&
      (grade || hasOnlyEntered(text, lastTo, token.from))
    )
      return { ...token, after: null, weak: false };
    const said = text.slice(token.from, token.to);
    if (
      token.weak &&
      /^(?:随后|其后|继而|此后|之后)/.test(said) &&
      !ended &&
      !ENDED.test(text.slice(lastTo, token.from))
    )
      return { ...token, start: null, after: null };
    const start = last + token.after;
    const end = token.lasts === undefined ? token.end : start + token.lasts;
    if (!token.weak && token.after >= 0) last = typeof end === 'number' ? end : start;
    return { ...token, start, end };
  });
}
