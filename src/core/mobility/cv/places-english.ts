import {
  SOCIETY,
  DIRECT,
  LINK,
  CITY_OF_COLLEGE,
  GERMAN_HEAD,
  GERMAN_BEFORE,
  COLLEGE_OF_A_FIELD,
  KIND_OF_PART,
  NAMED_AFTER_OF,
  OF_A_UNIVERSITY,
  JOINED,
  HEAD_BEFORE,
  KINDS_OF_SCHOOL,
  GIVEN_THERE,
  CAMPUSES,
  PARENT,
} from './english-name-words.ts';
import {
  carries,
  ELIDED,
  isCapital,
  isCityBehind,
  isForAField,
  isGroupOfFirms,
  isHeadBehind,
  phrases,
  sortOf,
  type Word,
  withParticles,
} from './english-words.ts';
import { withSurroundings } from './english-surroundings.ts';
import { isFieldLikeFirm } from './fields-like-firms.ts';
import { type Gazetteer, knownAt, lookUp } from './gazetteer.ts';
import { type PlaceToken, place } from './place.ts';

const BACK = new RegExp(
  String.raw`\b(?:the )?same (?:institution|university|school|college|place|institute)\b|\bibid\.?|` +
    String.raw`\beb(?:d\.|enda\b)|(?<=, )same(?=\s*(?:$|\n|[,;]))|\bditto\b|\bidem\b|` +
    String.raw`(?<=\t ?)(?:do\.|as above)(?= ?(?:\t|\n|$))|` +
    String.raw`\bthere\b(?! (?:is|are|was|were))|(?<=\t ?)"(?= ?(?:\t|\n|$))`,
  'gi',
);
const ALMA = /\b(?:his|her|their) alma mater\b/gi;

/** Names of institutions in English and other languages of Latin letters. */
export function englishPlaces(text: string, gazetteer: Gazetteer): PlaceToken[] {
  const found = [...knownNames(text, gazetteer), ...laboratories(text)];
  for (const line of phrases(text)) found.push(...namesIn(line, text, gazetteer));
  for (const [pattern, alma] of [[BACK, false] as const, [ALMA, true] as const])
    for (const back of text.matchAll(pattern))
      found.push(place(back.index, back.index + back[0].length, back[0], { back: true, alma }));
  found.push(...unknownLetters(text, found));
  return longestOnly(found).map((token) => withSurroundings(token, text, gazetteer));
}

/** Laboratories and institutes of a large organisation, by their letters or their place. */
const LABORATORY = new RegExp(
  String.raw`\b(?:Fraunhofer|Leibniz|Helmholtz)[ -][A-Z]{2,6}\b|` +
    String.raw`\bNASA (?:Ames|Goddard|Langley|Glenn|Marshall)\b|\bCEA[ -][A-Z][a-z]+|` +
    String.raw`\b(?!(?:[BM]AS?|[BM]S|MD|DMA|MBA|MFA|PG|UG) )[A-Z]{2,5} ` +
    String.raw`(?:Corporate |Global |Central )?Research(?: Cent(?:er|re)| Labs?)?(?=,? (?:[A-Z]|in )|$)` +
    String.raw`(?! (?:Council|Fellow|Scientist|Associate|Assistant|Officer|Professor|Grant|Award|Project))`,
  'gm',
);

function laboratories(text: string): PlaceToken[] {
  return [...text.matchAll(LABORATORY)].map((one) => place(one.index, one.index + one[0].length, one[0]));
}

/** "the M.Eng. degree from XYZU", "joined XYZU as": an institution that no list knows, and not the one before. */
function unknownLetters(text: string, found: readonly PlaceToken[]): PlaceToken[] {
  const degree = String.raw`(?:degree|diploma|D\.?|[BM]\.?(?:A|Sc|Eng|Ed)\.?)(?: in [a-z][a-z ]{2,40})? from`;
  const campus = new RegExp(
    String.raw`\b(?:IIT|IIM|IISER|NIT|SUNY|CUNY|UNC|UC|UT|VU|TU|KU|FU|UW|HU|LMU|TH|FH|PH|HfM|HMT|UdK|WU|` +
      String.raw`ENS|INSA|IEP|IUT|CHU) (?:de )?\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?`,
    'gu',
  );
  const letters = new RegExp(
    String.raw`(?:${degree}|[Jj]oined|[Mm]oved to) (?:the )?([A-Z]{3,6})(?=,? (?:as|in)\b|[,.;])`,
    'g',
  );
  // "à Paris 7", "Lille III": universities called by their town and a number
  const numbered = new RegExp(
    String.raw`(?<!\p{L})(?:Paris|Lyon|Lille|Grenoble|Bordeaux|Toulouse|Montpellier|Rennes|Nancy|Aix-Marseille) ` +
      String.raw`(?:1[0-3]|[1-9]|I{1,3}|IV|VI{0,3}|IX|XI{0,2})(?= ?(?:[(),;.\n-]|$))`,
    'gu',
  );
  // "a fellow of Clare Hall, Cambridge"
  const hall = /\b(?:[A-Z][a-z]+ ){1,2}Hall, (Cambridge|Oxford)\b/g;
  const firm = /\b(?:[A-Z][\w&'-]* ){0,3}[A-Z][\w&'-]*, (?:Inc|Ltd|LLC)\b\.?/g;
  const named = (one: RegExpExecArray, name: string) =>
    place(one.index + one[0].length - name.length, one.index + one[0].length, name);
  return [
    ...[...text.matchAll(letters)].map((one) => named(one, one[1])),
    ...[...text.matchAll(campus), ...text.matchAll(numbered)].map((one) => named(one, one[0])),
    ...[...text.matchAll(hall)].map((one) => ({
      ...named(one, one[0]),
      normal: `University of ${one[1]}`,
      city: one[1],
    })),
    ...[...text.matchAll(firm)].map((one) => named(one, one[0])),
  ].filter(
    (one) => !/^(?:USA|PRC|UAE)$/.test(one.name) && !found.some(({ from, to }) => from < one.to && to > one.from),
  );
}

/** Where a known name may begin: with a word, and behind an article that ends in an apostrophe. */
const BEGINNING = new RegExp(
  String.raw`(?:(?<![\p{Script=Latin}\p{N}'.-])|(?<=(?<!\p{L})${ELIDED}))(?!\p{Script=Han})\p{L}`,
  'gu',
);

const isSmall = (text: string) => text === text.toLowerCase();

function knownNames(text: string, gazetteer: Gazetteer): PlaceToken[] {
  const found: PlaceToken[] = [];
  for (const word of text.matchAll(BEGINNING)) {
    const known = knownAt(gazetteer, text, word.index);
    if (!known || (isSmall(word[0]) && !isSmall(known.name))) continue;
    let to = word.index + known.name.length;
    if (/^ Press\b/.test(text.slice(to))) continue;
    const { institution } = known;
    // "Harvard Medical School" is more than Harvard; "Eastman" alone may be a name of somebody.
    const campus = CAMPUSES.test(known.name)
      ? /^(?:,| at) [A-Z][a-z]+(?: [A-Z][a-z]+)?(?!-)\b/.exec(text.slice(to))
      : null;
    if (campus && !/^, [A-Z][a-z]+, [A-Z]{2}\b/.test(text.slice(to, to + 40))) to += campus[0].length;
    found.push(token(word.index, to, text, institution.english, institution.cityEnglish, gazetteer));
  }
  return found;
}

function token(
  from: number,
  to: number,
  text: string,
  normal: string | null,
  city: string | null,
  gazetteer: Gazetteer,
  sort: PlaceToken['sort'] = 'main',
): PlaceToken {
  const name = text.slice(from, to);
  const known = lookUp(gazetteer, name);
  return place(from, to, name, { normal, city: city ?? cityOf(name, gazetteer), known, sort });
}

const OF_A_STATE = 'Government|National|European|Federal|Patent|Accountability|Budget|Cabinet|Foreign|Congressional';
const OFFICE_OF_A_STATE = new RegExp(
  String.raw`\b(?:${OF_A_STATE}|Statistic\w*) (?:\w+ )*Office$|` +
    String.raw`^Office of the (?:Council|Prime|President|Attorney|Governor|Auditor|Ombuds|High|Comptroller|` +
    String.raw`United|Surveyor)|^Office (?:for|of) (?:National|Budget|Nuclear|Naval|Scientific|Fair|Communications)`,
);

/** "Louisiana Department of Health", "Uganda Forest Department" */
const DEPARTMENT_OF_A_STATE = new RegExp(
  String.raw`^(?!University|College)(?:(?:US|[A-Z][a-z]+|New [A-Z][a-z]+|` +
    String.raw`[NS]\w+ [A-Z][a-z]+) Department of (?:the )?(?:Public )?` +
    '(?:Health|Agricultur\\w+|Transport\\w*|Energy|Environment\\w*|Justice|Labou?r|Natural|Fisher\\w+|' +
    'Forest\\w+|Water|' +
    'Conservation|State|Defen[cs]e|Commerce|Education|Culture|Tourism|Interior|Veterans|Parks|Fish|Ecology)|' +
    '[A-Z][a-z]+ (?:Forest(?:ry)?|Fisheries|Agricultur(?:al|e)|Wildlife|Antiquities|Meteorological|Geological|' +
    'Survey|Health) ' +
    'Department$)',
);

/** "the university's Institute of Example Studies" */
const OF_THE_SAME = /\b(?:its|their|(?:[Uu]niversity|[Cc]ollege|[Ss]chool|[Ii]nstitute)'s) $/;

/** Two words that are no name where the first stands alone. */
const OF_TWO_WORDS = new RegExp(
  '^(?:(?:Senior|Junior) High|' +
    'Research (?:University|Cent(?:er|re)|Laborator(?:y|ies)|Institute|Establishment|Station|Facility|Unit))$',
);

function namesIn(line: Word[], text: string, gazetteer: Gazetteer): PlaceToken[] {
  const found: PlaceToken[] = [];
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const isPlc = line[at].text === 'plc';
    const sort = carries(line[at]) || sortOf(line[at]) === 'part' || isPlc ? sortOf(line[at]) : null;
    if (!sort || at < from || !(isCapital(line[at]) || isPlc)) continue;
    let first = at;
    while (
      first > from &&
      !(GERMAN_HEAD.test(line[at].text) && !GERMAN_BEFORE.test(line[first - 1].text)) &&
      (carries(line[first - 1]) || OF_TWO_WORDS.test(`${line[first - 1].text} ${line[first].text}`))
    )
      first--;
    first = withParticles(line, first, from, at);
    // "the Ann and Example Institute" is called after two.
    const isOfTwo = line[first - 1]?.text === 'and' && line[first - 3]?.text === 'the' && isCapital(line[first - 2]);
    if (isOfTwo && first - 2 >= from && /^(?:Institute|Hospital|Library|Center|Centre)$/.test(line[at].text))
      first -= 2;
    // "Ss. Cyril and Methodius University"
    if (
      line[first - 1]?.text === 'and' &&
      /^(?:Ss|SS|Saints|Sts)\b/.test(line[first - 3]?.text ?? '') &&
      first - 3 >= from
    )
      first -= 3;
    // "Royal Veterinary and Agricultural University"
    if (line[first - 1]?.text === 'and' && first - 2 >= from && isCapital(line[first - 2]) && first < at)
      if (KINDS_OF_SCHOOL.test(line[first].text) && KINDS_OF_SCHOOL.test(line[first - 2].text)) {
        first -= 2;
        while (first > from && carries(line[first - 1])) first--;
      }
    const possessive = /'s$/.test(line[first].text) || /'s$/.test(line[first - 2]?.text ?? '');
    if (line[at].text === 'Hospital' && line[first - 1]?.text === 'and' && possessive)
      if (first - 2 >= from && carries(line[first - 2])) first -= 2;
    let last = rightEnd(line, at, sort, text, first === at);
    if (last === at && isCityBehind(line, first, at, text, gazetteer)) last++;
    // "Oxford University Press", "University Hospital": what comes last says what it is.
    let kind = sort;
    if (sort === 'main' && last > at && SOCIETY.test(line[last].text)) kind = 'society';
    if (isCapital(line[last + 1]) && SOCIETY.test(line[last + 1].text) && line[last + 1].text !== 'Fund') {
      last++;
      kind = 'society';
    }
    // "University of Example Medical Center"
    const centre = line.slice(last, last + 3).map(({ text: word }) => word);
    if (
      line[at].text === 'University' &&
      /^(?:Medical|Sciences?|Cancer) Cent(?:er|re)$/.test(centre.slice(1).join(' '))
    )
      last += 2;
    else if (
      line[at].text === 'University' &&
      /^(?:Medical|Sciences?|Cancer) Cent(?:er|re)$/.test(centre.slice(0, 2).join(' '))
    )
      last++;
    const next = line.slice(last + 1, last + 3).map(({ text: word }) => word);
    if (line[last].text === 'University' && /^(?:Teaching|General|Medical) Hospital$/.test(next.join(' '))) last += 2;
    if (/^(?:AG|GmbH|Inc\.?|Ltd\.?|Limited|LLC|plc|PLC|KG|Corporation|Corp\.?)$/.test(line[last + 1]?.text ?? ''))
      last++;
    if (
      (first < last || /^(?:Union|Fed|Found)/.test(line[last].text)) &&
      HEAD_BEFORE.test(line[last].text) &&
      isCapital(line[last + 1]) &&
      isHeadBehind(line[last + 1], text)
    ) {
      last++;
      kind = 'main';
    }
    if (/(?<!^University)'s$/.test(line[last].text) && line[last + 1]?.text === 'College') last++;
    // "University of Rochester Medical School": its school is part of it.
    if (first === at && last > at + 1 && /^Medical School/.test(text.slice(line[last].from))) last--;
    from = last + 1;
    if (isFieldLikeFirm(line.slice(first, last + 1), text)) continue;
    if (kind === 'part' && /^(?:Cent(?:er|re)|Institute) for Advanced/.test(text.slice(line[at].from))) kind = 'main';
    if (kind === 'part' && isSchool(line.slice(first, at + 1))) kind = 'main';
    if (kind === 'main' && OF_THE_SAME.test(text.slice(Math.max(0, line[first].from - 16), line[first].from)))
      kind = 'part';
    if (kind === 'part' && DEPARTMENT_OF_A_STATE.test(text.slice(line[first].from, line[last].to))) {
      // "Harvard Department of Health Policy" is of the university; so is what stands before one.
      if (lookUp(gazetteer, line[first].text) !== null) continue;
      if (!/^, (?:the )?(?:University|(?:[A-Z]\w+ ){1,2}University)\b/.test(text.slice(line[last].to))) kind = 'main';
    }
    if (kind === 'part' && OFFICE_OF_A_STATE.test(text.slice(line[first].from, line[last].to))) kind = 'main';
    if (kind === 'part' && isGroupOfFirms(line.slice(first, last + 1), text)) kind = 'main';
    if (/\bSociety of Fellows$/.test(text.slice(line[first].from, line[last].to))) kind = 'part';
    if (COLLEGE_OF_A_FIELD.test(text.slice(line[first].from, line[last].to))) kind = 'part';
    const alone = first === last;
    if (alone && !/-/.test(line[at].text)) continue;
    found.push(token(line[first].from, line[last].to, text, null, null, gazetteer, kind));
    at = last;
  }
  return found;
}

/** "Hillside Girls' School" is a school, "School of Music" and "Graduate School" are parts. */
function isSchool(words: readonly Word[]): boolean {
  const last = words.at(-1)!.text;
  const before = words.slice(0, -1).map(({ text }) => text);
  return (
    /^(?:School|Cent(?:er|re))$/.test(last) && before.length > 0 && !before.every((word) => KIND_OF_PART.test(word))
  );
}

function rightEnd(line: Word[], at: number, sort: PlaceToken['sort'], text: string, bare: boolean): number {
  let last = at;
  let linked = false;
  if (line[at].text === "University's") return at;
  for (let next = at + 1; next < line.length; ) {
    let upto = next;
    while (upto < line.length && LINK.test(line[upto].text)) upto++;
    if (isGermanAdjective(line, at, last, upto)) upto++;
    const word = line[upto];
    const isNumber = word !== undefined && /^\d{1,2}$/.test(word.text) && /^Univ/.test(line[at].text) && upto === next;
    const isField =
      linked && word !== undefined && /^(?:Research|Education|Experience)$/.test(word.text) && !isRole(line[upto + 1]);
    if (/^(?:Secondment|Placement|Internship)$/.test(line[upto + 1]?.text ?? '')) break;
    const isNamed =
      isNumber ||
      isField ||
      isFrench(line, at, upto) ||
      carries(word) ||
      (upto > next && word !== undefined && NAMED_AFTER_OF.test(word.text));
    if (!isNamed || PARENT.test(text.slice(line[last].to, line[last].to + 80))) break;
    const links = line.slice(next, upto).map(({ text }) => text);
    if (links.length === 0) {
      if (/^Univ/.test(line[at].text) && GIVEN_THERE.test(text.slice(word.from, word.from + 80))) break;
      const isCollege = /^College$/.test(word.text);
      const direct =
        linked ||
        DIRECT.test(line[at].text.split('-').at(-1) as string) ||
        isNumber ||
        (JOINED.test(`${line[at].text} ${word.text}`) && !(isCollege && line[upto + 1]?.text === 'of')) ||
        CITY_OF_COLLEGE.test(word.text) ||
        /Hospital|Laborator|Labs?/.test(word.text) ||
        (isCollege && bare);
      if (
        !direct ||
        (sortOf(word) !== null &&
          !/^(?:Coll\.|College|Hospital|Institute|School|University|Orchestra|Technologies|Theat(?:re|er))$/.test(
            word.text,
          ))
      )
        break;
      if (linked && sortOf(word) !== null && !/^(?:Hospital|Technologies)$/.test(word.text)) break;
    } else if (links.includes('in') && line[last].text !== 'Study') break;
    else if (/^(?:and|und|et|&|at|for)$/.test(links[0])) {
      const isOther = line.slice(upto, upto + 4).some((one) => sortOf(one) === 'main' && one.text !== 'Theater');
      if (isOther || (links[0] !== 'at' && links[0] !== 'for' && !linked)) break;
      if (links[0] === 'for' && sort === 'main' && /^Univ/.test(line[at].text) && !isForAField(word.text)) break;
    } else if ((sort === 'part' || OF_A_UNIVERSITY.test(line[at].text)) && isWhole(line.slice(upto, upto + 4), sort))
      break;
    linked = true;
    last = upto;
    // "joined Example University's Smith School of Music": the school is a part of it.
    if (/^Univ/.test(line[at].text) && /'s$/.test(word.text) && line[upto + 1]?.text !== 'College') break;
    next = upto + 1;
  }
  return last;
}

/** "Institut für Physik weicher Stoffe": a German name goes on with an adjective in small letters. */
function isGermanAdjective(line: Word[], at: number, last: number, next: number): boolean {
  if (next !== last + 1 && line[next - 1]?.text !== 'für') return false;
  const isGerman = line.slice(at, next).some(({ text }) => text === 'für');
  return isGerman && /^\p{Ll}{3,}(?:e|er|en|es)$/u.test(line[next]?.text ?? '') && carries(line[next + 1]);
}

/** "École nationale des chartes": French names go on in small letters. */
function isFrench(line: readonly Word[], at: number, next: number): boolean {
  const [word, before] = [line[next]?.text ?? '', line[next - 1].text];
  if (!/^(?:École|Ecole|Conservatoire|Académie|Collège)$/.test(line[at].text) || !isSmall(word)) return false;
  return /^(?:des|de|du|la)$/.test(before)
    ? /^[\p{Ll}-]{4,}$/u.test(word)
    : /^(?:[dl]'\p{Ll}{3,}|nationa(?:le?|ux)|supérieure?)/u.test(word);
}

/** "Observatory of Columbia University": what comes behind "of" is the whole, a name of its own. */
function isWhole(words: readonly Word[], sort: PlaceToken['sort']): boolean {
  if (sort === 'part') return words.slice(0, 3).some((one) => sortOf(one) === 'main');
  const at = words.findIndex(({ text }) => /^Univ(?:ersity|\.)$/.test(text));
  return at > 0 && words.slice(0, at).every(carries);
}

/** "Institute of X, Research Fellow": there Research begins a role. */
function isRole(word: Word | undefined): boolean {
  return word !== undefined && /^(?:Fellow|Scientist|Associate|Assistant|Professor|Officer|Engineer)/.test(word.text);
}

function longestOnly(tokens: PlaceToken[]): PlaceToken[] {
  const sorted = [...tokens].sort(
    (a, b) => a.from - b.from || b.to - a.to || Number(b.normal !== null) - Number(a.normal !== null),
  );
  const kept: PlaceToken[] = [];
  for (const one of sorted) {
    const before = kept.at(-1);
    if (before && one.from < before.to) {
      if (one.to > before.to && one.from > before.from && before.sort !== 'part') continue;
      if (one.to <= before.to) {
        if (
          before.normal === null &&
          one.normal !== null &&
          before.sort === 'main' &&
          one.to - one.from > 8 &&
          !/Hospital$/.test(before.name)
        )
          before.normal = one.normal;
        continue;
      }
      kept.pop();
    }
    kept.push(one);
  }
  return kept;
}

function cityOf(name: string, gazetteer: Gazetteer): string | null {
  const pattern = /(?:University|Universität|Institute|College) (?:of|at|in|zu) ([A-Z][\w']+(?: [A-Z][\w']+)*) ?$/;
  const behind = pattern.exec(name)?.[1];
  for (const candidate of [behind, name.split(' ')[0], name.split(' ').slice(0, 2).join(' '), name.split(' ').at(-1)])
    if (candidate !== undefined && gazetteer.cities.has(candidate)) return gazetteer.cities.get(candidate) ?? null;
  return null;
}
