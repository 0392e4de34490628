import { z } from 'zod';

/** The edition of models' default settings; it changes with them. */
export const DEFAULT_SETTINGS = 2;

/**
 * Of a spec: the edition of the default settings that options it does not name have. A new spec gets the present one;
 * a stored one without it has the first.
 */
export const defaultsEdition = z.number().int().min(1).max(DEFAULT_SETTINGS).optional();
