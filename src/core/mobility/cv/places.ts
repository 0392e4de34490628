import { withAbbreviations, withShortForms } from './abbreviations.ts';
import type { DateToken } from './dates.ts';
import type { Gazetteer } from './gazetteer.ts';
import type { PlaceToken } from './place.ts';
import { chinesePlaces, isCollegeOfItsOwn, namesARegion } from './places-chinese.ts';
import { englishPlaces } from './places-english.ts';
import { overlapping, type Span } from './spans.ts';
import { unnamedPlaces } from './unnamed-places.ts';

const UNIVERSITY = /Universit|Univ\b|Institute of Technology|Polytechnic|Hochschule|大学/;
/** "University of Example (", and with the line between that tells the years and the post. */
const IN_BRACKETS = /^[^\n()]{0,60}(?:\n[^\n()]{0,80})? ?\($/;
/** What is usually a part where a university stands beside it. */
const PART_OF_ONE =
  /School|Faculty|College|Inst(?:itut|\.)|Laborator|Labs?\b|Museum|Library|Cent(?:er|re)|Depart|Conservator|Hospital/;
/** All that stands between a name and the one that it has today. */
const RENAMED_NOW = new RegExp(
  '^(?:[\\p{Script=Han}]{1,10}(?:系|学院|专业))? ?(?:[([-] ?)(?:[A-Z][A-Z.]+ ?[,;] ?)?' +
    '(?:(?:19|20)\\d\\d年?(?:\\d{1,2}月)?[起后]?)?(?:后?(?:现|今)(?:名|称|为|改名|更名|更名为)?|即|' +
    '(?:翌年|次年|同年|后来?|其后|随后|旋)?(?:正名|易名|改制|重组|扩建)为|' +
    '(?:现在|如今|今天|后来)叫做?|' +
    '后(?:来)?(?:为|改为|称|叫|称为)|后?(?:改名|更名|并入|更名为|改名为|改称|改为|合并入|升格为)|现已并入|' +
    '(?:it )?(?:is |was )?(?:now|today(?:.s)?|present-day|currently|later|renamed|' +
    'since (?:19|' +
    String.raw`20)\d\d)(?: (?:known as|called|part of|renamed|the))*|(?:later |now )?(?:merged into|became|` +
    'part of)):? ?(?:the )?$',
  'iu',
);
/** 某学院某系(2006年前为某学校): whatever stands before it in brackets of its own, another name of the first. */
const OTHER_NAME =
  /^(?:\p{Script=Han}{1,10}(?:系|学院|专业))? ?\((?![^()]*(?:[博硕学]士|联合|合作|导师|任|教授|,))[^()\n]{1,16}$/u;
/** 学校后来改名叫某大学: told in the sentence, without brackets. */
const RENAMED_TOLD = /(?:[更改易]名(?:叫做?|为|称|成)?|(?:升格|改制|改建|扩建|重组|合并组建|合并)(?:为|成))$/;
/** 1995年更名为某大学,任教授: who goes on there does so under its new name. */
const STAYS = /^[^。\n()]*(?:任|升|聘|评为|教授|讲师|研究员)/;
const FORMERLY =
  /^ ?[([] ?(?:原名?|前身(?:为|是)?|旧称|时称|formerly|then|previously|ex-|until (?:19|20)\d\d):? ?(?:the )?$/i;

/** Names of institutions in their order, with dates that only tell about a name left out of `dates`. */
export function placeTokens(
  text: string,
  dates: readonly DateToken[],
  gazetteer: Gazetteer,
): { places: PlaceToken[]; dates: DateToken[] } {
  const chinese = chinesePlaces(text, gazetteer);
  const all = [...chinese, ...unnamedPlaces(text, chinese), ...englishPlaces(text, gazetteer)].sort(
    (a, b) => a.from - b.from || b.to - a.to,
  );
  const named = renamed(text, withShortForms(text, withAbbreviations(text, apart(all))));
  const places = withoutParts(text, named.places);
  return {
    places,
    dates: dates.filter((date) => overlapping(named.notes, date.from, date.to) === null),
  };
}

/** Of ordered names those that no name before them reaches into. */
function apart(places: readonly PlaceToken[]): PlaceToken[] {
  let end = 0;
  return places.filter(({ from, to }) => {
    const isFree = from >= end;
    end = Math.max(end, to);
    return isFree;
  });
}

const isHanName = ({ name, sort }: PlaceToken) => sort === 'main' && /\p{Script=Han}$/u.test(name);

/** 某某大学(University of Example): one name in two languages. */
function isTranslated(before: PlaceToken, one: PlaceToken): boolean {
  return /\p{Script=Han}$/u.test(before.name) && !/\p{Script=Han}/u.test(one.name) && one.sort === 'main';
}

/** "X (now Y)": Y is the name of X today, and no place of its own. */
function renamed(text: string, places: PlaceToken[]): { places: PlaceToken[]; notes: Span[] } {
  const kept: PlaceToken[] = [];
  const notes: Span[] = [];
  let last: PlaceToken | null = null;
  for (const one of places) {
    const before = last;
    if (before && !one.back) {
      const between = text.slice(before.to, one.from);
      if (RENAMED_NOW.test(between)) {
        before.normal = one.normal ?? one.name;
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      // A city between: "University College of North Wales, Bangor (today Bangor University)".
      const city = /^, ([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?= ?\()/.exec(between);
      if (city && RENAMED_NOW.test(between.slice(city[0].length))) {
        before.normal = one.normal ?? one.name;
        before.to += city[0].length;
        before.name += city[0];
        before.city = city[1];
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      const since = /^ since (?:19|20)\d\d\)/.exec(text.slice(one.to, one.to + 14));
      if (since && /^ ?\($/.test(between)) {
        before.normal = one.normal ?? one.name;
        notes.push({ from: before.to, to: one.to + since[0].length });
        continue;
      }
      if (FORMERLY.test(between)) {
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      // 某大学(某科学院): two names of one institution
      if (isHanName(before) && isHanName(one) && /^ ?\($/.test(between) && text[one.to] === ')') {
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      if (isHanName(before) && isHanName(one) && OTHER_NAME.test(between) && text[one.to] === ')') {
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      const clause = /[^,;。()\n]*$/.exec(between)![0];
      if (
        isHanName(one) &&
        one.sort === 'main' &&
        RENAMED_TOLD.test(clause) &&
        !/[。;\n]/.test(between) &&
        !STAYS.test(text.slice(one.to, one.to + 40))
      ) {
        before.normal = one.normal ?? one.name;
        notes.push({ from: one.from - clause.length, to: one.to });
        continue;
      }
      if (isTranslated(before, one) && /^ ?\($/.test(between) && text[one.to] === ')') {
        before.normal ??= one.known?.chinese ?? null;
        before.city ??= one.known?.cityChinese ?? null;
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      // 某某学院(EXAMPLE-IHE): its name in letters
      if (
        isHanName(before) &&
        /^ ?\($/.test(between) &&
        /^[A-Z][A-Za-z -]{1,24}\)/.test(text.slice(one.from, one.from + 26))
      ) {
        notes.push({ from: before.to, to: one.to });
        continue;
      }
      // "(RIKEN)": the same in short
      if (
        /^ ?\($/.test(between) &&
        text[one.to] === ')' &&
        ((one.known !== null && one.known === before.known) || /^[A-Z]+$/.test(one.name))
      ) {
        notes.push({ from: before.to, to: one.to });
        continue;
      }
    }
    const copy = { ...one };
    kept.push(copy);
    if (!one.back) last = copy;
  }
  return { places: kept, notes };
}

/** "胶体与薄膜实验室, 中国科学院某研究所": a laboratory is a part of the institute that its line goes on with. */
function isLaboratoryBefore(text: string, one: PlaceToken, after: PlaceToken | undefined): boolean {
  if (one.known !== null || namesARegion(one.name) || !/(?:实验室|研究室|课题组)$/.test(one.name)) return false;
  if (after === undefined || after.sort !== 'main' || after.back) return false;
  return /^(?:, ?|\t| )$/.test(text.slice(one.to, after.from)) && /(?:大学|学院|研究所|研究院)$/.test(after.name);
}

/** "某大学, 水处理与回用实验室", "某大学(UCL)建筑学院": what stands behind a university and names no place is a part of it. */
function isPartInChinese(
  text: string,
  before: PlaceToken | undefined,
  one: PlaceToken,
  after: PlaceToken | undefined,
): boolean {
  if (one.sort === 'society' || one.back) return false;
  if (isLaboratoryBefore(text, one, after)) return true;
  if (before === undefined || before.sort !== 'main') return false;
  if (!/(?:大学|学院)$/.test(before.name) || !/(?:学院|中心|实验室|研究所|研究院)$/.test(one.name)) return false;
  if (one.known !== null || namesARegion(one.name)) return false;
  return /^(?: ?\([^()\n]{1,20}\)|,|\t| |\p{Script=Han}{2,4}-)$/u.test(text.slice(before.to, one.from));
}

/** "Observatory of Columbia University" */
function belongsTo(text: string, one: PlaceToken, after: PlaceToken | undefined): boolean {
  return after !== undefined && /Observatory$/.test(one.name) && /^ of (?:the )?$/.test(text.slice(one.to, after.from));
}

/** "某大学特聘教授、某某学院院长": the school that somebody leads there is a part of it. */
function isLedInside(text: string, before: PlaceToken | undefined, one: PlaceToken): boolean {
  if (before?.sort !== 'main' || one.sort !== 'main' || one.known !== null) return false;
  if (namesARegion(one.name) && !/^(?:社会|农业|医学)?科学院$/.test(one.name)) return false;
  const between = text.slice(before.to, one.from);
  const isBesides = /兼任?$/.test(between) && /^(?:社会|农业|医学)?科学院$/.test(one.name);
  if (isBesides && /^副?院长/.test(text.slice(one.to, one.to + 3))) return true;
  const isDirected = /(?:实验室|协同创新中心)$/.test(one.name) && /^副?主任/.test(text.slice(one.to, one.to + 3));
  const isCentre = /^\p{Script=Han}{2,8}(?:中心|研究所|研究室)$/u.test(one.name) && /(?:大学|学院)$/.test(before.name);
  const isLed =
    /^副?(?:主任|所长)/.test(text.slice(one.to, one.to + 3)) && !/[调转赴]|加盟|入职|任职|加入/.test(between);
  if (isCentre && isLed && between.length < 60 && !/[。\n\t]/.test(between))
    if (!/;/.test(between) || /兼任?$/.test(between)) return true;
  if (isDirected && between.length < 60 && !/[。;\n\t]/.test(between)) return true;
  if (!/大学$/.test(before.name) || !/学院$/.test(one.name) || isCollegeOfItsOwn(one.name)) return false;
  return (
    /^[^,;。\n]{2,40}[、和兼]$/.test(text.slice(before.to, one.from)) && /^副?院长/.test(text.slice(one.to, one.to + 3))
  );
}

/** Behind a university the schools and institutes of it that the text goes on to name alone. */
function partsNamedBefore(text: string, places: readonly PlaceToken[]): ReadonlySet<PlaceToken> {
  const names = new Set<string>();
  const parts = new Set<PlaceToken>();
  for (const one of places) {
    const isUniversity = one.sort === 'main' && /大学(?:\([^()]*\))?$/.test(one.name);
    const own = isUniversity && /^\p{Script=Han}{2,16}?(?:学院|研究所|中心)/u.exec(text.slice(one.to, one.to + 20));
    if (own) names.add(own[0]);
    const isAlone = one.sort === 'main' && one.known === null && !one.back && names.has(one.name);
    if (isAlone && !namesARegion(one.name)) parts.add(one);
  }
  return parts;
}

/** "Clinical Research Centre at West China Hospital" */
const AT_A_HOSPITAL = /^ (?:at|of)(?: the)? $/;

/** Of a school and its university beside each other, the university. */
function withoutParts(text: string, places: PlaceToken[]): PlaceToken[] {
  const isBeside = (a: PlaceToken, b: PlaceToken) =>
    /^(?: \([^()\n]*\))?(?:, (?:the )?| ?\/ ?| {1,2}|, ?| at (?:the )?| of (?:the )?| - )$/.test(
      text.slice(a.to, b.from),
    );
  const parts = partsNamedBefore(text, places);
  const isOwn = (one: PlaceToken) => !one.back && one.sort !== 'society';
  return places.filter((one, i) => {
    if (isPartInChinese(text, places[i - 1], one, places[i + 1])) return false;
    if (isLedInside(text, places[i - 1], one) || parts.has(one)) one.sort = 'part';
    const [before, after] = [places[i - 1], places[i + 1]];
    if (!isOwn(one) || UNIVERSITY.test(one.name)) return true;
    if (!PART_OF_ONE.test(one.name) && one.sort !== 'part' && !belongsTo(text, one, after)) return true;
    const isOfHospital = after && isOwn(after) && /Hospital$/.test(after.name) && /Cent(?:er|re)$/.test(one.name);
    if (isOfHospital && AT_A_HOSPITAL.test(text.slice(one.to, after.from))) return false;
    // "Faculty of Mathematics (University of Example)"
    const isOfBrackets = after && /^ ?\($/.test(text.slice(one.to, after.from)) && text[after.to] === ')';
    if (isOfBrackets && isOwn(after) && UNIVERSITY.test(`${after.name} ${after.normal}`)) return false;
    const keyLaboratory = /Key Laborator/.test(one.name);
    if (after && isOwn(after) && UNIVERSITY.test(`${after.name} ${after.normal}`) && isBeside(one, after)) return false;
    if (before && isOwn(before) && UNIVERSITY.test(before.name) && isBeside(before, one)) return false;
    if (before && isOwn(before) && UNIVERSITY.test(before.name) && text[one.to] === ')')
      if (IN_BRACKETS.test(text.slice(before.to, one.from)) && PART_OF_ONE.test(one.name)) return false;
    if (keyLaboratory) one.sort = 'part';
    return true;
  });
}
