import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const text = /\.(?:css|html|js|json|svg)$/;

/** One packet holds that much either way. */
const smallBytes = 1_024;

/** The two highest take five times as long for a few percent. */
const brotliQuality = 9;

/** Beside each text of a folder the same as `.br` and `.gz`, for a server that sends what was made before. */
export function compressFiles(folder: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile() && text.test(one.name))) {
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (bytes.length <= smallBytes) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, brotliOptions(bytes.length)));
  }
}

const brotliOptions = (sizeBytes: number) => ({
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: sizeBytes,
  },
});
