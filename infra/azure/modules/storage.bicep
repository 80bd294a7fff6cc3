// One account for the host, for Sallyport's tables and for the deployed package. Keys are off: identities only.
param name string
param location string
// Origins of the portal, which reads boot logs and recordings by signed addresses.
param portalOrigins array

// The same names as in shared/azure/tables.ts.
var tableNames = [
  'sessions'
  'due'
  'history'
  'operators'
  'relays'
  'operations'
  'machineOperations'
  'outcomes'
  'audit'
  'fleet'
  'access'
  'rights'
  'subscriptions'
  'consoleSwitches'
  'policies'
  'seats'
  'hostKeys'
  'groups'
  'locks'
]

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    cors: {
      corsRules: [
        {
          allowedOrigins: portalOrigins
          allowedMethods: [
            'GET'
            'HEAD'
          ]
          allowedHeaders: [
            'range'
            'x-ms-*'
          ]
          exposedHeaders: [
            'content-range'
            'etag'
          ]
          maxAgeInSeconds: 3600
        }
      ]
    }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'packages'
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

output name string = account.name
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages.name}'
