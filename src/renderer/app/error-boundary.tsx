import { Alert, Button, Group, Text } from '@mantine/core';
import i18next from 'i18next';
import { Component, type ReactNode } from 'react';
import { copyReport } from '../ui/report.ts';
import { said } from '../ui/said.ts';

/** If a page fails to render, it shows the error; the rest of the window stays usable. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Alert color="orange" title={i18next.t('errors.page')} maw={640} role="alert">
        <Text size="sm">{said(error)}</Text>
        <Group mt="sm">
          <Button variant="default" onClick={() => this.setState({ error: null })}>
            {i18next.t('errors.again')}
          </Button>
          <Button variant="subtle" onClick={() => void copyReport(error)}>
            {i18next.t('errors.copy')}
          </Button>
        </Group>
      </Alert>
    );
  }
}
