export { freePort } from '../../infra/local/freePort.ts';
