import { describe, expect, it } from 'vitest';
import { positionsIn as lines } from '../support/cv-lines.ts';

describe('degrees, posts and headings in other languages of Latin letters', () => {
  it.each([
    [
      'Portuguese, as the Lattes platform writes it',
      'Formação acadêmica/titulação\n1998 - 2002 Doutorado em Música. Universidade Estadual de Campinas\n' +
        '1994 - 1996 Mestrado em Música. Universidade Federal do Rio de Janeiro\n' +
        '1990 - 1993 Graduação em Piano. Universidade de São Paulo\n' +
        '2003 - 2004 Pós-Doutorado. Universidade Nova de Lisboa\n\nAtuação profissional\n' +
        '2005 - 2010 Professor Adjunto, Universidade Federal de Minas Gerais\n' +
        '2010 - Atual Professor Titular, Universidade Federal de Minas Gerais\n' +
        '2007 - 2008 Professor visitante, Universidad de Buenos Aires',
      [
        'doctorate Universidade Estadual de Campinas Doutorado 1998-2002',
        'master Universidade Federal do Rio de Janeiro Mestrado 1994-1996',
        'bachelor Universidade de São Paulo Graduação 1990-1993',
        'postdoc Universidade Nova de Lisboa Pós-Doutorado 2003-2004',
        'job Universidade Federal de Minas Gerais Professor Adjunto 2005-2010',
        'job Universidade Federal de Minas Gerais Professor Titular 2010-present',
        'visiting Universidad de Buenos Aires Professor visitante 2007-2008',
      ],
    ],
    [
      'Spanish',
      'Formación académica\nDoctorado en Filosofía, Universidad de Salamanca, 1999\n' +
        'Licenciada en Historia, Universidad de Granada, 1993\nExperiencia profesional\n' +
        'Profesora contratada doctora, Universidad de Sevilla, 2003-2010',
      [
        'doctorate Universidad de Salamanca Doctorado -1999',
        'bachelor Universidad de Granada Licenciada -1993',
        'job Universidad de Sevilla Profesora contratada doctora 2003-2010',
      ],
    ],
    [
      'Italian',
      'Formazione\n1985 Dottorato di ricerca, Università di Bologna\n1981 Laurea magistrale, Università di Padova\n' +
        'Esperienze\n1990-1995 Assegnista di ricerca, Università di Pisa\n1995-oggi Ricercatore, Università di Pisa',
      [
        'doctorate Università di Bologna Dottorato di ricerca -1985',
        'master Università di Padova Laurea magistrale -1981',
        'postdoc Università di Pisa Assegnista di ricerca 1990-1995',
        'job Università di Pisa Ricercatore 1995-present',
      ],
    ],
    [
      'French',
      'Études\n1989 Doctorat, Université de Genève\n1984 Maîtrise de musicologie, Université de Lyon\nParcours\n' +
        "1990-1994 Attachée temporaire d'enseignement et de recherche, Université de Lyon",
      [
        'doctorate Université de Genève Doctorat -1989',
        'master Université de Lyon Maîtrise -1984',
        "job Université de Lyon Attachée temporaire d'enseignement et de recherche 1990-1994",
      ],
    ],
    [
      'German, and a degree alone behind what its entry says else',
      '1979-1985   Musikwissenschaft, Universität Heidelberg; Magister Artium\n' +
        '1990-1996   Hochschulassistent, TU Berlin\n1998-2000   Akademischer Oberrat, Universität Bonn',
      [
        'master Universität Heidelberg Magister Artium 1979-1985',
        'job TU Berlin Hochschulassistent 1990-1996',
        'job Universität Bonn Akademischer Oberrat 1998-2000',
      ],
    ],
    [
      'what qualifies somebody to teach',
      '1996  Venia legendi, Universität Bonn\n2001  Livre-docência, Universidade de São Paulo',
      [],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('degrees by their letters', () => {
  it.each([
    [
      'an LLM with its year, in a sentence',
      'She went on to the University of Edinburgh for an LLM (1993) and a PhD (1998).',
      ['master University of Edinburgh LLM -1993', 'doctorate University of Edinburgh PhD -1998'],
    ],
    ['an LLM that is a model', 'In 2024 she trained an LLM (Example-7B) at the University of Edinburgh.', []],
    [
      'an M.E. in its cell',
      'Degree | Institution | Year\nM.E. | Indian Institute of Science | 2000',
      ['master Indian Institute of Science M.E. -2000'],
    ],
  ])('%s', (_name, text, expected) => expect(lines(text)).toEqual(expected));
});

describe('lines that begin with years in Chinese numerals', () => {
  it('are entries, and never the end of the line before', () =>
    expect(
      lines(
        '經歷\n一九九九至二〇〇二年　國立臺南藝術學院（今國立臺南藝術大學），助理教授\n' +
          '二〇〇二年起　香港浸會大學，助理教授；二〇〇七年，副教授；二〇一四年，教授\n' +
          '二〇〇五年二月至七月　中央音樂學院（北京），訪問學者',
      ),
    ).toEqual([
      'job 國立臺南藝術學院 助理教授 1999-2002',
      'job 香港浸會大學 助理教授 2002-',
      'job 香港浸會大學 副教授 2007-',
      'job 香港浸會大學 教授 2014-',
      'visiting 中央音樂學院（北京） 訪問學者 2005-2005',
    ]));
});
