import { parseArgs } from 'node:util';
import { requestUserToken } from '../../shared/client/requestUserToken.ts';
import { readFleetFile } from './fleetFile.ts';

/** `npm run token -- ops@contoso.example`: an access token on stdout, everything else on stderr. */
const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const [username] = positionals;
const users = readFleetFile().users.map(({ upn }) => upn);

if (username === undefined) {
  console.error(
    `Whose token? For instance: npm run token -- ${users[1] ?? users[0]}. Users: ${users.join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  try {
    const issuer = process.env.SALLYPORT_IDENTITY ?? 'http://localhost:7075';
    console.log(await requestUserToken({ issuer, username, fetch }));
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : String(fault));
    process.exitCode = 1;
  }
}
