import { useTranslation } from 'react-i18next';
import { OKABE_ITO } from '../../shared/palette.ts';
import { Chart } from '../ui/chart.tsx';
import { resultNumber } from '../ui/format.ts';

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** How a model learned, epoch by epoch; the epoch with the lowest validation loss is marked. */
export function LossChart({
  title,
  note,
  loss,
  validation,
}: {
  title: string;
  note: string;
  loss: readonly number[];
  validation: readonly number[];
}) {
  const { t } = useTranslation();
  const epochs = loss.map((_, i) => i + 1);
  const best = validation.length > 0 ? validation.indexOf(Math.min(...validation)) : -1;
  const line = (y: readonly number[], name: string, colour: string, dash: string) => ({
    ...{ type: 'scatter', mode: 'lines+markers', x: epochs, y, name },
    hovertext: y.map((value, i) => t('training.lossAt', { name, epoch: epochs[i], loss: resultNumber(value) })),
    hoverinfo: 'text',
    line: { color: colour, dash },
    marker: { size: 4, symbol: 'circle' },
  });
  const mark = {
    ...{ type: 'scatter', mode: 'markers', x: [best + 1], y: [validation[best]], hoverinfo: 'text' },
    name: t('training.bestEpoch', { epoch: best + 1 }),
    hovertext: [t('training.bestEpoch', { epoch: best + 1 })],
    marker: { size: 11, symbol: 'circle-open', color: OKABE_ITO.vermilion, line: { width: 2 } },
  };
  return (
    <Chart
      title={title}
      note={note}
      data={
        [
          line(loss, t('training.trainingLoss'), OKABE_ITO.blue, 'solid'),
          ...(validation.length > 0
            ? [line(validation, t('training.validationLoss'), OKABE_ITO.vermilion, 'dot')]
            : []),
          ...(best >= 0 ? [mark] : []),
        ] as never
      }
      layout={{
        // No half epochs: Plotly's own steps are of numbers, not of counts.
        xaxis: {
          title: { text: t('training.epoch') },
          tick0: 0,
          dtick: STEPS.find((step) => loss.length <= 10 * step),
        },
        yaxis: { title: { text: t('training.mse') }, rangemode: 'tozero', nticks: 5 },
      }}
      table={{
        head: [t('training.epoch'), t('training.trainingLoss'), t('training.validationLoss')],
        rows: epochs.map((epoch, i) => [epoch, loss[i], validation[i] ?? null]),
        numbers: ['count'],
      }}
      height={280}
    />
  );
}
