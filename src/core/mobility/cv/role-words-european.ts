import type { Words } from './role-kind.ts';

/**
 * Posts and degrees in German, French, Italian, Spanish and Portuguese whose words English has not; they come before
 * the English ones, which are parts of some of them.
 */
export const EUROPEAN_ROLES: readonly Words[] = [
  // What qualifies somebody to teach is no post and no degree of its own.
  ['none', /\b(?:Venia [Ll]egendi|Livre-?[Dd]oc[êe]ncia|[Aa]bilitazione scientifica nazionale)\b/g],
  [
    'postdoc',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Pp](?:ó|o)s-?[Dd]outor(?:ado|amento|anda|ando)|[Ee]st[áa]gio pós-doutoral|` +
        String.raw`[Pp]os-?[Dd]octorado|[Ii]nvestigadora? pos-?doctoral|[Cc]ontrato pos-?doctoral|` +
        String.raw`[Pp]ost-?[Dd]octorat|[Cc]hercheu(?:r|se) post-?doctorale?|[Ss]tage post-?doctoral|` +
        String.raw`[Aa]ssegnista di ricerca|[Aa]ssegno di ricerca|[Pp]ost-?[Dd]ottorato|` +
        String.raw`[Pp]ost-?[Dd]oktorand(?:in)?)(?!\p{L})`,
      'gu',
    ),
  ],
  [
    'visiting',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Pp]rofesora? (?:visitante|invitad[oa])|[Pp]rofessora? (?:visitante|convidad[oa])|` +
        String.raw`[Pp]rofess(?:ore|oressa) (?:a contratto|visitatore)|[Ii]nvestigadora? visitante|` +
        String.raw`[Pp]esquisadora? visitante|[Dd]outorado sandu[íi]che|[Dd]outorado-sandu[íi]che|` +
        String.raw`Honorarprofess(?:orin|or|ur)|Gastforscher(?:in)?)(?!\p{L})`,
      'gu',
    ),
  ],
  [
    'doctorate',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Dd]outor(?:ado|amento)|[Dd]octorado|[Dd]ottorato(?: di ricerca)?|` +
        String.raw`[Dd](?:octora?|outora?)(?= (?:en|em|por) )|[Dd]ottor(?:e|essa) di ricerca|` +
        String.raw`[Tt]h[èe]se de doctorat)(?!\p{L})`,
      'gu',
    ),
  ],
  [
    'master',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Mm]estrado|[Mm]aestr[íi]a|Maestr[oa](?= en \p{Lu})|` +
        String.raw`M[áa]ster(?: [Uu]niversitario)?(?= (?:en|de) )|` +
        String.raw`Ma[îi]trise(?= (?:de|d'|en|,)|,)|Master (?:2|II|[Rr]echerche)|` +
        String.raw`[Ll]aurea (?:magistrale|specialistica)|` +
        String.raw`Magister Artium|Diplôme d'[ÉEée]tudes [Aa]pprofondies|` +
        String.raw`Diplom-\p{Lu}\p{Ll}+(?:in)?|Erstes Staatsexamen)(?!\p{L})`,
      'gu',
    ),
  ],
  [
    'bachelor',
    new RegExp(
      String.raw`(?<!\p{L}|[Pp]ós-)(?:[Gg]radua[çc][ãa]o(?= (?:em|in) |[ ,.:(\t\n]|$)|[Bb]acharel(?:ado)?|` +
        String.raw`[Ll]icenciad[oa](?= en )|[Gg]rado(?= en \p{Lu})|[Ll]aurea triennale|` +
        String.raw`[Ll]icence (?:de|d'|en)(?= ?\p{L}))(?!\p{L})`,
      'gu',
    ),
  ],
  [
    'job',
    new RegExp(
      String.raw`(?<!\p{L})(?:[Pp]rofessora? (?:[Aa]djunt[oa]|[Aa]uxiliar|[Aa]ssistente|[Aa]ssociad[oa]|[Tt]itular|` +
        String.raw`[Ss]ubstitut[oa]|[Cc]atedr[áa]tic[oa])(?: [IV]{1,3})?|` +
        String.raw`[Pp]rofesora? (?:[Cc]ontratad[oa] [Dd]octora?|[Aa]yudante(?: [Dd]octora?)?|[Aa]djunt[oa]|` +
        String.raw`[Aa]uxiliar|[Tt]itular(?: de [Uu]niversidad)?|[Aa]sociad[oa]|[Ss]ustitut[oa])|` +
        String.raw`[Ee]nseignante?(?:-[Cc]hercheu(?:r|se))?|[Cc]hargée? de (?:recherche|cours|mission)s?|` +
        String.raw`[Dd]irect(?:eur|rice) de recherches?|[Ii]ngénieure? de recherches?|` +
        String.raw`[Aa]llocataire(?:-monit(?:eur|rice))?|Privatdozent(?:in)?|Lehrbeauftragte[rn]?|` +
        String.raw`Vertretungsprofess(?:or|orin|ur)|` +
        String.raw`[Ii]nvestigadora?(?: principal| asociad[oa])?(?=[ ,\t\n])|[Pp]esquisadora?(?=[ ,\t\n])|` +
        String.raw`Hochschulassistent(?:in)?|Hochschuldozent(?:in)?|Akademische[rn]? (?:Ober)?[Rr]at|` +
        String.raw`Wissenschaftliche[rn]? (?:Angestellte[rn]?|Hilfskraft)|Lehrstuhlvertret(?:ung|er|erin)|` +
        String.raw`[Oo]rdentliche[rn]? Professor(?:in)?|[Aa]ußerplanmäßige[rn]? Professor(?:in)?|` +
        String.raw`[Aa]ttach[ée]e? temporaire d'enseignement et de recherche|[Mm]aître-[Aa]ssistante?|` +
        String.raw`[Pp]rofesseure? (?:agrégée?|des universités|titulaire)|[Pp]rofessoressa)(?!\p{L})`,
      'gu',
    ),
  ],
];
