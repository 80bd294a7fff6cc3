import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Debian's Chromium, headless. Its background services are off: they would knock at Google's doors. */
const launch = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const startChromium = (): Promise<Browser> => chromium.launch(launch);

/** It keeps pages that were left whole for whoever goes back, as everybody's browser does and a test's does not. */
export const startKeepingChromium = (): Promise<Browser> =>
  chromium.launch({ ...launch, ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/** As a person has it: what it fetched and compiled is kept in the folder. */
export const startChromiumProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...launch, viewport: { width: 1280, height: 800 } });
