/** Ministries, newspapers and troops: their names have no word of their own for an institution, only what follows. */

const FIELDS_OF_MINISTRIES =
  '教育|高等教育|文化|文化和旅游|卫生|科技|科学技术|农业|农业农村|林业|财政|外交|司法|民政|公安|国防|水利|水利电力|' +
  '电力|交通|交通运输|铁道|建设|住房和城乡建设|国土资源|自然资源|环境保护|生态环境|商务|对外贸易|对外经济贸易|' +
  '工业和信息化|信息产业|电子工业|机械工业|化学工业|冶金工业|煤炭工业|石油工业|纺织工业|轻工业|航空工业|航天工业|' +
  '[一二三四五六七八]机|[一二三四五六七八]机械工业|核工业|航空航天|航空航天工业|航天|航空|电子|地质|地质矿产|人事|劳动|人力资源和社会保障|民族事务';

const OF_A_MINISTRY = new RegExp(`^(?:${FIELDS_OF_MINISTRIES})部(?=.{2})`);

/** 交通运输部某某科学研究院: who runs it is no university. */
export const isOfAMinistry = (name: string) => OF_A_MINISTRY.test(name);

/** What somebody is or does there, behind the ministry or one of its offices. */
const POST_IN_AN_OFFICE =
  '(?:任(?![务免])|担任|做|当(?!选)|挂职|借调|工作(?!站|室|者|组|奖|会)|副?[部司局处厅]长|副?总工程师|(?:高级)?(?:技术)?顾问|科技委|(?:副?主任)?科员|干部|公务员|' +
  '[一二三四]级(?:主任科员|调研员)|专员|专门委员|秘书)';

/** 文化部某局副处长: a ministry that awards or pays (教育部某计划) is no place of work. */
export const MINISTRY =
  `(?<=${FIELDS_OF_MINISTRIES})部` +
  `(?=(?:[\\p{Script=Han}]{2,10}(?:司|局|处|厅|办公室|办公厅|中心))?${POST_IN_AN_OFFICE})`;

/** The same alone in a cell: its neighbours say what somebody is there. */
export const MINISTRY_ALONE = new RegExp(
  `^(?:中国|中华人民共和国|国家)?(?:${FIELDS_OF_MINISTRIES})部(?:[\\p{Script=Han}]{2,10}[司局厅])?$`,
  'u',
);

/** 南方某某报 and weeklies, where what follows says what somebody did there; what is printed in one is no post. */
export const NEWSPAPER =
  '(?<=[\\p{Script=Han}]{2})(?:日报|晚报|早报|晨报|都市报|商报|时报|青年报|法制报|法治报|经济报|文化报|教育报|科技报|体育报|' +
  '周报|导报|画报|晨刊|周末|周刊|月刊|通讯社)(?:社|集团|报业集团)?(?![社集])' +
  '(?=$|任(?!务)|担任|做|当|工作|实习|供职|从事|驻|(?:社?会|经济|文化|文艺|体育|国际|时政|要闻|副刊|评论|新闻|总编|编辑|摄影|' +
  '深度|财经|科教)[部室中]|(?:首席|高级|资深|助理|见习|实习|特约|摄影|副|总|常务|执行|责任|主任|美术|文字)*' +
  '(?:记者|编辑|主笔|主编|总编|编委|评论员|撰稿|翻译|校对|社长))';

/** 生产建设兵团第三师二团 */
export const TROOPS =
  '(?<=建设)兵团(?:第?[一二三四五六七八九十\\d]{1,3}师)?(?:第?[一二三四五六七八九十〇\\d]{1,4}团)?' +
  '(?=$|任|担任|做|当|工作|务农|劳动|[\\p{Script=Han}]{0,8}(?:连|中学|小学|医院|学校|宣传队))|' +
  '(?<=建设兵团)第?[一二三四五六七八九十\\d]{1,3}师(?:第?[一二三四五六七八九十〇\\d]{1,4}团)?';
