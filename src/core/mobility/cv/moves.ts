import { isDegree, isPost } from './career.ts';
import type { PlaceToken } from './place.ts';
import type { RoleToken } from './roles.ts';
import type { Segment } from './segments.ts';
import { SECONDARY } from './study-words.ts';
import { MOVES } from './verbs.ts';
import type { When } from './when.ts';
import type { Where } from './where.ts';

/** "went to X for six months": nobody moved. */
const FOR_A_WHILE = /^[^.;]{0,80} (?:for (?:\w+ ){0,3}(?:weeks?|months?|year|semester|term)|on (?:leave|sabbatical))\b/;

/** "visited X with a delegation", "to give a talk": nobody stayed. */
const CALLED_ON = new RegExp(
  String.raw`^[^.;]{0,80}? (?:with an? (?:\w+ ){0,2}(?:delegation|group|party)|` +
    String.raw`(?:to|and) (?:give|gave|deliver|speak|spoke|lectured?)\b)`,
);

/** "moved to X to study physics", "joined X as a graduate student": what follows is no post. */
const FOR_STUDIES = new RegExp(
  String.raw`^[^.;]{0,80}?(?: to (?!(?:lead|head|direct|chair|found|build|set|establish|start|launch|develop|create|` +
    String.raw`teach|take|become|work|serve|run|join)\b)[a-z]+\b| as an? (?:[\w-]+ ){0,2}student\b|` +
    String.raw` for (?:an?|his|her|their) (?:Ph|DPhil|doctor|master|MA\b|MSc\b|degree|stud))`,
);
/** Academies that elect whom they want and employ nobody. */
const ELECTS = new RegExp(
  String.raw`^ (?:the )?(?:Academia Europaea|Leopoldina|Royal Society\b|British Academy|(?:U\.?S\.? )?` +
    String.raw`(?:National|American|European|World|Third World|New York|Royal(?: [A-Z]\w+)?) ` +
    String.raw`Academy of (?:Arts and )?(?:Scienc|Engineer|Medicine|Education|Inventors))`,
);
/** What may stand between who moves and the verb. */
const BETWEEN = new RegExp(
  String.raw`\b(?:(?:then|later|soon|subsequently|also|first|finally|eventually|briefly|recently|next|has|had|have|` +
    String.raw`having|afterwards|[Ii]n (?:early |late |mid-?)?(?:[A-Z][a-z]+ )?\d{4}|[Ii]n the same year|` +
    String.raw`(?:[Tt]he|[Tt]hat) (?:\w+ )?year|\w+ years? later),? )+$`,
);
/** The subject stands here, or did in the clause before. */
const SUBJECT = /(?:^|[,;:.\n\t()"•-]|\b(?:and|but|who|he|she|I|we|they|before|after|when|while)) ?$/i;
const NAME = /\p{Lu}[\p{L}'’.-]* ?$/u;
const NAME_OF_A_THING = new RegExp(
  String.raw`\b(?:[Tt]he|[Tt]his|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Ii]ts) (?:[\w'-]+ )*$|\b(?:Prize|` +
    String.raw`Archives?|Journal|Society|Institute|Group|Lab|Laboratory|` +
    String.raw`Cent(?:er|re)|Department|Project|Collection|Library|Orchestra) $`,
);

/** Whether it is told of somebody, and of no prize, archive or laboratory, that they moved. */
function isSomebody(before: string): boolean {
  const said = before.replace(BETWEEN, '');
  if (SUBJECT.test(before) || SUBJECT.test(said)) return true;
  return NAME.test(said) && !NAME_OF_A_THING.test(said);
}

/** "spent a year at X": a stay names its place itself, and nothing else is told before that. */
function isStay(text: string, segment: Segment, role: RoleToken, place: PlaceToken | null): boolean {
  if (place === null || place.from < role.to || place.to > segment.to) return false;
  const between = text.slice(role.to, place.from);
  if (/[;]|\bon leave\b|\b(?:and|then|before|after) (?:was|is|then|became|returned|he|she|took)\b/.test(between))
    return false;
  return /\b(?:at|with|in|visiting|to) (?:the )?(?:[^,;.]{0,60} (?:at|of|in) (?:the )?)?$/.test(between);
}

/** Whether a verb that stands for a post or a stay tells of one: "joined X in 1999", "spent a year at X". */
export function isDeed(
  text: string,
  segment: Segment,
  role: RoleToken,
  { place, named }: Where,
  when: ReadonlyMap<RoleToken, When>,
): boolean {
  if (/^[Ss]pent /.test(role.text)) return isStay(text, segment, role, place);
  if (/^[Vv]isited$/.test(role.text) && CALLED_ON.test(text.slice(role.to, segment.to))) return false;
  // "worked with Jane Doe at X" tells of her
  if (/^[Ww]ork(?:ed|ing)$/.test(role.text) && /^ with /.test(text.slice(role.to, role.to + 6)))
    return place !== null && /^ with (?:the )?$/.test(text.slice(role.to, place.from));
  if (!MOVES.test(role.text)) return true;
  return !SECONDARY.test(place?.name ?? '') && isMove(text, segment, role, named, when);
}

/** Whether a move is a post of its own: with a year and a place, and no post, office or studies of that year there. */
function isMove(
  text: string,
  segment: Segment,
  role: RoleToken,
  named: boolean,
  when: ReadonlyMap<RoleToken, When>,
): boolean {
  const date = when.get(role)?.date;
  if (!named || date === undefined || date.start === null) return false;
  const behind = text.slice(role.to, segment.to);
  if (FOR_A_WHILE.test(behind)) return false;
  if (/^[JjMm]/.test(role.text)) {
    if (FOR_STUDIES.test(behind) || ELECTS.test(behind)) return false;
    if (!isSomebody(text.slice(segment.from, role.from))) return false;
  }
  const next = segment.roles.find(({ from, kind }) => from > role.from && kind !== 'none');
  return !segment.roles.some((one) => {
    if (one === role || MOVES.test(one.text)) return false;
    const isOther = isPost(one.kind) || one.kind === 'administrative' || isDegree(one.kind) || one.kind === 'enter';
    // "joined X in 1999 and was head there from 2001": what somebody was is told.
    if (isOther && one.from > role.from && /^(?![Pp]layed|[Ww]as )\w/.test(role.text)) return true;
    return (
      isOther && one.from > role.from && (when.get(one)?.date ?? date) === date && (one === next || !segment.narrative)
    );
  });
}
