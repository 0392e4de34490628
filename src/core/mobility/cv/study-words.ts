export const BEGINS = new RegExp(
  '攻读|[去赴到往在][^,;。]{2,24}读(?=博|硕|研|本)|考[入取上进回]|读研|升入|进入|入读|就读|录取|入学|转为|成为|保送|' +
    String.raw`\b(?:began|commenced|enrolled|entered|started|pursu\w+|candidate(?!'s|s\b)|admitted)\b`,
  'i',
);
/** What these name is begun, whatever word for its end stands there. */
export const BEGUN = /攻读[^,]{0,12}学位|\bcommenced (?:an?|his|her|their) [^,;]{0,40}degree/;
/** The next degree is begun behind the one before: 毕业并免试攻读硕士, 毕业后保送本校直博. */
export const BEGINS_NEXT = /攻读|考[取入上]|升入|就读|保送|推免|免试|直博|转入|\b(?:began|enrolled|entered|started)\b/;
/** "studied viola at X, receiving her diploma in 1990": that year is the end. */
export const GRADUATES =
  /\b(?:receiv|earn|complet|obtain|gain)\w+ [^.;]{0,60}?\b(?:degree|doctor|studies)|\bgraduat(?:ed|ing)\b|\bdiploma\b/;
export const ENDS =
  /[获取]得|获|毕业|授予|学位|\b(?:received|earned|obtained|completed|awarded|graduated|took|holds|gained|degree)\b/i;
export const SECONDARY =
  /附中|附小|师范学校$|中专|技校|卫校|中学|小学|国中|高中$|[一二三四五六七八九十]中$|\b(?:High|Grammar|Primary|Secondary|Middle) School$/;
/** A school of a university, behind its name and what is said of that. */
export const OF_SCHOOL = /附[中小](?=[学,;。]|$)|附属[中小]学/;
/** What somebody does on a visit; the title says more. */
export const VISIT = /^(?:研修|进修|访学|合作研究|短期讲学|[Ss]abbatical(?: leave| visit)?|[Vv]isited|[Ss]pent .*)$/;
/** 考入某乐团: somebody works there. */
export const NO_SCHOOL = /(?:乐团|歌舞团|文工团|艺术团|剧院|剧团|合唱团|公司|集团|电视台|电台|银行|部队)$/;
/** What a line about studies may tell without a degree. */
export const NO_DEGREE =
  /\b(?:certificate|diploma of attendance|attendance|workshop|summer school|short course|masterclass)\b|证书|培训|短训/i;
