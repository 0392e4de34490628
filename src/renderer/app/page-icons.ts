import {
  type Icon,
  IconArrowsSplit2,
  IconBook,
  IconBrain,
  IconBuildingBank,
  IconChartGridDots,
  IconChartHistogram,
  IconClipboardData,
  IconFile,
  IconFileExport,
  IconFlask,
  IconHeadphones,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconListCheck,
  IconMap2,
  IconMusic,
  IconPencilCheck,
  IconScale,
  IconSettings,
  IconUsers,
  IconVinyl,
} from '@tabler/icons-react';

/** The icons that the lines of src/shared/pages.ts name. */
const ICONS: Readonly<Record<string, Icon>> = {
  overview: IconLayoutDashboard,
  library: IconVinyl,
  recommend: IconHeadphones,
  training: IconBrain,
  experiments: IconFlask,
  map: IconMap2,
  song: IconMusic,
  study: IconClipboardData,
  institutions: IconBuildingBank,
  scholars: IconUsers,
  work: IconArrowsSplit2,
  codebook: IconListDetails,
  trail: IconHistory,
  export: IconFileExport,
  coding: IconPencilCheck,
  agreement: IconScale,
  quadrants: IconChartGridDots,
  analysis: IconChartHistogram,
  jobs: IconListCheck,
  guide: IconBook,
  settings: IconSettings,
};

export function pageIcon(name: string): Icon {
  return ICONS[name] ?? IconFile;
}
