import { describe, expect, it } from 'vitest';
import { termLabels } from '../../src/core/mobility/analysis/covariates.ts';
import { readerOf } from '../../src/core/report/reader.ts';
import { labelIn } from '../../src/shared/messages/message.ts';
import { classLabels } from '../../src/shared/mobility/class-words.ts';

const [english, chinese] = [readerOf('en'), readerOf('zh-CN')];

describe('classes in words', () => {
  it.each([
    ['gender', ['f', 'm'], ['woman', 'man'], ['女', '男']],
    ['Sex', ['Female', ' MALE '], ['woman', 'man'], ['女', '男']],
    ['gender', ['w', 'm', 'd'], ['woman', 'man', 'd'], ['女', '男', 'd']],
    ['性别', ['女', '男'], ['woman', 'man'], ['女', '男']],
  ])('%s: %j', (attribute, classes, inEnglish, inChinese) => {
    const label = classLabels(attribute, classes);
    expect(classes.map((one) => labelIn(label(one), english))).toEqual(inEnglish);
    expect(classes.map((one) => labelIn(label(one), chinese))).toEqual(inChinese);
  });

  it.each([
    ['numbers, which stand for nothing by themselves', 'gender', ['1', '2']],
    ['what is no sex', 'instrument', ['f', 'm']],
    ['what the data keep apart', 'gender', ['f', 'female', 'm']],
    ['mujer and hombre', 'gender', ['m', 'h']],
  ])('as the data have it: %s', (_, attribute, classes) => {
    expect(classes.map(classLabels(attribute, classes))).toEqual(classes);
  });

  it('terms of a regression, whose names stay those of the data', () => {
    const terms = termLabels({ gender: ['f', 'm', 'f', null] }, { gender: 'm' });
    expect(Object.keys(terms)).toEqual(['(Intercept)', 'genderf']);
    expect(terms.genderf.text).toBe('gender: woman vs man');
    expect(chinese.said(terms.genderf)).toBe('性别：女 vs 男');
  });
});
