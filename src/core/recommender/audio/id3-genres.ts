/** The genres that ID3v1 numbers, with Winamp's. */
const GENRES = (
  'Blues,Classic Rock,Country,Dance,Disco,Funk,Grunge,Hip-Hop,Jazz,Metal,New Age,Oldies,Other,Pop,R&B,Rap,Reggae,' +
  'Rock,Techno,Industrial,Alternative,Ska,Death Metal,Pranks,Soundtrack,Euro-Techno,Ambient,Trip-Hop,Vocal,Jazz+Funk,' +
  'Fusion,Trance,Classical,Instrumental,Acid,House,Game,Sound Clip,Gospel,Noise,Alternative Rock,Bass,Soul,Punk,' +
  'Space,Meditative,Instrumental Pop,Instrumental Rock,Ethnic,Gothic,Darkwave,Techno-Industrial,Electronic,Pop-Folk,' +
  'Eurodance,Dream,Southern Rock,Comedy,Cult,Gangsta,Top 40,Christian Rap,Pop/Funk,Jungle,Native American,Cabaret,' +
  'New Wave,Psychedelic,Rave,Showtunes,Trailer,Lo-Fi,Tribal,Acid Punk,Acid Jazz,Polka,Retro,Musical,Rock & Roll,' +
  'Hard Rock,Folk,Folk-Rock,National Folk,Swing,Fast Fusion,Bebop,Latin,Revival,Celtic,Bluegrass,Avantgarde,' +
  'Gothic Rock,Progressive Rock,Psychedelic Rock,Symphonic Rock,Slow Rock,Big Band,Chorus,Easy Listening,Acoustic,' +
  'Humour,Speech,Chanson,Opera,Chamber Music,Sonata,Symphony,Booty Bass,Primus,Porn Groove,Satire,Slow Jam,Club,' +
  'Tango,Samba,Folklore,Ballad,Power Ballad,Rhythmic Soul,Freestyle,Duet,Punk Rock,Drum Solo,A Cappella,Euro-House,' +
  'Dance Hall,Goa,Drum & Bass,Club-House,Hardcore,Terror,Indie,BritPop,Worldbeat,Polsk Punk,Beat,Christian Gangsta ' +
  'Rap,Heavy Metal,Black Metal,Crossover,Contemporary Christian,Christian Rock,Merengue,Salsa,Thrash Metal,Anime,' +
  'JPop,Synthpop'
).split(',');
const OTHER = 'Other';

/** The genres of a text: `Rock`, `17`, `(17)`, `(4)Eurodisco`, `(RX)`. What says nothing is left out. */
export function genreOf(text: string): string[] {
  const names: string[] = [];
  let rest = text.trim();
  for (let match = /^\((\d+|RX|CR)\)/.exec(rest); match; match = /^\((\d+|RX|CR)\)/.exec(rest)) {
    names.push(match[1] === 'RX' ? 'Remix' : match[1] === 'CR' ? 'Cover' : (GENRES[Number(match[1])] ?? ''));
    rest = rest.slice(match[0].length).trim();
  }
  // A refinement takes the place of the number before it.
  if (rest !== '')
    names.splice(
      -1,
      names.length > 0 ? 1 : 0,
      /^\d+$/.test(rest) ? (GENRES[Number(rest)] ?? '') : rest.replace(/^\(\(/, '('),
    );
  return names.filter((name) => name !== '' && name !== OTHER);
}
