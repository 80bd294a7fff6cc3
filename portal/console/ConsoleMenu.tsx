import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useT } from '../i18n/i18n.ts';
import { usePortal } from '../PortalContext.ts';
import type { OpenConsole } from '../session/openConsole.ts';
import { RecordItem } from './RecordItem.tsx';

const stepPx = 2;

/** How terminals look and read to this person, and what is done more rarely. */
export function ConsoleMenu({ console }: { console: OpenConsole }): ReactNode {
  const t = useT();
  const { settings } = usePortal();
  const { isReadAloud, isWidthFitted } = useSyncExternalStore(settings.subscribe, () => settings.value);
  return (
    <Menu
      checkedValues={{ reading: isReadAloud ? ['on'] : [], width: isWidthFitted ? ['on'] : [] }}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        const isOn = checkedItems.includes('on');
        if (name === 'reading') settings.setReadAloud(isOn);
        else settings.setWidthFitted(isOn);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton>{t('console:menu.label')}</MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem persistOnClick onClick={() => settings.changeFontSize(stepPx)}>
            {t('console:menu.larger')}
          </MenuItem>
          <MenuItem persistOnClick onClick={() => settings.changeFontSize(-stepPx)}>
            {t('console:menu.smaller')}
          </MenuItem>
          {console.shell === undefined && (
            <MenuItemCheckbox name="width" value="on">
              {t('console:menu.fitWidth')}
            </MenuItemCheckbox>
          )}
          <MenuItemCheckbox name="reading" value="on">
            {t('console:menu.readAloud')}
          </MenuItemCheckbox>
          <MenuDivider />
          <MenuItem secondaryContent="Ctrl+Shift+C" onClick={() => console.terminal.copy()}>
            {t('console:menu.copy')}
          </MenuItem>
          <RecordItem console={console} />
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
