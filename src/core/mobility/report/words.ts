import type { Codebook } from '../../../shared/mobility/codebook.ts';
import type { Summary } from '../../../shared/mobility/results.ts';

export interface Words {
  fictional: string;
  findings: string;
  figures: string;
  tables: string;
  method: string;
  cautions: string;
  summaryTitle: string;
  sensitivityTitle: string;
  agreementTitle: string;
  interval: string;
  school: string;
  city: string;
  rises: string;
  falls: string;
  codebook(version: number, date: string): string;
  finding(title: string, summary: Summary, upward: string, downward: string, parallel: string): string;
  methodLines(book: Codebook): string[];
  cautionLines: string[];
}

export const WORDS: Record<'en' | 'zh-CN', Words> = {
  en: {
    fictional:
      'Fictional study. Scholars, institutions, rankings and city tiers were made by code; nothing here is about anybody. How "very few" divides, and all of elected → current, is invented.',
    findings: 'Findings',
    figures: 'Figures',
    tables: 'Tables',
    method: 'Method',
    cautions: 'What these numbers assume',
    summaryTitle: 'Flow quadrants, with 95 % Wilson intervals',
    sensitivityTitle: 'The same shares under each codebook choice',
    agreementTitle: 'Agreement of coders, before adjudication',
    interval: '95 %',
    school: 'reputation level',
    city: 'city tier',
    rises: 'rises',
    falls: 'falls',
    codebook: (version, date) => `Codebook version ${version}${date ? ` of ${date}` : ''}`,
    finding: (
      title,
      { scholars, stayed, moved, missing, comparableMoves, notComparable },
      upward,
      downward,
      parallel,
    ) =>
      `${title}: of ${scholars} scholars ${stayed} stayed, ${moved} moved, ${missing} are not known. Of ${comparableMoves} comparable moves (${notComparable.count} cannot be compared) upward ${upward}, downward ${downward}, parallel ${parallel}.`,
    methodLines: ({ reputation, cities, positions, identity }) => [
      `Reputation: ${reputation.table}, ${reputation.rule === 'fixed-mean' ? `mean rank ${reputation.fromYear}–${reputation.toYear}` : `mean rank within ${reputation.nearYears} years of the stage`}, ${reputation.band} of bands; absent from a complete list: ${reputation.unranked === 'cap' ? `counts as ${reputation.cap}` : 'the year is left out'}; cut lists and years that were not imported are left out. Levels at ${reputation.cutPoints[reputation.levels].join(', ')}; 1 is best.`,
      `City tiers: edition ${cities.edition}, ${cities.order.join(' > ')}; compared with none: ${cities.notComparable.join(', ')}.`,
      `A postdoc ${positions.postdocIsFirstJob ? 'counts' : 'does not count'} as first job. Mergers are ${identity.mergers ? 'followed by their dates' : 'not followed'}.`,
      'Upward: neither axis falls and one rises. Downward: neither rises and one falls. Parallel: they compensate, or neither changes. Intervals: Wilson, 95 %.',
      'Differences from the default codebook:',
    ],
    cautionLines: [
      'Intervals treat the scholars as a sample of a larger group (a superpopulation). For a full list the counts are exact.',
      'The group was selected on the institution of election: that stage is fixed by design.',
      'Top levels cannot rise and bottom levels cannot fall: compare shares by level of origin.',
      'A fixed mean rank applies later reputation to earlier moves.',
      'Careers stay identifiable without names: share tables with care.',
      "Nobody's future move is predicted here.",
    ],
  },
  'zh-CN': {
    fictional:
      '虚构研究。学者、院校、排名和城市等级均由程序生成，与任何真实个人或机构无关。“极少数”的具体划分以及“入选 → 现职”的全部数字均为虚构。',
    findings: '主要结果',
    figures: '图',
    tables: '表',
    method: '方法',
    cautions: '结果的前提与注意事项',
    summaryTitle: '流动象限（95 % Wilson 区间）',
    sensitivityTitle: '不同编码规则下的同一比例（敏感性分析）',
    agreementTitle: '编码一致性（裁定之前）',
    interval: '95 % 区间',
    school: '院校声誉层级',
    city: '城市等级',
    rises: '上升',
    falls: '下降',
    codebook: (version, date) => `编码手册第 ${version} 版${date ? `（${date}）` : ''}`,
    finding: (
      title,
      { scholars, stayed, moved, missing, comparableMoves, notComparable },
      upward,
      downward,
      parallel,
    ) =>
      `${title}：${scholars} 位学者中，留任 ${stayed}，流动 ${moved}，不详 ${missing}。可比流动 ${comparableMoves} 次（另有 ${notComparable.count} 次不可比）：向上流动 ${upward}，向下流动 ${downward}，平行流动 ${parallel}。`,
    methodLines: ({ reputation, cities, positions, identity }) => [
      `声誉：${reputation.table}，${reputation.rule === 'fixed-mean' ? `${reputation.fromYear}–${reputation.toYear} 年平均名次` : `阶段前后 ${reputation.nearYears} 年平均名次`}；区间名次取${{ midpoint: '中点', lower: '下限', upper: '上限' }[reputation.band]}；完整榜单中未上榜：${reputation.unranked === 'cap' ? `按 ${reputation.cap} 计` : '该年不计'}；不完整或未导入的年份不计。层级分界 ${reputation.cutPoints[reputation.levels].join('、')}，1 为最高。`,
      `城市等级：${cities.edition} 版，${cities.order.join(' > ')}；不参与比较：${cities.notComparable.join('、')}。`,
      `博士后${positions.postdocIsFirstJob ? '计为' : '不计为'}初职。${identity.mergers ? '按年份追踪院校合并' : '不追踪院校合并'}。`,
      '向上流动：两轴均不下降且至少一轴上升；向下流动：两轴均不上升且至少一轴下降；平行流动：一升一降或两轴不变。区间为 95 % Wilson 区间。',
      '与默认编码手册的差异：',
    ],
    cautionLines: [
      '区间估计把这些学者视为更大总体的样本（超总体假设）；若为完整名单，计数本身即为准确值。',
      '样本按入选时所在院校选取，该阶段由研究设计决定。',
      '最高层级不可能再上升，最低层级不可能再下降：请按起点层级比较比例。',
      '固定平均名次把后来的声誉用于较早的流动。',
      '即使去除姓名，履历仍可能识别个人：请谨慎分享表格。',
      '本软件不预测任何人的未来流动。',
    ],
  },
};
