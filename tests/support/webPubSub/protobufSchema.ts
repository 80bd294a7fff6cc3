import { parse, Root, type Type } from 'protobufjs';

// The published schema with its later additions, read by another library than the one that the service uses.
const schema = `
syntax = "proto3";
package azure.webpubsub;

message UpstreamMessage {
  oneof message {
    SendToGroupMessage send_to_group_message = 1;
    EventMessage event_message = 5;
    JoinGroupMessage join_group_message = 6;
    LeaveGroupMessage leave_group_message = 7;
    SequenceAckMessage sequence_ack_message = 8;
    PingMessage ping_message = 9;
  }
  message SendToGroupMessage {
    string group = 1;
    optional uint64 ack_id = 2;
    MessageData data = 3;
    optional bool no_echo = 4;
    optional uint32 ttl_seconds = 5;
    map<string, string> metadata = 6;
    StreamInfo stream = 7;
    message StreamInfo {
      string stream_id = 1;
      optional uint32 idle_timeout_ms = 2;
    }
  }
  message EventMessage {
    string event = 1;
    MessageData data = 2;
    optional uint64 ack_id = 3;
    map<string, string> metadata = 4;
  }
  message JoinGroupMessage {
    string group = 1;
    optional uint64 ack_id = 2;
  }
  message LeaveGroupMessage {
    string group = 1;
    optional uint64 ack_id = 2;
  }
  message SequenceAckMessage {
    uint64 sequence_id = 1;
  }
  message PingMessage {}
}

message DownstreamMessage {
  oneof message {
    AckMessage ack_message = 1;
    DataMessage data_message = 2;
    SystemMessage system_message = 3;
    PongMessage pong_message = 4;
  }
  message AckMessage {
    uint64 ack_id = 1;
    bool success = 2;
    optional ErrorMessage error = 3;
    message ErrorMessage {
      string name = 1;
      string message = 2;
    }
  }
  message DataMessage {
    string from = 1;
    optional string group = 2;
    MessageData data = 3;
    optional uint64 sequence_id = 4;
    map<string, string> metadata = 5;
  }
  message SystemMessage {
    oneof message {
      ConnectedMessage connected_message = 1;
      DisconnectedMessage disconnected_message = 2;
    }
    message ConnectedMessage {
      string connection_id = 1;
      string user_id = 2;
      optional string reconnection_token = 3;
    }
    message DisconnectedMessage {
      string reason = 2;
    }
  }
  message PongMessage {}
}

message MessageData {
  oneof data {
    string text_data = 1;
    bytes binary_data = 2;
    google.protobuf.Any protobuf_data = 3;
    string json_data = 4;
  }
}
`;

const anySchema = `
syntax = "proto3";
package google.protobuf;

message Any {
  string type_url = 1;
  bytes value = 2;
}
`;

const root = new Root();
parse(anySchema, root);
parse(schema, root);

const upstream = root.lookupType('azure.webpubsub.UpstreamMessage');
const downstream = root.lookupType('azure.webpubsub.DownstreamMessage');
const any = root.lookupType('google.protobuf.Any');

const encode = (type: Type, fields: object): Buffer =>
  Buffer.from(type.encode(type.fromObject(fields)).finish());

export const encodeUpstream = (fields: object): Buffer => encode(upstream, fields);

export const encodeAny = (typeUrl: string, value: Buffer): Buffer => encode(any, { typeUrl, value });

/** 64-bit numbers come as text, and only fields that are there. */
export function decodeDownstream(frame: string | Buffer): Record<string, unknown> {
  if (typeof frame === 'string') throw new Error(`A text frame: ${frame}`);
  return downstream.toObject(downstream.decode(frame), { longs: String });
}
