import { expect, it } from 'vitest';
import { lackingFields } from '../../src/renderer/mobility/imports/lacking-fields.ts';

const FIELDS = [
  { name: 'scholar', required: true },
  { name: 'name', required: false },
  { name: 'institution', required: true },
  { name: 'city', required: false },
];

it('columns still to be chosen are those without which no row can be read', () => {
  expect(lackingFields(FIELDS, {})).toEqual(['scholar', 'institution']);
  expect(lackingFields(FIELDS, { scholar: '' })).toEqual(['scholar', 'institution']);
  expect(lackingFields(FIELDS, { name: '姓名', institution: '单位' })).toEqual([]);
  expect(lackingFields(FIELDS, { scholar: '编号', institution: '单位' })).toEqual([]);
  expect(lackingFields(FIELDS, { institution: '单位', city: '城市' })).toEqual(['scholar']);
});
