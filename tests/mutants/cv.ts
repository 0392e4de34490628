import type { Mutant } from './mutant.ts';

const CV = 'tests/mobility/cv.test.ts';
const FOLDER = 'src/core/mobility/cv';

/** The reader of CVs in free text. */
export const CVS: readonly Mutant[] = [
  {
    name: 'cv/any heading over years is an employer',
    file: `${FOLDER}/headings.ts`,
    from: 'name.length < 3 || NO_EMPLOYER.test(name)',
    to: 'name.length < 3',
    tests: CV,
  },
  {
    name: 'cv/a heading that no list knows is no employer',
    file: `${FOLDER}/headings.ts`,
    from: 'found.push(place(from, from + name.length, name, { firm: true }));',
    to: '',
    tests: CV,
  },
  {
    name: 'cv/a school below its university stands for itself',
    file: `${FOLDER}/headings.ts`,
    from: 'parts.add(one);',
    to: '{}',
    tests: CV,
  },
  {
    name: 'cv/the head of a part of a company has an office of a university',
    file: `${FOLDER}/kinds.ts`,
    from: "role.kind === 'administrative' && place?.firm",
    to: "role.kind === 'administrative' && place === null",
    tests: CV,
  },
  {
    name: 'cv/a degree that a course leads to was taken',
    file: `${FOLDER}/allowed.ts`,
    from: 'segment.teaching &&',
    to: 'segment === null &&',
    tests: CV,
  },
  {
    name: 'cv/words of prose are posts',
    file: `${FOLDER}/allowed.ts`,
    from: 'if (when !== null ||',
    to: 'if (role !== null ||',
    tests: CV,
  },
  {
    name: 'cv/leave is when a post began',
    file: `${FOLDER}/when.ts`,
    from: '!date.weak && !isAside(date)',
    to: '!date.weak',
    tests: CV,
  },
  {
    name: 'cv/posts above their university have none',
    file: `${FOLDER}/segments.ts`,
    from: 'endsInPlace(i + 1)',
    to: 'endsInPlace(ranges.length)',
    tests: CV,
  },
  {
    name: 'cv/later studies are those of a range before',
    file: `${FOLDER}/career.ts`,
    from: '(!one.end || years(one))',
    to: '(!one.end || one.open)',
    tests: CV,
  },
  {
    name: 'cv/a laboratory behind its university stands for itself',
    file: `${FOLDER}/places.ts`,
    from: 'if (isPartInChinese(text, places[i - 1], one, places[i + 1])) return false;',
    to: '',
    tests: CV,
  },
  {
    name: 'cv/an employer that no list knows is passed over for the neighbour',
    file: `${FOLDER}/read-cv.ts`,
    from: 'const places = [...told, ...prose]',
    to: 'const places = [...told]',
    tests: CV,
  },
  {
    name: 'cv/posts under visits are posts',
    file: `${FOLDER}/kinds.ts`,
    from: "if (segment.visiting && role.kind === 'job') return 'visiting';",
    to: '',
    tests: CV,
  },
  {
    name: 'cv/a heading that says nothing known ends no list of honours',
    file: `${FOLDER}/lines.ts`,
    from: '(ends ? ',
    to: '(gap === null ? ',
    tests: CV,
  },
  {
    name: 'cv/posts in a row have the place before',
    file: `${FOLDER}/where.ts`,
    from: 'sharesPlace(text, role, others, after)) return after;',
    to: 'sharesPlace(text, role, others, after)) return before;',
    tests: CV,
  },
  {
    name: 'cv/a second post is also at the first place',
    file: `${FOLDER}/lists-of-posts.ts`,
    from: 'if (segment.roles.some((other) => other.from >= one.to && other.to <= next.from)) break;',
    to: '',
    tests: CV,
  },
  {
    name: 'cv/a short year with nothing behind its dash is no beginning',
    file: `${FOLDER}/dates.ts`,
    from: "SHORT_RANGE.test(input) ? { start: twoDigits(groups.y), end: 'present', range: true } : null",
    to: 'groups.y === input ? {} : null',
    tests: CV,
  },
];
