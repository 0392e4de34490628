/** What columns of plays and ratings are called in other languages, by the English name that readers know. */
const WORDS: Readonly<Record<string, string>> = {
  user:
    'benutzer nutzer hörer kunde | utilisateur utilisatrice auditeur | usuario oyente | usuário ouvinte | utente ' +
    'ascoltatore | gebruiker luisteraar | användare lyssnare | bruger bruker lytter | käyttäjä kuuntelija | ' +
    'kullanıcı dinleyici | użytkownik słuchacz | uživatel posluchač | пользователь слушатель | ' +
    'pseudo | ユーザー ユーザ 利用者 会員 | 사용자 이용자 회원 청취자 | 使用者 用戶 聽眾 會員',
  song:
    'lied stück | nummer | chanson morceau | canción | música | brano canzone | liedje | låt | sang | kappale ' +
    'laulu | şarkı | piosenka utwór | skladba píseň | песня трек композиция | 楽曲 曲 | 노래 곡 | 單曲 曲目',
  title: 'titel | titre | título | titolo | tittel | название | 제목 곡명 노래제목 | 歌曲名稱 曲名',
  artist:
    'interpret künstler | artiste interprète | artista intérprete cantante | artiest uitvoerder | kunstner | ' +
    'esittäjä artisti | sanatçı | wykonawca artysta | umělec | исполнитель артист | アーティスト | 가수 아티스트 | ' +
    '演唱者 藝人 歌手名稱',
  album: 'альбом | 앨범 | 專輯 專輯名稱',
  plays:
    'wiedergaben abspielungen häufigkeit anzahl | écoutes lectures | reproducciones escuchas | reproduções execuções ' +
    '| ascolti riproduzioni | spelningar | afspilninger avspillinger | kuuntelut kuuntelukerrat toistokerrat ' +
    'soittokerrat | dinlenme | odtworzenia | přehrání | прослушивания воспроизведения | 再生数 | 재생횟수 재생수 | 播放次數 收聽次數',
  rank: '排名 名次 排序 位次 序号 排行 | 順位 | 순위 | rang platz | classement | posición puesto | posição | posizione | место',
  score: '得分 分数 分數 推荐分 推荐度 相似度 | スコア | 점수 | punktzahl | puntaje | punteggio | pontuação',
  prediction: '预测 预测值 预测分 预测评分 预测得分 预测分数 | 予測 | 예측 | vorhersage | prédiction | predicción',
  rating:
    'bewertung | calificación puntuación valoración | avaliação | valutazione voto | beoordeling waardering | betyg ' +
    '| bedømmelse vurdering | arvio arvosana | puan | ocena | hodnocení | оценка рейтинг | 評価 | 평점 별점 | 評分',
  time:
    'zeit zeitpunkt datum uhrzeit zeitstempel | horodatage heure | fecha hora | data ora | tijdstip tijd | tidpunkt ' +
    'tidspunkt tid | päivämäärä aika | tarih zaman saat | czas godzina | čas | дата время день | 日時 日付 再生日時 | ' +
    '날짜 시간 | 播放時間 收聽時間 時間',
  movie: 'film | película | filme | elokuva | фильм | 映画 | 영화 | 電影',
};

/** What needs several words, each of a language. */
const PHRASES: Readonly<Record<string, readonly string[]>> = {
  time: [
    'abgespielt am',
    'gehört am',
    'datum und uhrzeit',
    'écouté le',
    "date d'écoute",
    'date et heure',
    'fecha y hora',
    'fecha de reproducción',
    'data e hora',
    'data de reprodução',
    'data e ora',
    'data di ascolto',
    'data i godzina',
    'datum en tijd',
    'дата и время',
  ],
  plays: [
    'anzahl wiedergaben',
    'anzahl der wiedergaben',
    "nombre d'écoutes",
    'nombre de lectures',
    'número de reproducciones',
    'número de reproduções',
    'numero di ascolti',
    'aantal keer afgespeeld',
    'aantal keren afgespeeld',
    'antal spelningar',
    'antal afspilninger',
    'antall avspillinger',
    'dinlenme sayısı',
    'çalma sayısı',
    'liczba odtworzeń',
    'počet přehrání',
    'количество прослушиваний',
    'число прослушиваний',
    '재생 횟수',
  ],
};

/** The name of an id: `Lied-ID`, `ID de usuario`, `使用者編號`. */
const ID_BEHIND = /^(.+?) ?(id|編號|番号|번호|아이디)$/;
const ID_BEFORE = /^(?:id|identifiant|identificador|identyfikator) (?:de la |de |du |d'|del |da |do )?(.+)$/;

const ENGLISH = new Map<string, string>();
for (const [english, words] of Object.entries(WORDS))
  for (const word of words.split(/[ |]+/)) for (const form of formsOf(word)) ENGLISH.set(form, english);
for (const [english, phrases] of Object.entries(PHRASES))
  for (const phrase of phrases) for (const form of formsOf(phrase)) ENGLISH.set(form, english);

/** Written with its accents, or without them where the word is long enough to be no other. */
function formsOf(word: string): string[] {
  const plain = withoutAccents(word);
  return plain.length > 3 ? [word, plain] : [word];
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}

/** A column's name in English where it is a known one of another language; else as it is. */
export function inEnglish(words: string): string {
  const name = words.normalize('NFC').replaceAll('’', "'");
  const whole = ENGLISH.get(name);
  if (whole) return whole;
  const of = (ID_BEHIND.exec(name) ?? ID_BEFORE.exec(name))?.[1];
  const english = of === undefined ? undefined : ENGLISH.get(of);
  return english ? `${english} id` : words;
}
