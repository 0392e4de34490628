import { useTranslation } from 'react-i18next';
import { conversionLabel, protocolLabel } from '../../shared/evaluation-words.ts';
import type { Described } from '../../shared/result-texts.ts';
import { testedListeners } from '../../shared/tested-listeners.ts';
import { labelled } from '../ui/said.ts';
import { engineName } from './engine-name.ts';

/** The set-up of a comparison in a few words each. */
export function useChips(): (described: Described) => string[] {
  const { t } = useTranslation();
  return ({ result, spec, folds, engine }) => [
    labelled(protocolLabel(result.protocol)),
    t('experiments.chip.conversion', { conversion: labelled(conversionLabel(result.conversion)) }),
    t('experiments.chip.folds', { count: folds }),
    t('experiments.chip.fits', { count: spec.repeats }),
    t('experiments.chip.listeners', testedListeners(result)),
    t('experiments.chip.rows', { training: result.counts.trainingRows ?? 0, test: result.counts.testRows ?? 0 }),
    ...(result.counts.listenersSkipped
      ? [t('experiments.chip.skipped', { count: result.counts.listenersSkipped })]
      : []),
    t('experiments.chip.seed', { seed: String(result.seed) }),
    ...(engine || result.engine
      ? [t('experiments.chip.engine', { engine: engineName(t, engine ?? result.engine) })]
      : []),
  ];
}
