const LABEL = /^(中文名|外文名|国 {0,2}籍|职 {0,2}业|毕业院校|出生地|民 {0,2}族|代表作品|别 {0,2}名)(?: {1,}|\t)\S/;
/** What a table's neighbours have at least, this line among them. */
const LEAST_ROWS = 3;
/** Lines that are looked at on either side. */
const REACH = 10;
/** A line that tells something of its own: a year, a degree, or a post somewhere. */
const TELLS =
  /(?:19|20)\d\d|学士|硕士|博士|本科|研究生|(?:大学|学院|研究[所院]|公司).*(?:教授|讲师|助教|研究员|教师|院长|校长|主任)/;

/** Whether a line is of the table at the head of an encyclopedia's page, which tells in short what stands below. */
export function isOfInfobox(text: string, from: number, line: string): boolean {
  if (!LABEL.test(line) || TELLS.test(line)) return false;
  const before = text.slice(0, from).split('\n').slice(-REACH);
  const after = text.slice(from).split('\n').slice(0, REACH);
  const labels = new Set([...before, ...after].flatMap((one) => LABEL.exec(one.trim())?.[1] ?? []));
  return labels.size >= LEAST_ROWS && (labels.has('中文名') || labels.has('外文名'));
}
