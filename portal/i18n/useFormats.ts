import { useTranslation } from 'react-i18next';
import { type Formats, formatsOf } from './formats.ts';

/** Dates, times and durations as the chosen language writes them. */
export const useFormats = (): Formats => formatsOf(useTranslation().i18n.language);
