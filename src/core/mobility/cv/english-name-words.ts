/** Words that say what the name of an institution is, in English and other languages of Latin letters. */

export const MAIN = new RegExp(
  String.raw`^(?:Universit(?:y|ät|é|ies|à|i|as|at|eit|et|atea|ad)|Universidade?|Univ\.?|University’s|` +
    'Universitetet|Uniwersytet|Üniversitesi|Polytechnic|Politecnico|Polytechnique|Hochschule|' +
    String.raw`\p{Lu}[\p{L}-]+(?:akademie|hochschule|universität)|Fachhochschule|Hogeschool|Univerzita|` +
    'Istituto|Accademia|Collège|' +
    'Conservator(?:y|ium|io|ire)|Conservatoire|Koninklijk|Academ(?:y|ia|ie)|' +
    'Akademie|École|Ecole|ETH|Hospital|Laborator(?:y|ies|io|ium)|Laboratoire|Labs?|Observatory|Polytechnical|' +
    String.raw`Seminary|Institut(?:e|ion|o|et)?|Inst\.?|Coll\.|College|Corporation|Corp\.?|Inc\.?|Ltd\.?|LLC|GmbH|` +
    'Quartet|Quintet|Ensemble|Sinfonietta|Consort|AG|Company|Museum|Orchestra|Philharmonic|Symphony|Opera|' +
    'Theatre|Theater|Bank|Clinic|' +
    'Ministry|Agency|Library|Observatoire|Universiti|Scuola|Escuela|Escola|Tech|Consultants|' +
    'Technologies|Holdings|Pharmaceuticals|plc|Plc|PLC|Limited|LLP|SpA|KG|Pty|Motors|Airlines|Airways|Infirmary|' +
    'Establishment|Survey|Bureau|Municipality|Ballet|Choir|Cathedral|Gallery|Studios|Broadcasting|Industries|' +
    'Petroleum|Telecom|Semiconductors?|Hydro|Architects|Partners|Films|Records|Philharmonia)$',
  'u',
);
export const PART =
  /^(?:School|Faculty|Department|Dept\.?|Division|Cent(?:er|re)|Graduate|Unit|Programme|Program|Office|Section|Group)$/;
export const SOCIETY = new RegExp(
  String.raw`^(?:Society|Societies|Association|Assoc\.?|Federation|Council|Committee|Board|Journal|Press|` +
    'Union|League|Network|Foundation|Fund|Trust|Proceedings|Review|Quarterly|Commission|Panel|' +
    'Conference|Congress|Symposium|Transactions|Letters|Verlag|Publishers?|Archive|' +
    'Gesellschaft)$',
);
export const DIRECT = new RegExp(
  String.raw`^(?:\p{Lu}[\p{L}-]+(?:universität|hochschule|akademie)|` +
    'Universita|Univerzita|Fachhochschule|Hogeschool|Istituto|Accademia|Collège|Universität|Universitat|' +
    'Universidade?|Université|Università|Universiti|Universitas|Universiteit|' +
    'Universitet|Laboratoire|Hochschule|(?:Kunst|Musik|Berg)(?:akademie|hochschule)|Institut|' +
    'École|Ecole|Conservatorio|Conservatoire|Politecnico|' +
    'Uniwersytet|Akademie|Academia|Institut[eo]|Scuola|Escuela|Escola)$',
  'u',
);
export const LINK = new RegExp(
  "^(?:of|at|for|de|di|du|des|zu|der|the|and|&|für|degli|della|da|do|y|e|la|et|i|von|en|und|d'|l'|in|to|upon|" +
    "dell'|all'|nell'|dall'|" +
    'van|voor|dos|das|del|delle|à|aux|au|zur|zum)$',
);
export const CITY_OF_COLLEGE = new RegExp(
  '^(?:London|Dublin|Cork|Galway|Cardiff|Swansea|Belfast|Utrecht|Maastricht|Bloomington|' +
    'Birmingham|Boulder|Munich|Cambridge)$',
);
/** German names begin with the word for what they are, or an adjective or a name with a hyphen before it. */
export const GERMAN_HEAD =
  /^(?:Hochschule|Fachhochschule|Universität|Fakultät|(?:Kunst|Musik|Berg)(?:akademie|hochschule))$/;
export const GERMAN_BEFORE = /-|(?:ische|liche|eie|igte|vate|tsche)[nrs]?$|^Humboldt$|^Bauhaus$|^Leuphana$/;
/** Capital words that begin no name and end one. */
export const STOP = new RegExp(
  '^(?:The|At|From|In|On|As|And|He|She|They|His|Her|Since|Between|After|Before|Until|Then|With|' +
    'For|To|Of|Associate|Assistant|Full|Adjunct|Visiting|Senior|Junior|Principal|Distinguished|' +
    String.raw`Professor|Prof\.?|Lecturer|Reader|Instructor|Tutor|Fellow|Fellowship|Scholar|Researcher|` +
    'Research|Postdoctoral|Postdoc|Post-doctoral|Scientist|Engineer|Teacher|Dean|Head|Director|' +
    String.raw`Chair|Chairman|Provost|President|Vice|Vice-Chancellor|Chancellor|Ph\.?D\.?|PhD|DPhil|` +
    String.raw`D\.Phil\.?|MS|M\.S\.?|BS|B\.S\.?|MM|BM|MA|M\.A\.?|` +
    String.raw`MSc|M\.Sc\.?|BA|B\.A\.?|BSc|B\.Sc\.?|BMus|MMus|MBA|EdD|BEng|MEng|B\.Eng\.?|` +
    String.raw`M\.Eng\.?|BEd|MEd|MPhil|M\.Phil\.?|LLB|LLM|MBBS|BDS|BVSc|BFA|MFA|DMA|Doctor|` +
    String.raw`Doctorate|Master|Masters|Bachelor|Degree|Diploma|Dr\.?|Dissertation|Thesis|Member|Editor|` +
    'Emeritus|Honorary|Guest|Present|Now|Current|January|February|March|April|May|June|July|' +
    String.raw`August|September|October|November|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|` +
    String.raw`Sept?\.?|Oct\.?|Nov\.?|Dec\.?|Spring|Summer|Fall|Autumn|Winter|Employer|Organisation|` +
    'Organization|Location|Name|Education|Experience|Position|Lab)$',
);
export const COLLEGE_OF_A_FIELD = new RegExp(
  '^College of (?:Arts|Humanit|Scien|Engineer|Education|Music|Business|Liberal|Fine|Letters|' +
    'Medicine|Law|Social|Health|Natural|Comput)',
);
/** What stands before School or Centre where it is a part of a university. */
export const KIND_OF_PART = new RegExp(
  '^(?:Graduate|Accounting|Finance|Marketing|Business|Law|Medical|Summer|Education|Music|Engineering|' +
    'Doctoral|Nursing|' +
    'Research|Resource|Student|Arts|Learning|Teaching|Performing|Language|Study)$',
);
/** Words that are also something else in a CV, and are part of a name behind "of". */
export const NAMED_AFTER_OF = /^(?:Education|Research|Experience|Engineer|Doctor(?!ate\b| of)|Master(?!'s|s?\b))/;
/** "University of X Teaching Excellence Award": a name ends before what is given there. */
export const GIVEN_THERE = new RegExp(
  "^(?:Teaching|Distinguished|Outstanding|Excellence|Early|Presidential|Faculty|Young|Dean's|President's|" +
    "Vice-Chancellor's|Chancellor's|Alumni|Doctoral|Dissertation|Travel|Merit|Medal|Award|Prize) ?" +
    String.raw`(?:[A-Z]\w+ ){0,3}(?:Awards?|Prize|Medal|Fellowship|Scholarship|Grant)?\b(?! Hospital)`,
);
/** École normale supérieure */
export const OF_A_SCHOOL = new RegExp(
  '^(?:normale|supérieure?|superiore|pratiques?|nationale|polytechnique|centrale|hautes|études' +
    '|sciences|sociales|économiques|commerce|mines|ponts|arts|métiers)$',
);
/** What may be a part of a university that is named behind "of". */
export const OF_A_UNIVERSITY = /^(?:Observatory|Laborator(?:y|ies)|Labs?|Institute|Hospital|Museum|Library|Clinic)$/;
/** Two words for an institution that are one name. */
export const JOINED = new RegExp(
  '^(?:Polytechnic(?:al)? (?:University|Institute)|Institute University|University (?:Coll(?:\\.|ege)?|' +
    'Institute|Hospital)|' +
    '(?:Symphony|Philharmonic|Opera) Orchestra|Opera (?:House|Theat(?:re|er)))$',
);
/** Words for an institution that another one stands behind, which says what it is: "South Bank University". */
export const HEAD_BEFORE = new RegExp(
  '^(?:Union|Federation|Foundation|Tech|Bank|Theat(?:re|er)|Opera|Polytechnic|Academy|Hospital|Library|Museum|' +
    'Ministry)$',
);
/** "Veterinary and Agricultural University": kinds of school that "and" joins in a name. */
export const KINDS_OF_SCHOOL = new RegExp(
  '^(?:Marine|Fisheries|Food|Animal|Wildlife|Soil|Water|Plant|Livestock|Forest|Environment(?:al)?|Health|Space|' +
    'Nuclear|' +
    'Energy|Petroleum|Textile|Physical|Chemical|Biological|Rural|Urban|Atmospheric|Aquatic|Oceanic|' +
    'Veterinary|Agricultur(?:al|e)|Technical|Technological|Medical|Pedagogical|Mechanical|Mining|Forestry|' +
    'Commercial|Industrial|Economic|Arts?|Science|Technology|Engineering|Life)$',
);
export const HEAD_BEHIND = /^(?:University|College|Academy|Conservatory|Institute)$/;
/** Academies and the like that are called after what they teach, as others in other towns are. */
export const FIELD_IN_TOWN = new RegExp(
  '(?:Academy|Conservator(?:y|ium)|Conservatoire|University|College|School|Institute) (?:of|for) (?:the )?' +
    '(?:Performing |Fine |Applied |Visual |Dramatic )?(?:Arts?|Music|Theatre|Drama|Dance|Film|Design|Economics|' +
    'Technology|Agriculture|Medicine|Physical Education|Life Sciences|Education|Mining|Foreign Languages|Commerce|' +
    String.raw`Theology)$|^(?:\p{Lu}[\p{L}.-]+ ){0,3}(?:Academy|Conservatory|Conservatoire)$|` +
    '(?:Music|Medical|Theatre|Arts?|State|Royal|Charles|Comenius|Technical|Free|Catholic) (?:Academy|University)$',
  'u',
);
/** Universities of several campuses, whose name goes on behind a comma. */
export const CAMPUSES = new RegExp(
  '(?:University of (?:California|Wisconsin|Illinois|Texas|Michigan|Maryland|Massachusetts|' +
    "North Carolina|Minnesota|Colorado|Tennessee|Missouri|Nebraska|Hawai'?i|Alabama|Nevada|" +
    'London|Wales)|State University of New York|SUNY|Rutgers(?: University)?|Indiana University|' +
    String.raw`California State University|Univ\. of California)$`,
);
export const PARENT = new RegExp(
  '^(?:,| of(?: the)?) ((?:the )?(?:(?:National|Royal|[A-Z][a-z]+(?:ese|ian|ish|an|ch|ak)) ){0,2}' +
    String.raw`Academ(?:y|ia) (?:of [A-Z]\w+(?: and [A-Z]\w+)?|` +
    String.raw`Sinica)(?: of (?:the )?[A-Z]\w+)?|CAS\b|CASS\b|(?:the )?Max Planck Society|Academia Sinica)`,
);
