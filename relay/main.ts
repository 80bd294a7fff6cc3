import { createPort } from './ports/createPort.ts';
import { runRelay } from './runRelay.ts';

void runRelay(createPort);
