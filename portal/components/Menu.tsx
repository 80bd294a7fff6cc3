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
import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react';
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

type TriggerProps = Pick<ComponentProps<'button'>, 'aria-label' | 'aria-haspopup' | 'onClick' | 'onKeyDown'>;

export type MenuProps = {
  label: string;
  items: readonly MenuItem[];
  /** What the button shows; the `…` at the end of a row without it. */
  text?: string;
  /** A button of another kind. */
  trigger?: ReactElement<TriggerProps>;
  /** Above the items. */
  header?: string;
  /** Told before the items are shown. */
  onOpen?: () => void;
  onOpenChange?: (isOpen: boolean) => void;
};

/** A button with a list of things to do. Until it is opened there is nothing but the button: a table has hundreds. */
export function Menu({ label, text, trigger, onOpen, onOpenChange, ...list }: MenuProps): ReactNode {
  const [isUsed, setUsed] = useState(false);
  const button =
    trigger ??
    (text === undefined ? (
      <Button appearance="subtle" icon={<MoreHorizontalRegular />} />
    ) : (
      <MenuButton>{text}</MenuButton>
    ));
  // What is seen is part of what is heard: people say it to choose it.
  const name = text === undefined ? label : `${text}: ${label}`;
  function changeOpen(isOpen: boolean): void {
    if (isOpen) {
      setUsed(true);
      onOpen?.();
    }
    onOpenChange?.(isOpen);
  }
  const named = cloneElement(button, { 'aria-label': name });
  if (isUsed) return <OpenedMenu button={named} changeOpen={changeOpen} {...list} />;
  return cloneElement(named, {
    'aria-haspopup': 'menu',
    onClick: () => changeOpen(true),
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      changeOpen(true);
    },
  });
}

type OpenedMenuProps = Pick<MenuProps, 'items' | 'header'> & {
  button: ReactElement<TriggerProps>;
  changeOpen: (isOpen: boolean) => void;
};

/** Opens as it comes, which gives its first item the focus; its button has taken the place of the one before. */
function OpenedMenu({ button, changeOpen, items, header }: OpenedMenuProps): ReactNode {
  return (
    <FluentMenu defaultOpen onOpenChange={(_, { open }) => changeOpen(open)}>
      <MenuTrigger disableButtonEnhancement>{button}</MenuTrigger>
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
