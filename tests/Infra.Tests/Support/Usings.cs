global using Pulumi;
global using SessionStore.Infra.Tests.Support;
global using SessionStore.Rehearsal;
global using SessionStore.Rehearsal.Engine;
