import { Toaster } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export const toasterId = 'portal-toasts';

/** Where toasts appear; there is one of it. */
export const ToastPlace = (): ReactNode => <Toaster toasterId={toasterId} position="bottom-end" />;
