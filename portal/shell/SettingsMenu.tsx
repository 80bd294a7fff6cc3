import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import type { ReactNode } from 'react';
import { currentLanguage, useT } from '../i18n/i18n.ts';
import { type Language, languages } from '../i18n/languages.ts';
import { choosePageLanguage } from '../i18n/pageLanguage.ts';
import { type ThemeChoice, themeChoices } from '../theme/themeChoice.ts';
import type { ThemeState } from '../theme/useTheme.ts';

/** Theme and language, kept in this browser. */
export function SettingsMenu({ theme }: { theme: ThemeState }): ReactNode {
  const t = useT();
  return (
    <Menu
      checkedValues={{ theme: [theme.choice], language: [currentLanguage()] }}
      onCheckedValueChange={(_, { name, checkedItems: [value] }) => {
        if (name === 'theme') theme.choose(value as ThemeChoice);
        else void choosePageLanguage(value as Language);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<SettingsRegular />} aria-label={t('common:settings.label')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t('common:settings.theme')}</MenuGroupHeader>
            {themeChoices.map((choice) => (
              <MenuItemRadio key={choice} name="theme" value={choice}>
                {t(`common:settings.themes.${choice}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuGroup>
            <MenuGroupHeader>{t('common:settings.language')}</MenuGroupHeader>
            {Object.entries(languages).map(([language, name]) => (
              <MenuItemRadio key={language} name="language" value={language} lang={language}>
                {name}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
