// The control plane: Flex Consumption, Linux, Node 24, a managed identity of its own.
param name string
param location string
param storageAccountName string
param packageContainerUrl string
param webPubSubName string
param audience string
param tenantId string
param access string
param graphUrl string
param portalOrigins array
param alwaysReadyInstances int

var login = '${environment().authentication.loginEndpoint}${tenantId}'
var storageSuffix = environment().suffixes.storage

resource webPubSub 'Microsoft.SignalRService/webPubSub@2024-03-01' existing = {
  name: webPubSubName
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

// The names of local.settings.sample.json, where a managed identity leaves any of them.
var settings = {
  AzureWebJobsStorage__accountName: storageAccountName
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  SALLYPORT_TABLES: 'https://${storageAccountName}.table.${storageSuffix}'
  SALLYPORT_BLOBS: 'https://${storageAccountName}.blob.${storageSuffix}'
  WebPubSubConnectionString: webPubSub.listKeys().primaryConnectionString
  SALLYPORT_ISSUER: '${login}/v2.0'
  SALLYPORT_AUDIENCE: audience
  SALLYPORT_JWKS: '${login}/discovery/v2.0/keys'
  SALLYPORT_TENANT: tenantId
  SALLYPORT_GRAPH: graphUrl
  SALLYPORT_APP_SERVICE_AUTH: 'off'
  SALLYPORT_ACCESS: access
  SALLYPORT_ACCESS_STALENESS_SECONDS: '60'
  SALLYPORT_TRUSTED_PROXIES: '1'
  SALLYPORT_AUDIT_RETENTION_DAYS: '365'
  SALLYPORT_ORIGINS: join(portalOrigins, ' ')
  SALLYPORT_RELAY_LEASE_SECONDS: '40'
  SALLYPORT_CONNECTS_PER_MINUTE: '300'
  SALLYPORT_DISCONNECTS_PER_MINUTE: '600'
  SALLYPORT_COMMANDS_PER_MINUTE: '120'
  SALLYPORT_LOOKUPS_PER_MINUTE: '120'
  SALLYPORT_REFUSALS_PER_MINUTE: '600'
  SALLYPORT_CONSOLE_RULES: 'current'
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      cors: {
        allowedOrigins: portalOrigins
        supportCredentials: false
      }
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'SystemAssignedIdentity'
          }
        }
      }
      runtime: {
        name: 'node'
        version: '24'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: settings
}

output hostName string = app.properties.defaultHostName
output principalId string = app.identity.principalId
