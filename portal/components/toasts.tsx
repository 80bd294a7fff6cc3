import { Toast, ToastTitle, useToastController } from '@fluentui/react-components';
import { useCallback } from 'react';
import { toasterId } from './ToastPlace.tsx';

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
