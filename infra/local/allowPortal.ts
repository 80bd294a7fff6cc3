import { BlobServiceClient } from '@azure/storage-blob';

/** The portal reads boot logs and recordings by the addresses that the API gives it: no other page may. */
export async function allowPortal(connectionString: string, portal: string): Promise<void> {
  const service = BlobServiceClient.fromConnectionString(connectionString);
  await service.setProperties({
    cors: [
      {
        allowedOrigins: portal,
        allowedMethods: 'GET,HEAD',
        allowedHeaders: 'range,x-ms-*',
        exposedHeaders: 'content-range,etag',
        maxAgeInSeconds: 3_600,
      },
    ],
  });
}
