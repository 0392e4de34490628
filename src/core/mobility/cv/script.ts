import { simplifiedSigns } from '../names/simplified.ts';

/** Simplified signs of the names in `institutions.tsv`, each before its traditional one. */
const PAIRS =
  '学學华華国國师師范範农農业業邮郵电電语語医醫财財经經对對济濟贸貿传傳乐樂戏戲剧劇术術艺藝会會协協质質矿礦开開内內连連东東辽遼宁寧沈瀋阳陽边邊尔爾滨濱龙龍复復军軍苏蘇扬揚厦廈门門侨僑岛島郑鄭汉漢' +
  '广廣头頭庆慶贵貴云雲陕陝长長筑築兰蘭岭嶺台臺湾灣义義辅輔吴吳应應桥橋丽麗韩韓马馬来來亚亞矶磯圣聖维維旧舊顿頓鲁魯伦倫宾賓约約达達莱萊乔喬兹茲纽紐麦麥逊遜诺諾纳納槟檳爱愛罗羅萨薩奥奧迈邁欧歐卫衛' +
  '贝貝实實验驗劳勞贡貢树樹总總软軟剑劍玛瑪厅廳与與彻徹谢謝颠顛铁鐵卢盧联聯综綜乌烏陆陸为為';
const TRADITIONAL = new Map([...PAIRS.matchAll(/(.)(.)/gu)].map(([, plain, full]) => [plain, full]));

/**
 * A name in the script of the text that it is for: in traditional characters where the text writes the institution so.
 * The text's own signs come first; a converter of phrases would take a second to load.
 */
export function inScriptOf(written: string, name: string, original: string): string {
  if (simplifiedSigns(written) === written) return name;
  const own = new Map(TRADITIONAL);
  for (const sign of new Set(original)) {
    const plain = simplifiedSigns(sign);
    if (plain !== sign) own.set(plain, sign);
  }
  return [...name].map((sign) => own.get(sign) ?? sign).join('');
}
