import { Toast, Toaster, ToastTitle, useToastController } from '@fluentui/react-components';
import { type ReactNode, useCallback } from 'react';

const toasterId = 'portal-toasts';

/** Where they appear; there is one of it. */
export const ToastPlace = (): ReactNode => <Toaster toasterId={toasterId} position="bottom-end" />;

export type Tell = (kind: 'success' | 'info' | 'warning' | 'error', text: string) => void;

/** Tells that something is done, for some seconds; what has to be read belongs into a notice. */
export function useToast(): Tell {
  const { dispatchToast } = useToastController(toasterId);
  return useCallback(
    (intent, text) =>
      dispatchToast(
        <Toast>
          <ToastTitle>{text}</ToastTitle>
        </Toast>,
        { intent },
      ),
    [dispatchToast],
  );
}
