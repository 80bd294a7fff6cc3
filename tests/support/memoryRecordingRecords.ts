import type { RecordingRecord, RecordingRecords } from '../../relay/recording/recordingRecords.ts';

export function createMemoryRecordingRecords(): RecordingRecords {
  const records = new Map<string, RecordingRecord>();
  return {
    save: (record) => void records.set(record.session.sessionId, record),
    forget: (sessionId) => void records.delete(sessionId),
    list: () => [...records.values()],
  };
}
