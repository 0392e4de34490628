import type { Words } from './role-kind.ts';
import { DECLINED, OF_A_FIELD } from './role-words-prose.ts';

const PROFESSOR =
  '(?:[Pp]rofessor|[Pp]rof\\.?(?= (?:of|in|at)\\b|,|$| \\d{4}))(?:[ -]?(?:in|of)[ -]?(?:[Rr]esidence|' +
  '[Pp]ractice))?(?:ship)?';

/** No fellow of a learned society, but a post: Postdoctoral Fellow, Sibelius Academy. */
const NO_POST_BEFORE = '(?<!(?:[Dd]octoral|[Dd]oc|[Rr]esearch|[Tt]eaching|[Vv]isiting) )';
/** English words, those first that are also part of others. */
export const ENGLISH_ROLES: readonly Words[] = [
  [
    'none',
    new RegExp(
      '(?:[Ss]upervisors?|[Aa]dvis[eo]rs?|[Mm]entors?|[Cc]o-?[Aa]dvis[eo]rs?|[Dd]irector|PI|' +
        '[Hh]osts?): [^\\n\\t;]*|' +
        '(?<=(?:University|College|Institute), [A-Z][a-z]+(?: [A-Z][a-z]+)?, )MS\\b(?!,? \\d{4}\\b)|' +
        'among (?:them|whom) [^.;\\n]*|' +
        '\\b(?:one|two|three|four|some|several|many|most|all|latest|last|first|eldest) of whom [^.;\\n]*|' +
        '(?<=[Pp]rofessor \\([^()\\n]{0,20})[Cc]hair\\b|(?<=/)MA\\b|\\bdoctoral researcher\\b|' +
        '\\b[Aa]s an? (?:doctoral|PhD|graduate) student(?=,? (?:he|she|they|I) (?:spent|visited|was a visiting))|' +
        '\\bfaculty members\\b|\\bthe first (?:[a-z]+ ){0,4}professor\\b|' +
        '(?<=; )m (?:\\d(?:st|nd|rd),? )?\\d{4},? [^;\\n]*|' +
        '\\b[Mm]arried (?:in \\d{4} )?(?:to )?(?:an?|the) [^.;\\n]*|' +
        '\\bOf (?:his|her|my|the) [^.;\\n]*|' +
        `${DECLINED}|` +
        '\\((?:(?:[Nn]ow|[Cc]urrently|[Pp]resently)(?: an?| the)?|[Cc]urrent position:|' +
        '[Pp]laced at) (?=[A-Z][^()\\n]*,)[^()\\n]*\\)|' +
        '\\b(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|several) ' +
        "(?:PhD|Ph\\.D\\.|doctoral|graduate|master's|MSc) students?[^.;\\n]*|" +
        '\\b(?:mentored|supervised|advised|trained) (?:(?:over|about|more than) )?(?:\\d+|two|three|four|five|' +
        'six|seven|eight|nine|ten|several|many|numerous) [^.;\\n]*|' +
        '\\b(?:[Hh]is|[Hh]er|[Mm]y|[Tt]heir) (?:(?:former|late|current) (?:\\w+ )?(?:students?|' +
        'advisees?|pupils?|mentees?|colleagues?)|(?:(?:doctoral|PhD|graduate) )?' +
        '(?:students?|advisees?|pupils?|mentees?)(?= [A-Z])|' +
        '(?:(?:late|first|second|elder|eldest|younger|youngest|only|twin) )?' +
        '(?:(?:grand)?(?:father|mother|son|daughter)|wife|husband|spouse|brother|sister|uncle|aunt|cousin|' +
        'nephew|niece)(?:-in-law|s)?\\b' +
        "(?:, [A-Z][\\w'-]+(?: [A-Z][\\w'-]+)*,(?: whom [^.;,\\n]*,)?)?)[^.;,\\n]*(?:, (?:now|who|currently|an?|" +
        'the) [^.;,\\n]*(?:, [a-z][^.;\\n]*)?)?|' +
        '\\b(?:[Ss]on|[Dd]aughter|[Cc]hild) of (?:an?|the|two) [^.;,\\n]*|' +
        '[Mm]entor(?:ed|ing)?\\b(?= (?:to|of|for|\\d))[^.;\\n\\t]*|\\bHon\\.? (?:D\\.?[A-Z]\\w*|' +
        'LL\\.? ?D|Dr|[Dd]octor\\w*)\\b|' +
        "(?:(?:[Dd]octoral|Ph\\.?D\\.?|[Dd]octorate|[Mm]aster['’]?s|[Gg]raduate|[Tt]hesis|" +
        "[Dd]issertation)[ -]+(?:students?'? )?(?:[Ss]upervis\\w+|[Aa]dvis\\w+|[Cc]ommittee|" +
        '[Pp]rogram(?:me)?s?|[Ee]xaminer))|' +
        'supervis(?:e|es|ed|ing) (?:[a-z]+ ){0,3}(?:PhD|Ph\\.D\\.|doctoral|graduate|master)[^.;\\n]*|' +
        '(?:MSc|MA|MBA|MPhil|MS|BSc|BA|BS|PhD|DBA|LLM|LLB|MPH|MPP|MPA|MFA|BFA|MEd|MRes|MMus|BMus|DMA|EdD|MD|' +
        'JD)(?:/Ph\\.?D\\.?)? (?=[Pp]rogram(?:me)?\\b|[Cc]ourse|[Aa]dmissions?\\b|[Cc]urriculum|[Ee]xamin)|' +
        '(?:prospective |supervised |my |her |his |former )(?:\\w+ )?(?:PhD|Ph\\.D\\.|doctoral|' +
        "master's|graduate|MA)(?: \\w+)? students?|(?:PhD|Ph\\.D\\.|doctoral|" +
        'graduate) students?(?= (?:supervised|advised|mentored))|' +
        '[Hh]onorary (?:[Dd]octor\\w*|[Dd]egree|D\\.?\\w+)(?: of \\w+)?|' +
        '[Dd]octor\\w* (?:of \\w+ )?\\(?[Hh](?:onoris|\\.) ?[Cc](?:ausa|\\.)\\)?|' +
        '\\b(?:[Ss]enior |[Ff]oundation |[Cc]ouncil |[Bb]oard |[Cc]ommittee |' +
        '[Ll]ife )?(?<!(?:[Vv]isiting|[Gg]uest) )[Mm]ember(?:ship)?\\b' +
        '(?!(?<=[Ee]lected [Mm]ember)\\t[^\\t\\n]{0,60}Academ)' +
        '(?! of (?:the )?(?:[Tt]echnical|[Rr]esearch|[Ss]cientific) [Ss]taff)' +
        '(?!(?:,| of) (?:the )?(?:\\w+ ){0,4}(?:Academ|National Academ|Accademia|Leopoldina|Akademie|' +
        'Institut (?:[Uu]niversitaire )?de France))|(?:[Aa]ssociate |[Aa]ssistant |[Gg]eneral |[Mm]anaging |' +
        '[Cc]o-?|' +
        '[Gg]uest |[Ss]eries |[Rr]eview |[Ss]ection ){0,5}(?:-)?\\b[Ee]ditor(?:-in-[Cc]hief|' +
        'ial [Bb]oards?|ial|s)?\\b|[Aa]ssoc\\. [Ee]ditor|' +
        '\\b(?:under|of|by|with|from) (?:Professors?|Prof\\.?) (?!of\\b|in\\b|at\\b|' +
        '[Ee]merit)[A-Z][\\w.]+|[Rr]eferee|[Rr]eviewer|[Rr]eader (?=for )|' +
        '[Ee]xternal [Ee]xaminer|[Tt]rustee|' +
        '[Tt]reasurer|[Ss]ecretary|[Cc]ouncill?or|[Pp]rincipal [Ii]nvestigator|\\bCo-?PI\\b|' +
        '\\bPI\\b|[Cc]o-[Ii]nvestigator|[Kk]eynote|(?:[Aa]rea|[Pp]rogram(?:me)?|[Ss]ession|' +
        '[Tt]rack|[Gg]eneral|[Pp]ublicity) [Cc]o-?[Cc]hair|(?:[Aa]rea|[Pp]rogram(?:me)?|' +
        '[Ss]ession|[Tt]rack|TPC|PC) [Cc]hair|(?<=(?:group|board|panel|council|network|task force|' +
        'committee) \\()chair\\b|[Ii]nvited (?:[Ss]peaker|[Tt]alk|[Ll]ecture)|' +
        '[Pp]anelist|[Hh]abilitation|Habil\\.|[Oo]rganizer|' +
        '\\bone, who [^.;\\n]*|\\b[Dd]riving [Ll]icen[cs]e[^\\n]*|\\b(?:[Vv]ice-)?[Pp]resident of the ' +
        '(?:Institute|Society|Association|Institution|Academy|Union)\\b(?! of Tech)|' +
        '(?:[Pp]ast |[Vv]ice[- ])?[Pp]resident(?:-elect)?(?=,? (?:of )?(?:the )?(?:[A-Z]\\w+ ){0,' +
        '6}(?:Society|Association|Federation|Union|League))|(?:[Pp]ast |' +
        '[Vv]ice[- ])?[Pp]resident of (?![A-Z]*(?:U|IT|ETH|KAIST)\\b)(?!U)[A-Z]{3,7}\\b|[Dd]octoral supervisor|' +
        'PhD supervisor|[Cc]hair(?! in [A-Z])(?:person|' +
        'man)?(?=,? (?:of )?(?:the )?(?:[\\w-]+ ){0,5}(?:[Cc]ommittee|[Ss]ession|[Pp]anel|' +
        '[Cc]onference|[Bb]oard|[Ss]ociety|Association|Group|SIG))|' +
        '(?<=[A-Z][a-z]{2,}, )MA(?=\\s*(?:\\n|\\t|$|;|\\)|\\d{5}|,? US))|(?<=, (?:Cambridge|Boston|Waltham|' +
        'Amherst|Medford|Worcester|Lowell|Newton|Woods Hole|Lexington|Bedford|Northampton|Wellesley|' +
        'Williamstown), )MA\\b|[Mm]aster ?[Cc]lass\\w*|' +
        '[Hh]ead[Mm]aster\\b(?!,)|(?:[Dd]issertation|' +
        '[Tt]hesis)(?: [Tt]itle)?[:,].*|(?:[Bb]est|[Oo]utstanding) [Pp]aper.*',
      'g',
    ),
  ],
  [
    'award',
    new RegExp(
      '(?:[Ee]lected |Foreign |Junior |Senior |Corresponding |Ordinary )*[Mm]ember(?:ship)?(?:,|' +
        ' of) (?:the )?(?:German |' +
        'Italian )?(?:(?:National Academy of Sciences )?Leopoldina|Accademia (?:[a-z]+ )?(?:[A-Z]\\w+ ?){1,3}|' +
        'Institut [Uu]niversitaire de France|Institut de France|(?:\\w+ ){0,4}Akademie der Wissenschaften)|' +
        '(?<=\\b(?:[Nn]amed|[Ss]elected|[Cc]hosen|[Mm]ade)(?: as)?(?: an?)? )' +
        '(?!(?:(?:Visiting|Guest|Senior|Junior|Research|Postdoctoral|Teaching) )+(?:Scholar|Fellow))' +
        '(?:[A-Z][\\w.]+ ){1,3}(?:Investigator|Scholar|Chair|Fellow)\\b(?! (?:at|of|in [A-Z]))|' +
        '(?<!(?:PhD|[Dd]octoral|[Tt]ravel|[Ss]tudent|[Gg]raduate|[Ss]tudy|[Tt]raining|[Dd]oc) )\\b[Ff]ellowships?' +
        '(?= from (?:the )?[A-Z])|' +
        '[Ee]lected (?:(?:to|[Mm]ember of|[Ff]ellow of) )?(?:the )?(?:[A-Z]{3,6}|US NAS|Academia Europaea)' +
        '(?=,? (?:in )?\\(?\\d{4})|' +
        '[Ee]lected (?:to |a [Ff]ellow of |[Ff]ellow of )the (?:Royal Society(?: of [A-Z]\\w+)?|' +
        'British Academy|National Academy of [A-Z]\\w+)|' +
        '\\b(?:F(?:BA|RS|LSW|AcSS|RSNZ|RSE|REng|RSC|AHA|MedSci)|MAE|MRIA)\\b(?=,? (?:in |\\()?\\d{4}|' +
        ',? \\w+ years? later)|' +
        '(?:Emmy Noether|Heisenberg|Lichtenberg) (?:Programme|Program|Fellow(?:ship)?|Award)|' +
        '(?:[A-Z]\\w+ ){0,3}Early[- ]Career Research(?:er)? (?:Award|Fellowship)|' +
        '(?:Changjiang|Cheung Kong|Yangtze(?: River)?|' +
        'Chang Jiang)(?: Scholars?)?(?: (?:Distinguished|Chair|Young))*(?: (?:Professor(?:ship)?|' +
        'Scholar|Chair))*|National Science Fund for Distinguished Young Scholars|' +
        '(?:National )?Distinguished Young Scholars?|(?:Excellent|' +
        'Outstanding) Young (?:Scholars?|Scientists?)(?: Fund)?|' +
        '(?:Young )?(?:Thousand|Hundred|Ten[- ]Thousand|One Hundred) Talents?(?: (?:Program|' +
        'Programme|Plan|Professor|Scholar))?|New Century Excellent Talents?|' +
        '(?:State Council )?Special (?:Government )?Allowance|' +
        '(?:[Ee]lect(?:ion|ed) to )(?:the )?(?:[A-Z]\\w+ ){0,3}Academy(?: of(?: the)?(?: [A-Z]\\w+| and| of|' +
        ' the)+)?|' +
        '(?:[A-Z]\\w+ )?Leverhulme Prize|(?:Gottfried Wilhelm )?Leibniz Prize|Maier-Leibnitz Prize|' +
        '(?:(?:[A-Z][\\w.-]+ ){1,3}(?<!Postdoctoral |Predoctoral |Doctoral |Dissertation |' +
        'Graduate |Travel |Student ))(?:Research |Memorial |Senior |Faculty )?Fellowship(?! at)|' +
        '(?:[A-Z][\\w.-]+ ){1,4}(?:Talent|(?<!Visiting |Research |Senior |Guest |Exchange |' +
        'Postdoctoral )Scholar)s?(?= Program|,|\\n|\\t|$| \\(| {2})|' +
        '(?:[A-Z][\\w-]+ ){1,4}(?:(?<!(?:[Dd]octoral|Research|Principal|Senior|' +
        'Chief|Clinical|Staff|Junior) )Investigator|Innovator|Laureate)(?=,|\\n|\\t|$| \\(| {2})|' +
        'Canada Research Chair(?: in (?:[A-Z]\\w+ ?(?:and )?)+)?|' +
        '(?:John Simon )?Guggenheim (?:Memorial )?(?:Foundation )?(?:Fellow(?:ship)?)|' +
        '(?:Alexander[ -]von[ -])?Humboldt(?: Foundation)? (?:[Rr]esearch )?(?:[Ff]ellow(?:ship)?' +
        '|Prize|Award|Professor(?:ship)?)|Fulbright (?:Fellow(?:ship)?|Award|' +
        '(?:Senior )?Specialist|Distinguished Chair)|(?:Alfred P\\. )?Sloan (?:Research )?Fellow(?:ship)?|' +
        '[A-Z][\\w.]+ (?:[A-Z][\\w.]+ ){0,2}Career Grant\\b|MacArthur Fellow(?:ship)?|Packard Fellow(?:ship)?|' +
        'Rhodes Scholar(?:ship)?|' +
        'Marshall Scholar(?:ship)?|NSF CAREER(?: Award)?|CAREER Award|(?:NEH|ACLS|Leverhulme|' +
        'Wolfson|Radcliffe|Rockefeller)(?: \\w+){0,2} Fellow(?:ship)?|' +
        'Royal Society Wolfson \\w+ \\w+|' +
        `(?:[Ee]lected |Foreign |Honorary |Corresponding |Life ){0,5}(?:${NO_POST_BEFORE}[Ff]ellow|[Mm]ember|` +
        '[Aa]cademician)(?:ship)?(?:,)? (?:of )?(?:the )?(?!International Academy)(?:[A-Z]\\w+ ){0,6}Academ(?:y|' +
        'ia)\\b(?! of Music)(?: of(?: the)?(?: [A-Z]\\w+| and| of| the)+)?|(?:[Ee]lected |' +
        'Foreign )*[Ff]ellow(?:,)? (?:of )?(?:the )?(?:Royal Society|' +
        'British Academy)(?: of [A-Z]\\w+)?|' +
        `(?:[Ee]lected )?(?:${NO_POST_BEFORE}[Ff]ellow|[Ff]ellowship),? ` +
        '(?:of )?(?:the )?(?:[A-Z]\\w+ ){1,6}(?:Society|Association|' +
        'Institute of Physics)|[Ff]ellowship of the Institute of Physics|' +
        '[Ff]ellow of the (?:[A-Z]\\w+ )?(?:Institution|Society|' +
        'Institute) of [A-Z]\\w+(?: [A-Z]\\w+)?|(?:IEEE|ACM|APS|AAAS|AERA|ACS|MRS|OSA|IOP) Fellow\\b|' +
        '(?<=(?:^|\\n|\\t|[Ee]lected (?:as )?(?:an? )?))[Ff]ellow,? (?:of )?(?:the )?(?:Royal|' +
        'American|British|Chinese|International|European|Australian|Canadian|Indian|' +
        'Chartered) (?:[A-Z]\\w+ ){0,3}(?:Institut(?:e|ion)|College)(?: (?:of|for|and|the|[A-Z]\\w+))*|' +
        '(?<![Rr]esearch |[Vv]isiting |[Ss]enior |[Tt]eaching |[Dd]octoral )\\b[Ff]ellow of (?:the )?' +
        '[A-Z]+[a-z]*[A-Z]+\\b|' +
        '[Ee]lected (?:him|her|them) (?:as |to be )?(?:an? |its )?(?:[Ff]ellow|[Mm]ember)|' +
        '[Ff]ellow,? (?:of )?(?:the )?(?:IEEE|ACM|APS|AAAS|AERA|ACS|MRS|OSA|IOP|AGU|ASME|SIAM|AMS|RSC|FRS)\\b|' +
        '\\b[Aa]cademician\\b|(?:Distinguished|Outstanding|Excellence in)(?: \\w+)? (?:Teach(?:er|ing)|' +
        'Alumn\\w+) Award|National Teaching Fellow(?:ship)?',
      'g',
    ),
  ],
  [
    'postdoc',
    new RegExp(
      '(?:(?!(?:A|An|The|As|In|At|On|Her|His|' +
        'My|After|Following|During|Then|' +
        String.raw`From) )[A-Z][\w.]* ){0,5}(?:[Pp]ost-? ?[Dd]oc(?:toral)?)(?! [Vv]isiting)` +
        String.raw`(?: (?:[Rr]esearch(?:er)?|[Tt]eaching|` +
        '[Ss]tation|[Ff]ellow(?:ship)?|[Aa]ssociate|[Ss]cholar|[Rr]esearcher|[Ss]cientist|' +
        '[Pp]osition|[Ww]ork(?:er)?|[Tt]raining|[Aa]ssociate|[Ii]nvestigator|[Mm]ember))*|' +
        '(?:Hubble|Einstein|Sagan|Miller|Feodor[- ]Lynen|Newton International|' +
        'Royal Society University Research|Leverhulme Early[- ]Career|' +
        'Ram[oó]n y Cajal|Juan de la Cierva|NASA|NSERC|SSHRC|CIHR|EMBO|HFSP|' +
        'Life Sciences Research) (?:[Rr]esearch )?[Ff]ellow(?:ship)?|' +
        String.raw`(?:[A-Z]\w+ ){1,3}[Ff]ellowship(?= (?:took|brought) (?:him|her|them) to )|` +
        String.raw`JSPS (?:Research )?Fellow(?: \(PD\))?|Marie (?:Skłodowska-)?Curie (?:\w+ )?Fellow(?:ship)?`,
      'g',
    ),
  ],
  [
    'job',
    new RegExp(
      String.raw`\b(?:[Cc]horal|[Mm]usic(?:al)?|[Bb]and|[Oo]rchestra(?:l)?|[Cc]hoir|` +
        String.raw`[Aa]rtistic) [Dd]irector(?=,| (?:at|of) |\t|\n)|` +
        String.raw`(?:\b[A-Z]?[a-z]+ )?\b(?:[Mm]usic|[Rr]eading|[Aa]rt) [Ss]pecialist(?=,| at)|` +
        String.raw`\b[Mm]ember of (?:the )?(?:[Tt]echnical|[Rr]esearch|[Ss]cientific) [Ss]taff\b|` +
        '(?<=(?:took(?: up)?|accepted|assumed|won|appointed to|called to|elected to|succeeded to|holds?|held|' +
        'occup(?:ies|ied)|moved to) ' +
        String.raw`(?:the|an?) (?:[A-Z][\w.]+ ){0,3})[Cc]hair(?= (?:of|in) )|(?<=\b(?:to|before|and|,|took|` +
        'took up|accepted|held|holds|offered) an? )(?:personal )?chair(?= (?:at|in) )|' +
        String.raw`(?<=\boffered (?:him|her|them) an? )(?:chair|professorship|readership|lectureship)\b|` +
        String.raw`\b[Ii]nternship(?=, [A-Z])|` +
        String.raw`\b[Rr]esidency(?: in [A-Z]\w+(?: [A-Z]\w+)?)?(?=, [A-Z])|` +
        String.raw`(?<=[\n\t] *)Residency(?= *[\n\t])|\b[Cc]hief [Rr]esident\b|` +
        String.raw`\b[Aa]ttending (?:[Pp]hysician|[Ss]urgeon)\b|(?<=(?:^|\n|\t))Fe` +
        String.raw`llowship in [A-Z]\w+(?: [A-Z]\w+)?(?=, [A-Z])|` +
        String.raw`\b(?:(?:[Pp]rincipal|[Aa]ssistant|[Ff]irst|[Ss]econd|[Ss]ection) )?(?:[Vv]iol(?:in)?ist|` +
        String.raw`[Cc]ellist|[Ff]lutist|` +
        String.raw`[Oo]boist|[Cc]larinett?ist|[Bb]assoonist|[Tt]rumpeter|[Tt]rombonist|[Pp]ercussionist|` +
        String.raw`[Ff]lautist)` +
        String.raw`(?=(?: (?:in|of|with) the|,) (?:[A-Z][\w-]+ ){1,4}(?:Orchestra|Philharmonic|Symphony|` +
        String.raw`Opera|Quartet|Quintet|` +
        String.raw`Ensemble|Sinfonietta|Consort))|` +
        String.raw`(?<=(?:^|\n|\t|\d {1,4}))Fellowship(?=, [A-Z][a-z]+, )`,
      'g',
    ),
  ],
  [
    'visiting',
    new RegExp(
      String.raw`(?:[Jj]oint(?:ly[ -]\w+|[ -]\w+ed|[ -][Tt]raining)?|[Ee]xchange|[Vv]isiting|[Gg]uest) ` +
        String.raw`(?:Ph\.? ?D\.?|[Dd]octoral|[Gg]raduate|[Mm]aster'?s?) (?:[Ss]tudent|[Cc]andidate|[Rr]esearcher)|` +
        `(?:[Ss]enior |[Ss]hort-term |[Aa]cademic |[Ff]ulbright |` +
        `[Dd]istinguished ){0,5}(?:[Vv]isiting|[Gg]uest)(?: (?:[Ff]ull|[Aa]ssociate|[Aa]ssistant|` +
        `[Rr]esearch|[Dd]istinguished|[Ss]enior|[Aa]cademic|[Ff]ulbright|[Pp]ostdoctoral|` +
        `[Aa]djunct|[Ff]aculty))*(?: (?:${PROFESSOR}|[Ss]cholar|[Ff]ellow(?:ship)?|[Rr]esearcher|` +
        `[Ll]ecturer(?:ship)?|[Ss]cientist|[Pp]ositions?|[Aa]ppointments?|[Pp]rofessorships?|` +
        `[Ss]tudent|[Mm]ember|[Ii]nstructor|` +
        `[Aa]rtist|[Aa]cademic|[Aa]ppointment|[Ff]aculty))|` +
        `(?:(?:[Ii]ndustrial|[Ii]ndustry|[Rr]esearch|[Aa]cademic) )?[Ss]econdment\\b|` +
        `\\bErasmus (?:year|exchange|semester|student|stay)\\b|[Ee]xchange (?:year|semester)\\b|` +
        `Fulbright fellow(?= (?:at|in) )|\\b[Aa]rtist in [Rr]esidence(?= (?:at|in|with) )|` +
        `Fulbright (?:(?:[Rr]esearch |[Ss]enior |[Dd]istinguished |[Vv]isiting )*[Ss]cholar|[Ss]tudent|` +
        `[Gg]rantee)|` +
        `(?:[Aa]djunct|[Hh]onorary|[Pp]art-?time|` +
        `[Aa]ffiliate[d]?|[Cc]ourtesy)(?: (?:[Ff]ull|[Aa]ssociate|[Aa]ssistant|[Rr]esearch|` +
        `[Ss]enior|[Cc]linical|[Cc]hair|[Ee]meritus))*(?: (?:${PROFESSOR}|[Ll]ecturer|[Ff]ellow|[Tt]utor|` +
        `[Ii]nstructor|[Cc]onsultant|[Tt]eacher|[Ff]aculty|[Ss]cholar|` +
        `[Cc]hair(?= at)|[Ss]taff|[Ss]cientist|[Rr]esearcher|` +
        `[Mm]ember|[Ii]nvestigator|[Cc]urator))|` +
        `[Jj]oint(?:ly)?[ -](?:[Tt]rain(?:ing|ed)|[Ss]upervised)(?: (?:PhD|doctoral|` +
        `Ph\\.D\\.) (?:student|candidate))?|[Ee]xchange (?:student|scholar|fellow)|` +
        `[Hh]on\\. (?:[Rr]es\\. |[Vv]is\\. )?(?:[Ff]ellow|[Pp]rof\\b\\.?|[Ll]ectr)|` +
        `[Vv]is\\. (?:(?:[Aa]ssoc|[Aa]sst)\\. )?(?:[Pp]rof\\b\\.?|[Ff]ellow|[Ll]ectr|[Ss]cholar)|` +
        `Gast(?:professor(?:in)?|dozent(?:in)?|wissenschaftler(?:in)?)|Lehrbeauftragter?|` +
        `[Ff]ulbright [Ll]ecturer|(?:[Dd]irect(?:eur|rice) d'[ée]tudes|[Pp]rofesseure?|[Cc]hercheu(?:r|se)) ` +
        `invit[ée]e?(?![a-z])|` +
        `(?<!Academy |Society |[\\w-])(?:(?!Visiting|Academy|Society|Royal|Associat|Assistant)` +
        `[A-Z][\\w'-]+ ){1,3}(?<!Research |Teaching |Junior |` +
        `Clinical |Senior |Doctoral |Graduate |Elected |Honorary |Foreign |Life |National |IEEE |` +
        `ACM )Fellow(?=\\s*(?:\\n|\\t|,| at |$))|` +
        `\\b(?:[Mm]ember|[Ff]ellow)(?=,? (?:of |` +
        `at )?(?:the )?(?:School of [A-Z]\\w+(?: [A-Z]\\w+)?, )?(?:\\w+ )?(?:(?:Institute|` +
        `Cent(?:er|re)|Collegium) for Advanced|National Humanities Center|Wissenschaftskolleg|` +
        `Radcliffe Institute))|` +
        `(?<![Rr]esearch |[Tt]eaching |[Jj]unior |[Cc]linical |[Ss]enior |[Dd]octoral |Foundation )\\b[Ff]ellow` +
        `(?= (?:at|in) the (?:[A-Z][\\w' ]{0,30})?(?:Cent(?:er|re)|Institute|Library|College))|` +
        `[Vv]isited\\b(?= the| [A-Z])|[Ss]abbatical(?: (?:leave|visitor|visit))?`,
      'g',
    ),
  ],
  [
    'doctorate',
    new RegExp(
      String.raw`\b(?:Ph\. ?D\b\.?|PhD\b|PHD\b|D\. ?Phil\b\.?|DPhil\b|Ed\. ?D\b\.?|EdD\b|D\.? ?M\.? ?A\b\.?|` +
        String.raw`D\.? ?Mus\b\.?|Mus\. ?D\b\.?|Sc\. ?D\b\.?|D\. ?Sc\b\.?|Dr\.-Ing\b\.?|Dr\. ?(?:phil|rer|ing|` +
        String.raw`med|sc|oec|iur|jur|agr|techn|theol)\b\.?(?: (?:nat|pol|oec|hum|techn|agr)\b\.?)?|` +
        String.raw`Th\. ?D\b\.?|J\. ?D\b\.?|M\. ?D\b\.(?= |,)|(?<=(?:^|` +
        String.raw`\n|\t|[;:] |\d {1,4}|an |his |her |the ))MD(?=,| \(| degree| from| at |\/|\t|\n)|` +
        String.raw`[Dd]octor(?:ate)?\b(?: of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*| degree)?|` +
        '[Dd]octoral (?:degree|studies|student|candidate|work|research(?!er)|training)|' +
        String.raw`Promotion|Doktor\b|Konzertexamen|` +
        String.raw`Doctorat)(?!\s+(?:supervis|advis))`,
      'g',
    ),
  ],
  [
    'master',
    new RegExp(
      String.raw`\b(?:M\. ?Phil\b\.?|MPhil\b|M\. ?A\b\.?(?:Ed\b)?|MA\b(?! \d{5}|,? USA| \(Hons)|` +
        String.raw`M\. ?Sc?\b\.?(?! \d)|` +
        String.raw`MSc\b|MS\b|M\. ?Ed\b\.?|MEd\b|M\. ?Mus\b\.?|MMus\b|M\. ?M\b\.?(?:Ed\b\.?)?|MM\b(?!\/)|MME\b|` +
        String.raw`(?<!B\.)M\.E\.(?=,| in |\s*\(|\t|$)|M\.M\.E\.|M\. ?Eng\b\.?|MEng\b|MSci\b|MPhys\b|MChem\b|MMath\b|` +
        String.raw`M\.?B\.?A\b\.?|` +
        String.raw`M\.?F\.?A\b\.?|M\.? ?Litt\b\.?|MTeach\b|MRes\b|` +
        String.raw`[Mm]aster(?:'s|s)? (?:degree|of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*|` +
        String.raw`in [A-Z]\w+|thesis|studies)|[Mm]aster's\b|(?<=, )Master(?=\s*(?:\n|$|,|\())|Masters\b|` +
        String.raw`Magister\b|Dipl\.?-?(?:Ing|Phys|Chem|Math|Inform|Inf|Kfm|Psych|Biol|Geol|Päd|Soz)\b\.?|` +
        String.raw`Diplom\b|Artist Diploma\b|` +
        String.raw`[Ll]aurea\b|DEA\b|M\.?Com\.?(?:m\b)?|M\.?Tech\b\.?|M\.?Arch\b|LL\.M\b\.?|` +
        String.raw`(?<=(?:^|[\n\t;,(] ?|\d ))LLM(?=,| \(| from | in [A-Z]|\t|\n|$| \d{4})|` +
        String.raw`(?<=\b(?:an|her|his|the) )LLM(?= \(\d{4}| and (?:an? )?(?:Ph|DPhil)| from the University| degree)|` +
        String.raw`(?<=\b(?:completed|took|earned|obtained|received|did|gained|finished) (?:an|her|his) )LLM\b|` +
        String.raw`MPH\b|M(?:ASc|AppSc|HSc|Sci|ScEng|Agr|Pharm|ChemE)\b|M${OF_A_FIELD}\b|M\.P\.H\.|MPP\b|MPA\b|` +
        String.raw`MSN\b|MSW\b|M\.?Div\b\.?|` +
        String.raw`MPharm\b|S\.M\.|A\.M\.|Staatsexamen)`,
      'g',
    ),
  ],
  [
    'bachelor',
    new RegExp(
      String.raw`\b(?:B\. ?A\b\.?(?:Ed\b)?|BA\b|B\. ?Sc?\b\.?|BSc\b|BS\b|B\. ?Ed\b\.?|BEd\b|` +
        String.raw`B\. ?Mus\b\.?(?:Ed\b\.?)?|BMus\b|B\. ?M\b\.?(?:E\b\.?|Ed\b\.?)?|BM\b|BME\b|B\. ?Eng\b\.?|` +
        String.raw`B\.E\.(?=,| in |\s*\(|\t|$)|BEng\b|B\.?F\.?A\b\.?|LL\.? ?B\b\.?|A\. ?B\b\.?|Mus\. ?B\b\.?|` +
        String.raw`B\. ?Com\b\.?|` +
        String.raw`[Bb]achelor(?:'s|s)? (?:degree|of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*|` +
        String.raw`in [A-Z]\w+)|[Bb]achelor(?:'s|s)?\b|(?<=(?:his|her|a|my) )first degree\b|` +
        String.raw`[Uu]ndergraduate (?:degree|studies|student|education)|` +
        String.raw`[Uu]ndergrad(?= (?:in|at) )|` +
        'Licenciatura|Licence\\b|B\\.?Com\\.?(?:m\\b)?|B\\.?Tech\\b\\.?|B\\.?Arch\\b|' +
        'M\\.?A\\.? \\(Hons\\.?\\)|BASc\\b|BScEng\\b|BAgr\\b|BBA\\b|BSN\\b|BSW\\b|BHSc\\b|BAppSc\\b|' +
        `B${OF_A_FIELD}\\b|` +
        'BPharm\\b|(?<!GPS[^\\n]{0,30})BDS(?=,? \\(|, [A-Z]| from | at | degree|,? (?:in )?\\d{4}|\\t|\\n|$)|' +
        'BDSc\\b|BVSc\\b|BVetMed\\b|MBBCh\\b|MBBS\\b|MB ?ChB\\b|Mus\\.?B\\b|S\\.B\\.|Sc\\.B\\.)',
      'g',
    ),
  ],
  [
    'administrative',
    new RegExp(
      String.raw`\b[Vv]ice-[Pp]rincipal\b|(?:(?:[Aa]ssoc|[Dd]ep|[Aa]ct)\. )?\b(?:[Dd]ir\.(?=,? (?:of )?[A-Z])|` +
        '[Cc]hair(?=, (?:School|[Dd]ept|Department|Faculty|Div))|[Dd]ean(?= of|,))|' +
        '(?:[Pp]ro-|[Dd]eputy |[Aa]cting |[Ii]nterim |[Aa]ssociate |[Aa]ssistant |[Vv]ice[- ]|' +
        '[Ee]xecutive |[Ff]ounding |[Aa]cademic |[Ss]enior |[Cc]o-)*(?:[Vv]ice[- ][Cc]hancellor|' +
        '[Cc]hancellor|[Pp]rovost|[Dd]ean|[Pp]resident|[Rr]ector|' +
        '[Pp]rincipal(?= of (?:the )?(?:College|School|Institute)|,)|[Dd]irector(?:ship)?|' +
        '[Hh]ead(?:ship)?|(?<![Pp]ersonal |at the )[Cc]hair(?! in [A-Z])(?:person|man|woman)?)(?= (?:of|for|' +
        String.raw`at|there|in)\b|[,;.。)\t\n]| ?\(|` +
        String.raw`$| \d| [-|·] | since| from| and| between| until| during)(?: of (?:[Dd]epartment|` +
        '[Ss]chool|[Ff]aculty|[Dd]ivision|[Ss]tudies|' +
        '[Pp]ostgraduate [Ss]tudies|[Gg]raduate [Ss]tudies|[Uu]ndergraduate [Ss]tudies|[Mm]usic|' +
        String.raw`[Rr]esearch|[Hh]umanities|[Aa]rts|[Ss]ciences?|[Tt]eaching)(?: and [A-Z]\w+)?)?|` +
        String.raw`\bChief(?= of (?:Cardi|Surg|Medic|Neuro|Onco|Radio|Patho|Urol|Pedia|Psych|Anes|Gastro|Hemat|` +
        String.raw`Nephr|Pulm|Ortho)|` +
        String.raw`,? (?:of )?(?:the )?(?:Division|Section|Department|Service) of )|` +
        String.raw`\b[Ee]xecutive [Oo]fficer(?= (?:for|of) )|` +
        String.raw`\bProgram(?:me)? (?:[Cc]onven[oe]r|[Ll]eader)(?=,| of| for| \()|` +
        String.raw`\b(?:[Dd]ivision|[Ss]ection|[Dd]epartment) [Cc]hief\b|\b(?:Pro|` +
        String.raw`Vize)?(?:[Dd]ekan|[Rr]ektor)(?:in)?\b|\b[Dd]ep(?:artment|` +
        String.raw`t\.?) (?:[Cc]hair|[Hh]ead)|\b(?:Admissions|Senior) Tutor\b|\bHd(?=,| of)|` +
        String.raw`[Cc]o-?[Oo]rdinator of [A-Z]\w+|\bdirected\b(?! (?:in)?to | (?:[\w-]+ ){0,3}(?:theses|` +
        String.raw`dissertations|students|films?|plays?|projects?|sites?|trials?|stud(?:y|ies)|surveys?)\b)|` +
        String.raw`\bheaded\b|` +
        String.raw`\b(?:lead(?:s|ing)?|led|heads?|directs?|chairs?|runs?|ran)(?= (?:its|the|` +
        String.raw`their|his|her) (?:[A-Z]\w+ ){0,3}(?:Department|School|Faculty|Division|` +
        String.raw`Institute|Cent(?:re|er)|Section|Unit|Conservatory)\b)|` +
        String.raw`\bchaired\b(?! (?:the )?(?:\w+ ){0,2}(?:committee|session|panel))`,
      'g',
    ),
  ],
  [
    'job',
    new RegExp(
      `(?:(?:[Dd]istinguished|Regents'?|Presidential|University|Full|full|[Aa]ssociate|[Aa]ssistant|[Cc]hair|` +
        `Endowed|[Ee]xtraordinary|` +
        `[Cc]linical|[Rr]esearch|[Tt]eaching|Named|Regius|Emeritus|[Tt]enured|[Ss]enior|` +
        `[Jj]unior|[Pp]rincipal|[Aa]cting|[Ff]ounding|Assoc\\.|Asst\\.) ){0,5}${PROFESSOR}(?!s\\b)|` +
        `(?:[Aa]ssociate|[Aa]ssistant|[Ff]ull)(?= ?(?:→|->|-|,|,? then|to) ?(?:\\(\\d{4}\\) )?(?:[Aa]ssociate|` +
        `[Aa]ssistant|[Ff]ull))|` +
        `(?:[Aa]ssistant|[Aa]ssociate)(?=(?:, [Aa]ssociate)?,? and [Ff]ull [Pp]rof)|` +
        `(?:[Ss]enior |[Pp]rincipal |[Tt]emporary |[Ff]ull-time |[Aa]ssociate |[Aa]ssistant |` +
        `[Tt]enured |[Rr]esearch |[Pp]robationary ){0,5}(?:[Ll]ecturer|[Ll]ectureship|[Rr]eadership|[Rr]eader(?!s)|` +
        `[Ii]nstructor|[Tt]utor|(?:[Gg]raduate )?[Tt]eaching (?:[Ff]ellow|[Aa]ssociate|` +
        `[Aa]ssistant)|[Gg]raduate [Aa]ssistant|` +
        `[Rr]esearch (?:[Ff]ellow(?:ship)?|[Aa]ssociate|[Aa]ssistant|[Ss]cientist|[Oo]fficer|` +
        `[Ee]ngineer|[Pp]rofessor|[Ss]taff)|[Rr]esearcher|[Ss]cientist|[Ss]taff [Ss]cientist|` +
        `(?:[A-Z][a-z]+ )?[Ee]ngineer\\b|[Cc]onsultant\\b|(?:[Ss]pecial|[Ss]enior|[Pp]olicy|[Ee]conomic|[Cc]hief|` +
        `[Ss]cientific) [Aa]dvis[eo]r|[Ee]conomist|[Ss]tatistician|` +
        `(?:[Aa]ssoc|[Aa]sst|[Ff]ull)\\.? [Pp]rof\\b\\.?|[Rr]es(?:earch|\\.) (?:[Aa]ssoc|[Aa]sst|[Ff]ellow)\\b\\.?|` +
        `(?:[Ss]r\\.?|[Ss]en\\.) [Ll]ect(?:urer|r)?\\b\\.?|[Ss]taff [Nn]urse|` +
        `[Pp]ersonal [Cc]hair\\b|(?:[Aa]sst\\.? |[Aa]ssistant |[Dd]eputy )?[Kk]eeper\\b|` +
        `[Rr]esident(?: [Pp]hysician)?(?= (?:in|at)\\b|,|\\t| \\()|[Rr]egistrar\\b|` +
        `[Hh]ouse [Oo]fficer|[Cc]linical (?:[Rr]esearch )?[Ff]ellow\\b|[Mm]edical [Oo]fficer|` +
        `[Ww]issenschaftlicher? (?:Mitarbeiter(?:in)?|Assistent(?:in)?)|(?:Junior|` +
        `Vertretungs)?[Pp]rofess(?:orin|ur)\\b|` +
        `Juniorprofessor\\b|Universitätsassistent(?:in)?|Oberassistent(?:in)?|\\bATER\\b|` +
        `Privatdozent(?:in)?|Akademischer Rat|` +
        `[Mm]a[iî]tre(?:sse)? de conf[ée]rences|[Cc]harg[ée]e? de (?:recherche|cours)|[Dd]irect(?:eur|` +
        `rice) de recherche|[Pp]rofesseure?\\b|` +
        `[Rr]icercat(?:ore|rice)|[Pp]rofessor[ea] (?:associat[oa]|ordinari[oa])|` +
        `[Pp]rofesora? (?:titular|asociad[oa]|ayudante)|[Cc]atedr[aá]tic[oa]|` +
        `[Uu]niversitair (?:hoofd)?docent|[Hh]oogleraar|[Dd]ocent\\b|` +
        `(?:[Ss]en\\. |[Aa]sst\\.? |Princ\\. )?Lectr\\b|` +
        `[Aa]sst\\. [Ll]ecturer|(?:Sen\\. )?Res\\. Fellow\\b|[Aa]nalyst|[Cc]urator|[Ll]ibrarian|[Pp]hysician|` +
        `[Ss]urgeon|` +
        `[Aa]dvis[eo]r(?= (?:in|at) the (?:[A-Z]\\w+ ){0,3}(?:Ministry|Office|Department|Treasury|Bank|` +
        `Commission))|[Mm]anager|[Aa]ssistant(?= in the [A-Z])|` +
        `[Aa]ssistant in (?!the\\b)\\w+|[Cc]onductor|[Oo]rganist|[Cc]oncertmaster|[Aa]ccompanist|` +
        `[Cc]omposer-in-[Rr]esidence|[Aa]rtist-in-[Rr]esidence|[Jj]unior [Ff]ellow)|` +
        `\\bChair(?= in [A-Z])|\\b[Cc]hief (?:[A-Z]\\w+ ){1,2}Officer\\b|\\b(?:CEO|CTO|CFO|COO|CSO|CMO)\\b|` +
        `\\b(?:Senior |Executive )?VP\\b(?:, [A-Z]\\w+(?: [A-Z]\\w+)?)?|` +
        `[Cc]o-?[Ff]ounder\\b|(?:[Ss]oftware|[Hh]ardware|[Ff]ull[- ][Ss]tack|` +
        `[Ww]eb) [Dd]eveloper|(?:[A-Z]\\w+ )?[Ii]ntern\\b(?! Med)|` +
        `(?:(?:[Mm]usic|[Ss]chool|[Pp]iano|[Cc]lass(?:room)?|[Pp]rimary|[Ss]econdary|` +
        `[Ee]lementary|[Hh]igh|[Mm]iddle|[Vv]ocal|[Hh]ead|[Ss]ubstitute|[Cc]horal|[Bb]and|` +
        `[Ss]econdary-school|[Pp]rimary-school|[Ll]anguage|[Aa]ssistant|[Mm]athematics|[Ss]cience) )+[Tt]eacher|` +
        `[A-Z][a-z]+ (?:and [A-Z][a-z]+ )?[Tt]eacher(?=\\t|,| at| in|\\n|$)|(?<![a-z] )[Tt]eacher(?= (?:at|in|` +
        `of)|,)|[Ff]aculty [Mm]ember|[Ss]chool[Tt]eacher|` +
        `\\b(?:[Mm]usic|[Aa]ssistant|[Ss]chool|[Hh]ouse|[Cc]lassics|[Hh]istory|French|German|English|` +
        `[Mm]athematics|` +
        `[Ss]cience|[Aa]rt|[Cc]hoir)[ -]?(?:[Mm]aster|[Mm]istress)(?= (?:at|in)\\b|,|\\t|\\n)|` +
        `\\b[Jj]oined (?:the |its )?(?:[a-z]+ ){0,2}(?:faculty|staff)(?= (?:of|at) )|` +
        `\\b[Oo]n the (?:[a-z]+ ){0,2}(?:faculty|staff)(?= (?:of|at) )|` +
        `\\b(?:(?:[Aa]cting|[Aa]ssistant|[Aa]ssociate|[Ss]ub-?|[Cc]o-?) ?)?[Pp]rincipal(?: [a-z]+)?(?= (?:of|in|` +
        `with) the [A-Z])|` +
        `\\b(?:lectur(?:ed|ing)|teach(?:es)?|taught|` +
        `teaching)(?= (?:\\w+ ){0,3}(?:at|in) (?:the )?[A-Z])|(?:[Rr]esearch|` +
        `[Tt]eaching) [Pp]osition`,
      'g',
    ),
  ],
];
