import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { overlapping } from './spans.ts';

const NOW = /现[任为职系是]|现亦?[担兼]任|目前|至今|现\s*:|[Cc]urrently|[Pp]resently|\bis (?!a member)|\bnow\b/g;

/** Does its sentence say of a post that somebody has it today? */
export function isNow(text: string, segment: Segment, role: RoleToken): boolean {
  if (/^至今|^迄今/.test(text.slice(role.to, role.to + 2))) return true;
  const head = text.slice(segment.from, role.to);
  // The 至今 of a range is no word for today.
  const at =
    [...head.matchAll(NOW)]
      .map(({ index }) => index)
      .find((index) => overlapping(segment.dates, segment.from + index, segment.from + index + 1) === null) ?? -1;
  return (
    at >= 0 &&
    !/\d{4}/.test(head.slice(at).replace(/\([^()]*\)/g, '')) &&
    !/曾|was |formerly|previously|\bjoined\b/.test(head.slice(at))
  );
}
