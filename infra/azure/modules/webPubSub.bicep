// Console bytes travel here: browser, Web PubSub, relay.
param name string
param location string

@description('Units: each serves 1,000 connections.')
param units int = 1

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  kind: 'WebPubSub'
  sku: {
    name: 'Standard_S1'
    tier: 'Standard'
    capacity: units
  }
  properties: {
    publicNetworkAccess: 'Enabled'
    disableAadAuth: false
    // The signature of events is made with the access key, so the app needs it: keys stay on.
    disableLocalAuth: false
    tls: {
      clientCertEnabled: false
    }
  }
}

output name string = service.name
