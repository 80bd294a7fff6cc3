import { runRelay } from '../../relay/runRelay.ts';
import { createSocketPort } from './socketGuest.ts';

/** A relay whose ports file says, as a simulated guest's computer name, on which TCP port its guest is. */
void runRelay((source) => createSocketPort(source.kind === 'simulated' ? Number(source.computerName) : 0));
