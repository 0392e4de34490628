import { z } from 'zod';
import type { Message } from '../messages/message.ts';

/** Widths in which numbers such as a year of birth can be read. */
export const BAND_WIDTHS = [5, 10, 20] as const;
/** More values than these of an attribute are not offered one by one. */
export const MOST_CHOICES = 40;

/** Attributes that follow from the codes: the year of a stage. */
export const DERIVED_YEARS = { doctorateYear: 'doctorate', firstJobYear: 'first-job' } as const;

/** What a study can be filtered and compared by. */
export function attributesOf({ attributes }: { attributes: readonly string[] }): string[] {
  return [...new Set([...attributes, ...Object.keys(DERIVED_YEARS)])];
}

/** Whom results are about, and which numbers are read in bands: one bar over quadrants, flows and tests. */
export const focusOptions = z.strictObject({
  /** Of an attribute of numbers, how many of them are one class: 10 makes 1960–1969 of 1964. */
  bands: z.record(z.string(), z.number().int().min(2).max(1000)).default({}),
  /** By attribute, the classes that count; scholars without a value do not. */
  only: z.record(z.string(), z.array(z.string()).min(1)).default({}),
});
export type Focus = z.infer<typeof focusOptions>;

export const EVERYBODY: Focus = { bands: {}, only: {} };
/** As part of what a result is asked for. */
export const focus = focusOptions.default(EVERYBODY);

/** Whom a result is about, in as few words as a figure has room for; null for everybody. */
export type Whom = Message | null;
export interface About {
  whom: Whom;
}

/** An attribute as the bar offers it. */
export interface FocusChoice {
  attribute: string;
  /** Whether every value is a number, so that it can be read in bands. */
  numeric: boolean;
  /** Its classes and how many scholars have each, in their order; none where there are too many. */
  classes: { value: string; scholars: number }[];
}

/** Nothing is left out and nothing read otherwise. */
export function isEverybody({ bands, only }: Focus): boolean {
  return Object.keys(bands).length === 0 && Object.keys(only).length === 0;
}
