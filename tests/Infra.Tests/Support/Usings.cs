global using Pulumi;
global using SessionStore.Infra.Tests.Support;
global using SessionStore.Engine;
