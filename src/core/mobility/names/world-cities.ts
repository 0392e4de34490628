/**
 * Cities outside the mainland that careers often name, by country (and state: the one that is meant where none is
 * given); slashes divide the spellings of one.
 * A question mark: other countries have a city of that name too.
 */
export const WORLD_CITIES = `
HK: 香港/Hong Kong/Hong Kong SAR, 九龙/Kowloon
MO: 澳门/Macao/Macau
TW: 台北/Taipei, 新北/New Taipei, 新竹/Hsinchu, 台中/Taichung, 台南/Tainan, 高雄/Kaohsiung, 嘉义/Chiayi, 桃园/Taoyuan,
  花莲/Hualien, 基隆/Keelung, 屏东/Pingtung, 台东/Taitung, 彰化/Changhua, 宜兰/Yilan
JP: 东京/东京都/Tokyo, 京都/Kyoto, 大阪/Osaka, 名古屋/Nagoya, 横滨/Yokohama, 神户/Kobe, 札幌/Sapporo, 仙台/Sendai, 福冈/Fukuoka,
  广岛/Hiroshima, 筑波/Tsukuba, 奈良/Nara, 金泽/Kanazawa, 千叶/Chiba, 冈山/Okayama, 长崎/Nagasaki, 熊本/Kumamoto,
  静冈/Shizuoka, 新潟/Niigata, 埼玉/Saitama
KR: 首尔/汉城/Seoul, 釜山/Busan/Pusan, 大田/Daejeon/Taejon, 大邱/Daegu/Taegu, 光州/Gwangju/Kwangju, 仁川/Incheon/Inchon,
  浦项/Pohang, 水原/Suwon, 全州/Jeonju
SG: 新加坡/Singapore
MY: 吉隆坡/Kuala Lumpur, 槟城/Penang
TH: 曼谷/Bangkok, 清迈/Chiang Mai
VN: 河内/Hanoi, 胡志明市/Ho Chi Minh City/Saigon
PH: 马尼拉/Manila
ID: 雅加达/Jakarta, 万隆/Bandung, 日惹/Yogyakarta, 泗水/Surabaya, 茂物/Bogor
LA: 万象/Vientiane
IN: 新德里/New Delhi, 德里/Delhi, 孟买/Mumbai/Bombay, 加尔各答/Kolkata/Calcutta, 班加罗尔/Bangalore/Bengaluru,
  金奈/Chennai/Madras, 浦那/Pune, 坎普尔/Kanpur, 克勒格布尔/Kharagpur, 古瓦哈蒂/Guwahati,
  瓦拉纳西/Varanasi, 勒克瑙/Lucknow, 艾哈迈达巴德/Ahmedabad, 昌迪加尔/Chandigarh
IN/UK: 鲁尔基/Roorkee, 德拉敦/Dehradun
IL: 耶路撒冷/Jerusalem, 特拉维夫/Tel Aviv/Tel Aviv Yafo/Tel Aviv-Jaffa, 海法/Haifa,
  雷霍沃特/Rehovot, 贝尔谢巴/Beer Sheva/Beersheba/Be'er Sheva, 拉马特甘/Ramat Gan
AZ: 巴库/Baku
MA: 拉巴特/Rabat, 卡萨布兰卡/Casablanca, 非斯/Fes/Fez, 马拉喀什/Marrakech/Marrakesh
TN: 突尼斯/Tunis, 斯法克斯/Sfax
TR: 伊斯坦布尔/Istanbul, 安卡拉/Ankara
AE: 迪拜/Dubai, 阿布扎比/Abu Dhabi
KZ: 阿拉木图/Almaty
GE: 第比利斯/Tbilisi/Tiflis, 库塔伊西/Kutaisi, 巴统/Batumi
MD: 基希讷乌/Chisinau/Kishinev
MN: 乌兰巴托/Ulaanbaatar/Ulan Bator
EG: 开罗/Cairo
NA: 温得和克/Windhoek
ZA/SA: 开普敦/Cape Town, 约翰内斯堡/Johannesburg, 比勒陀利亚/Pretoria,
  斯泰伦博斯/Stellenbosch, 德班/Durban, 波切夫斯特鲁姆/Potchefstroom
SA: 利雅得/Riyadh, 吉达/Jeddah, 宰赫兰/Dhahran, 图沃/Thuwal
AM: 埃里温/Yerevan
PE: 利马/Lima
BA: 萨拉热窝/Sarajevo
SK: 布拉迪斯拉发/Bratislava, 科希策/Kosice
RU: 莫斯科/Moscow/Moskva, 圣彼得堡/列宁格勒/Saint Petersburg/St Petersburg/Leningrad, 新西伯利亚/Novosibirsk, 喀山/Kazan,
  海参崴/符拉迪沃斯托克/Vladivostok
UA: 基辅/Kyiv/Kiev, 敖德萨/Odesa/Odessa, 哈尔科夫/Kharkiv/Kharkov
BY: 明斯克/Minsk
PL: 华沙/Warsaw/Warszawa, 克拉科夫/Krakow/Cracow
CZ: 布拉格/Prague/Praha, 布尔诺/Brno
HU: 布达佩斯/Budapest
AT: 维也纳/Vienna/Wien, 萨尔茨堡/Salzburg, 格拉茨/Graz, 因斯布鲁克/Innsbruck
CH: 苏黎世/Zurich/Zuerich, 日内瓦/Geneva/Geneve/Genf, 洛桑/Lausanne, 巴塞尔/Basel/Bale, 伯尔尼/Bern/Berne
DE: 柏林/Berlin, 慕尼黑/Munich/Muenchen/Munchen, 汉堡/Hamburg, 科隆/Cologne/Koeln/Koln,
  法兰克福/Frankfurt/Frankfurt am Main/Frankfurt Main/Frankfurt a M,
  奥得河畔法兰克福/Frankfurt Oder/Frankfurt an der Oder/Frankfurt a d Oder, 斯图加特/Stuttgart, 莱比锡/Leipzig,
  德累斯顿/Dresden, 海德堡/Heidelberg, 波恩/Bonn, 弗赖堡/弗莱堡/Freiburg/Freiburg im Breisgau,
  哥廷根/Gottingen/Goettingen, 图宾根/蒂宾根/Tubingen/Tuebingen, 亚琛/Aachen, 卡尔斯鲁厄/Karlsruhe,
  汉诺威/Hannover/Hanover, 魏玛/Weimar, 德特莫尔德/Detmold, 杜塞尔多夫/Dusseldorf/Duesseldorf, 埃森/Essen,
  明斯特/Munster/Muenster, 不来梅/Bremen, 耶拿/Jena, 维尔茨堡/Wurzburg/Wuerzburg,
  乌尔姆/Ulm, 波茨坦/Potsdam, 美因茨/Mainz, 基尔/Kiel, 波鸿/Bochum, 多特蒙德/Dortmund,
  吉森/Giessen, 马尔堡/Marburg, 康斯坦茨/Konstanz, 雷根斯堡/Regensburg, 比勒费尔德/Bielefeld, 曼海姆/Mannheim,
  达姆施塔特/Darmstadt, 奥格斯堡/Augsburg, 马格德堡/Magdeburg, 埃尔朗根/Erlangen, 不伦瑞克/Braunschweig,
  纽伦堡/Nuremberg/Nurnberg/Nuernberg, 吕贝克/Lubeck/Luebeck, 罗斯托克/Rostock,
  哈勒/Halle/Halle (Saale)/Halle an der Saale, Halle (Westfalen)/Halle Westf
FR: 巴黎/Paris, 里昂/Lyon/Lyons, 马赛/Marseille/Marseilles, 图卢兹/Toulouse, 斯特拉斯堡/Strasbourg, 格勒诺布尔/Grenoble,
  波尔多/Bordeaux, 里尔/Lille, 蒙彼利埃/Montpellier, 尼斯/Nice, 南特/Nantes, 雷恩/Rennes
IT/MI: 米兰/Milan/Milano
IT/TO: 都灵/Turin/Torino
IT: 罗马/Rome/Roma, 佛罗伦萨/Florence/Firenze, 博洛尼亚/Bologna, 威尼斯/Venice/Venezia, 那不勒斯/Naples/Napoli,
  帕多瓦/Padua/Padova, 比萨/Pisa, 拉奎拉/L'Aquila/Aquila, 拉斯佩齐亚/La Spezia/Spezia
ES: 马德里/Madrid, 巴塞罗那/Barcelona, 瓦伦西亚/Valencia, 塞维利亚/Seville/Sevilla, 拉科鲁尼亚/A Coruna/La Coruna/Coruna
PT: 里斯本/Lisbon/Lisboa, 波尔图/Porto/O Porto/Oporto
NL: 阿姆斯特丹/Amsterdam, 鹿特丹/Rotterdam, 海牙/The Hague/Hague/Den Haag/'s-Gravenhage, 莱顿/Leiden/Leyden, 乌得勒支/乌特勒支/Utrecht,
  代尔夫特/Delft, 格罗宁根/Groningen, 埃因霍温/Eindhoven, 马斯特里赫特/Maastricht, 登博思/'s-Hertogenbosch/Den Bosch,
  瓦赫宁恩/Wageningen, 奈梅亨/Nijmegen, 蒂尔堡/Tilburg, 恩斯赫德/Enschede
BE: 布鲁塞尔/Brussels/Bruxelles/Brussel, 鲁汶/Leuven/Louvain, 根特/Ghent/Gent, 安特卫普/Antwerp/Antwerpen, 列日/Liege
DK: 哥本哈根/Copenhagen/Kobenhavn, 奥胡斯/Aarhus/Arhus
SE: 斯德哥尔摩/Stockholm, 乌普萨拉/Uppsala, 隆德/Lund, 哥德堡/Gothenburg/Goteborg
NO: 奥斯陆/Oslo, 卑尔根/Bergen, 特隆赫姆/Trondheim
FI: 赫尔辛基/Helsinki, 图尔库/Turku
IE: 都柏林/Dublin
GR: 雅典/Athens
RO: 布加勒斯特/Bucharest/Bucuresti
RS: 贝尔格莱德/Belgrade/Beograd, 诺维萨德/Novi Sad
BG: 索非亚/Sofia
GB: 伦敦/London, 牛津/Oxford, 剑桥/Cambridge?, 爱丁堡/Edinburgh, 格拉斯哥/Glasgow, 曼彻斯特/Manchester?, 伯明翰/Birmingham?,
  利兹/Leeds, 谢菲尔德/Sheffield, 布里斯托/布里斯托尔/Bristol, 利物浦/Liverpool, 诺丁汉/Nottingham,
  南安普顿/南安普敦/Southampton, 纽卡斯尔/Newcastle/Newcastle upon Tyne?, 杜伦/达勒姆/Durham?, 约克/York?,
  圣安德鲁斯/St Andrews/Saint Andrews, 阿伯丁/Aberdeen, 加的夫/卡迪夫/Cardiff, 考文垂/Coventry,
  莱斯特/Leicester, 赫尔/Hull/Kingston upon Hull?, 巴斯/Bath, 埃克塞特/Exeter, 雷丁/Reading, 兰卡斯特/Lancaster?
GB/NI: 贝尔法斯特/Belfast
US/NY: 纽约/New York/New York City/NYC, 伊萨卡/Ithaca, 罗切斯特/Rochester
US/MA: 波士顿/Boston, 坎布里奇/剑桥/Cambridge?
US/CA: 洛杉矶/Los Angeles, 旧金山/三藩市/San Francisco, 圣迭戈/圣地亚哥/San Diego, 伯克利/Berkeley, 斯坦福/Stanford, 帕洛阿尔托/Palo Alto,
  戴维斯/Davis, 尔湾/欧文/Irvine, 圣塔芭芭拉/圣巴巴拉/Santa Barbara
US/IL: 芝加哥/Chicago, 厄巴纳/厄本那/Urbana, 香槟/Champaign, 埃文斯顿/Evanston
US/DC: 华盛顿/华盛顿特区/Washington/Washington DC/Washington D.C.
US/PA: 费城/Philadelphia, 匹兹堡/Pittsburgh
US/WA: 西雅图/Seattle
US/TX: 休斯敦/休斯顿/Houston, 奥斯汀/Austin, 达拉斯/Dallas
US/GA: 亚特兰大/Atlanta
US/CT: 纽黑文/New Haven
US/NJ: 普林斯顿/Princeton
US/MI: 安娜堡/安阿伯/Ann Arbor, 底特律/Detroit, 东兰辛/East Lansing
US/WI: 麦迪逊/Madison
US/MD: 巴尔的摩/Baltimore
US/MN: 明尼阿波利斯/Minneapolis
US/CO: 丹佛/Denver
US/FL: 迈阿密/Miami
US/MO: 圣路易斯/St Louis/Saint Louis
US/OH: 克利夫兰/Cleveland, 哥伦布/Columbus, 辛辛那提/Cincinnati, 奥伯林/Oberlin
US/IN: 布卢明顿/布鲁明顿/Bloomington, 印第安纳波利斯/Indianapolis
US/AZ: 菲尼克斯/凤凰城/Phoenix
US/NC: 达勒姆/Durham?, 教堂山/Chapel Hill, 罗利/Raleigh
US/TN: 纳什维尔/Nashville
US/LA: 新奥尔良/New Orleans
US/RI: 普罗维登斯/Providence
US/HI: 檀香山/火奴鲁鲁/Honolulu
US/UT: 盐湖城/Salt Lake City
US/OR: 波特兰/Portland
CA/ON: 多伦多/Toronto, 渥太华/Ottawa, 滑铁卢/Waterloo?, 哈密尔顿/Hamilton?
CA/QC: 蒙特利尔/Montreal, 魁北克/Quebec/Quebec City
CA/BC: 温哥华/Vancouver, 维多利亚/Victoria?
CA/AB: 埃德蒙顿/Edmonton, 卡尔加里/Calgary
CA/MB: 温尼伯/Winnipeg
CA/NS: 哈利法克斯/Halifax
CA/SK: 萨斯卡通/Saskatoon, 里贾纳/Regina
CA/NL: 圣约翰斯/St John's, 科纳布鲁克/Corner Brook
CA/PE: 夏洛特敦/Charlottetown
CA/NB: 弗雷德里克顿/Fredericton
AU/NSW: 悉尼/Sydney
AU/VIC: 墨尔本/Melbourne
AU/ACT: 堪培拉/Canberra
AU/QLD: 布里斯班/Brisbane
AU/WA: 珀斯/Perth, 克劳利/Crawley?, 内德兰兹/Nedlands, 本特利/Bentley?
AU/SA: 阿德莱德/Adelaide, 贝德福德帕克/Bedford Park, 莫森湖/Mawson Lakes
AU/TAS: 霍巴特/Hobart
AU/NT: 达尔文/Darwin
NZ: 奥克兰/Auckland, 惠灵顿/Wellington, 达尼丁/Dunedin, 基督城/克赖斯特彻奇/Christchurch
MX: 墨西哥城/Mexico City/Ciudad de Mexico/Mexico DF/Mexico D.F./CDMX
BR/SP: 圣保罗/Sao Paulo, 坎皮纳斯/Campinas, 圣卡洛斯/Sao Carlos
BR/RJ: 里约热内卢/Rio de Janeiro
BR/MG: 贝洛奥里藏特/Belo Horizonte
BR/RS: 阿雷格里港/Porto Alegre, 圣玛丽亚/Santa Maria?
BR/PR: 库里蒂巴/Curitiba
BR/SC: 弗洛里亚诺波利斯/Florianopolis
BR/PE: 累西腓/Recife
BR/CE: 福塔莱萨/Fortaleza
BR/PA: 贝伦/Belem
BR/DF: 巴西利亚/Brasilia
AR: 布宜诺斯艾利斯/Buenos Aires, 拉普拉塔/La Plata, 罗萨里奥/Rosario
CO: 波哥大/Bogota, 麦德林/Medellin, 卡利/Cali
CL: 圣地亚哥/Santiago
`;
