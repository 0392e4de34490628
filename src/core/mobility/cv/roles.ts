import { CHINESE_ROLES, ENGLISH_ROLES, type RoleKind } from './role-words.ts';

export interface RoleToken {
  from: number;
  to: number;
  kind: RoleKind;
  text: string;
}

/** Roles of a text in their order: of two that overlap, the one that is tried first. */
export function roleTokens(text: string): RoleToken[] {
  const taken = new Uint8Array(text.length + 1);
  const tokens: RoleToken[] = [];
  for (const [kind, pattern] of [...CHINESE_ROLES, ...ENGLISH_ROLES])
    for (const found of text.matchAll(pattern)) {
      const [from, to] = [found.index, found.index + found[0].length];
      if (to === from || taken.subarray(from, to).some((sign) => sign === 1)) continue;
      taken.fill(1, from, to);
      tokens.push({ from, to, kind, text: found[0] });
    }
  const sorted = tokens.filter((token) => !isHonorific(text, token)).sort((a, b) => a.from - b.from);
  return sorted.filter((token, i) => !isSaidAgain(text, sorted[i - 1], token));
}

/** 助理研究员(Research Associate), 院长(院长任期:…): in brackets the same once more. */
function isSaidAgain(text: string, before: RoleToken | undefined, token: RoleToken): boolean {
  if (before === undefined || !/^ ?\($/.test(text.slice(before.to, token.from))) return false;
  const isHan = (role: RoleToken) => /\p{Script=Han}/u.test(role.text);
  return before.text === token.text || (isHan(before) && !isHan(token) && text[token.to] === ')');
}

/** "李博士现为…" and "Dr": somebody is called so, and no degree is told. */
function isHonorific(text: string, { kind, from, to, text: role }: RoleToken): boolean {
  if (kind !== 'doctorate' || role !== '博士') return false;
  const before = /[\p{Script=Han}]*$/u.exec(text.slice(Math.max(0, from - 12), from))![0];
  const after = text.slice(to, to + 3);
  const isField = /(?:[年月日学系院所业获取得读修为及和与、工理文法医农商史哲艺乐教育育术程位的攻]|方向|[A-Z])$/.test(
    before,
  );
  return before !== '' && !isField && /^(?:现|是|为|于|,|,?\d|生|出|毕|曾|历|主|长|先|教|任)/.test(after);
}
