// Everything that the control plane needs in one resource group. docs/deploy.md tells how to use it.
targetScope = 'resourceGroup'

@description('Beginning of every name: letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'sallyport'

param location string = resourceGroup().location

@description('What access tokens must be issued for: the client id, or the application ID URI, of the app registration that plays the API.')
param audience string

@description('Origins of the portal, for example https://portal.contoso.com. No other page may open a console.')
param portalOrigins array

@description('Tenant whose users may call.')
param tenantId string = tenant().tenantId

@description('Microsoft Graph of this cloud. The identity of the app needs User.Read.All and GroupMember.Read.All there.')
param graphUrl string = 'https://graph.microsoft.com'

@description('Where role assignments are read: tables, or the address of Azure Resource Manager, which needs the app to be Reader on every subscription of the fleet.')
param access string = 'tables'

@description('Instances that are kept warm. With 0 the first call after a pause waits for a start.')
param alwaysReadyInstances int = 1

var suffix = uniqueString(resourceGroup().id)
var appName = '${name}-${suffix}'

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: '${toLower(name)}${suffix}'
    location: location
    portalOrigins: portalOrigins
  }
}

module webPubSub 'modules/webPubSub.bicep' = {
  name: 'webPubSub'
  params: {
    name: '${name}-${suffix}'
    location: location
  }
}

module functionApp 'modules/functionApp.bicep' = {
  name: 'functionApp'
  params: {
    name: appName
    location: location
    storageAccountName: storage.outputs.name
    packageContainerUrl: storage.outputs.packageContainerUrl
    webPubSubName: webPubSub.outputs.name
    audience: audience
    tenantId: tenantId
    access: access
    graphUrl: graphUrl
    portalOrigins: portalOrigins
    alwaysReadyInstances: alwaysReadyInstances
  }
}

module storageAccess 'modules/storageAccess.bicep' = {
  name: 'storageAccess'
  params: {
    storageAccountName: storage.outputs.name
    principalId: functionApp.outputs.principalId
  }
}

// After the app: events need its address.
module hub 'modules/consoleHub.bicep' = {
  name: 'consoleHub'
  params: {
    webPubSubName: webPubSub.outputs.name
    functionAppHostName: functionApp.outputs.hostName
  }
}

module portalHub 'modules/portalHub.bicep' = {
  name: 'portalHub'
  params: {
    webPubSubName: webPubSub.outputs.name
    functionAppHostName: functionApp.outputs.hostName
  }
}

output api string = 'https://${functionApp.outputs.hostName}'
output functionAppName string = appName
output storageAccountName string = storage.outputs.name
