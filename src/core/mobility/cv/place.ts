import type { KnownInstitution } from './gazetteer.ts';

/** A name of an institution in a text that `plainText` made. */
export interface PlaceToken {
  from: number;
  to: number;
  /** As the plain text writes it. */
  name: string;
  /** Today's full name, where it is known or said. */
  normal: string | null;
  city: string | null;
  /**
   * An institution of its own; a school or department of one; or a society, board or journal, where nobody has a
   * position in the sense of a career.
   */
  sort: 'main' | 'part' | 'society';
  known: KnownInstitution | null;
  /** 同校, "there": refers to the institution before. */
  back: boolean;
  /** A company, a ministry or a newspaper: who leads a part of it has a job there, no office of a university. */
  firm: boolean;
  /** 母校, "alma mater": where somebody studied. */
  alma: boolean;
}

const FIRM = new RegExp(
  '公司$|银行$|(?<!医学|本科|研究生|学)部$|' +
    '(?:[日晚早晨商时周导画]|青年|都市)报社?$|报社$|周[末刊]$|通讯社$|金融管理局$|\\bBank(?: of [A-Z]\\w+(?: [A-Z]\\w+)*)?$|' +
    '(?<!歌舞|演艺|剧院)集团$|\\b(?:Inc|Ltd|LLC|LLP|GmbH|Corp|Corporation|Company|Limited|[Pp]lc|PLC|' +
    String.raw`Technologies|Pharmaceuticals|Holdings|Consultants)\.?$`,
);

export function place(from: number, to: number, name: string, more: Partial<PlaceToken> = {}): PlaceToken {
  return {
    from,
    to,
    name,
    normal: null,
    city: null,
    sort: 'main',
    known: null,
    back: false,
    alma: false,
    firm: FIRM.test(name),
    ...more,
  };
}

/** An institution of its own that the text names here. */
export function isInstitution({ sort, back }: PlaceToken): boolean {
  return sort === 'main' && !back;
}
