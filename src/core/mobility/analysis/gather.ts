import type Graph from 'graphology';
import { transitionsOf } from '../../../shared/mobility/codebook.ts';
import type { Network } from '../../../shared/mobility/analysis.ts';
import { EVERYBODY, type Focus } from '../../../shared/mobility/focus.ts';
import type { Study } from '../study/study.ts';
import { describedScholars } from './attributes.ts';
import { banded } from './focus.ts';
import type { Case, ComparisonInput } from './comparisons/comparison.ts';
import type { Career } from './flows.ts';
import { ofSample, type Sample, sampledMoves, sampleOf } from './sample.ts';
import { buildGraph, coLocation as coLocationTies, institutionTies, type Tie } from './network.ts';

/** The scholars' places at the stages that are not optional. */
export function careersOf(study: Study, sample = sampleOf(study)): Career[] {
  const placer = study.placer();
  const codes = study.finalCodes();
  const stages = placer.book.stages.filter(({ optional }) => !optional);
  return ofSample(sample, study.scholars(), ({ id }) => id).map(({ id, key }) => ({
    scholar: key,
    places: stages.map((stage) => placer.placeFinal(stage.key, codes.get(id)?.get(stage.key), id)),
  }));
}

export interface ComparisonOptions {
  name: string;
  focus?: Focus;
  transition: string;
  /** By default the next one of the codebook. */
  otherTransition?: string | null;
  attribute: string;
  covariates: readonly string[];
  references: Readonly<Record<string, string>>;
}

/** The transition that a comparison of two takes besides the chosen one. */
export function otherOf(study: Study, { transition, otherTransition }: ComparisonOptions): string {
  const all = transitionsOf(study.book.codebook);
  return otherTransition ?? all[(all.indexOf(transition) + 1) % all.length];
}

/** Reads the study once, so that the comparison itself can run in another thread. */
export function comparisonInputOf(study: Study, options: ComparisonOptions): ComparisonInput {
  const { transition, attribute, covariates, references, focus = EVERYBODY } = options;
  const other = otherOf(study, options);
  const sample = sampleOf(study, [transition, other], focus);
  return {
    cases: casesOf(study, sample, transition, other, focus),
    attribute,
    covariates,
    references,
    transition,
    otherTransition: other,
    book: study.book.codebook,
    levels: study.placer().levels,
    sample: sample?.told ?? null,
  };
}

function casesOf(study: Study, sample: Sample | null, transition: string, other: string, { bands }: Focus): Case[] {
  const attributes = new Map(describedScholars(study).map(({ id, attributes: own }) => [id, banded(own, bands)]));
  const others = sampledMoves(study, sample, other);
  return sampledMoves(study, sample, transition).map((move, i) => ({
    move,
    other: others[i] ?? null,
    attributes: attributes.get(move.scholarId) ?? {},
  }));
}

export function networkGraph(
  study: Study,
  kind: Network['kind'],
  edgeKinds: readonly string[] | null,
  coLocation: boolean,
): Graph {
  if (kind === 'institutions') {
    const labels = new Map(
      [...study.placer().reference.institutions.values()].map(({ id, name }) => [String(id), name]),
    );
    return buildGraph(kind, institutionTies(careersOf(study)), labels);
  }
  const stored = study.db
    .all<Tie>('SELECT source, target, kind, weight FROM edges ORDER BY source, target, kind')
    .filter(({ kind: name }) => edgeKinds === null || edgeKinds.includes(name));
  const ties = coLocation ? [...stored, ...coLocationTies(careersOf(study))] : stored;
  return buildGraph(kind, ties, new Map(study.scholars().map(({ key, name }) => [key, name])));
}
