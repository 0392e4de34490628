import { describe, expect, it } from 'vitest';
import { readCv } from '../../src/core/mobility/cv/read-cv.ts';
import { positionsIn as lines } from '../support/cv-lines.ts';

/** The institution that a post is read at, whole. */
const inChinese = (name: string) => readCv(`1999年任${name}讲师。`).map(({ institution }) => institution);
const inEnglish = (name: string) => readCv(`Lecturer, ${name} (1999-2003)`).map(({ institution }) => institution);

describe('names of institutions are read whole', () => {
  it.each([
    ['a field joined to another', '雅典经济与商业大学'],
    ['a name that says nothing of where, and two fields', '达伍德工程与技术大学'],
    ['a town and two fields', '萨格勒布兽医与食品科学大学'],
    ['和 in a name', '和洋女子大学'],
    ['和 within', '昭和女子大学'],
    ['后 in a name', '后贝加尔国立大学'],
    ['至 in a name', '福州至诚学院'],
    ['年 in a name', '俄罗斯科学院前寒武纪地质与年代学研究所'],
    ['an institute of a foreign academy', '俄罗斯科学院高尔基世界文学研究所'],
    ['a centre of a university that is one', '里特尔多雷斯大学中心'],
    ['a country that begins as a short name', '澳大利亚航空学院'],
    ['a known short name and more', '斯坦福国际大学'],
    ['an institute for research', '虚构化工科研所'],
  ])('%s', (_name, name) => expect(inChinese(name)).toEqual([name]));

  it.each([
    ['small words between', 'Estácio de Sá University'],
    ['an ampersand', 'Fukuoka Design & Technology College'],
    ['a research university', 'National Research University of Electronic Technology'],
    ['a university for a group', 'Xingyi Normal University for Nationalities'],
    ['technologies that are taught', 'National University of Food Technologies'],
    ['an institute of an academy', 'Institute of Hydrobiology of the National Academy of Sciences of Ukraine'],
    ['a country behind', 'European University Cyprus'],
  ])('%s', (_name, name) => expect(inEnglish(name)).toEqual([name]));

  it('without the full stop of their sentence', () => {
    expect(lines('From 1999 to 2003 she was a lecturer at ESIEA.')).toEqual(['job ESIEA lecturer 1999-2003']);
    expect(lines('In 1999 he joined Example Optics Inc.')).toEqual(['job Example Optics Inc. – 1999-']);
  });

  it('with nothing that a comma or another role parts from them', () => {
    expect(lines('Lecturer & Tutor, Duke University, 1999-2003')).toEqual([
      'job Duke University Lecturer 1999-2003',
      'job Duke University Tutor 1999-2003',
    ]);
    expect(lines('1999年起从事音乐教育与研究,任北京大学讲师。')).toEqual(['job 北京大学 讲师 1999-']);
    expect(lines('She taught at Leeds University England from 1999 to 2003.')).toEqual([
      'job Leeds University taught 1999-2003',
    ]);
  });
});
