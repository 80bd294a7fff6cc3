/**
 * What each route needs, as its refusals name it: each action with the name of what it is needed at, or nothing where
 * whoever is signed in may ask. Fewer rights, or one instead of the other, are not enough. A route that is new needs a
 * row here.
 */
export const neededRights: Readonly<Record<string, string>> = {
  'POST {bastion}/getActiveSessions': 'Microsoft.Network/bastionHosts/getActiveSessions/action bastion-hub',
  'GET {bastion}/getActiveSessions/operationResults/{operationId}':
    'Microsoft.Network/bastionHosts/getActiveSessions/action bastion-hub',
  'POST {vm}/{port}/adminCommand/nmi':
    'Microsoft.SerialConsole/serialPorts/connect/action vm-web-01, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {vm}/{port}/adminCommand/sysrq':
    'Microsoft.SerialConsole/serialPorts/connect/action vm-web-01, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {vm}/{port}/adminCommand/break':
    'Microsoft.SerialConsole/serialPorts/connect/action vm-web-01, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {vm}/{port}/adminCommand/reset':
    'Microsoft.SerialConsole/serialPorts/connect/action vm-web-01, Microsoft.Compute/virtualMachines/restart/action vm-web-01, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {instance}/{port}/adminCommand/nmi':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {instance}/{port}/adminCommand/sysrq':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {instance}/{port}/adminCommand/break':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {instance}/{port}/adminCommand/reset':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {set}/{port}/adminCommand/nmi':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {set}/{port}/adminCommand/sysrq':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {set}/{port}/adminCommand/break':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {set}/{port}/adminCommand/reset':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'GET {bastion}/auditLogs': 'Microsoft.Insights/logs/MicrosoftAzureBastionAuditLogs/read bastion-hub',
  'GET {subscription}/providers/Microsoft.Network/bastionHosts':
    'Microsoft.Network/bastionHosts/read subscription',
  'GET {group}/providers/Microsoft.Network/bastionHosts': 'Microsoft.Network/bastionHosts/read rg-hub',
  'GET {bastion}': 'Microsoft.Network/bastionHosts/read bastion-hub',
  'POST {vm}/retrieveBootDiagnosticsData':
    'Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action vm-web-01',
  'POST {instance}/retrieveBootDiagnosticsData':
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/retrieveBootDiagnosticsData/action 0',
  'POST {subscription}/{authorization}/checkAccess': '',
  'POST {group}/{authorization}/checkAccess': '',
  'POST {resource}/{authorization}/checkAccess': '',
  'POST {child}/{authorization}/checkAccess': '',
  'GET {subscription}/providers/Microsoft.SerialConsole/consoleServices/{default}':
    'Microsoft.SerialConsole/consoleServices/read subscription',
  'POST {subscription}/providers/Microsoft.SerialConsole/consoleServices/{default}/enableConsole':
    'Microsoft.SerialConsole/consoleServices/enableConsole/action subscription',
  'GET /providers/Microsoft.SerialConsole/operations': '',
  'GET /subscriptions': '',
  'GET {subscription}': 'Microsoft.Resources/subscriptions/read subscription',
  'POST {bastion}/forgetHostKey': 'Microsoft.Network/bastionHosts/write bastion-hub',
  'GET {vm}/instanceView': 'Microsoft.Compute/virtualMachines/instanceView/read vm-web-01',
  'GET {instance}/instanceView':
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/instanceView/read 0',
  'GET {subscription}/providers/Sallyport.Access/locks': 'Sallyport.Access/locks/read subscription',
  'GET {subscription}/providers/Sallyport.Access/locks/{lockName}':
    'Sallyport.Access/locks/read subscription',
  'PUT {subscription}/providers/Sallyport.Access/locks/{lockName}':
    'Sallyport.Access/locks/write subscription',
  'GET {group}/providers/Sallyport.Access/locks': 'Sallyport.Access/locks/read rg-hub',
  'GET {group}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/read rg-hub',
  'PUT {group}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/write rg-hub',
  'GET {resource}/providers/Sallyport.Access/locks': 'Sallyport.Access/locks/read vm-web-01',
  'GET {resource}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/read vm-web-01',
  'PUT {resource}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/write vm-web-01',
  'GET {child}/providers/Sallyport.Access/locks': 'Sallyport.Access/locks/read 0',
  'GET {child}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/read 0',
  'PUT {child}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/write 0',
  'GET {subscription}/providers/Microsoft.Compute/locations/{location}/operations/{operationId}': '',
  'GET {bastion}/monitoringPrerequisites': 'Microsoft.Network/bastionHosts/read bastion-hub',
  'GET {subscription}/providers/Microsoft.Network/networkSecurityGroups':
    'Microsoft.Network/networkSecurityGroups/read subscription',
  'GET {group}/providers/Microsoft.Network/networkSecurityGroups':
    'Microsoft.Network/networkSecurityGroups/read rg-hub',
  'GET {group}/providers/Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}':
    'Microsoft.Network/networkSecurityGroups/read nsg-none',
  'GET {subscription}/{authorization}/permissions': 'Microsoft.Authorization/permissions/read subscription',
  'GET {group}/{authorization}/permissions': 'Microsoft.Authorization/permissions/read rg-hub',
  'GET {resource}/{authorization}/permissions': 'Microsoft.Authorization/permissions/read vm-web-01',
  'GET {child}/{authorization}/permissions': 'Microsoft.Authorization/permissions/read 0',
  'GET {group}/providers/{rest}': '',
  'GET {bastion}/policies/{default}': 'Microsoft.Network/bastionHosts/read bastion-hub',
  'PUT {bastion}/policies/{default}': 'Microsoft.Network/bastionHosts/write bastion-hub',
  'PATCH {bastion}/policies/{default}': 'Microsoft.Network/bastionHosts/write bastion-hub',
  'POST {vm}/start': 'Microsoft.Compute/virtualMachines/start/action vm-web-01',
  'POST {vm}/restart': 'Microsoft.Compute/virtualMachines/restart/action vm-web-01',
  'POST {vm}/powerOff': 'Microsoft.Compute/virtualMachines/powerOff/action vm-web-01',
  'POST {vm}/deallocate': 'Microsoft.Compute/virtualMachines/deallocate/action vm-web-01',
  'POST {instance}/start': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/start/action 0',
  'POST {instance}/restart': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action 0',
  'POST {instance}/powerOff': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/powerOff/action 0',
  'POST {instance}/deallocate':
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/deallocate/action 0',
  'GET {vm}/{port}/prerequisites': 'Microsoft.Compute/virtualMachines/read vm-web-01',
  'GET {instance}/{port}/prerequisites': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'GET {set}/{port}/prerequisites': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'GET {bastion}/recordings': 'Microsoft.Network/bastionHosts/recordings/read bastion-hub',
  'GET {bastion}/recordings/{sessionId}': 'Microsoft.Network/bastionHosts/recordings/read bastion-hub',
  'POST {bastion}/recordings/{sessionId}/retrieveRecordingData':
    'Microsoft.Network/bastionHosts/recordings/retrieveRecordingData/action bastion-hub',
  'PUT {subscription}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/write subscription',
  'PUT {group}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/write rg-hub',
  'PUT {resource}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/write vm-web-01',
  'PUT {child}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/write 0',
  'GET {subscription}/{authorization}/roleAssignments':
    'Microsoft.Authorization/roleAssignments/read subscription',
  'GET {subscription}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/read subscription',
  'GET {group}/{authorization}/roleAssignments': 'Microsoft.Authorization/roleAssignments/read rg-hub',
  'GET {group}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/read rg-hub',
  'GET {resource}/{authorization}/roleAssignments': 'Microsoft.Authorization/roleAssignments/read vm-web-01',
  'GET {resource}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/read vm-web-01',
  'GET {child}/{authorization}/roleAssignments': 'Microsoft.Authorization/roleAssignments/read 0',
  'GET {child}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/read 0',
  'PUT {subscription}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/write subscription',
  'PUT {group}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/write rg-hub',
  'PUT {resource}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/write vm-web-01',
  'PUT {child}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/write 0',
  'GET {subscription}/{authorization}/roleDefinitions':
    'Microsoft.Authorization/roleDefinitions/read subscription',
  'GET {subscription}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/read subscription',
  'GET {group}/{authorization}/roleDefinitions': 'Microsoft.Authorization/roleDefinitions/read rg-hub',
  'GET {group}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/read rg-hub',
  'GET {resource}/{authorization}/roleDefinitions': 'Microsoft.Authorization/roleDefinitions/read vm-web-01',
  'GET {resource}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/read vm-web-01',
  'GET {child}/{authorization}/roleDefinitions': 'Microsoft.Authorization/roleDefinitions/read 0',
  'GET {child}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/read 0',
  'POST {set}/start': 'Microsoft.Compute/virtualMachineScaleSets/start/action vmss-app',
  'POST {set}/restart': 'Microsoft.Compute/virtualMachineScaleSets/restart/action vmss-app',
  'POST {set}/powerOff': 'Microsoft.Compute/virtualMachineScaleSets/powerOff/action vmss-app',
  'POST {set}/deallocate': 'Microsoft.Compute/virtualMachineScaleSets/deallocate/action vmss-app',
  'GET {vm}/{port}': 'Microsoft.Compute/virtualMachines/read vm-web-01',
  'GET {vm}/providers/Microsoft.SerialConsole/serialPorts':
    'Microsoft.Compute/virtualMachines/read vm-web-01',
  'PUT {vm}/{port}': 'Microsoft.SerialConsole/serialPorts/write vm-web-01',
  'GET {instance}/{port}': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'GET {instance}/providers/Microsoft.SerialConsole/serialPorts':
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'PUT {instance}/{port}': 'Microsoft.SerialConsole/serialPorts/write 0',
  'GET {set}/{port}': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'GET {set}/providers/Microsoft.SerialConsole/serialPorts':
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'PUT {set}/{port}': 'Microsoft.SerialConsole/serialPorts/write 0',
  'GET {subscription}/providers/Microsoft.SerialConsole/serialPorts':
    'Microsoft.Compute/virtualMachines/read subscription',
  'POST {vm}/{port}/connect':
    'Microsoft.SerialConsole/serialPorts/connect/action vm-web-01, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {instance}/{port}/connect':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'POST {set}/{port}/connect':
    'Microsoft.SerialConsole/serialPorts/connect/action 0, Microsoft.Storage/storageAccounts/listKeys/action sthubdiag',
  'GET {bastion}/sessions': 'Microsoft.Network/bastionHosts/getActiveSessions/action bastion-hub',
  'GET {bastion}/sessions/{sessionId}': 'Microsoft.Network/bastionHosts/getActiveSessions/action bastion-hub',
  'POST {bastion}/disconnectActiveSessions':
    'Microsoft.Network/bastionHosts/disconnectActiveSessions/action bastion-hub',
  'POST {bastion}/connect':
    'Microsoft.Network/bastionHosts/read bastion-hub, Microsoft.Compute/virtualMachines/read vm-web-01, Microsoft.Network/networkInterfaces/read nic-vm-web-01',
  'POST {bastion}/sessions/{sessionId}/stay': '',
  'POST {bastion}/sessions/subscribe': 'Microsoft.Network/bastionHosts/getActiveSessions/action bastion-hub',
  'GET {subscription}/providers/Microsoft.Compute/virtualMachines':
    'Microsoft.Compute/virtualMachines/read subscription',
  'GET {group}/providers/Microsoft.Compute/virtualMachines': 'Microsoft.Compute/virtualMachines/read rg-hub',
  'GET {set}/virtualMachines': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read vmss-app',
  'GET {vm}': 'Microsoft.Compute/virtualMachines/read vm-web-01',
  'GET {instance}': 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read 0',
  'GET {subscription}/providers/Microsoft.Compute/virtualMachineScaleSets':
    'Microsoft.Compute/virtualMachineScaleSets/read subscription',
  'GET {group}/providers/Microsoft.Compute/virtualMachineScaleSets':
    'Microsoft.Compute/virtualMachineScaleSets/read rg-hub',
  'POST {subscription}/providers/Microsoft.SerialConsole/consoleServices/{default}/disableConsole':
    'Microsoft.SerialConsole/consoleServices/disableConsole/action subscription',
  'DELETE {subscription}/providers/Sallyport.Access/locks/{lockName}':
    'Sallyport.Access/locks/delete subscription',
  'DELETE {group}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/delete rg-hub',
  'DELETE {resource}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/delete vm-web-01',
  'DELETE {child}/providers/Sallyport.Access/locks/{lockName}': 'Sallyport.Access/locks/delete 0',
  'DELETE {subscription}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/delete subscription',
  'DELETE {group}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/delete rg-hub',
  'DELETE {resource}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/delete vm-web-01',
  'DELETE {child}/{authorization}/roleAssignments/{roleAssignmentName}':
    'Microsoft.Authorization/roleAssignments/delete 0',
  'DELETE {subscription}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/delete subscription',
  'DELETE {group}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/delete rg-hub',
  'DELETE {resource}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/delete vm-web-01',
  'DELETE {child}/{authorization}/roleDefinitions/{roleDefinitionName}':
    'Microsoft.Authorization/roleDefinitions/delete 0',
  'DELETE {vm}/{port}': 'Microsoft.SerialConsole/serialPorts/delete vm-web-01',
  'DELETE {instance}/{port}': 'Microsoft.SerialConsole/serialPorts/delete 0',
  'DELETE {set}/{port}': 'Microsoft.SerialConsole/serialPorts/delete 0',
  'DELETE {bastion}/sessions/{sessionId}':
    'Microsoft.Network/bastionHosts/disconnectActiveSessions/action bastion-hub',
};
