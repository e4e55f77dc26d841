global using Pulumi;
global using SessionStore.Engine;
global using SessionStore.Infra.Tests.Support;
