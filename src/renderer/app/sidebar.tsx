import { NavLink, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LISTED_PAGES, pageOf, type PageId, type Section } from '../../shared/pages.ts';
import { usePreference } from '../ui/page-state.ts';
import { pageIcon } from './page-icons.ts';
import { linkTo, useRoute } from './router.ts';

type Half = Exclude<Section, 'app'>;
const HALVES: readonly Half[] = ['music', 'careers'];

/** Pages of the half that is in use, by group, below a switch between the two; pages about the app at the bottom. */
export function Sidebar() {
  const { t } = useTranslation();
  const half = useHalf();
  return (
    <>
      <div className="halves">
        {HALVES.map((one) => (
          <a key={one} href={linkTo(firstOf(one))} aria-current={one === half ? 'true' : undefined}>
            {t(`nav.${one}`)}
          </a>
        ))}
      </div>
      <SidebarSection section={half} />
      <div style={{ flex: 1 }} />
      <SidebarSection section="app" />
    </>
  );
}

/** The half of the open page; on a page about the app, the half that was used last. */
function useHalf(): Half {
  const { page } = useRoute();
  const [last, setLast] = usePreference<Half>('half', 'music');
  const { section } = pageOf(page);
  const half = section === 'app' ? last : section;
  useEffect(() => setLast(half), [half, setLast]);
  return half;
}

function firstOf(half: Half): PageId {
  return LISTED_PAGES.find(({ section }) => section === half)?.id ?? LISTED_PAGES[0].id;
}

function SidebarSection({ section }: { section: Section }) {
  const { t } = useTranslation();
  const { page } = useRoute();
  const shown = pageOf(page).within ?? page;
  const own = LISTED_PAGES.filter((entry) => entry.section === section);
  return own.map(({ id, icon, group }, i) => {
    const Icon = pageIcon(icon);
    const begins = group !== undefined && own[i - 1]?.group !== group;
    const isNamed = begins && own.filter((entry) => entry.group === group).length > 1;
    return (
      <div key={id} style={{ paddingTop: begins && i > 0 ? 4 : 0 }}>
        {isNamed ? (
          <Text size="xs" c="dimmed" fw={600} px="xs" pt={4} pb={2}>
            {t(`navGroups.${group}`)}
          </Text>
        ) : null}
        <NavLink
          href={linkTo(id)}
          label={t(`nav.${id}`)}
          leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
          active={shown === id}
          py={5}
        />
      </div>
    );
  });
}
