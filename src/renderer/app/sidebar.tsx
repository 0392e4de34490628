import { NavLink, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LISTED_PAGES, pageOf, type Section } from '../../shared/pages.ts';
import { pageIcon } from './page-icons.ts';
import { linkTo, useRoute } from './router.ts';

/** Every listed page, by section; pages about the app itself are at the bottom. */
export function Sidebar() {
  const { t } = useTranslation();
  return (
    <>
      <SidebarSection section="music" title={t('nav.recommender')} />
      <SidebarSection section="careers" title={t('nav.mobility')} />
      <div style={{ flex: 1 }} />
      <SidebarSection section="app" />
    </>
  );
}

function SidebarSection({ section, title }: { section: Section; title?: string }) {
  const { t } = useTranslation();
  const { page } = useRoute();
  const shown = pageOf(page).within ?? page;
  return (
    <>
      {title ? (
        <Text size="xs" c="dimmed" fw={600} px="xs" pt="xs" pb={4}>
          {title}
        </Text>
      ) : null}
      {LISTED_PAGES.filter((entry) => entry.section === section).map(({ id, icon }) => {
        const Icon = pageIcon(icon);
        return (
          <NavLink
            key={id}
            href={linkTo(id)}
            label={t(`nav.${id}`)}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
            active={shown === id}
            py={5}
          />
        );
      })}
    </>
  );
}
