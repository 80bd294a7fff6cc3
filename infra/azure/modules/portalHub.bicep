// The hub `portal`: changes of session lists for portals, which only listen. The local stack makes the same settings.
param webPubSubName string
param functionAppHostName string

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' existing = {
  name: webPubSubName
}

resource hub 'Microsoft.SignalRService/webPubSub/hubs@2024-03-01' = {
  parent: service
  name: 'portal'
  properties: {
    anonymousConnectPolicy: 'deny'
    eventHandlers: [
      {
        urlTemplate: 'https://${functionAppHostName}/webpubsub/{hub}'
        systemEvents: [
          'connect'
          'disconnected'
        ]
      }
    ]
  }
}
