global using Amazon.Route53;
global using Amazon.Route53.Model;
global using SessionStore.Contract;
global using SessionStore.Rehearsal.LocalCloud;
