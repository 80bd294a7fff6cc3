import {
  Button,
  Menu as FluentMenu,
  MenuItem as FluentMenuItem,
  MenuButton,
  MenuGroupHeader,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { cloneElement, type ReactElement, type ReactNode } from 'react';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  isDangerous?: boolean;
  /** Shown under the item, which cannot be chosen then. */
  disabledBecause?: string | undefined;
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
      <MenuPopover>
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
  const { label, onSelect, isDangerous = false, disabledBecause } = item;
  const isDisabled = disabledBecause !== undefined;
  return (
    <FluentMenuItem
      className={isDangerous && !isDisabled ? 'dangerous' : ''}
      disabled={isDisabled}
      onClick={onSelect}
      {...(isDisabled ? { subText: disabledBecause } : {})}
    >
      {label}
    </FluentMenuItem>
  );
}
