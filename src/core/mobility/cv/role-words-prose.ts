import type { Words } from './role-kind.ts';

/** A post that is said to be declined, in its entry, or what a sentence says was. */
export const DECLINED =
  '(?<=(?:^|\\n))(?:[^\\n.;]|(?<=\\b(?:Asst|Assoc|Prof|Univ|Dept|Inst|St|Dr|[A-Z]))\\.(?= )|\\.(?! ))*?' +
  '(?:\\([^()\\n]*\\b[Dd]eclined\\b[^()\\n]*\\)|' +
  '(?:[,\\t-]|[Oo]ffer) ?[Dd]eclined(?=[\\d\\s\\]]*(?:[,.;\\n]|$)))[^\\n.;]*|' +
  '\\b[Dd]eclined\\b[^.;\\n]*|' +
  // "2004 Ruf auf die Professur an der Hochschule X (abgelehnt)"
  '\\b(?:Ruf|Berufung)(?= (?:auf|an|nach) )(?![^;\\n]{0,160}angenommen)[^;\\n]*|' +
  '(?<=(?:^|\\n))[^\\n.;]*\\((?:abgelehnt|nicht angenommen|refusé|décliné|rechazad[oa]|declinad[oa]|rifiutat[oa])\\)';

/** Degrees in a field: BAgrSc, MVetSc, BNurs. */
export const OF_A_FIELD =
  '(?:(?:Agr?|Vet|V|Med|Hort|For|Nurs|Nat|Env|App|Comp|Soc|Inf|Hum|Pharm|Des|Dent|Bus|Urb|Bio)\\.?' +
  '(?:Sc|Sci|Stud|Eng|Ed|Mgt|Plan|Surg)|Nurs|Optom|Theol|Ling|Econ|Mgt|VSc)\\.?';

/** The chair that is called after somebody is a professor's; one of a department is an office. */
const NAMED_CHAIR =
  String.raw`(?<=[A-Z][\w.'-]+ )(?<!(?:Department|Deputy|Vice|Acting|Founding|Interim|Associate|` +
  String.raw`Division|Program(?:me)?|Session|Area|Graduate|Undergraduate|Conference|Committee|Panel|Search|` +
  String.raw`Workshop|Track|Co|Faculty|Assistant|Executive) )Chair(?= of (?!the\b|Depart|School|` +
  String.raw`Facult|Divis|Board|Commit)[A-Z])`;

/** An editor whom a press or a firm employs; one of a journal is none. */
const EDITOR =
  String.raw`(?<!\b(?:[Aa]ssociate|[Gg]uest|[Ss]ection|[Ss]eries|[Aa]cademic|[Hh]andling|[Rr]eview|` +
  String.raw`[Aa]rea|[Cc]o)[ -])\b[Ee]ditor(?= (?:at|with) (?!Large\b)(?:[^,.;\n]*\bPress\b|` +
  String.raw`(?![^,.;\n]*\b(?:Universit|College|Journal|` +
  String.raw`Transactions|Review|Letters|Annals|Quarterly|Bulletin|Proceedings|Institut))[A-Z]))`;

/** A press as somebody's employer. */
const PRESS =
  String.raw`(?:the )?(?:(?:[A-Z][\w&.'-]*|of|and|&) ){0,4}[A-Z][\w&.'-]* ` +
  String.raw`(?:Press|Publish(?:ers?|ing)|Verlag|Books)\b`;
const OF_A_PRESS =
  String.raw`(?:(?:Senior|Assistant|Associate|Deputy|Junior|Executive|In-house|senior|assistant|in-house) )?` +
  String.raw`(?:(?:[Cc]ommissioning|[Aa]cquisitions?|[Aa]cquiring|[Dd]esk|[Pp]roduction|[Ss]ponsoring|[Mm]anaging|` +
  String.raw`[Dd]evelopment(?:al)?|[Pp]roject|[Pp]ublishing|[Cc]opy|[Ss]enior|[Aa]ssistant)[ -][Ee]ditor|` +
  String.raw`[Ee]ditorial (?:[Aa]ssistant|[Dd]irector|[Mm]anager|[Aa]ssociate)|[Pp]ublishing [Mm]anager)`;
/** "Commissioning Editor, Example Press", and the bare word where an entry begins with it. */
const EDITOR_OF_A_PRESS =
  String.raw`${OF_A_PRESS}(?=(?:,| at| with| for|\t|\n) ?${PRESS})|` +
  String.raw`(?<=(?:^|[\n\t]|\d:? {1,4}|\d, ))Editor(?=, ${PRESS}(?=[,\n\t]|$))|` +
  String.raw`(?<=(?:^|[\n\t]|\d:? {1,4}|\d, )${PRESS}(?:,|:| -|\t|\n) ?)(?:${OF_A_PRESS}|Editor(?=[,\n\t]|$))`;

/** "joined the Example Conservatory faculty" */
const FACULTY =
  String.raw`(?<=\b[Jj]oined (?:the )?(?:[A-Z][\w'-]+ ){1,6})(?:faculty|staff)\b|` +
  String.raw`\b[Jj]oining the (?:faculty|staff)(?= (?:at|of) (?:the )?[A-Z])`;

/** Who trains nurses and teachers is a school; a firm lets nobody graduate. */
const SCHOOL_NAMED =
  String.raw`(?:the )?(?:[A-Z][\w'-]+ ){0,3}` +
  String.raw`(?:Univers\w+|College|School|Academy|Institut\w*|Polytechnic|Politecnico|École|Conservat\w+|Hochschule)\b`;

/** "The Example Academy elected me a member" */
const ELECTED_ME =
  String.raw`(?<=\b(?:Academy|Society|Institut\w+|Association|College|Union)\b[^.;\n]{0,50} )` +
  String.raw`elected me (?:as |to be )?(?:an? |its )?(?:\w+ )?(?:[Ff]ellow|[Mm]ember)\b`;

/** "the search committee chair": who leads a committee, whatever it is for, has no office. */
const OF_A_COMMITTEE =
  String.raw`\b(?:(?:[Cc]ommittee|[Pp]anel|[Jj]ury) [Cc]hair(?:person|man|woman)?|` + String.raw`[Bb]oard [Cc]hair)\b`;

/** A school's prize for its teachers is none for study or research. */
const FOR_TEACHING =
  String.raw`(?<!National |State )\b(?:Distinguished|Outstanding|Excellent|Best) ` +
  String.raw`(?:[A-Z]\w+ )?(?:Teaching|Teacher|Instructor|Lecturer|Mentor)(?:'s)? (?:Award|Prize)\b`;

/** "elected to the Academy of A in 2001 and to that of B in 2009" */
const ACADEMIES =
  String.raw`(?:Royal Society(?: of [A-Z]\w+)?|British Academy|National Academy of [A-Z]\w+|` +
  'American Academy of Arts and Sciences|American Philosophical Society|Academia Europaea)';
const ELECTED_TOO = String.raw`\b${ACADEMIES}(?<=\b[Ee]lected to [^.;\n]{4,120} and to (?:the )?${ACADEMIES})`;

/** Who was invited somewhere visits. */
const INVITED =
  String.raw`\b[Ii]nvited (?:(?:[Aa]ssociate|[Aa]ssistant|[Rr]esearch|[Ff]ull) )?` +
  String.raw`(?:[Pp]rofessor|[Rr]esearcher|[Ss]cholar|[Ff]ellow|[Ll]ecturer)\b`;

/** The doctorate of eastern Europe. */
const CANDIDATE =
  String.raw`\b(?:[Cc]andidate(?:'s|s)? (?:degree|thesis|dissertation)|` +
  String.raw`[Cc]andidate of (?:[A-Z][a-z-]+ )*[Ss]ciences?)\b`;

/** "as assistant at the University of Example", "(assistant 1990-96", "Senior Investigator, Example Institute" */
const ASSISTANT =
  String.raw`(?<=\bas (?:an? )?)assistant(?= (?:at|in|to) )|` +
  String.raw`(?<=\(|; )assistant(?=,? (?:from |since )?\d{4})|` +
  String.raw`\b(?:Senior|Staff|Associate|Assistant|Research) Investigator(?=,|\t|\n| at )`;

/** Titles that others hold as their parts. */
export const TITLES_OF_MORE: readonly Words[] = [
  ['none', new RegExp(OF_A_COMMITTEE, 'g')],
  ['none', new RegExp(FOR_TEACHING, 'g')],
  ['award', new RegExp(ELECTED_TOO, 'g')],
  ['visiting', new RegExp(INVITED, 'g')],
  ['doctorate', new RegExp(CANDIDATE, 'g')],
  ['award', new RegExp(ELECTED_ME, 'g')],
  [
    'award',
    new RegExp(
      String.raw`\b[Ee]lected (?:him|her|them) (?:as |to be )?(?:an? |its )?(?:\w+ )?(?:[Ff]ellow|[Mm]ember)\b|` +
        String.raw`\b[Ee]lected (?:[Mm]ember|[Ff]ellow)(?=, (?:the )?(?!(?:[\w'-]+ ){0,5}(?:Academ|Senate|Council|` +
        String.raw`Board|Committee|Court|Assembly))[A-Z])`,
      'g',
    ),
  ],
  // "Assistant and then Associate Professor"
  ['job', /\bAssistant(?=,? (?:and |then |later |subsequently ){1,2}(?:an? )?(?:Associate|[Ff]ull) [Pp]rofessor)/g],
  [
    'visiting',
    new RegExp(
      String.raw`\bPh\.?D\.?(?= ?\((?:[Vv]isiting|[Ee]xchange|[Jj]oint(?:ly)?[ -][Tt]rain)[^()\n]{0,30}\))|` +
        String.raw`博士(?:研究)?生(?=\((?:联培|联合培养)\))|博士(?:研究)?生?(?=\((?:访问|交换)\))`,
      'g',
    ),
  ],
  ['job', new RegExp(String.raw`${EDITOR_OF_A_PRESS}|${EDITOR}|${NAMED_CHAIR}|${FACULTY}|${ASSISTANT}`, 'g')],
];

/** Verbs of English prose that tell of a post or a stay without a title. */
export const MOVING_ROLES: readonly Words[] = [
  [
    'job',
    new RegExp(
      String.raw`\b[Jj]oined(?= (?:the )?[A-Z])|\b[Mm]oved to(?= (?:the )?[A-Z])|` +
        String.raw`(?<=\bleft(?: (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)? )for(?= (?:the )?[A-Z])|` +
        String.raw`\b[Ww]ork(?:ed|ing)(?= (?:at|for|with) (?:the )?[A-Z])|` +
        String.raw`\b(?:was|been) (?:employed|engaged|hired) (?:at|by|with)(?= (?:the )?[A-Z])|` +
        String.raw`\b[Ww]as with(?= (?:the )?[A-Z])|` +
        String.raw`\b[Pp]layed (?:in|with)(?= (?:the )?(?:[A-Z][\w-]+ ){1,4}` +
        String.raw`(?:Orchestra|Philharmonic|Symphony|Opera)\b)`,
      'g',
    ),
  ],
  [
    'visiting',
    new RegExp(
      String.raw`\b(?:Erasmus|DAAD) (?:(?:teaching|research|study) )?(?:stay|visit|exchange)\b|` +
        String.raw`\b[Ss]pent (?:(?:the|an?|his|her|their) )?(?:(?:academic|sabbatical|spring|summer|autumn|fall|` +
        String.raw`winter|whole|research) ){0,2}(?:year|semester|term|spring|summer|autumn|fall|winter|` +
        String.raw`sabbatical)(?= )`,
      'g',
    ),
  ],
];

/** Events of studying, and the end of a post. */
export const STUDYING_ROLES: readonly Words[] = [
  [
    'enter',
    new RegExp(
      String.raw`\b(?:entered(?= (?:the )?(?:[A-Z]|(?:an? )?(?:[a-z]+ )?(?:university|college|school|program)))|` +
        String.raw`went up to|enrolled|began (?:his|her|their) (?:\w+ )?studies|matriculated|` +
        'was admitted|' +
        String.raw`started (?:his|her) (?:PhD|studies)|[Ss]tudied|` +
        String.raw`(?<=\d\s{1,8})Studies (?=of |in )|(?:research|graduate) student(?= (?:of|at|` +
        String.raw`in) (?:the )?[A-Z])|read (?=(?:[A-Z]?[a-z]+ ){1,4}at [A-Z]))\b`,
      'g',
    ),
  ],
  [
    'finish',
    new RegExp(
      String.raw`\b(?:graduated|graduating|[Gg]raduate(?=(?: in [a-z]+(?: [a-z]+)?)? (?:of|from) (?:the )?[A-Z])|` +
        'leaving with (?:an? )?(?:first|degree|second|BA|BSc)(?= in)|(?:took|taking|gaining) an? (?:(?:double|' +
        'starred|congratulatory) )?first(?= in)|' +
        String.raw`completed (?:his|her) (?:undergraduate )?studies|` +
        String.raw`(?:[Qq]ualified|[Tt]rained) as an? (?:[a-z]+ ){0,2}[a-z]+(?= at ${SCHOOL_NAMED}))\b`,
      'g',
    ),
  ],
  ['leave', /\b(?:leaving|left|retired|retiring|resigned|stepped down|stepping down)\b/g],
];
