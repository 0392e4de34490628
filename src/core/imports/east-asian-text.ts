import { isUtf8 } from 'node:buffer';
import { JUDGED_BYTES } from './wide-text.ts';

/** Damaged characters, as a share of all that are not ASCII, up to which a text still is in an encoding. */
export const MOST_DAMAGED = 0.3;

/** The commonest characters of Chinese texts, and of tables here, in Japan and Korea; rare ones are a misreading. */
const COMMON = new Set(
  '的一是在不了有和人这这中大为为上个个国国我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產' +
    '种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從' +
    '业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么利比' +
    '或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系系統教授院校单單位姓名编編号號类類型起始结束止职職务務称稱城市博士硕碩' +
    '歌曲手专專辑輯播放次听聽众眾流派风風格标標签籤' +
    '研究室艺藝术術音乐樂师師范範立北京上海南东東西江湖山河广廣安州武汉漢华華清交通科技医醫药藥农農省台湾灣香港至今任聘奖獎' +
    '氏所属屬准助講修終了年東京都阪屋古早稲慶應義塾九州員郎田山藤木鈴佐村林加吉渡辺橋伊井川子特敎碩學歷金李朴延世麗漢陽鄭崔校',
);
/** The commonest syllables of Korean: Chinese in GB18030 reads as rare ones. */
const COMMON_HANGUL = new Set(
  '이다는을의가에하고한를로은지기사시어들그나자대서도리것과정수인아일보원으전부해라장구연제상주소교학생년비유성국동문물경조공산' +
    '신여만면안위방개무진계회업민관분요세본술설재단체치화미선오행중발내결통양현할년월김박최강서울명남북임직소속음악석박사졸시작끝',
);
const KANA = /[\u3041-\u3096\u30A1-\u30FA]/gu;
const HANGUL = /[\uAC00-\uD7A3]/gu;
const HAN = /\p{Script=Han}/gu;
/** What bytes of other encodings become in Shift_JIS, and hardly anybody writes. */
const HALF_WIDTH = /[\uFF61-\uFF9F]/g;
/** How much a text in Han characters alone fits the encoding of a language with letters of its own. */
const WITHOUT_LETTERS = 0.7;

interface EastAsianReading {
  encoding: string;
  /** How much of the text is what its language writes most. */
  fit: number;
  damaged: number;
}

/**
 * The encoding of East Asia that a text is in which is no UTF-8; null for all others, one with
 * damaged rows too.
 */
export function eastAsianReading(bytes: Buffer): EastAsianReading | null {
  const part = bytes.subarray(0, JUDGED_BYTES);
  if (isUtf8(part) || damagedShare(part.toString('utf8')) <= MOST_DAMAGED || !pairedHighBytes(part)) return null;
  return bestReading(part);
}

/** The encoding in which the text has the fewest damaged and the most common characters. */
export function eastAsian(bytes: Buffer): string {
  return bestReading(bytes.subarray(0, JUDGED_BYTES))?.encoding ?? 'latin1';
}

function bestReading(part: Buffer): EastAsianReading | null {
  const judged = ['gb18030', 'big5', 'shift_jis', 'euc-kr', 'euc-jp'].map((encoding) => {
    const text = new TextDecoder(encoding).decode(part);
    return { encoding, damaged: damagedShare(text), fit: fitOf(text, encoding) };
  });
  const best = judged.reduce((a, b) => (b.fit - b.damaged > a.fit - a.damaged ? b : a));
  return best.damaged <= MOST_DAMAGED ? best : null;
}

/** How much of a text is what its language writes most. */
function fitOf(text: string, encoding: string): number {
  const own = { shift_jis: KANA, 'euc-jp': KANA, 'euc-kr': HANGUL }[encoding];
  const [han, letters, narrow] = [HAN, own, HALF_WIDTH].map((kind) => (kind && text.match(kind)) || []);
  const common = han.filter((sign) => COMMON.has(sign)).length;
  const all = Math.max(1, han.length + letters.length + narrow.length);
  // Names and headings of Japan and Korea may be Chinese characters throughout.
  if (own && letters.length < 0.2 * all) return (WITHOUT_LETTERS * common) / all;
  const ownCommon = own === HANGUL ? letters.filter((sign) => COMMON_HANGUL.has(sign)).length : letters.length;
  return (common + ownCommon) / all;
}

export function damagedShare(text: string): number {
  let [damaged, wide] = [0, 0];
  for (const sign of text) {
    if (sign === '\uFFFD' || isUnassigned(sign)) damaged++;
    if (sign > '\u007F') wide++;
  }
  return wide === 0 ? 0 : damaged / wide;
}

/** What encodings give bytes that are no characters of theirs: control characters and private ones. */
function isUnassigned(sign: string): boolean {
  return (sign >= '\u0080' && sign <= '\u009F') || (sign >= '\uE000' && sign <= '\uF8FF');
}

/** Encodings of East Asia come as pairs of high bytes; accented letters in Latin-1 are single. */
export function pairedHighBytes(bytes: Buffer): boolean {
  let paired = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; ) {
    let run = 0;
    while (i + run < bytes.length && bytes[i + run] >= 0x80) run++;
    if (run === 1) alone++;
    else if (run > 1) paired += run;
    i += Math.max(1, run);
  }
  return paired > alone;
}
