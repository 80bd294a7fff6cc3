import {
  type RecordingData,
  type RecordingList,
  type RecordingResource,
  recordingData,
  recordingList,
  recordingResource,
} from '../contracts/recording.ts';
import type { SendRequest } from './request.ts';

const networkVersion = 'api-version=2024-05-01';

/** What was recorded at a bastion. A recording's id is an ARM id, as the list gives it. */
export function createRecordingsApi(send: SendRequest) {
  return {
    /** Newest first. */
    listRecordings: (bastionId: string): Promise<RecordingList> =>
      send(recordingList, `${bastionId}/recordings?${networkVersion}`),

    moreRecordings: (nextLink: string): Promise<RecordingList> => send(recordingList, nextLink),

    getRecording: (recordingId: string): Promise<RecordingResource> =>
      send(recordingResource, `${recordingId}?${networkVersion}`),

    /** Addresses of its files, for two hours. `fromChunk`: of those from there on, for one that grows. */
    retrieveRecording: (recordingId: string, fromChunk = 0): Promise<RecordingData> =>
      send(recordingData, `${recordingId}/retrieveRecordingData?${networkVersion}&fromChunk=${fromChunk}`, {
        method: 'POST',
      }),
  };
}
