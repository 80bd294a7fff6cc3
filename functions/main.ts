import './checkAccess.ts';
import './health.ts';
import './relays.ts';
import './serialPorts.ts';
import './sessions.ts';
import './sweepers.ts';
import './virtualMachines.ts';
import './webPubSubEvents.ts';
