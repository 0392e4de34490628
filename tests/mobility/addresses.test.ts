import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app/app.ts';
import { cityOf } from '../../src/core/mobility/names/city.ts';
import { cityAndCountry } from '../../src/core/mobility/quadrant/location.ts';
import { freshApp } from '../support/fixtures.ts';
import { saying } from '../support/messages.ts';
import { fileOf, idOf, importStudyFile } from '../support/mobility.ts';

/** Written without a country of its own; “CN” is where nothing tells another. */
describe('a city as an address has it', () => {
  it.each([
    ['State College PA', 'state college, PA|US'],
    ['Boston MA 02115', 'boston|US'],
    ['Boston, MA 02115', 'boston|US'],
    ['Boston, MA, 02115, USA', 'boston|US'],
    ['Ann Arbor, MI 48109 USA', 'ann arbor|US'],
    ['Ann Arbor, MI 48109-1234, USA', 'ann arbor|US'],
    ['Ann Arbor MI USA', 'ann arbor|US'],
    ['Boston MA, USA', 'boston|US'],
    ['Boston USA', 'boston|US'],
    ['Columbia SC, USA', 'columbia, SC|US'],
    ['Cambridge MA', 'cambridge|US'],
    ['Cambridge, Mass.', 'cambridge|US'],
    ['Cambridge Mass.', 'cambridge|US'],
    ['Berkeley, Calif.', 'berkeley|US'],
    ['Urbana, Ill.', 'urbana|US'],
    ['Philadelphia, Pa.', 'philadelphia|US'],
    ['Hanover, N.H.', 'hannover, NH|US'],
    ['State College Pennsylvania', 'state college, PA|US'],
    ['Kansas City MO', 'kansas city, MO|US'],
    ['New York NY 10027', 'new york|US'],
    ['New York, N.Y.', 'new york|US'],
    ['Port Washington NY', 'port washington, NY|US'],
    ['Port Washington, NY', 'port washington, NY|US'],
    ['West Lafayette IN 47907', 'west lafayette, IN|US'],
    ['West Lafayette, IN', 'west lafayette, IN|US'],
    ['Stony Brook NY', 'stony brook, NY|US'],
    ['Toronto ON M5S 1A1', 'toronto|CA'],
    ['Toronto, ON M5S 1A1, Canada', 'toronto|CA'],
    ['Toronto, Ontario M5S 1A1', 'toronto|CA'],
    ['Waterloo ON', 'waterloo|CA'],
    ['Guelph ON N1G 2W1', 'guelph, ON|CA'],
    ['Montréal QC H3A 0G4', 'montreal|CA'],
    ['Montréal (Québec) H3C 3J7', 'montreal|CA'],
    ['Saskatoon, SK', 'saskatoon|CA'],
    ["St. John's, NL", 'st john s|CA'],
    ["St. John's NL A1C 5S7", 'st john s|CA'],
    ['Halifax NS B3H 4R2', 'halifax|CA'],
    ['Burnaby BC V5A 1S6', 'burnaby, BC|CA'],
    ['Charlottetown, PE', 'charlottetown|CA'],
    ['Cambridge CB2 1TN', 'cambridge|GB'],
    ['London WC1E 6BT', 'london|GB'],
    ['London SW7 2AZ, UK', 'london|GB'],
    ['Oxford OX1 2JD', 'oxford|GB'],
    ['Norwich NR4 7TJ', 'norwich|GB'],
    ['Edinburgh EH8 9YL', 'edinburgh|GB'],
    ['Egham, Surrey', 'egham|GB'],
    ['Loughborough, Leicestershire', 'loughborough|GB'],
    ['Loughborough, Leicestershire LE11 3TU', 'loughborough|GB'],
    ['Clayton VIC 3800', 'clayton, VIC|AU'],
    ['Parkville, Victoria 3010', 'parkville, VIC|AU'],
    ['St Lucia QLD 4072', 'st lucia, QLD|AU'],
    ['Callaghan NSW 2308, Australia', 'callaghan, NSW|AU'],
    ['Canberra ACT 2601', 'canberra|AU'],
    ['Sydney NSW', 'sydney|AU'],
    ['Sydney, NSW 2006', 'sydney|AU'],
    ['Newcastle NSW', 'newcastle, NSW|AU'],
    ['Newcastle, NSW', 'newcastle, NSW|AU'],
    ['Perth WA 6009', 'perth|AU'],
    ['Adelaide SA 5005', 'adelaide|AU'],
    ['Adelaide, SA', 'adelaide|AU'],
    ['Hobart TAS', 'hobart|AU'],
    ['Armidale, New South Wales', 'armidale, NSW|AU'],
    ['Kyoto 606-8501 Japan', 'kyoto|JP'],
    ['Auckland 1142 New Zealand', 'auckland|NZ'],
    ['Beijing 100084 China', '北京|CN'],
    ['Chennai 600 036', 'chennai|IN'],
    ['New Delhi-110016', 'new delhi|IN'],
    ['75231 Paris Cedex 05', 'paris|FR'],
    ['Hangzhou Zhejiang', '杭州|CN'],
    ['Suzhou Anhui', '宿州|CN'],
    ['Wuhan Hubei 430072', '武汉|CN'],
    ['Adelaide South Australia', 'adelaide|AU'],
    ['Perth Western Australia', 'perth|AU'],
    ['Brisbane Queensland', 'brisbane|AU'],
    ['Melbourne Victoria', 'melbourne|AU'],
    ['Corner Brook, NL', 'corner brook|CA'],
    ['Corner Brook, Newfoundland', 'corner brook|CA'],
    ['Gander, Newfoundland', 'gander, NL|CA'],
    ['Leiden, NL', 'leiden|NL'],
    ['Wageningen, NL', 'wageningen|NL'],
    ['Bedford Park, SA', 'bedford park|AU'],
    ['Cape Town, SA', 'cape town|ZA'],
    ['Johannesburg SA', 'johannesburg|ZA'],
    ['Riyadh, SA', 'riyadh|SA'],
    ['Torino (TO)', 'turin|IT'],
    ['Belfast, NI', 'belfast|GB'],
    ['Roorkee, UK', 'roorkee|IN'],
    ['Bunkyo-ku, Tokyo', 'tokyo|JP'],
    ['Gwanak-gu, Seoul', 'seoul|KR'],
    ['District 1, Ho Chi Minh City', 'ho chi minh city|VN'],
    ['Clear Water Bay, Kowloon', 'clear water bay|HK'],
    ['京都府京都市', 'kyoto|JP'],
    ['大阪府吹田市', '吹田|JP'],
    ['Cambridge, Cambs', 'cambridge|GB'],
    ['75005 Paris', 'paris|FR'],
    ['F-75005 Paris', 'paris|FR'],
    ['10117 Berlin', 'berlin|DE'],
    ['D-10117 Berlin', 'berlin|DE'],
    ['CH-8092 Zürich', 'zurich|CH'],
    ['8092 Zürich', 'zurich|CH'],
    ['SE-751 05 Uppsala', 'uppsala|SE'],
    ['2333 CA Leiden', 'leiden|NL'],
    ['1012 WX Amsterdam, Netherlands', 'amsterdam|NL'],
    ['北京 100871', '北京|CN'],
    ['北京市100871', '北京|CN'],
    ['100871 北京', '北京|CN'],
    ['Beijing 100871, China', '北京|CN'],
    ['Wuhan 430072', '武汉|CN'],
    ['Wuhan, Hubei 430072, P.R. China', '武汉|CN'],
    ['Tokyo 113-8654', 'tokyo|JP'],
    ['Seoul 08826', 'seoul|KR'],
    ['Singapore 119077', 'singapore|SG'],
    ['Dublin 4', 'dublin|IE'],
    ['Praha 6', 'prague|CZ'],
    ['Paris France', 'paris|FR'],
    ['Oxford UK', 'oxford|GB'],
    ['London England', 'london|GB'],
    ['Leuven Belgium', 'leuven|BE'],
    ['Port of Spain', 'port of spain|CN'],
    ['Santa Fe New Mexico', 'santa fe, NM|US'],
    ['Atlanta Georgia', 'atlanta|US'],
    ['Tbilisi Georgia', 'tbilisi|GE'],
    ['San Juan Puerto Rico', 'san juan|PR'],
    ['Berlin DE', 'berlin|DE'],
    ['Pune IN', 'pune|IN'],
    ['Milano MI', 'milan|IT'],
    ['São Paulo SP', 'sao paulo|BR'],
    ['São Paulo - SP', 'sao paulo|BR'],
    ['Campinas, SP, Brazil', 'campinas|BR'],
    ['NINGDE', '宁德|CN'],
    ['NING DE', '宁德|CN'],
    ['XI AN', '西安|CN'],
    ['Ciudad Victoria', 'ciudad victoria|CN'],
    ['Baja California', 'baja california|CN'],
    ['美国波士顿', 'boston|US'],
    ['英国剑桥', 'cambridge|GB'],
    ['波士顿（美国）', 'boston|US'],
    ['加拿大多伦多', 'toronto|CA'],
    ['美国马萨诸塞州剑桥', 'cambridge|US'],
    ['美国麻省剑桥', 'cambridge|US'],
    ['澳大利亚新南威尔士州纽卡斯尔', 'newcastle, NSW|AU'],
    ['澳大利亚悉尼', 'sydney|AU'],
    ['日本东京', 'tokyo|JP'],
    ['Washington DC 20052', 'washington|US'],
    ['Washington, D.C. 20052', 'washington|US'],
    ['Washington D.C., USA', 'washington|US'],
    ['Medellin CO', 'medellin|CO'],
    ['Hangzhou ZJ', '杭州|CN'],
    ['Fort Collins CO', 'fort collins, CO|US'],
    ['Fort Washington', 'fort washington|CN'],
    ['New York, New York', 'new york|US'],
    ['Mount Lebanon', 'mount lebanon|CN'],
    ['Chapel Hill, NC, USA', 'chapel hill|US'],
    ['Cambridge, Massachusetts, United States', 'cambridge|US'],
    ['Cambridge (MA)', 'cambridge|US'],
    ['Cambridge-MA', 'cambridge|US'],
    ['Boston/MA', 'boston|US'],
    ['La Jolla CA 92093', 'la jolla, CA|US'],
    ['College Station TX', 'college station, TX|US'],
    ['Baltimore MD 21218 U.S.A.', 'baltimore|US'],
    ['Baltimore, Maryland 21218', 'baltimore|US'],
    ['Hong Kong SAR, China', 'hong kong|HK'],
    ['Kowloon, Hong Kong', 'kowloon|HK'],
    ['Taipei 10617, Taiwan', 'taipei|TW'],
    ['Milano (MI)', 'milan|IT'],
    ['Milano, MI', 'milan|IT'],
    ['Recife, PE', 'recife|BR'],
    ['Florianópolis, SC', 'florianopolis|BR'],
    ['Columbia, SC', 'columbia, SC|US'],
    ['Lisboa 1649-004', 'lisbon|PT'],
    ['00-927 Warszawa', 'warsaw|PL'],
    ['110 00 Praha 1', 'prague|CZ'],
    ['A-8700 Leoben', 'leoben|AT'],
    ['Bentley WA 6102', 'bentley|AU'],
    ['Bedford Park SA 5042', 'bedford park|AU'],
    ['美国-波士顿', 'boston|US'],
    ['美国，波士顿', 'boston|US'],
    ['中国-湖北-武汉', '武汉|CN'],
    ['中国，湖北，武汉', '武汉|CN'],
    ['湖北省-武汉市-洪山区', '武汉|CN'],
    ['USA, Boston', 'boston|US'],
    ['China, Wuhan', '武汉|CN'],
    ['马里兰州巴尔的摩', 'baltimore|US'],
    ['美国马里兰州巴尔的摩', 'baltimore|US'],
    ['英国 伦敦', 'london|GB'],
    ['伦敦 英国', 'london|GB'],
    ['德国慕尼黑市', 'munich|DE'],
    ['韩国首尔', 'seoul|KR'],
    ['中国香港', 'hong kong|HK'],
    ['中国台湾台北', 'taipei|TW'],
    ['台湾台北', 'taipei|TW'],
    ['香港九龙', 'kowloon|HK'],
    ['印度尼西亚雅加达', 'jakarta|ID'],
    ['Mexico City', 'mexico city|MX'],
    ['Ciudad de México', 'mexico city|MX'],
    ['Luxembourg', 'luxembourg|CN'],
    ['New Delhi 110067', 'new delhi|IN'],
    ['Bengaluru 560012, India', 'bangalore|IN'],
    ['Manipal, Karnataka, India', 'manipal|IN'],
    ['Washington', 'washington|US'],
    ['New London CT', 'new london, CT|US'],
    ['London KY', 'london, KY|US'],
    ['Paris TX', 'paris, TX|US'],
    ['Athens GA', 'athens, GA|US'],
    ['Athens, GA 30602', 'athens, GA|US'],
    ['Dublin OH', 'dublin, OH|US'],
    ['Victoria BC', 'victoria|CA'],
    ['Victoria, BC V8W 2Y2', 'victoria|CA'],
    ['San José, Costa Rica', 'san jose|CR'],
    ['San José Costa Rica', 'san jose|CR'],
    ['Buenos Aires C1428', 'buenos aires|AR'],
    ['HANGZHOU', '杭州|CN'],
    ['Belfast BT7 1NN', 'belfast|GB'],
    ['Belfast Northern Ireland', 'belfast|GB'],
    ['Dublin D04 V1W8', 'dublin|IE'],
    ['Galway H91 TK33', 'galway|IE'],
    ['北京市海淀区100084', '北京|CN'],
    ['北京 海淀', '北京|CN'],
    ['武汉 430072', '武汉|CN'],
    ['Wuhan, 430072', '武汉|CN'],
    ['Wuhan 430072, Hubei, PR China', '武汉|CN'],
    ['Cluj-Napoca', 'cluj napoca|CN'],
    ['Aix-en-Provence', 'aix en provence|CN'],
    ['Stratford-upon-Avon', 'stratford upon avon|CN'],
    ['Louvain-la-Neuve', 'louvain la neuve|CN'],
    ['Indianapolis, IN', 'indianapolis|US'],
    ['St. Louis MO', 'st louis|US'],
    ['Winston-Salem NC', 'winston salem, NC|US'],
    ['Research Triangle Park, NC 27709', 'research triangle park, NC|US'],
    ['Cambridge, MA (USA)', 'cambridge|US'],
    ['Cambridge, England', 'cambridge|GB'],
    ['Oxford, Ohio', 'oxford, OH|US'],
    ['Oxford OH 45056', 'oxford, OH|US'],
  ])('%s is %s', (text, place) => {
    expect(cityAndCountry(text, null)).toBe(place);
  });

  it('is the same where the country stands beside it', () => {
    for (const [text, country] of [
      ['Boston MA 02115', 'US'],
      ['Cambridge CB2 1TN', 'GB'],
      ['Clayton VIC 3800', 'AU'],
      ['Guelph ON N1G 2W1', 'CA'],
    ])
      expect(`${cityOf(text, country).key}|${country}`).toBe(cityAndCountry(text, null));
  });
});

describe('a city that a coder writes', () => {
  const INSTITUTIONS = [
    'key,name,kind,city,country',
    'whu,武汉大学,university,武汉,CN',
    'spr,Springfield College,university,"Springfield, MA",US',
    'uis,University of Illinois Springfield,university,"Springfield, IL",US',
    'ukc,Example College,college,Birmingham,GB',
    '',
  ].join('\n');

  async function study(): Promise<App> {
    const app = await freshApp();
    await importStudyFile(app, fileOf('institutions.csv', INSTITUTIONS));
    const career = 'id,name,role,institution,start,end\ns1,Ann,doctorate,武汉大学,1995,1999\n';
    await importStudyFile(app, fileOf('careers.csv', career));
    return app;
  }

  async function doubt(app: App, institution: string | null, city: string, country: string | null = null) {
    const value = { institution, city, country };
    const { view } = await app.call('mobility/code', {
      ...{ coder: 'Ana', scholarId: await idOf(app, 's1'), stage: 'doctorate', value, accept: false },
    });
    return view.stages.find(({ key }) => key === 'doctorate')?.cityDoubt ?? null;
  }

  it('is told where it may be another one', async () => {
    const app = await study();
    const several = (city: string, cities: string[]) => saying('coding.city-of-several', { city, cities });
    expect(await doubt(app, 'whu', 'Taizhou')).toEqual(several('Taizhou', ['泰州', '台州']));
    expect(await doubt(app, null, 'Springfield', 'US')).toEqual(
      several('Springfield', ['Springfield, IL', 'Springfield, MA']),
    );
    expect(await doubt(app, 'whu', 'Cambridge')).toEqual(
      saying('coding.city-in-several-countries', { city: 'Cambridge', countries: ['GB', 'US'] }),
    );
    expect(await doubt(app, null, 'Birmingham')).toEqual(
      saying('coding.city-in-several-countries', { city: 'Birmingham', countries: ['GB'] }),
    );
    expect(await doubt(app, null, 'Smallville')).toEqual(saying('coding.city-without-country', { city: 'Smallville' }));
    for (const city of ['朝阳', 'Chaoyang'])
      expect(await doubt(app, null, city)).toEqual(saying('coding.city-is-district-too', { city, around: '北京' }));
  });

  it('is not where the country, a state, a province or the institution says which', async () => {
    const app = await study();
    const said: [string | null, string, string | null][] = [
      ['whu', '武汉', null],
      ['whu', 'Wuhan', null],
      ['whu', '恩施', null],
      ['whu', 'Taizhou, Jiangsu', null],
      ['spr', 'Springfield', null],
      ['ukc', 'Birmingham', null],
      ['ukc', 'Smallville', null],
      [null, 'Springfield IL', null],
      [null, 'Cambridge', 'GB'],
      [null, 'Cambridge MA', null],
      [null, 'Paris', null],
      [null, '朝阳市', null],
      [null, '辽宁朝阳', null],
      [null, '北京朝阳', null],
    ];
    for (const [institution, city, country] of said)
      expect([city, await doubt(app, institution, city, country)]).toEqual([city, null]);
  });
});

describe('a city that a table writes without a country', () => {
  const HEAD = 'id,name,role,institution,city,country,start,end';

  async function doubts(app: App, ...rows: string[]): Promise<unknown[]> {
    const report = await importStudyFile(app, fileOf('careers.csv', [HEAD, ...rows, ''].join('\n')));
    return report.doubts.map(({ row, value, problem, fix }) => [row, value, problem, fix]);
  }

  it('is told where it counts as in China for want of a country', async () => {
    const write = saying('study-import.write-country', {});
    const prefecture = saying('study-import.write-prefecture', {});
    expect(
      await doubts(
        await freshApp(),
        ...['1,Ann,PhD,First College,Cambridge,,1990,1995', '1,Ann,Professor,Second College,Smallville,,1996,'],
        ...['2,Bo,PhD,石化学院,金山,,1990,1995', '2,Bo,Professor,师范学院,朝阳,,1996,'],
      ),
    ).toEqual([
      [
        2,
        'Cambridge',
        saying('study-import.city-in-several-countries', { city: 'Cambridge', countries: ['GB', 'US'] }),
        write,
      ],
      [3, 'Smallville', saying('study-import.city-in-no-list', { city: 'Smallville' }), write],
      [4, '金山', saying('study-import.city-in-no-list', { city: '金山' }), prefecture],
      [5, '朝阳', saying('coding.city-is-district-too', { city: '朝阳', around: '北京' }), prefecture],
    ]);
  });

  it('is not where its name, a country, its institution or a table of tiers tells which', async () => {
    const app = await freshApp();
    const homes = 'key,name,kind,city,country\nhar,Harvard University,university,"Cambridge, MA",US\n';
    await importStudyFile(app, fileOf('institutions.csv', homes));
    await importStudyFile(app, fileOf('tiers.csv', 'city,tier,edition\n昆山,二线,2023\n武汉,新一线,2023\n'));
    expect(
      await doubts(
        app,
        ...['1,Ann,PhD,Harvard University,Cambridge,,1990,1995', '1,Ann,Professor,Any College,Smallville,US,1996,'],
        ...['2,Bo,PhD,Some College,Boston MA,,1990,1995', '2,Bo,Professor,武汉大学,武汉,,1996,'],
        ...['3,Cy,PhD,Some College,Suzhou Anhui,,1990,1995', '3,Cy,Professor,学院,昆山,,1996,'],
      ),
    ).toEqual([]);
  });
});
