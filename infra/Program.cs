using Pulumi;
using SessionStore.Infra.Settings;
using SessionStore.Infra.Stages;

return await Deployment.RunAsync(() =>
    StageProgram.DeployAsync(StackConfiguration.Read, StackConfiguration.Keys(), StackConfiguration.SecretKeys()));
