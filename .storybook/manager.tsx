// biome-ignore lint/correctness/noUnusedImports: Storybook compiles its manager's JSX to calls of React
import React from 'react';
import { addons, types } from 'storybook/manager-api';
import { StagePanel } from './StagePanel.tsx';

addons.setConfig({ layout: { panelPosition: 'right' } });
addons.register('stage', () => {
  addons.add('stage/panel', {
    type: types.PANEL,
    title: 'Network and clock',
    render: ({ active }) => (active ? <StagePanel /> : null),
  });
});
