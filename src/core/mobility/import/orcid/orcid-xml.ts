import { childOf, parseXml, type XmlElement } from '../../../imports/xml.ts';
import type { OrcidRecord } from './orcid-form.ts';

const SINGLE: Readonly<Record<string, string>> = {
  education: 'educations',
  qualification: 'qualifications',
  employment: 'employments',
  'invited-position': 'invited-positions',
  distinction: 'distinctions',
  membership: 'memberships',
  service: 'services',
};
const ID = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/;

/** Whether a text is XML of ORCID's schemas. */
export function isOrcidXml(text: string): boolean {
  return /["']https?:\/\/(?:www\.)?orcid\.org\/ns\//.test(text);
}

/**
 * A record of ORCID's public data file in the form that its API gives as JSON: the summary of a record, the activities
 * of one, a section of them, or one affiliation in full. Null for other documents of ORCID.
 */
export function recordOfXml(text: string, name: string): OrcidRecord | null {
  const root = parseXml(text);
  const path = childOf(root, 'orcid-identifier', 'path')?.text.trim() ?? root.attributes.path ?? '';
  const id = ID.exec(path)?.[0] ?? ID.exec(name)?.[0];
  const activities = activitiesOf(root);
  if (activities === null) return null;
  const names = childOf(root, 'person', 'name');
  const value = (field: string) => {
    const said = childOf(names, field)?.text.trim();
    return said ? { value: said } : null;
  };
  return {
    ...(id === undefined ? {} : { 'orcid-identifier': { path: id } }),
    person: {
      name: {
        'given-names': value('given-names'),
        'family-name': value('family-name'),
        'credit-name': value('credit-name'),
      },
    },
    'activities-summary': activities,
  };
}

function activitiesOf(root: XmlElement): Record<string, unknown> | null {
  const sections = new Set(Object.values(SINGLE));
  if (SINGLE[root.name] !== undefined) return { [SINGLE[root.name]]: sectionOf([group([root])]) };
  if (sections.has(root.name)) return { [root.name]: sectionOf(groupsOf(root)) };
  const summary = root.name === 'activities-summary' ? root : childOf(root, 'activities-summary');
  if (summary === null) return root.name === 'record' ? {} : null;
  return Object.fromEntries(
    summary.children
      .filter(({ name }) => sections.has(name))
      .map((section) => [section.name, sectionOf(groupsOf(section))]),
  );
}

const sectionOf = (groups: unknown[]) => ({ 'affiliation-group': groups });
const group = (summaries: readonly XmlElement[]) => ({
  summaries: summaries.map((one) => ({ [one.name]: affiliationOf(one) })),
});

/** Summaries are in groups since schema 3, alone before. */
function groupsOf(section: XmlElement): unknown[] {
  const isAffiliation = (one: XmlElement) => childOf(one, 'organization') !== null;
  return section.children.flatMap((one) => {
    if (isAffiliation(one)) return [group([one])];
    const several = one.children.filter(isAffiliation);
    return several.length > 0 ? [group(several)] : [];
  });
}

function affiliationOf(one: XmlElement) {
  const text = (...path: string[]) => childOf(one, ...path)?.text.trim() || null;
  const year = (date: string) => {
    const value = text(date, 'year');
    return value === null ? null : { year: { value } };
  };
  return {
    'put-code': one.attributes['put-code'] ?? null,
    'display-index': one.attributes['display-index'] ?? null,
    'role-title': text('role-title'),
    'department-name': text('department-name'),
    'start-date': year('start-date'),
    'end-date': year('end-date'),
    organization: {
      name: text('organization', 'name') ?? '',
      address: {
        city: text('organization', 'address', 'city'),
        country: text('organization', 'address', 'country'),
      },
    },
  };
}
