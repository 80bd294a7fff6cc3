import {
  Button,
  Menu as FluentMenu,
  MenuItem as FluentMenuItem,
  MenuButton,
  MenuGroupHeader,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuSplitGroup,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { cloneElement, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { useT } from '../i18n/i18n.ts';
import { navigate } from '../router.ts';
import { isPlainClick } from './Link.tsx';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  isDangerous?: boolean;
  /** Shown under the item, which cannot be chosen then. */
  disabledBecause?: string | undefined;
  /** To what decides that; an item of its own, since nothing that is disabled leads anywhere. */
  whyHref?: string | undefined;
};

export type MenuProps = {
  label: string;
  items: readonly MenuItem[];
  /** What the button shows; the `…` at the end of a row without it. */
  text?: string;
  /** A button of another kind. */
  trigger?: ReactElement<{ 'aria-label'?: string }>;
  /** Above the items. */
  header?: string;
  /** Told before the items are shown. */
  onOpen?: () => void;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A button with a list of things to do. */
export function Menu({ label, items, text, trigger, header, onOpen, onOpenChange }: MenuProps): ReactNode {
  const button =
    trigger ??
    (text === undefined ? (
      <Button appearance="subtle" icon={<MoreHorizontalRegular />} />
    ) : (
      <MenuButton>{text}</MenuButton>
    ));
  // What is seen is part of what is heard: people say it to choose it.
  const name = text === undefined ? label : `${text}: ${label}`;
  return (
    <FluentMenu
      onOpenChange={(_, { open }) => {
        if (open) onOpen?.();
        onOpenChange?.(open);
      }}
    >
      <MenuTrigger disableButtonEnhancement>{cloneElement(button, { 'aria-label': name })}</MenuTrigger>
      <MenuPopover className="menu-popover">
        <MenuList>
          {header !== undefined && <MenuGroupHeader>{header}</MenuGroupHeader>}
          {items.map((item) => (
            <OneItem key={item.label} item={item} />
          ))}
        </MenuList>
      </MenuPopover>
    </FluentMenu>
  );
}

/** A disabled one can still be reached, so that its reason is read. */
function OneItem({ item }: { item: MenuItem }): ReactNode {
  const { label, onSelect, isDangerous = false, disabledBecause, whyHref } = item;
  if (disabledBecause === undefined) {
    return (
      <FluentMenuItem className={isDangerous ? 'dangerous' : ''} onClick={onSelect}>
        {label}
      </FluentMenuItem>
    );
  }
  const disabled = (
    <FluentMenuItem className="menu-refused" disabled subText={disabledBecause}>
      {label}
    </FluentMenuItem>
  );
  if (whyHref === undefined) return disabled;
  return (
    <MenuSplitGroup>
      {disabled}
      <WhyItem label={label} href={whyHref} />
    </MenuSplitGroup>
  );
}

function WhyItem({ label, href }: { label: string; href: string }): ReactNode {
  const t = useT();
  function onClick(event: MouseEvent): void {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    navigate(href);
  }
  const why = t('access:why.link');
  return (
    <MenuItemLink className="menu-why" href={href} aria-label={`${why} ${label}`} onClick={onClick}>
      {why}
    </MenuItemLink>
  );
}
