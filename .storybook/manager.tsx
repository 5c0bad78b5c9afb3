import { addons, types } from 'storybook/manager-api';
import { StagePanel } from './StagePanel.tsx';

addons.setConfig({ panelPosition: 'right' });
addons.register('stage', () => {
  addons.add('stage/panel', {
    type: types.PANEL,
    title: 'Network and clock',
    render: ({ active }) => (active ? <StagePanel /> : null),
  });
});
