/** What a role is: a kind of position, or `none` for what is no position, or an event of studying. */
export type RoleKind =
  | 'bachelor'
  | 'master'
  | 'doctorate'
  | 'postdoc'
  | 'job'
  | 'visiting'
  | 'award'
  | 'administrative'
  | 'none'
  | 'enter'
  | 'finish'
  | 'leave';

type Words = readonly [RoleKind, RegExp];

/** The parts of a professor's or lecturer's title. */
const RANK =
  '(?:(?<=\\d {1,4})导师(?=,)|(?:终身|长聘|冠名|特任|特聘|讲席|讲座|杰出|首席|全职|正|副|助理|准聘|预聘|二级|三级|一级|客座|荣誉|名誉|资深|' +
  '研究|教学|临床|项目)*教授|(?:高级|助理|兼任|专任|首席)*讲师|助教|' +
  '(?:高级|副|助理|特聘|首席|青年|研究)*研究员|研究实习员|(?:正高级|教授级|高级|主任|副主任|助理)*(?:工程师|实验师|会计师|经济师|农艺师|建筑师|设计师|规划师|编辑|记者)|' +
  '(?:主任|副主任|主治|住院)医师|医[生师]|(?:高级|中学|小学|[一二三]级|专任|音乐|美术|英语|语文|数学|体育|钢琴|声乐|代课|民办|专职|中小学|大学|' +
  '初中|高中){0,3}(?:教师(?!学院|教育|发展|培训|节|队伍|资格|证)|老师|教员)|' +
  '(?:首席|资深|高级|主任)*科学家|演奏员|(?:独唱|合唱|歌唱|舞蹈)?演员|(?:常任|首席|助理)?指挥(?!系|专业|学|硕|博|表)|艺术总监|(?:副|助理|' +
  '研究)?馆员|教研员|(?:总|高级|部门|产品|项目)?经理|总监|' +
  '总裁|总工程师|技术员|科员|干事|翻译|驻校(?:作曲家|艺术家|学者)|(?:高级)?研究助理|科研助理|副教务|辅导员|班主任)';

/** The field of a degree, where it is part of its name. */
const FIELD =
  '(?:临床医|基础医|神经病|教育|管理|经济|历史|艺术|美术|音乐|戏剧|军事|哲|文|理|工|法|医|农|史)学|哲学|音乐艺术|音乐教育|教育|工程|公共管理|工商管理|音乐|艺术';

/** What may stand before a title of honour as part of it. */
const TITLE = '(?:(?!年|选|聘|入选|获|评为|被|享受|称号|为)\\p{Script=Han}){0,10}';

/** Chinese words, those first that are also part of others. */
export const CHINESE_ROLES: readonly Words[] = [
  [
    'none',
    new RegExp(
      '(?:博士|硕士|研究生|博|硕)(?:研究)?(?:生)?(?:指导(?:教师|老师|小组)|合作导师|导师|生导|导)(?:资格)?|博导|硕导|合作导师|(?<!\\d {1,4})导师|博士点|硕士点|博士生院|' +
        '(?:名誉|荣誉)(?:法学|文学|音乐|教育学|哲学|理学|工学|人文)?博士|本科(?:生)?(?:高校|院校|层次|高等|起点|院|教育|教学|教务|招生|课程|论文|' +
        '导师)|研究生(?:课程|教学|教育|教材|培养|招生|论文|教务)|' +
        '(?:常务|副)?理事长?|会员|会士(?=资格)|(?:副|名誉)?会长|(?:副|名誉)?主席|秘书长|副秘书长|(?:青年|主任|副主任|常务|执行|编审|编辑|' +
        '评审)?委员(?!会)|(?:青年)?编委(?:会委员)?|编辑委员|(?:副|执行)?主编|' +
        '(?:特约)?审稿人|审稿专家|(?:评审|评议|函评|咨询|通讯评审)(?:专家|员|组成员)|评委|(?:人大)?代表(?=[,;。、\\n])|政协(?:委员|常委)|盟员|党员|社员|召集人|审批员|' +
        '主持(?:人)?(?!工作)|考取(?=[^,;。]{0,10}(?:公费|资格|证书))|第一作者|通[讯讯]作者|通讯作者|负责人|参与|子课题|出版社|社长|访谈|顾问|' +
        '教材主编|荣誉会员|(?<!联合)(?:指导|培养)(?:的)?(?:博士|' +
        '硕士|研究生|学生|本科)[^,;。\\n]*|' +
        '出生|(?:高中|初中|中学|小学)毕业(?:于|自)?|' +
        '教师(?:资格)?证书?|参加工作|师从[^,;。]{1,12}?(?:教授|先生|老师|博士|院士)|合作导师[^,;。]{0,12}(?:教授|博士)|(?:国家|' +
        '省|市|校)级?(?:精品|一流)课程|[^,;。、\\n]{0,12}(?:科技|教学成果|科学|社科|优秀成果|论文|自然科学|技术发明|科技进步|图书|' +
        '文华|金钟|荷花|五个一)[^,;。、\\n]{0,8}奖[^,;。、\\n]{0,6}',
      'g',
    ),
  ],
  [
    'award',
    new RegExp(
      '(?:教育部|国家|首批|首届|"|“)*(?:长江学者|长江|泰山|楚天|珠江|芙蓉|钱江|赣江|闽江|天山|黄河|井冈|皖江|龙江|长白山|三秦|昆仑|燕赵|三晋|桂江|' +
        '八桂|紫江|曙光|东方|西湖|求是|香江|巴渝|天府|新世纪|云岭|黔灵|嘉陵|青年长江|攀登|辽河|洪堡|富布赖特|富布莱特|牛顿)(?:学者)?"?' +
        '(?:奖励计划"?)?(?:特聘教授|讲座教授|讲席教授|特聘专家|青年学者|青年项目|青年专家|学者)|长江学者"?(?:奖励计划"?)?(?:特聘教授|讲座教授|' +
        '青年学者)?|国家杰出青年(?:科学基金)?(?:获得者)?|杰出青年(?:科学)?基金(?:获得者)?|杰青|' +
        '(?:国家)?优秀青年(?:科学)?基金(?:项目)?(?:获得者)?|优青|' +
        '(?:国家级|省级|全国|高等学校|[\\p{Script=Han}]{2,3}[省市])?教学名师(?:奖)?|"?(?:青年|海外高层次人才引进|中科院|' +
        '中国科学院)?(?:百人计划|千人计划|万人计划|千人|双百计划|"四个一批"|四个一批)"?(?:人才|入选者|青年项目|特聘专家|领军人才|青年拔尖人才|教学名师)?|' +
        '(?:教育部)?"?(?:跨世纪|新世纪)百?千?万?(?:优秀|人才)?人才(?:工程|支持计划|培养计划)?"?(?:国家级人选)?|' +
        '(?:国家)?百千万人才(?:工程)?|(?:教育部)?师铎奖|(?:国科会|科技部|教育部)?杰出(?:研究|人才)奖|(?:享受)?(?:国务院)?(?:政府)?特殊津贴(?:专家)?|' +
        `${TITLE}有突出贡献的?(?:中青年)?(?:专家|科技专家|学者)|(?:中国|美国|欧洲|第三世界|发展中国家|俄罗斯|英国|德国|` +
        '加拿大|瑞典|国际)?(?:国家)?(?:科学院|工程院|社会科学院|社科院|欧亚科学院|人文与科学院|艺术与科学院)(?:外籍)?(?:院士|学部委员)|(?:外籍)?(?<![^科]学|医|法|商|书)院士|' +
        '学部委员|' +
        `${TITLE}(?:学科|学术|专业)带头人|${TITLE}(?:领军人才|拔尖人才|青年英才|名师|骨干教师|` +
        '优秀专家|优秀人才|优秀科技工作者|设计大师|工艺美术大师|劳动模范|先进工作者|优秀教师|优秀教育工作者|模范教师|五一劳动奖章|三八红旗手|师德标兵|新秀|文化名家|宣传文化系统)(?:人选|称号)?|' +
        '(?:浦江|青蓝|启明星|青年启明星|扬帆|六大人才高峰|双创|333|151|131|135|135人才|千百十|英才|孔雀)(?:人才)?(?:计划|工程|' +
        '高峰)?(?:人选|[第一二三]层次|培养对象)?|(?<=入选|荣获|获评|被评为|评为|' +
        '当选为?)(?:[\\p{Script=Han}0-9]{0,8}"[^"\\n]{2,24}"(?:[\\p{Script=Han}]{0,8})|' +
        '[\\p{Script=Han}0-9]{2,20}(?:计划|工程|人才|人选|称号|专家))',
      'gu',
    ),
  ],
  [
    'postdoc',
    /(?:外国人|JSPS)特别研究员|特别研究员(?=[,;。(]|$)|博士后(?:研究人员|研究员|流动站|科研流动站|科研工作站|工作站|研究|工作|合作研究)?/g,
  ],
  [
    'visiting',
    new RegExp(
      '(?:国家公派|公派|高级|资深|短期|富布赖特|富布莱特|Fulbright|洪堡)*(?:访问(?:学者|学人|教授|副教授|研究员|研究学者|研究|学习|讲师|科学家|' +
        '进修)|访学)|(?:客座|客员|客席)[\\p{Script=Han}]{0,2}(?:教授|研究员|研究学者|讲师|助理教授|教師|教师|艺术家)|' +
        '外国人研究员|(?:兼职|兼任|名誉|荣誉|讲座|客座|特邀|顾问)(?:副|助理)?(?:教授|讲师|研究员|导师|教师|助理教授)|博士?联合培养|联合培养(?:博士)?(?:研究生|' +
        '生)?|(?:交换|交流|访问|访学)(?:博士|硕士|本科)(?:研究)?生|交换(?:生|学生|学者|教授)|进修(?:教师|学习|生)?|研修(?:学者|生)?|合作研究|短期讲学',
      'gu',
    ),
  ],
  [
    'doctorate',
    new RegExp(
      `副博士(?:学位)?|硕博连读|直博生?|直接攻博|(?:${FIELD})?博士(?:学位|研究生(?!院)|班|课程)?(?:生(?!导|指|院))?`,
      'g',
    ),
  ],
  [
    'master',
    new RegExp(
      `(?:${FIELD})?硕士(?:学位|研究生(?!院)|班|课程)?(?:生(?!导|指))?|(?<![士])研究生(?![ /、(]{1,2}(?:硕士|博士)|院|部|处|导|指|会|课|教|培|招|论|工|` +
        `学院)(?:学历|班)?|\\b(?:EMBA|MBA|MPA)\\b`,
      'g',
    ),
  ],
  [
    'bachelor',
    new RegExp(`(?:${FIELD}|文|理|工|法|医)?学士(?!后)(?:学位)?|(?:大学)?本科(?:生|学历|学习)?|大学(?:学历|文化)`, 'g'),
  ],
  [
    'administrative',
    new RegExp(
      '(?:常务|执行|代理?|名誉)*(?:副院长|副校长|副所长|副系主任|系副主任|副主任(?!医|编|委|技|护)|副处长|副书记|副部长|副馆长|副教务长|副教务处长|副台长|副团长)|院长助理|校长助理|' +
        '(?:常务|执行|代理?|名誉|创院|首任|班子|学术)*(?:院长|校长(?!卓越|奖|特别)|所长|系主任|室主任|主任(?!医|编|委|技|护|工程|记|科)|处长|' +
        '教务长|馆长|部长(?!助理|级|们)|(?:党委|党总支|总支|支部|团委|党组)*(?:副)?书记)|学部主任|科主任(?!医)|(?:副)?科长|' +
        '(?:副)?局长|团长|台长',
      'g',
    ),
  ],
  [
    'job',
    new RegExp(
      `${RANK}|(?:留校|曾|一直)?(?:任教|执教|任职|供职|就职)(?=[于在,;。、\\n至到)(]|$)|留校(?:任教|工作|执教)|` +
        `(?<=[\\p{Script=Han}])工作(?=[,;。\\n)(]|$|至|到)|教职|教书`,
      'gu',
    ),
  ],
  [
    'enter',
    new RegExp(
      String.raw`(?:考[入进取上]|(?<=[\d年月日,、 ][再又复后升]?)入(?=[一-龥]{2,12}(?:大学|学院|研究[所院]))|` +
        '升入|入读|入学|就读于?|进入(?=[^,;。]{0,16}(?:学习|就读|攻读|深造))|攻读|深造|负笈|求学于?|留学|' +
        String.raw`在读|学习(?=[,;。\n]|$)|录取|保送|免试推荐|师从)`,
      'g',
    ),
  ],
  ['finish', /毕业(?!论文|生|设计|作品)(?:于|自)?|修[完毕满]|肄业|结业|获得?(?=[\p{Script=Han}]{0,8}学位)/gu],
  ['leave', /出站|卸任|辞去|不再担?任|免去|离任|离职|离开|退休|届满|任满/g],
];

const PROFESSOR =
  '(?:[Pp]rofessor|[Pp]rof\\.?(?= (?:of|in|at)\\b|,|$))(?:[ -]?(?:in|of)[ -]?(?:[Rr]esidence|[Pp]ractice))?(?:ship)?';

/** English words, those first that are also part of others. */
export const ENGLISH_ROLES: readonly Words[] = [
  [
    'none',
    new RegExp(
      "(?:(?:[Dd]octoral|Ph\\.?D\\.?|[Dd]octorate|[Mm]aster['’]?s|[Gg]raduate|[Tt]hesis|" +
        "[Dd]issertation)[ -]+(?:students?'? )?(?:[Ss]upervis\\w+|[Aa]dvis\\w+|[Cc]ommittee|" +
        '[Pp]rogram(?:me)?s?|[Ee]xaminer))|' +
        'supervis(?:e|es|ed|ing) (?:[a-z]+ ){0,3}(?:PhD|Ph\\.D\\.|doctoral|graduate|master)[^.;\\n]*|' +
        '(?:MSc|MA|MBA|MPhil|MS|BSc|BA|BS|PhD|DBA|LLM|LLB) (?=[Pp]rogram(?:me)?\\b|[Cc]ourse)|' +
        '(?:prospective |supervised |my |her |his |former )(?:\\w+ )?(?:PhD|Ph\\.D\\.|doctoral|' +
        "master's|graduate|MA)(?: \\w+)? students?|(?:PhD|Ph\\.D\\.|doctoral|" +
        'graduate) students?(?= (?:supervised|advised|mentored))|' +
        '[Hh]onorary (?:[Dd]octor\\w*|[Dd]egree|D\\.?\\w+)(?: of \\w+)?|' +
        '[Dd]octor\\w* (?:of \\w+ )?\\(?[Hh](?:onoris|\\.) ?[Cc](?:ausa|\\.)\\)?|' +
        '\\b(?:[Ss]enior |[Ff]oundation |[Cc]ouncil |[Bb]oard |[Cc]ommittee |' +
        '[Ll]ife )?[Mm]ember(?:ship)?\\b(?! of (?:the )?(?:\\w+ ){0,4}(?:Academ|' +
        'National Academ))|(?:[Aa]ssociate |[Aa]ssistant |[Gg]eneral |[Mm]anaging |[Cc]o-?|' +
        '[Gg]uest |[Ss]eries |[Rr]eview |[Ss]ection )*(?:-)?\\b[Ee]ditor(?:-in-[Cc]hief|' +
        'ial [Bb]oards?|ial|s)?\\b|[Aa]ssoc\\. [Ee]ditor|' +
        '\\b(?:under|of|by|with|from) (?:Professors?|Prof\\.?) (?!of\\b|in\\b|at\\b|' +
        '[Ee]merit)[A-Z][\\w.]+|[Rr]eferee|[Rr]eviewer|[Rr]eader (?=for )|' +
        '[Ee]xternal [Ee]xaminer|[Tt]rustee|' +
        '[Tt]reasurer|[Ss]ecretary|[Cc]ouncill?or|[Pp]rincipal [Ii]nvestigator|\\bCo-?PI\\b|' +
        '\\bPI\\b|[Cc]o-[Ii]nvestigator|[Kk]eynote|(?:[Aa]rea|[Pp]rogram(?:me)?|[Ss]ession|' +
        '[Tt]rack|[Gg]eneral|[Pp]ublicity) [Cc]o-?[Cc]hair|(?:[Aa]rea|[Pp]rogram(?:me)?|' +
        '[Ss]ession|[Tt]rack) [Cc]hair|[Ii]nvited (?:[Ss]peaker|[Tt]alk|[Ll]ecture)|' +
        '[Pp]anelist|[Hh]abilitation|Habil\\.|[Oo]rganizer|' +
        '(?:[Pp]ast |[Vv]ice[- ])?[Pp]resident(?:-elect)?(?=,? (?:of )?(?:the )?(?:[A-Z]\\w+ ){0,' +
        '6}(?:Society|Association|Federation|Union|League))|[Dd]octoral supervisor|' +
        'PhD supervisor|[Cc]hair(?:person|' +
        'man)?(?=,? (?:of )?(?:the )?(?:[\\w-]+ ){0,5}(?:[Cc]ommittee|[Ss]ession|[Pp]anel|' +
        '[Cc]onference|[Bb]oard|[Ss]ociety|Association|Group|SIG))|' +
        '(?<=[A-Z][a-z]{2,}, )MA(?=\\s*(?:\\n|\\t|$|;|\\)|\\d{5}|,? US))|[Mm]aster ?[Cc]lass\\w*|' +
        '[Cc]oncert[Mm]aster|[Hh]ead[Mm]aster\\b(?!,)|(?:[Dd]issertation|' +
        '[Tt]hesis)(?: [Tt]itle)?[:,].*|(?:[Bb]est|[Oo]utstanding) [Pp]aper.*',
      'g',
    ),
  ],
  [
    'award',
    new RegExp(
      '(?:Changjiang|Cheung Kong|Yangtze(?: River)?|' +
        'Chang Jiang)(?: Scholars?)?(?: (?:Distinguished|Chair|Young))*(?: (?:Professor(?:ship)?|' +
        'Scholar|Chair))*|National Science Fund for Distinguished Young Scholars|' +
        '(?:National )?Distinguished Young Scholars?|(?:Excellent|' +
        'Outstanding) Young (?:Scholars?|Scientists?)(?: Fund)?|' +
        '(?:Young )?(?:Thousand|Hundred|Ten[- ]Thousand|One Hundred) Talents?(?: (?:Program|' +
        'Programme|Plan|Professor|Scholar))?|New Century Excellent Talents?|' +
        '(?:State Council )?Special (?:Government )?Allowance|' +
        '(?:[Ee]lect(?:ion|ed) to )(?:the )?(?:[A-Z]\\w+ ){0,3}Academy(?: of(?: the)?(?: [A-Z]\\w+| and| of| the)+)?|' +
        '(?:[A-Z]\\w+ )?Leverhulme Prize|(?:Gottfried Wilhelm )?Leibniz Prize|Maier-Leibnitz Prize|' +
        '(?:(?:[A-Z][\\w.-]+ ){1,3}(?<!Postdoctoral |Predoctoral |Doctoral |Dissertation |' +
        'Graduate |Travel |Student ))(?:Research |Memorial |Senior |Faculty )?Fellowship(?! at)|' +
        '(?:[A-Z][\\w.-]+ ){1,4}(?:Talent|(?<!Visiting |Research |Senior |Guest |Exchange |' +
        'Postdoctoral )Scholar)s?(?= Program|,|\\n|\\t|$| \\()|' +
        'Canada Research Chair(?: in (?:[A-Z]\\w+ ?(?:and )?)+)?|' +
        '(?:John Simon )?Guggenheim (?:Memorial )?(?:Foundation )?(?:Fellow(?:ship)?)|' +
        '(?:Alexander[ -]von[ -])?Humboldt(?: Foundation)? (?:[Rr]esearch )?(?:[Ff]ellow(?:ship)?' +
        '|Prize|Award|Professor(?:ship)?)|Fulbright (?:Fellow(?:ship)?|Award|' +
        'Distinguished Chair)|(?:Alfred P\\. )?Sloan (?:Research )?Fellow(?:ship)?|' +
        'MacArthur Fellow(?:ship)?|Packard Fellow(?:ship)?|Rhodes Scholar(?:ship)?|' +
        'Marshall Scholar(?:ship)?|NSF CAREER(?: Award)?|CAREER Award|(?:NEH|ACLS|Leverhulme|' +
        'Wolfson|Radcliffe|Rockefeller)(?: \\w+){0,2} Fellow(?:ship)?|' +
        'Royal Society Wolfson \\w+ \\w+|' +
        '(?:[Ee]lected |Foreign |Honorary |Corresponding |Life )*(?:[Ff]ellow|[Mm]ember|' +
        '[Aa]cademician)(?:ship)?(?:,)? (?:of )?(?:the )?(?:[A-Z]\\w+ )*Academ(?:y|' +
        'ia)\\b(?! of Music)(?: of(?: the)?(?: [A-Z]\\w+| and| of| the)+)?|(?:[Ee]lected |' +
        'Foreign )*[Ff]ellow(?:,)? (?:of )?(?:the )?(?:Royal Society|' +
        'British Academy)(?: of [A-Z]\\w+)?|' +
        '(?:[Ee]lected )?[Ff]ellow,? (?:of )?(?:the )?(?:[A-Z]\\w+ )+(?:Society|Association|' +
        'Institute of Physics)|(?:IEEE|ACM|APS|AAAS|AERA|ACS|MRS|OSA|IOP) Fellow\\b|' +
        '\\b[Aa]cademician\\b|' +
        '(?:Distinguished|Outstanding|Excellence in)(?: \\w+)? (?:Teach(?:er|ing)|' +
        'Alumn\\w+) Award|National Teaching Fellow(?:ship)?',
      'g',
    ),
  ],
  [
    'postdoc',
    new RegExp(
      String.raw`(?:[A-Z][\w.]*\.? )*(?:[Pp]ost-? ?[Dd]oc(?:toral)?)(?: (?:[Rr]esearch(?:er)?|[Tt]eaching|` +
        '[Ss]tation|[Ff]ellow(?:ship)?|[Aa]ssociate|[Ss]cholar|[Rr]esearcher|[Ss]cientist|' +
        '[Pp]osition|[Ww]ork(?:er)?|[Tt]raining|[Aa]ssociate|[Ii]nvestigator|[Mm]ember))*|' +
        String.raw`JSPS (?:Research )?Fellow(?: \(PD\))?|Marie (?:Skłodowska-)?Curie (?:\w+ )?Fellow(?:ship)?`,
      'g',
    ),
  ],
  [
    'visiting',
    new RegExp(
      String.raw`(?:[Jj]oint(?:ly[ -]\w+|[ -]\w+ed|[ -][Tt]raining)?|[Ee]xchange|[Vv]isiting|[Gg]uest) ` +
        String.raw`(?:Ph\.? ?D\.?|[Dd]octoral|[Gg]raduate|[Mm]aster'?s?) (?:[Ss]tudent|[Cc]andidate|[Rr]esearcher)|` +
        `(?:[Ss]enior |[Ss]hort-term |[Aa]cademic |[Ff]ulbright |` +
        `[Dd]istinguished )*(?:[Vv]isiting|[Gg]uest)(?: (?:[Ff]ull|[Aa]ssociate|[Aa]ssistant|` +
        `[Rr]esearch|[Dd]istinguished|[Ss]enior|[Aa]cademic|[Ff]ulbright|[Pp]ostdoctoral|` +
        `[Aa]djunct|[Ff]aculty))*(?: (?:${PROFESSOR}|[Ss]cholar|[Ff]ellow(?:ship)?|[Rr]esearcher|` +
        `[Ll]ecturer(?:ship)?|[Ss]cientist|[Pp]ositions?|[Aa]ppointments?|[Pp]rofessorships?|` +
        `[Ss]tudent|[Mm]ember|[Ii]nstructor|` +
        `[Aa]rtist|[Aa]cademic|[Aa]ppointment|[Ff]aculty))|` +
        `Fulbright (?:[Rr]esearch )?[Ss]cholar|(?:[Aa]djunct|[Hh]onorary|[Pp]art-?time|` +
        `[Aa]ffiliate[d]?|[Cc]ourtesy)(?: (?:[Ff]ull|[Aa]ssociate|[Aa]ssistant|[Rr]esearch|` +
        `[Ss]enior|[Cc]linical))*(?: (?:${PROFESSOR}|[Ll]ecturer|[Ff]ellow|[Tt]utor|` +
        `[Ii]nstructor|[Tt]eacher|[Ff]aculty|[Ss]cholar|[Ss]taff|[Ss]cientist|[Rr]esearcher|` +
        `[Mm]ember|[Ii]nvestigator|[Cc]urator))|` +
        `[Jj]oint(?:ly)?[ -](?:[Tt]rain(?:ing|ed)|[Ss]upervised)(?: (?:PhD|doctoral|` +
        `Ph\\.D\\.) (?:student|candidate))?|[Ee]xchange (?:student|scholar|fellow)|` +
        `Vis\\. (?:(?:Assoc|Asst)\\. )?(?:Prof\\b\\.?|Fellow|Lectr|Scholar)|` +
        `[Ff]ulbright [Ll]ecturer|` +
        `(?<!Academy |Society |[\\w-])(?:(?!Visiting|Academy|Society|Royal|Associat|Assistant)` +
        `[A-Z][\\w'-]+ ){1,3}(?<!Research |Teaching |Junior |` +
        `Clinical |Senior |Doctoral |Graduate |Elected |Honorary |Foreign |Life |National |IEEE |` +
        `ACM )Fellow(?=\\s*(?:\\n|\\t|,| at |$))|` +
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
        String.raw`D\.? ?Mus\b\.?|Mus\. ?D\b\.?|Sc\. ?D\b\.?|D\. ?Sc\b\.?|Dr\. ?(?:phil|rer|ing|` +
        String.raw`med)\b\.?(?: nat\b\.?)?|Th\. ?D\b\.?|J\. ?D\b\.?|M\. ?D\b\.(?= |,)|` +
        String.raw`[Dd]octor(?:ate)?\b(?: of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*| degree)?|` +
        String.raw`[Dd]octoral (?:degree|studies|student|candidate|work|research|training)|` +
        String.raw`Promotion|Doktor\b|Konzertexamen|` +
        String.raw`Doctorat)(?!\s+(?:supervis|advis))`,
      'g',
    ),
  ],
  [
    'master',
    new RegExp(
      String.raw`\b(?:M\. ?Phil\b\.?|MPhil\b|M\. ?A\b\.?(?:Ed\b)?|MA\b(?! \d|,? USA)|M\. ?Sc?\b\.?(?! \d)|` +
        String.raw`MSc\b|MS\b|M\. ?Ed\b\.?|MEd\b|M\. ?Mus\b\.?|MMus\b|M\. ?M\b\.?(?:Ed\b\.?)?|MM\b|MME\b|` +
        String.raw`M\.M\.E\.|M\. ?Eng\b\.?|MEng\b|M\.?B\.?A\b\.?|M\.?F\.?A\b\.?|M\. ?Litt\b\.?|MTeach\b|MRes\b|` +
        String.raw`[Mm]aster(?:'s|s)? (?:degree|of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*|` +
        String.raw`in [A-Z]\w+|thesis|studies)|[Mm]aster's\b|Masters\b|Magister\b|Diplom\b|` +
        String.raw`Laurea\b|DEA\b|M\.?Com\.?(?:m\b)?|M\.?Tech\b\.?|M\.?Arch\b|LL\.?M\b\.?|` +
        String.raw`MPH\b|M\.P\.H\.|MPP\b|MPA\b|MSN\b|MSW\b|M\.?Div\b\.?|MPharm\b|S\.M\.|A\.M\.|Staatsexamen)`,
      'g',
    ),
  ],
  [
    'bachelor',
    new RegExp(
      String.raw`\b(?:B\. ?A\b\.?(?:Ed\b)?|BA\b|B\. ?Sc?\b\.?|BSc\b|BS\b|B\. ?Ed\b\.?|BEd\b|` +
        String.raw`B\. ?Mus\b\.?(?:Ed\b\.?)?|BMus\b|B\. ?M\b\.?(?:E\b\.?|Ed\b\.?)?|BM\b|BME\b|B\. ?Eng\b\.?|` +
        String.raw`BEng\b|B\.?F\.?A\b\.?|LL\.? ?B\b\.?|A\. ?B\b\.?|Mus\. ?B\b\.?|B\. ?Com\b\.?|` +
        String.raw`[Bb]achelor(?:'s|s)? (?:degree|of [A-Z]\w+(?: [A-Z]\w+| in [A-Z]\w+| and [A-Z]\w+)*|` +
        String.raw`in [A-Z]\w+)|[Bb]achelor(?:'s|s)?\b|[Uu]ndergraduate (?:degree|studies|student|education)|` +
        'Licenciatura|Licence\\b|B\\.?Com\\.?(?:m\\b)?|B\\.?Tech\\b\\.?|B\\.?Arch\\b|' +
        'BBA\\b|BSN\\b|BSW\\b|BHSc\\b|BAppSc\\b|' +
        'BPharm\\b|MBBS\\b|MB ?ChB\\b|Mus\\.?B\\b|S\\.B\\.|Sc\\.B\\.)',
      'g',
    ),
  ],
  [
    'administrative',
    new RegExp(
      '(?:[Pp]ro-|[Dd]eputy |[Aa]cting |[Ii]nterim |[Aa]ssociate |[Aa]ssistant |[Vv]ice[- ]|' +
        '[Ee]xecutive |[Ff]ounding |[Aa]cademic |[Ss]enior |[Cc]o-)*(?:[Vv]ice[- ][Cc]hancellor|' +
        '[Cc]hancellor|[Pp]rovost|[Dd]ean|[Pp]resident|[Rr]ector|' +
        '[Pp]rincipal(?= of (?:the )?(?:College|School|Institute)|,)|[Dd]irector(?:ship)?|' +
        String.raw`[Hh]ead(?:ship)?|[Cc]hair(?:person|man|woman)?)(?= (?:of|for|at|there|in)\b|[,;.)\t\n]| ?\(|` +
        String.raw`$| \d| since| from| and| between| until| during)(?: of (?:[Dd]epartment|` +
        String.raw`[Ss]chool|[Ff]aculty|[Dd]ivision|[Ss]tudies|` +
        '[Pp]ostgraduate [Ss]tudies|[Gg]raduate [Ss]tudies|[Uu]ndergraduate [Ss]tudies|[Mm]usic|' +
        String.raw`[Rr]esearch|[Hh]umanities|[Aa]rts|[Ss]ciences?|[Tt]eaching)(?: and [A-Z]\w+)?)?|` +
        String.raw`\bDepartment (?:Chair|Head)|\b(?:Admissions|Senior) Tutor\b|\bHd(?=,| of)|` +
        String.raw`[Cc]o-?[Oo]rdinator of [A-Z]\w+|\bdirected\b(?! (?:[\w-]+ ){0,3}(?:theses|` +
        String.raw`dissertations|students|films?|plays?|projects?)\b)|\bheaded\b|` +
        String.raw`\bchaired\b(?! (?:the )?(?:\w+ ){0,2}(?:committee|session|panel))`,
      'g',
    ),
  ],
  [
    'job',
    new RegExp(
      `(?:(?:Distinguished|University|Full|full|[Aa]ssociate|[Aa]ssistant|[Cc]hair|Endowed|` +
        `[Cc]linical|[Rr]esearch|[Tt]eaching|Named|Regius|Emeritus|[Tt]enured|[Ss]enior|` +
        `[Jj]unior|[Pp]rincipal|[Aa]cting|[Ff]ounding|Assoc\\.|Asst\\.) )*${PROFESSOR}|` +
        `(?:[Aa]ssociate|[Aa]ssistant|[Ff]ull)(?= ?(?:→|->|-|,|then|to) ?(?:[Aa]ssociate|` +
        `[Aa]ssistant|[Ff]ull))|` +
        `(?:[Ss]enior |[Pp]rincipal |[Tt]emporary |[Ff]ull-time |[Aa]ssociate |[Aa]ssistant |` +
        `[Tt]enured |[Rr]esearch |[Pp]robationary )*(?:[Ll]ecturer|[Ll]ectureship|[Rr]eader(?!s)|` +
        `[Ii]nstructor|[Tt]utor|(?:[Gg]raduate )?[Tt]eaching (?:[Ff]ellow|[Aa]ssociate|` +
        `[Aa]ssistant)|[Gg]raduate [Aa]ssistant|` +
        `[Rr]esearch (?:[Ff]ellow(?:ship)?|[Aa]ssociate|[Aa]ssistant|[Ss]cientist|[Oo]fficer|` +
        `[Ee]ngineer|[Pp]rofessor|[Ss]taff)|[Rr]esearcher|[Ss]cientist|[Ss]taff [Ss]cientist|` +
        `[Ee]ngineer\\b|[Cc]onsultant\\b|(?:[Ss]pecial|[Ss]enior|[Pp]olicy|[Ee]conomic|[Cc]hief|` +
        `[Ss]cientific) [Aa]dvis[eo]r|[Ee]conomist|[Ss]tatistician|` +
        `[Ss]taff [Nn]urse|(?:[Ss]en\\. |[Aa]sst\\.? |Princ\\. )?Lectr\\b|` +
        `(?:Sen\\. )?Res\\. Fellow\\b|[Aa]nalyst|[Cc]urator|[Ll]ibrarian|[Pp]hysician|[Ss]urgeon|` +
        `[Mm]anager|[Aa]ssistant in \\w+|[Cc]onductor|[Oo]rganist|[Cc]oncertmaster|[Aa]ccompanist|` +
        `[Cc]omposer-in-[Rr]esidence|[Aa]rtist-in-[Rr]esidence|[Jj]unior [Ff]ellow)|` +
        `(?:(?:[Mm]usic|[Ss]chool|[Pp]iano|[Cc]lass(?:room)?|[Pp]rimary|[Ss]econdary|` +
        `[Ee]lementary|[Hh]igh|[Mm]iddle|[Vv]ocal|[Hh]ead|[Ss]ubstitute|[Cc]horal|[Bb]and|` +
        `[Ss]econdary-school|[Pp]rimary-school) )+[Tt]eacher|(?<![a-z] )[Tt]eacher(?= (?:at|in|` +
        `of)|,)|[Ff]aculty [Mm]ember|[Ss]chool[Tt]eacher|` +
        `\\b(?:[Mm]usic|[Aa]ssistant|[Ss]chool|[Hh]ouse|[Cc]lassics|[Hh]istory|French|German|English|[Mm]athematics|` +
        `[Ss]cience|[Aa]rt|[Cc]hoir)[ -]?(?:[Mm]aster|[Mm]istress)(?= (?:at|in)\\b|,|\\t|\\n)|` +
        `\\b(?:lectur(?:ed|ing)|taught|` +
        `teaching)(?= (?:\\w+ ){0,3}(?:at|in) (?:the )?[A-Z])|(?:[Rr]esearch|` +
        `[Tt]eaching) [Pp]osition`,
      'g',
    ),
  ],
  [
    'enter',
    new RegExp(
      String.raw`\b(?:entered|enrolled|began (?:his|her|their) (?:\w+ )?studies|matriculated|was admitted|` +
        String.raw`started (?:his|her) (?:PhD|studies)|[Ss]tudied|read (?=[a-z]+ at))\b`,
      'g',
    ),
  ],
  ['finish', /\b(?:graduated|graduating|completed (?:his|her) (?:undergraduate )?studies)\b/g],
  ['leave', /\b(?:leaving|left|retired|resigned|stepped down|stepping down)\b/g],
];
