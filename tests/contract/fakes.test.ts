import { describe } from 'vitest';
import { fakeFleet } from '../support/fakeFleet.ts';
import { fakeOperationStore } from '../support/fakeOperationStore.ts';
import { fakeOperatorLock } from '../support/fakeOperatorLock.ts';
import { fakeRelayStore } from '../support/fakeRelayStore.ts';
import { fakeSessionStore } from '../support/fakeSessionStore.ts';
import { hash } from '../support/sessionFacts.ts';
import { testFleetReader } from './fleetReader.ts';
import { testOperationStore } from './operationStore.ts';
import { testOperatorLock } from './operatorLock.ts';
import { testRelayStore } from './relayStore.ts';
import { testSessionStore } from './sessionStore.ts';

describe('sessions in memory', () => testSessionStore(async () => fakeSessionStore(), hash));
describe('operator locks in memory', () => testOperatorLock(async () => fakeOperatorLock()));
describe('heartbeats in memory', () => testRelayStore(async () => fakeRelayStore()));
describe('operations in memory', () => testOperationStore(async () => fakeOperationStore()));
describe('a fleet in memory', () => testFleetReader(async (fleet) => fakeFleet(fleet)));
