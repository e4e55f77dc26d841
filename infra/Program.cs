using Pulumi;
using SessionStore;
using SessionStore.Configuration;

return await Deployment.RunAsync(() => StageProgram.DeployAsync(StackConfiguration.Read, StackConfiguration.Keys(), StackConfiguration.SecretKeys()));
