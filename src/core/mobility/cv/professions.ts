/** Professions that are titles of posts where they stand in a cell, or in an entry behind its years. */

const WORDS =
  '[Aa]stronomer|[Aa]strophysicist|[Ee]pidemiologist|[Vv]irologist|[Tt]oxicologist|[Mm]icrobiologist|[Bb]iologist|' +
  '[Ee]cologist|[Bb]otanist|[Zz]oologist|[Ee]ntomologist|[Gg]eneticist|[Bb]iochemist|[Cc]hemist|[Pp]hysicist|' +
  '[Gg]eologist|[Gg]eophysicist|[Gg]eochemist|[Ss]eismologist|[Hh]ydrologist|[Mm]eteorologist|[Oo]ceanographer|' +
  '[Gg]eographer|[Cc]artographer|[Ss]urveyor|[Mm]etallurgist|[Aa]rchaeologist|[Aa]nthropologist|[Ee]thnologist|' +
  '[Ss]ociologist|[Dd]emographer|[Hh]istorian|[Ll]inguist|[Ll]exicographer|[Ee]conomist|[Ss]tatistician|' +
  '[Bb]iostatistician|[Mm]athematician|[Aa]ctuary|[Aa]ccountant|[Aa]uditor|[Aa]nalyst|[Ss]olicitor|[Bb]arrister|' +
  '[Aa]ttorney|[Pp]aralegal|[Jj]udge|[Mm]agistrate|[Dd]iplomat|[Pp]hysician|[Ss]urgeon|[Pp]sychiatrist|' +
  '[Pp]sychologist|' +
  '[Pp]ediatrician|[Rr]adiologist|[Pp]athologist|[Aa]nesthesiologist|[Cc]ardiologist|[Dd]entist|[Oo]rthodontist|' +
  '[Oo]ptometrist|[Vv]eterinarian|[Pp]harmacist|[Nn]urse|[Mm]idwife|[Dd]ietitian|[Nn]utritionist|[Pp]hysiotherapist|' +
  '[Tt]herapist|[Cc]ounsell?or|[Aa]gronomist|[Ff]orester|[Hh]orticulturist|[Aa]rchitect|[Pp]lanner|[Dd]esigner|' +
  '[Dd]raughtsman|[Pp]rogrammer|[Dd]eveloper|[Tt]echnician|[Tt]echnologist|[Ii]nspector|[Tt]ranslator|[Ii]nterpreter|' +
  '[Jj]ournalist|[Rr]eporter|[Cc]orrespondent|[Ll]ibrarian|[Aa]rchivist|[Cc]onservator|[Rr]estorer|[Cc]horeographer|' +
  '[Cc]omposer|[Cc]onductor|[Rr]épétiteur|[Kk]apellmeister|[Oo]rganist|[Pp]ianist|[Vv]iolinist|[Vv]iolist|[Cc]ellist|' +
  '[Ff]lautist|[Oo]boist|[Cc]larinettist|[Dd]ancer|[Aa]ctor|[Aa]ctress|[Dd]ramaturge?|[Cc]inematographer|[Aa]nimator|' +
  '[Ii]llustrator|[Pp]hotographer|[Pp]astor|[Cc]haplain|[Vv]icar|[Cc]urate|[Mm]issionary|[Cc]lerk|[Tt]rainee|' +
  '[Aa]pprentice|[Oo]fficer';

/** Before a profession: who won a prize, has a licence, still studies or is there for a time. */
const NO_POST =
  '(?!(?:Best|Young|Outstanding|Distinguished|Emerging|Chartered|Registered|Licensed|Certified|Student|Guest|' +
  'Visiting|' +
  'Elected|Honorary|Founding|Returning|Reporting|Presiding|Election) )';

/**
 * Behind a profession, what somebody made or judged once: "Composer, Symphony No. 2, …", 'Actor, "The Example", …',
 * "Judge, Example Competition, …".
 */
const NO_WORK =
  String.raw`(?![:,\t -]*(?:["“‘«]|'[A-Z])|[^\n;.]{0,60}?\b(?:No\.|[Oo]p\. ?\d|[Cc]oncerto|[Ss]onata|[Oo]ratorio|` +
  String.raw`[Qq]uartet no|[Pp]remi[eè]red?|[Cc]ommissioned|` +
  String.raw`[Cc]ompetition\b(?! (?:Comm|and |Auth|Law|Bureau|Policy|Tribunal))|[Cc]ontest\b|` +
  String.raw`[Ee]xhibitions?\b(?! (?:[Cc]ent|[Hh]all|[Dd]epart|[Dd]esign))|[Rr]ecital|[Pp]rizes?\b|` +
  String.raw`[Rr]eview(?:ed)? (?:of|in)|[Ww]eb ?sites?\b|[Cc]ourses? (?:in|on)|[Tt]ours? (?:of|with)|[Aa]lbum))`;

/** "1996-98  Epidemiologist, …", "<tab>Staff astronomer<tab>": a post where a place and years stand by. */
export const PROFESSION =
  String.raw`(?<=(?:19|20)\d\d\)?(?:[./-]\d{1,2})? ?-? {0,10}(?:\t|: ?| {1,10})|` +
  String.raw`(?:[Pp]resent|[Nn]ow|[Dd]ate|Current) ?(?:\t|: ?| {1,10})|\t)` +
  String.raw`${NO_POST}(?:[A-Z][a-z-]+ (?:and |[A-Za-z][a-z-]+ )?)?(?:${WORDS})` +
  String.raw`(?=(?: \([^()\n]{1,24}\))?(?:, ?|\t| at | {2}|: | - ))${NO_WORK}`;

/** "Visiting Astronomer", "guest composer" */
export const VISITING_PROFESSION =
  String.raw`(?<!\b(?:met|with|by|invited|hosted|interviewed|assisted) (?:an? |the )?)` +
  String.raw`\b(?:[Vv]isiting|[Gg]uest) (?:[A-Za-z][a-z]+ )?(?:${WORDS})\b`;
