import { PROFESSION, VISITING_PROFESSION } from './professions.ts';
import type { Words } from './role-kind.ts';

/** Before a profession: who won a prize, has a licence or still studies. */
const NO_POST =
  '(?!(?:Best|Young|Outstanding|Distinguished|Emerging|Chartered|Registered|Licensed|Certified|Student|Guest) )';

/** 某市"某某学者", 某省"131"领军人才: a title of honour, whatever stands in its quotes and whoever gives it. */
const QUOTED_HONOUR =
  '(?<!(?:誉为|称为|称作|[说谈论谓叫])[:,]?)' +
  '(?:(?<![\\p{Script=Han}])[\\p{Script=Han}]{2,6}?(?:[省市区县州盟]|高校|高等学校|自治区)+)?' +
  '"(?:(?![我你他她做当论谈])[\\p{Script=Han}]{2,6}(?:学者|英才|名医|名师|工匠|人才|专家|名家)(?:奖励计划|支持计划|计划|工程)?|\\d{2,4})"' +
  '(?:特聘教授|讲座教授|领军人才|拔尖人才|学术带头人|学科带头人|人才工程|人才|专家|名医|名师|工程)?' +
  '(?=[^\\p{Script=Han}"]|称号|荣誉|[第一二三]层次|培养|人选|$)';

/** 某某英才, 某省高端科技人才: alone behind its year or in its cell. */
const HONOUR_ALONE =
  '(?<=(?:^|[\\n\\t,;、]|(?:19|20)\\d\\d(?:年度?|[./-]?\\d{1,2}月?)?) {0,4}(?:入选|获评|获|评为|当选为?)?)' +
  '(?![年月度]|[\\p{Script=Han}]*(?:师从|从师|[育得聚揽]|访问|多位|知名|留学|培养|引进|招聘|项目|课题|指导))[\\p{Script=Han}]{2,10}' +
  '(?:英才|名医|名师|工匠|名家|领军人才|拔尖人才|(?:高端|高层次|杰出|科技|优秀|紧缺|创新|创业)+人才)' +
  '(?=[^\\p{Script=Han}]|称号|荣誉|$)';

/** Titles that no list has, by the words that lead to them; they come behind all others. */
export const UNLISTED_ROLES: readonly Words[] = [
  // 任书记员, 任第一小提琴: whatever the title, behind 任 stands what somebody became.
  [
    'job',
    new RegExp(
      '(?<=(?:^|[^责信胜主就])(?:担|出|转|改|专|现|曾|历|调|升)?任)(?![教职务期意何命免课用满凭由性重]|[一二三四五六七八九十两]{1,3}年|第[一二三四五六七八九十\\d]+[、届])' +
        '(?!\\p{Script=Han}{0,16}(?:学会|协会|委员|主编|编委|会长|理事|专家|代表|主席|秘书长|大使|嘉宾|组长|队长))' +
        '\\p{Script=Han}{2,8}(?<![部处系院所心室科团组会校班])(?=[,。;、(\\n]|至今|$)',
      'gu',
    ),
  ],
  // "1990-1994  某某学院  教练员": in a cell of its own behind an institution
  [
    'job',
    /(?<=(?:大学|学院|[所厂队团院校馆局部社站]|公司|中心)(?: {2,}|\t))\p{Script=Han}{1,5}[员师手匠](?<![学党会委团队成议]员)(?=[\t\n]| {2}|$)/gu,
  ],
  // 进某某厂,做图案设计员: what somebody did there
  [
    'job',
    /(?<=[,。;厂队社站场矿](?:做|当)(?:了|过)?)(?![选时年地场])\p{Script=Han}{1,6}(?:员|师|工|匠|手|工人|会计)(?<![学党会委团队成议]员)(?=[,。;、\n]|$)/gu,
  ],
  // "worked as a physiotherapist at …": whatever the title
  [
    'job',
    new RegExp(
      String.raw`(?<=\b(?:[Ww]ork(?:ed|ing)|employed|practi[sc]ed) as an? )` +
        String.raw`(?!(?:[a-z-]+ ){0,3}(?:volunteer|student|member|visitor|consultant|part)\b)` +
        String.raw`(?:[a-z-]+ ){0,2}[a-z-]+(?:ist|er|or|ian|ant|eer|man|ect|ric)(?= (?:at|with|for) (?:the )?[A-Z]|` +
        String.raw` in (?:the )?(?:[A-Z][\w'-]* (?:of |and |for )?){0,4}(?:Universi|Hospital|College|School|Institut|` +
        'Cent|Museum|Librar|Laborator|Clinic|Observator|Department|Ministry|Office))',
      'g',
    ),
  ],
  // "as an experimental officer at …": whatever the title, behind these words stands what somebody was
  [
    'job',
    new RegExp(
      String.raw`(?<=\b(?:as|became|was|been) an? )(?!(?:visiting|guest|student|graduate|research|doctoral)\b)` +
        String.raw`(?:[a-z][a-z-]+ ){0,2}(?:officer|trainee|apprentice|clerk|secretary|adviser|advisor|principal|` +
        String.raw`chemist|physicist|geologist|mathematician|statistician|economist|archivist|journalist|` +
        String.raw`programmer|developer|designer|architect|draughtsman|pharmacist|midwife|nurse|technician|` +
        String.raw`choirmaster|répétiteur|coach|producer|violinist|pianist|cellist|oboist|clarinettist|flautist)` +
        String.raw`(?=(?<=\) as an? (?:[a-z-]+ ){0,3}[a-z-]+)[,.;]| ` +
        '(?:(?:at|with|for|in|of) (?:the )?[A-Z]|(?:between|from|until|in) (?:19|20)))',
      'g',
    ),
  ],
  // "Exploration Geologist, Example Hydro": in the cell of a table or a clause of an entry with years; a prize
  // ("Best Young Journalist") or a licence ("Chartered Surveyor") is no post
  [
    'job',
    new RegExp(
      String.raw`(?<=(?:^|\n|\t|\d {1,10}|: |; |[•*-] ))(?:(?:${NO_POST}[A-Z][a-z]+ ){1,2}|(?=[A-Z][a-z]+, [A-Z]))` +
        String.raw`(?:[Ll]inguist|Geologist|Geophysicist|Chemist|` +
        String.raw`Physicist|` +
        String.raw`Biologist|Statistician|Economist|Archivist|Journalist|Programmer|Developer|Designer|Architect|` +
        String.raw`Pharmacist|Physician|Veterinarian|Surveyor|Planner|Agronomist|Hydrologist|Meteorologist|` +
        String.raw`Toxicologist|Epidemiologist|Officer|Attorney|Solicitor|Translator|Interpreter|Conservator)` +
        String.raw`(?=(?: \([^()\n]{1,20}\))?(?:,|\t|\n| at | {2}))`,
      'g',
    ),
  ],
  ['award', new RegExp(`${QUOTED_HONOUR}|${HONOUR_ALONE}`, 'gu')],
  ['visiting', new RegExp(VISITING_PROFESSION, 'g')],
  ['job', new RegExp(PROFESSION, 'g')],
  // "Elected member<tab>Example Academy of Science"
  [
    'award',
    new RegExp(
      String.raw`(?<=(?:^|\n|\t))[Ee]lected [Mm]ember(?=\t[^\t\n]{0,60}\bAcadem)|` +
        String.raw`(?<=\t[^\t\n]{0,60}\b(?:Academ|Royal Society)[^\t\n]{0,40}\t ?)` +
        String.raw`(?:(?:[Ee]lected|[Ff]oreign|[Hh]onorary|` +
        String.raw`[Cc]orresponding) )*(?:[Ff]ellow|[Mm]ember|[Aa]cademician)(?= ?(?:\t|\n|$))`,
      'g',
    ),
  ],
  // In a list of honours a programme with a year, whatever its name: see `isAllowed`.
  [
    'award',
    new RegExp(
      '(?<=(?:^|[\\n\\t,;:、"]|年(?:度|入选)?|\\d{4}(?:[./-]\\d{1,2})?) *"?)' +
        '(?!\\p{Script=Han}*(?:项目|课题|教学|质量|建设|课程|年))\\p{Script=Han}{2,14}计划(?=$|["()\\n\\t,;。、 ])',
      'gu',
    ),
  ],
];
