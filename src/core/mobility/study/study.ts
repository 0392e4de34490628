import { type Codebook, neededStages, type PositionRole } from '../../../shared/mobility/codebook.ts';
import type { Mapping } from '../../../shared/mobility/imports.ts';
import { roleWords } from '../import/roles/role-questions.ts';
import { type RoleCells, roleOf } from '../import/roles/roles.ts';
import type { CodeValue, Position } from '../../../shared/mobility/coding.ts';
import type { Move, Summary } from '../../../shared/mobility/results.ts';
import { AppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/messages/say.ts';
import { readReference } from '../rows/reference-rows.ts';
import {
  allCodes,
  type CodebookRow,
  type CodeRow,
  codesOfScholar,
  currentCodebook,
  listScholars,
  positionsOf,
  type ScholarRow,
  writesSoFar,
} from '../rows/scholar-rows.ts';
import { factOf } from '../../storage/facts.ts';
import type { OpenDb } from '../../storage/sqlite.ts';
import { stageKindOf } from '../stages/registry.ts';
import { settlementsOf } from '../agreement/settlements.ts';
import {
  blindScholars,
  type Closed,
  isClosed,
  openScholars,
  revealFinished,
  uncodedUnits,
  unitKey,
} from '../coding/blind.ts';
import { finalCode, type FinalCode } from './final-code.ts';
import { Resolver } from './resolve.ts';
import { moveOf, sameEntity } from '../quadrant/move.ts';
import { ownEdges, ownMovesOf, usesOwnMoves } from '../quadrant/own-moves.ts';
import { Placer } from '../quadrant/place.ts';
import type { Reference } from '../quadrant/reference.ts';
import type { OwnedEdge, ScoresWithout } from '../../statistics/networks/scores-without.ts';
import { type PostdocFact, summarise } from '../quadrant/summary.ts';

/** Who looks at the study on this machine, and whom this person took up to code blind. */
export interface Viewer {
  coder: string;
  scholars: Set<number>;
}

/** Kept results that do not depend on who looks, nor on places. */
const INDEPENDENT = ['scholars', 'closed', 'own-moves'];

/**
 * One library's study of careers: reads rows, passes them to the rules, caches expensive results until a change.
 */
export class Study {
  readonly db: OpenDb;
  readonly clock: () => Date;
  #placer: Placer | null = null;
  #resolver: Resolver | null = null;
  #positions: Map<number, Position[]> | null = null;
  #roles: { words: Mapping['roles']; read: Map<string, PositionRole | null> } | null = null;
  #viewer: Viewer | null = null;
  readonly #reveals: 'reveals' | 'another-reveals';
  #states = 0;
  readonly #kept = new Map<string, { writes: number; value: unknown }>();

  /** @param reveals whether this one writes down who finished coding blind; a reader of the library leaves that */
  constructor(db: OpenDb, clock: () => Date, reveals: 'reveals' | 'another-reveals' = 'reveals') {
    this.db = db;
    this.clock = clock;
    this.#reveals = reveals;
  }

  get viewer(): Viewer | null {
    return this.#viewer;
  }

  seeAs(viewer: Viewer | null): void {
    this.#viewer = viewer;
  }

  /** Another one after everything that results follow from. */
  state(): string {
    return this.cached('state', () => String(++this.#states));
  }

  now(): string {
    return this.clock().toISOString();
  }

  /** After an import, a decision about an institution or a new codebook. */
  forget(): void {
    this.#placer = null;
    this.#resolver = null;
    this.#positions = null;
    this.#roles = null;
    this.#forgetDerived();
  }

  /** What follows from the final codes and their places. */
  #forgetDerived(): void {
    for (const name of this.#kept.keys()) if (!INDEPENDENT.includes(name)) this.#kept.delete(name);
  }

  get book(): CodebookRow {
    return currentCodebook(this.db);
  }

  get fictional(): boolean {
    return factOf(this.db, 'study-fictional') === 'true';
  }

  /** The rules under the study's codebook, or under another one that is being tried. */
  placer(book?: Codebook, codes?: ReadonlyMap<number, ReadonlyMap<string, FinalCode>>): Placer {
    if (!book) return this.#own();
    const own = this.#own().reference;
    const reference = book.cities.edition === own.edition ? own : readReference(this.db, book.cities.edition);
    if (!usesOwnMoves(book)) return new Placer(book, reference);
    return this.#byOwnMoves(book, reference, () => codes ?? this.finalCodes());
  }

  /** Levels that follow from codes: they hold until the next one is written. */
  #byOwnMoves(
    book: Codebook,
    reference: Reference,
    codes: () => ReadonlyMap<number, ReadonlyMap<string, FinalCode>>,
  ): Placer {
    let scores: ScoresWithout | null | undefined;
    const ownMoves = () => {
      if (scores === undefined) scores = this.#scoresOf(ownEdges(book, reference, placer.institutionOf, codes()));
      return scores;
    };
    const placer = new Placer(book, { ...reference, ownMoves });
    return placer;
  }

  /** The same moves have the same scores, under whatever codebook. */
  #scoresOf(edges: readonly OwnedEdge[]): ScoresWithout | null {
    const known = this.cached('own-moves', () => new Map<string, ScoresWithout | null>());
    const name = JSON.stringify(edges);
    if (!known.has(name)) known.set(name, ownMovesOf(edges));
    return known.get(name) ?? null;
  }

  #own(): Placer {
    const known = (this.#placer ??= this.#readPlacer());
    const { book, reference } = known;
    if (!usesOwnMoves(book)) return known;
    return this.cached('placer', () => this.#byOwnMoves(book, reference, () => this.finalCodes()));
  }

  #readPlacer(): Placer {
    const { codebook } = this.book;
    return new Placer(codebook, readReference(this.db, codebook.cities.edition));
  }

  resolver(): Resolver {
    this.#resolver ??= new Resolver(this.db);
    return this.#resolver;
  }

  /** A scholar's positions with their institutions. */
  positions(scholarId: number): Position[] {
    return this.#positions?.get(scholarId) ?? positionsOf(this.db, scholarId).map((row) => this.#withInstitution(row));
  }

  allPositions(): Map<number, Position[]> {
    if (this.#positions) return this.#positions;
    const byScholar = new Map<number, Position[]>();
    for (const row of positionsOf(this.db, null)) {
      const list = byScholar.get(row.scholarId);
      const position = this.#withInstitution(row);
      if (list) list.push(position);
      else byScholar.set(row.scholarId, [position]);
    }
    this.#positions = byScholar;
    return byScholar;
  }

  #withInstitution({ scholarId: _scholar, roleText, ...row }: ReturnType<typeof positionsOf>[number]): Position {
    const role = roleText === null ? row.role : this.#roleOf({ role: roleText, title: row.title ?? '' }, row.role);
    return { ...row, role, institution: this.resolver().resolve(row.mentionKey, row.id, row.startYear ?? row.endYear) };
  }

  /** As the rules and words of today read the cells; as read at import where those leave it open. */
  #roleOf(cells: RoleCells, stored: PositionRole): PositionRole {
    this.#roles ??= { words: roleWords(this.db), read: new Map() };
    const { words, read } = this.#roles;
    const key = `${cells.role}\n${cells.title}`;
    let role = read.get(key);
    if (role === undefined) read.set(key, (role = roleOf(cells, words, this.placer().book.terminalDegrees)));
    return role ?? stored;
  }

  /** The final code of each scholar and stage: the adjudication, otherwise the code all coders agree on. */
  finalCodes(): Map<number, Map<string, FinalCode>> {
    return this.cached('final', () => this.#readFinalCodes());
  }

  /** Cached data stays valid until this connection writes again. */
  cached<T>(name: string, read: () => T): T {
    const writes = writesSoFar(this.db);
    const known = this.#kept.get(name);
    if (known?.writes === writes) return known.value as T;
    const value = read();
    this.#kept.set(name, { writes, value });
    return value;
  }

  /** For writing what no cached data follow from. */
  keepingCached(write: () => void): void {
    const before = writesSoFar(this.db);
    write();
    const after = writesSoFar(this.db);
    for (const kept of this.#kept.values()) if (kept.writes === before) kept.writes = after;
  }

  #readFinalCodes(): Map<number, Map<string, FinalCode>> {
    const { institutionOf } = this.placer();
    const closed = this.closed();
    const result = new Map<number, Map<string, FinalCode>>();
    const codes = this.codesByUnit();
    const settled = settlementsOf(this.db, codes, institutionOf);
    for (const [unit, rows] of codes) {
      const [{ scholarId, stage }] = rows;
      const decision = settled.get(unit);
      const stages = result.get(scholarId) ?? new Map<string, FinalCode>();
      result.set(scholarId, stages);
      stages.set(
        stage,
        isClosed(closed, scholarId, stage)
          ? { value: null, why: 'blind' }
          : finalCode(decision?.reopened ? undefined : decision?.value, rows, institutionOf),
      );
    }
    return result;
  }

  /** Everybody's codes by scholar and stage, also those that are closed. */
  codesByUnit(scholar: number | null = null): Map<string, CodeRow[]> {
    const rows = scholar === null ? allCodes(this.db) : codesOfScholar(this.db, scholar);
    return Map.groupBy(rows, ({ scholarId, stage }) => unitKey(scholarId, stage));
  }

  /** What nobody is shown yet; looking at the rest is the moment from which on finished coders can see each other. */
  closed(): Closed {
    const viewer = this.#viewer;
    const closed = this.cached('closed', () => {
      const stages = neededStages(this.placer().book).map(({ key }) => key);
      const scholars = blindScholars(this.db, stages);
      if (this.#reveals === 'reveals') revealFinished(this.db, stages, scholars, this.now());
      return scholars;
    });
    const units = viewer === null ? new Set<string>() : uncodedUnits(this.db, viewer.coder, viewer.scholars);
    return { scholars: closed, units, viewer: viewer?.coder ?? null };
  }

  /** Whether what somebody decided is closed to the viewer, who sees his or her own decisions. */
  isHidden(): (scholarId: number, stage: string, author: string) => boolean {
    const closed = this.closed();
    return (scholarId, stage, author) => author !== closed.viewer && isClosed(closed, scholarId, stage);
  }

  /** The lead opens what is closed, to everybody. @returns the number of scholars */
  open(author: string): number {
    const { scholars } = this.closed();
    const all = [...new Set([...scholars, ...(this.#viewer?.scholars ?? [])])];
    openScholars(this.db, all, author, this.now());
    return all.length;
  }

  /** Who is looking at this machine, and, of scholars coded by others, whom this person took up to code blind. */
  seenBy(coder: string, blindScholar: number | null): void {
    const same = this.#viewer?.coder === coder ? this.#viewer.scholars : null;
    if (same && (blindScholar === null || same.has(blindScholar))) return;
    this.#viewer = { coder, scholars: new Set([...(same ?? []), ...(blindScholar === null ? [] : [blindScholar])]) };
    this.#forgetDerived();
  }

  scholars(): ScholarRow[] {
    return this.cached('scholars', () => listScholars(this.db));
  }

  /** Every scholar's move in one transition, such as `doctorate:first-job`. */
  moves(transition: string, book?: Codebook, codes?: Map<number, Map<string, FinalCode>>): Move[] {
    const placer = this.placer(book, codes);
    const [from, to] = stagesOf(transition, placer.book);
    const final = codes ?? this.finalCodes();
    return this.scholars().map((scholar) => {
      const stages = final.get(scholar.id);
      return moveOf(
        scholar,
        placer.placeFinal(from, stages?.get(from), scholar.id),
        placer.placeFinal(to, stages?.get(to), scholar.id),
        placer.book,
        placer.reference,
      );
    });
  }

  /** For all scholars, or for some of the moves. */
  summary(transition: string, moves = this.moves(transition)): Summary {
    const { codebook, version } = this.book;
    const { levels } = this.placer();
    const counted = new Set(moves.map(({ scholarId }) => scholarId));
    const postdocs = this.#postdocs().filter(({ scholarId }) => counted.has(scholarId));
    return summarise(transition, moves, postdocs, codebook, version, this.fictional, levels);
  }

  /**
   * From the résumé lines: who did a postdoc, and whether it was at the institution of the stage that ends training,
   * as coded.
   */
  #postdocs(): (PostdocFact & { scholarId: number })[] {
    const placer = this.placer();
    const final = this.finalCodes();
    const training = placer.book.stages.findLast(({ rule }) => stageKindOf(rule).endsTraining);
    return [...this.allPositions()].map(([scholarId, positions]) => {
      const postdocs = positions.filter(({ role }) => role === 'postdoc');
      const degree = training === undefined ? null : (final.get(scholarId)?.get(training.key)?.value ?? null);
      const home = placer.place(training?.key ?? '', degree, scholarId);
      const atAlmaMater = postdocs.some(({ institution, startYear }) => {
        if (institution === null || home.state === 'missing') return false;
        return sameEntity(
          home,
          placer.place('postdoc', { ...(degree as CodeValue), institution, year: startYear }, scholarId),
          placer.book,
          placer.reference,
        );
      });
      return { scholarId, didPostdoc: postdocs.length > 0, atAlmaMater };
    });
  }
}

export function stagesOf(transition: string, book: Codebook): [string, string] {
  const [from, to, more] = transition.split(':');
  const known = book.stages.map(({ key }) => key);
  if (more !== undefined || !known.includes(from) || !known.includes(to) || known.indexOf(from) >= known.indexOf(to)) {
    throw new AppError('bad-request', say('study.no-such-transition', { transition, known }));
  }
  return [from, to];
}
